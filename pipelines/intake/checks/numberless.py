"""People without an ID number whom nothing on record can be joined to: each of them counts as one more person."""

from __future__ import annotations

from pipelines.core.dataset import Dataset
from pipelines.core.text import Text
from pipelines.intake.checks.check import Check
from pipelines.warehouse.schema import all_datasets, names_persons, quoted

REGISTERS = ("roster", "employment")  # datasets that say who there is
# Known is who has a number that the name, birth date and facility fit, and who came without one before.
_STATEMENT = """
select file_no, table_no, source_row, '' as thing
from {table}
where is_provisional and person_key is not null and person_key not in (
    select alias_key from known_roster where alias_key is not null
    union all select alias_key from known_employment where alias_key is not null
    union all select alias_key from {table} where alias_key is not null
    union all select person_key from known_roster where is_provisional and person_key is not null{but_roster}
    union all select person_key from known_employment where is_provisional and person_key is not null{but_employment}
)
"""


def but_arriving(dataset: Dataset) -> dict[str, str]:
    """Return what keeps arriving rows of a dataset out of the register of its own name: but_roster, but_employment, "" for the other."""
    return {f"but_{name}": " and file_no is null" if dataset.name == name else "" for name in REGISTERS}


def _check(dataset: Dataset) -> Check:
    return Check(
        name="number_missing",
        title=Text("没有身份证号", "No ID number"),
        subject=dataset.name,
        needs=REGISTERS,
        column="id_number",
        statement=_STATEMENT.format(table=quoted(f"in_{dataset.name}"), **but_arriving(dataset)),
        reason=Text(
            "没有填身份证号，按姓名、出生日期和机构也对不上已有的人，将另计为一人（{rows} 行）",
            "without an ID number, and by name, birth date and facility nobody on record: counts as one more person ({rows} row(s))",
        ),
        remedy=Text(
            "请补填身份证号；本人确实没有的，请填出生日期，姓名和机构与花名册一致",
            "fill in the ID number; for somebody who has none write the birth date, with name and facility as on the roster",
        ),
    )


CHECKS = tuple(_check(dataset) for dataset in all_datasets().values() if names_persons(dataset))
