"""Places that rows name and no register knows: kept and counted as unassigned where the site has one root, but told."""

from __future__ import annotations

from pipelines.core.dataset import Dataset
from pipelines.core.text import Text
from pipelines.intake.checks.check import Check
from pipelines.warehouse.schema import all_datasets, quoted

NAMED_ABOVE = {"region": "parent_code", "facility": "region_code"}  # what a register's own rows say of another place
_STATEMENT = """
select file_no, table_no, source_row, '' as thing, {place} as found from {table}
where (select count(*) from root) = 1 and {place} is not null{only}
    and {place} not in (
        select code from root
        union all select region_code from known_region where region_code is not null
        union all select facility_code from known_facility where facility_code is not null
    )
"""
_BELOW = " and level in (select level from below_root)"  # what stands above the site's root is none of its business


def place_column(dataset: Dataset) -> str:
    """Return the column in which rows of a dataset name a place they do not register themselves, "" where there is none."""
    return NAMED_ABOVE.get(dataset.name) or dataset.place


def _check(dataset: Dataset) -> Check:
    column = place_column(dataset)
    what = Text("机构", "facility") if column == "facility_code" else Text("地区", "region")
    return Check(
        name="place_unknown",
        names_nothing=True,
        title=Text("代码不在名录中", "Places no register knows"),
        subject=dataset.name,
        needs=("region", "facility"),
        column=column,
        statement=_STATEMENT.format(
            place=quoted(column), table=quoted(f"in_{dataset.name}"), only=_BELOW if dataset.name == "region" else ""
        ),
        reason=Text(
            f"{what.zh}代码不在名录中，归入“未归属”（{{rows}} 行，{{values}} 个代码）",
            "not in the register, counted as unassigned ({rows} row(s), {values} code(s))",
        ),
        remedy=Text(f"请加载{what.zh}名录，或更正代码", f"load the {what.en} register, or correct the code"),
    )


CHECKS = tuple(_check(dataset) for dataset in all_datasets().values() if dataset.place)
