"""The rows of a table as a reader filtered and ordered them: read from what a browser sends, checked, applied the same way everywhere."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from dashboard.charts.chart import Chart, ColumnHead, TableCell
from pipelines.core.text import Text

LONGEST, LONGEST_WORD, MOST = 4_000, 200, 40  # characters of a filter as sent and of a word in it; columns and conditions
SIFTED = Text("已按表内筛选：{n} / {total} 行", "as filtered in the table: {n} of {total} rows")
_PRINTED = re.compile(r"[-−]?[\d,]+(?:\.(\d+))?")
TEXT_TESTS: Mapping[str, Callable[[str, str], bool]] = {
    "contains": lambda cell, word: word in cell, "notContains": lambda cell, word: word not in cell, "equals": lambda cell, word: cell == word,
    "notEqual": lambda cell, word: cell != word, "startsWith": lambda cell, word: cell.startswith(word),
    "endsWith": lambda cell, word: cell.endswith(word),
}
NUMBER_TESTS: Mapping[str, Callable[[float, float, float], bool]] = {
    "equals": lambda v, a, b: v == a, "notEqual": lambda v, a, b: v != a, "lessThan": lambda v, a, b: v < a,
    "lessThanOrEqual": lambda v, a, b: v <= a, "greaterThan": lambda v, a, b: v > a, "greaterThanOrEqual": lambda v, a, b: v >= a,
    "inRange": lambda v, a, b: a <= v <= b,
}
BLANKS = ("blank", "notBlank")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a cell: `test` of TEXT_TESTS, NUMBER_TESTS or BLANKS; words lower-cased, numbers as they are printed."""

    test: str
    word: str = ""
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, slots=True)
class Filter:
    """What a column must satisfy: every condition, or any of them."""

    column: str
    join: Literal["AND", "OR"]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Sift:
    """Filters that all must hold, the columns rows are ordered by with whether the greatest comes first, and words that a row must all hold."""

    filters: tuple[Filter, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    words: tuple[str, ...] = ()


def read_sift(chart: Chart, filters: object, order: object, words: str = "") -> Sift:
    """Return what a grid asks of a chart's rows (its filterModel and sortModel, as JSON text or as values), or a list by `words` typed above it.

    Raises ValueError where any part of it is unknown: a column, a test, a type, a size.
    """
    heads = {head.name: head for head in chart.columns if not head.is_control}
    model, sorts = _value(filters, {}), _value(order, [])
    if not isinstance(model, Mapping) or not isinstance(sorts, Sequence) or isinstance(sorts, str) or len(model) > MOST or len(sorts) > MOST:
        raise ValueError("a filter is an object and an order a list")
    if len(words) > LONGEST_WORD:
        raise ValueError("longer than any honest search")
    typed = tuple(_plain(words).split())
    return Sift(tuple(_filter(_head(heads, name), asked) for name, asked in model.items()), tuple(_sort(heads, one) for one in sorts), typed)


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", words).lower()


def _holds_all(chart: Chart, row: Sequence[TableCell], words: Sequence[str]) -> bool:
    """Whether each of some words stands in a row, or is among what it is found by besides."""
    read = (cell.text for cell, head in zip(row, chart.columns, strict=True) if not head.is_control)
    held = _plain(" ".join((*read, *(cell.sought for cell in row)))) if words else ""
    return all(word in held for word in words)


def _value(given: object, otherwise: object) -> Any:
    if given is None or given == "":
        return otherwise
    if not isinstance(given, str):
        return given
    if len(given) > LONGEST:
        raise ValueError("longer than any honest filter")
    try:
        found = json.loads(given)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return otherwise if found is None else found


def _head(heads: Mapping[str, ColumnHead], name: object) -> ColumnHead:
    if not isinstance(name, str) or name not in heads:
        raise ValueError("no such column")
    return heads[name]


def _sort(heads: Mapping[str, ColumnHead], asked: object) -> tuple[str, bool]:
    if not isinstance(asked, Mapping) or asked.get("sort") not in ("asc", "desc"):
        raise ValueError("an order names a column and asc or desc")
    return _head(heads, asked.get("colId")).name, asked["sort"] == "desc"


def _filter(head: ColumnHead, asked: object) -> Filter:
    if not isinstance(asked, Mapping):
        raise ValueError("a filter is an object")
    several = asked.get("conditions")
    if several is None:
        return Filter(head.name, "AND", (_condition(head, asked),))
    if not isinstance(several, list) or not 1 <= len(several) <= 2 or asked.get("operator") not in ("AND", "OR"):
        raise ValueError("one or two conditions, joined by AND or OR")
    return Filter(head.name, asked["operator"], tuple(_condition(head, one) for one in several))


def _condition(head: ColumnHead, asked: object) -> Condition:
    if not isinstance(asked, Mapping) or not isinstance(asked.get("type"), str):
        raise ValueError("a condition has a type")
    test = asked["type"]
    if test in BLANKS:
        return Condition(test)
    if head.is_number:
        if test not in NUMBER_TESTS:
            raise ValueError("no such test of a number")
        return Condition(test, low=_number(asked.get("filter")), high=_number(asked.get("filterTo"), test == "inRange"))
    word = asked.get("filter")
    if test not in TEXT_TESTS or not isinstance(word, str) or len(word) > LONGEST_WORD:
        raise ValueError("no such test of a text")
    return Condition(test, word.strip().lower())


def _number(given: object, is_needed: bool = True) -> float:
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        if is_needed:
            raise ValueError("a number is compared with a number")
        return 0.0
    return float(given)


def as_read(cell: TableCell) -> float | None:
    """Return a cell's number as its words print it: a share of 0.583 is read as 58.3; None where there is none.

    >>> as_read(TableCell("58.3 %", 0.583)), as_read(TableCell("1,050", 1050.0)), as_read(TableCell("未采集"))
    (58.3, 1050.0, None)
    """
    if cell.value is None:
        return None
    found = _printed(cell)
    if found is None or "%" not in cell.text:
        return cell.value
    printed, _ = found
    hundredfold = round(cell.value * 100, 10)
    return hundredfold if abs(hundredfold - printed) < abs(cell.value - printed) else cell.value


def as_printed(cell: TableCell) -> float | None:
    """Return a cell's number as `as_read` gives it, rounded as its words round it: a reader who asks for 1.6 means what is printed so.

    >>> as_printed(TableCell("1.6", 1.6249)), as_printed(TableCell("58.3 %", 0.58331)), as_printed(TableCell("未采集"))
    (1.6, 58.3, None)
    """
    value, found = as_read(cell), _printed(cell)
    if value is None or found is None:
        return value
    printed, decimals = found
    return printed if abs(printed - value) <= 0.5 * 10.0**-decimals * (1 + 1e-9) else value


def _printed(cell: TableCell) -> tuple[float, int] | None:
    """Return the number that a cell's words begin with and how many decimals it has; None where they begin with none."""
    found = _PRINTED.match(cell.text.strip())
    return (float(found.group().replace(",", "").replace("−", "-")), len(found.group(1) or "")) if found else None


def sifted(chart: Chart, sift: Sift) -> Chart:
    """Return the chart with the rows that pass, in the order asked for; rows without a number come last in either direction, and those that
    stand for all the others stay on top.
    """
    at = {head.name: place for place, head in enumerate(chart.columns)}
    numeric = {head.name for head in chart.columns if head.is_number}
    top, rows = (
        [row for row in part if _holds_all(chart, row, sift.words) and all(_passes(row[at[f.column]], f, f.column in numeric) for f in sift.filters)]
        for part in (chart.rows[:chart.together], chart.rows[chart.together:])
    )
    for column, is_descending in reversed(sift.order):
        place = at[column]
        if column in numeric:
            known = [row for row in rows if row[place].value is not None]
            known.sort(key=lambda row: float(row[place].value or 0.0), reverse=is_descending)  # noqa: B023  # sorted before the next turn
            rows = known + [row for row in rows if row[place].value is None]
        else:
            rows.sort(key=lambda row: row[place].text.lower(), reverse=is_descending)  # noqa: B023  # sorted before the next turn
    return replace(chart, rows=(*top, *rows), together=len(top))


def noted(chart: Chart, whole: Chart) -> Chart:
    """Return a sifted chart whose note says how many of the rows of `whole` it has."""
    said = SIFTED.of(chart.lang).format(n=len(chart.rows), total=len(whole.rows))
    return replace(chart.with_note(" · ".join(part for part in (said, chart.footer.note) if part)), is_filtered=True)


def _passes(cell: TableCell, asked: Filter, is_number: bool) -> bool:
    held = (_holds(cell, condition, is_number) for condition in asked.conditions)
    return all(held) if asked.join == "AND" else any(held)


def _holds(cell: TableCell, condition: Condition, is_number: bool) -> bool:
    value = as_printed(cell)
    if condition.test in BLANKS:
        is_blank = value is None if is_number else not cell.text.strip()
        return is_blank == (condition.test == "blank")
    if is_number:
        return value is not None and NUMBER_TESTS[condition.test](value, condition.low, condition.high)
    return TEXT_TESTS[condition.test](cell.text.lower(), condition.word)
