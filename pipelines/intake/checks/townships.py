"""Rows of another township than the one a sheet's title, its own name or its file's name speaks of."""

from __future__ import annotations

from pipelines.core.dataset import Dataset
from pipelines.core.text import Text
from pipelines.intake.checks.check import Check
from pipelines.intake.checks.unknown import place_column
from pipelines.warehouse.schema import all_datasets, quoted

_STATEMENT = """
select t.file_no, t.table_no, t.source_row, u.unit as thing, t.{place} as found, u.name as other,
    (select any_value(n.name) from known_unit as n where n.unit = s.unit) as expected
from {table} as t
inner join sheet_unit as s using (file_no, table_no)
inner join known_unit as u on t.{place} = u.place
where u.unit <> s.unit
"""


def _check(dataset: Dataset) -> Check:
    column = place_column(dataset)
    return Check(
        name="other_unit",
        title=Text("单位与本表名称不符", "Rows of another unit than the sheet is called"),
        subject=dataset.name,
        column=column,
        statement=_STATEMENT.format(place=quoted(column), table=quoted(f"in_{dataset.name}")),
        reason=Text(
            "属于{other}，而标题、工作表名或文件名写的是{expected}（{rows} 行）",
            "lies in {other}, while the title, the sheet's name or the file's name says {expected} ({rows} row(s))",
        ),
        remedy=Text("请核对代码，或改正标题和文件名", "check the codes, or correct the title and the file's name"),
    )


CHECKS = tuple(_check(dataset) for dataset in all_datasets().values() if dataset.place)
