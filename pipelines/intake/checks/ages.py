"""Birth years that do not fit somebody who works."""

from __future__ import annotations

from pipelines.core.dataset import Dataset
from pipelines.core.text import Text
from pipelines.intake.checks.check import Check
from pipelines.warehouse.schema import all_datasets, names_persons, quoted

YOUNGEST, OLDEST = 16, 100
_STATEMENT = f"""
select file_no, table_no, source_row, person_key as thing, (year({{day}}) - birth_year)::BIGINT::VARCHAR as other
from {{table}}
where year({{day}}) - birth_year not between {YOUNGEST} and {OLDEST}
"""


def reference_day(dataset: Dataset) -> str:
    """Return the required day on which the people of a dataset are as the row says, "" where there is none."""
    days = [c.name for c in dataset.columns if c.kind == "date" and c.name in dataset.required]
    return dataset.dated_by if dataset.dated_by in days else next(iter(days), "")


def _check(dataset: Dataset) -> Check:
    return Check(
        name="age_implausible",
        title=Text("年龄不合理", "Implausible ages"),
        subject=dataset.name,
        column="id_number",
        statement=_STATEMENT.format(day=quoted(reference_day(dataset)), table=quoted(f"in_{dataset.name}")),
        reason=Text(
            f"按出生年份当时为 {{other}} 岁，应在 {YOUNGEST} 至 {OLDEST} 岁之间",
            f"was {{other}} years old then by the year of birth, expected {YOUNGEST} to {OLDEST}",
        ),
        remedy=Text("请核对身份证号（或出生日期）和日期", "check the ID number (or the date of birth) and the day"),
    )


def _is_about_staff(dataset: Dataset) -> bool:
    return dataset.topic == "people" and names_persons(dataset) and bool(reference_day(dataset))


CHECKS = tuple(_check(dataset) for dataset in all_datasets().values() if _is_about_staff(dataset))
