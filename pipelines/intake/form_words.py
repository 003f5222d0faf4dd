"""What a template says of a dataset and of each of its columns, made from the declarations."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.core.codelist import CodeList
from pipelines.core.column import Column, Kind
from pipelines.core.dataset import Dataset
from pipelines.core.text import Text
from pipelines.core.unit import UNITS
from pipelines.intake.form import Form

_BY_KIND: Mapping[Kind, Text] = {
    "text": Text("文字", "Text"),
    "code": Text("代码按文本填写，保留开头的 0", "A code is written as text: keep zeros in front"),
    "integer": Text("整数", "A whole number"),
    "number": Text("数字", "A number"),
    "money": Text("金额，数字", "An amount, a number"),
    "date": Text("日期，如 2024-03-05", "A day, such as 2024-03-05"),
    "moment": Text("日期和时间，如 2024-03-05 14:30", "A day and a time, such as 2024-03-05 14:30"),
    "boolean": Text("是或否", "Yes or no"),
    "period": Text("年份或时期，如 2024、2024-Q3、2024-07", "A year or another period, such as 2024, 2024-Q3, 2024-07"),
    "id_number": Text("按文本填写", "Written as text"),
}
_WHEN: Mapping[str, Text] = {
    "none": Text(
        "有变动时重新报送全部记录，替换表中各单位以前所报", "Whenever something changed: all records again, in place of those the units in it sent before"
    ),
    "label": Text("每期一次；同一期重报即替换", "Once for each period; the same period sent again replaces it"),
    "as_at": Text("按基准日期，每次报全部人员；同一日期重报即替换", "Everybody as of the reference day; the same day sent again replaces it"),
    "span": Text("每个所属期一次；同一所属期重报即替换", "Once for each span of days; the same span sent again replaces it"),
    "event": Text("按月报送当月发生的；同月重报即替换", "Each month, what happened in it; the same month sent again replaces it"),
}
_BY_YEAR = Text("按年报送；同一年重报即替换", "Each year; the same year sent again replaces it")


def when(dataset: Dataset) -> Text:
    """Return when a dataset is filled in and what sending it again does."""
    return _BY_YEAR if dataset.period == "none" and dataset.dated_by else _WHEN[dataset.period]


def period_rule(form: Form) -> Text:
    """Return how rows of the form get their period."""
    dataset = form.dataset
    own = next((c for c in form.columns if c.column.kind == "period"), None)
    if form.asks_period:
        return Text("写在第 2 行的“统计时期”", 'Written in row 2, at "Period"')
    if dataset.period == "label" and own is not None:
        return Text(f"由“{own.chinese}”列决定", f'By the column "{own.english}"')
    if dataset.period == "as_at":
        return Text("由“基准日期”列决定", "By the column with the reference day")
    if dataset.period == "span":
        return Text("由起止日期两列决定", "By the columns with the first and the last day")
    if dataset.dated_by:
        title = dataset.column(dataset.dated_by).title
        return Text(f"由“{title.zh}”列决定", f'By the column "{title.en}"')
    return Text("不分时期", "Not by period")


def key_of(dataset: Dataset) -> Text:
    """Return the columns of which no two rows may have the same, as people call them."""
    known = {"person_key": Text("人（身份证号）", "person (ID number)"), "period": Text("时期", "period")}
    titles = [known.get(name) or dataset.column(name).title for name in dataset.key]
    return Text("、".join(t.zh for t in titles), ", ".join(t.en for t in titles))


def meaning(column: Column) -> Text:
    """Return what belongs in a column: what its declaration says, else what its kind, list and range ask for."""
    kind = Text("从下拉列表中选择", "Choose from the list") if column.codelist else _BY_KIND[column.kind]
    if column.unit == "share" and not column.codelist:
        kind = UNITS["share"].title
    is_free = column.kind == "text" and not column.codelist
    parts = [t for t in (column.note, None if column.note and is_free else kind, _limits(column)) if t]
    return Text("；".join(t.zh for t in parts), ". ".join(t.en[0].upper() + t.en[1:].rstrip(".") for t in parts))


def _limits(column: Column) -> Text | None:
    """Return the range a number must lie in, None where there is none."""
    low, high = column.minimum, column.maximum
    if column.unit == "share" and (low, high) == (0, 1):
        return Text("0 至 100%", "0 to 100%")
    if low is not None and high is not None:
        return Text(f"{_plain(low)} 至 {_plain(high)}", f"{_plain(low)} to {_plain(high)}")
    if low is not None:
        return Text(f"不小于 {_plain(low)}", f"at least {_plain(low)}")
    return None if high is None else Text(f"不大于 {_plain(high)}", f"at most {_plain(high)}")


def _plain(number: float) -> str:
    """Return a number as people write it: 1,000,000, never 1e+06."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,}"


def unit_title(column: Column) -> Text | None:
    """Return the unit of a column, None where it has none."""
    return UNITS[column.unit].title if column.unit in UNITS else None


def allowed(column: Column, lists: Mapping[str, CodeList]) -> Text | None:
    """Return the values that may be chosen, None where there is no list."""
    if column.kind == "boolean":
        return Text("是、否", "Yes, No")
    if not column.codelist:
        return None
    chosen = lists[column.codelist]
    return Text("、".join(c.title.zh for c in chosen.offered("zh")), ", ".join(c.title.en for c in chosen.offered("en")))
