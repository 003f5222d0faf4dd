"""Parts that are larger than the whole they are part of."""

from __future__ import annotations

from pipelines.core.dataset import Dataset
from pipelines.core.text import Text
from pipelines.intake.checks.check import Check
from pipelines.warehouse.schema import all_datasets, quoted

WHOLES = {
    "workforce_return": ("headcount", ("female", "aged_55_over", "licensed")),
    "ai_use": ("ai_used", ("ai_accepted",)),
}
_STATEMENT = """
select file_no, table_no, source_row, source_row::VARCHAR as thing, printf('%g', {part}) as found, printf('%g', {whole}) as other
from {table} where {part} > {whole}
"""


def _check(dataset: Dataset, part: str, whole: str) -> Check:
    title = dataset.column(whole).title
    return Check(
        name="part_above_whole",
        title=Text("其中项大于合计", "Parts larger than the whole"),
        subject=dataset.name,
        column=part,
        statement=_STATEMENT.format(part=quoted(part), whole=quoted(whole), table=quoted(f"in_{dataset.name}")),
        reason=Text(f"大于“{title.zh}”（{{other}}）", f'is more than "{title.en}" ({{other}})'),
        remedy=Text("请核对两个数", "check both numbers"),
    )


CHECKS = tuple(_check(all_datasets()[name], part, whole) for name, (whole, parts) in WHOLES.items() for part in parts)
