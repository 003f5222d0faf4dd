"""Values that refer to a record of another dataset, and no such record is loaded or arrives with them."""

from __future__ import annotations

from pipelines.core.dataset import Dataset, Reference
from pipelines.core.text import Text
from pipelines.intake.checks.check import Check
from pipelines.intake.checks.unknown import place_column
from pipelines.warehouse.schema import PERSON, all_datasets, quoted

_STATEMENT = """
select file_no, table_no, source_row, '' as thing, {shown} as found from {table} as t
where t.{column} is not null and not exists (select 1 from {known} as k where k.{to} = t.{column})
"""


def _check(dataset: Dataset, reference: Reference) -> Check:
    target = all_datasets()[reference.dataset]
    is_person = reference.column in PERSON or dataset.column(reference.column).personal
    one = Text("人", "people") if is_person else Text("个值", "value(s)")
    return Check(
        name="reference_unknown",
        names_nothing=True,
        title=Text("引用的记录不存在", "References to records that are not there"),
        subject=dataset.name,
        needs=(target.name,),
        column="id_number" if reference.column == "person_key" else reference.column,
        statement=_STATEMENT.format(
            shown="null" if is_person else f"{quoted(reference.column)}::VARCHAR", table=quoted(f"in_{dataset.name}"),
            column=quoted(reference.column), known=quoted(f"known_{target.name}"), to=quoted(reference.to),
        ),
        reason=Text(
            f"“{target.title.zh}”中没有对应的记录（{{rows}} 行" + ("）" if is_person else f"，{{values}} {one.zh}）"),
            f'no such record in "{target.title.en}" ({{rows}} row(s)' + (")" if is_person else f", {{values}} {one.en})"),
        ),
        remedy=Text(f"请核对，或把“{target.title.zh}”一起加载", f'check it, or load "{target.title.en}" together with this file'),
    )


def _is_place(dataset: Dataset, reference: Reference) -> bool:
    """Say whether a reference is the one that `unknown` tells of already."""
    return reference.dataset in ("region", "facility") and reference.column == place_column(dataset)


CHECKS = tuple(
    _check(dataset, reference)
    for dataset in all_datasets().values()
    for reference in dataset.references
    if not _is_place(dataset, reference)
)
