"""Words as plain elements: a table whose rows grow with them, links that lead to places, and links within the program."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard import words
from dashboard.charts.axis import DATED
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import whole
from dashboard.charts.sift import LONGEST_WORD
from dashboard.charts.words import is_chinese
from pipelines.core.text import Text

STEP_HINT = Text(
    "点选图上的地区，进入它所在的下一级地区；也可在此按名称选择", "Select a place on the drawing to look into the area around it, or that area by name here",
)
LONGEST = 2_000  # rows a plain table prints
SIDE_BY_SIDE = 8  # columns of a table that have room in presenter mode
SHORT = 5  # characters that stand on one line
HELD = ("indicator", "dataset", "region_name")  # columns of names, which stay in sight while a list is moved sideways
UNORDERED = ("figure", "recomputed", "rate")  # columns of figures in words, which would be ordered by their letters
FEW = 12  # rows that nobody looks for anything in
FIND_NAMES = Text("查找：名称（中文或英文）、代码，或表内任意文字", "Find by name (English or Chinese), code or any word")
FIND_WORDS = Text("查找：表内任意文字", "Find by any word")
CUT = Text(
    "此处只在列出的前 {n} 行中查找和排序；下载则按全部 {all} 行", "found and ordered here among the first {n} rows; a download does so among all {all}",
)
_FIGURES = re.compile(r"[\d.,%–− ]+")  # a number or an interval


def places(chart: Chart, region: str) -> list[html.Details]:
    """Return the places a click on the drawing leads to as a list of links, for who has no pointer on it; none where it leads nowhere."""
    found = {cell.place: cell for row in chart.rows for cell in row if cell.place and cell.place != region}
    if not chart.drawn & found.keys():
        return []
    led = {to.place: to for to in (chart.steps.get(code, cell) for code, cell in found.items())}
    links = html.Ul([html.Li(drill(cell)) for cell in led.values()])
    hint = STEP_HINT if chart.steps else words.DRILL_HINT
    return [html.Details([html.Summary(hint.of(chart.lang)), links], className="places")]


def drill(cell: TableCell) -> html.A:
    """Return words that lead to a place; the browser keeps everything else the reader has chosen."""
    opens = {"data-facility": cell.facility} if cell.facility else {}
    return html.A(cell.text, href=f"?region={cell.place}", className="drill", **{"data-place": cell.place}, **opens)


def way(said: str, href: str, look: str, *, leads: str = "", title: str = "", here: bool = False) -> html.A:
    """Return a link within the program, followed without loading the page anew. One that `leads` somewhere by name is kept up to date by
    the browser for as long as it stays mounted (assets/address.js); `here` marks the one of the page that is shown.
    """
    named = ({"data-leads": leads} if leads else {}) | ({"aria-current": "page"} if here else {})
    return html.A(said, href=href, className=look or None, title=title or None, **{"data-way": "yes"}, **named)


def class_names(*looks: tuple[str, bool]) -> str:
    """Return those of some classes that hold, as an element has them: "headline-title lit"."""
    return " ".join(name for name, holds in looks if holds)


def plain_table(chart: Chart, *, is_sifted: bool = False) -> html.Div:
    """Return long texts as a plain table, whose rows grow with them; a cell has the class of its column, "of-measure", and "number" among numbers.

    The rows of one that `is_sifted` are found by words and ordered by its heads in the browser (assets/lists.js), its names stay in sight.
    """
    head = html.Tr([_head(column, is_sifted) for column in chart.columns])
    rows = [
        html.Tr([
            html.Td(_words(cell, row), className=_class(cell, column, is_sifted), **_quoted(cell, chart), **(_sorted_by(cell) if is_sifted else {}))
            for cell, column in zip(row, chart.columns, strict=True)
        ], **(_found_by(row) | ({"data-top": "yes"} if at < chart.together else {}) if is_sifted else {}))
        for at, row in enumerate(chart.rows[:LONGEST])
    ]
    is_toned = any(cell.tone for row in chart.rows for cell in row)
    look = class_names(("wide", len(chart.columns) > SIDE_BY_SIDE), ("toned", is_toned))
    table = html.Table([html.Thead(head), html.Tbody(rows)], className=look or None)
    left = len(chart.rows) - len(rows)
    rest = [html.P(words.REST.of(chart.lang).format(n=whole(left)), className="quiet")] if left else []
    if not is_sifted:
        return html.Div([table, *rest], className="table", tabIndex=0)
    return html.Div([table, *rest], className="table sifted", tabIndex=0, **_asks(chart, len(rows)))


def _asks(chart: Chart, listed: int) -> dict[str, str]:
    """Return what the field above a list says, how much may be typed into it, and that rows are left out where not all are listed."""
    if len(chart.rows) <= FEW:
        return {}
    find = FIND_NAMES if any(cell.sought for row in chart.rows for cell in row) else FIND_WORDS
    cut = {"data-cut": CUT.of(chart.lang).format(n=whole(listed), all=whole(len(chart.rows)))} if listed < len(chart.rows) else {}
    return {"data-sift": find.of(chart.lang), "data-longest": str(LONGEST_WORD), **cut}


def _head(column: ColumnHead, is_sifted: bool) -> html.Th:
    look = class_names(("pressed", column.is_control), ("number", column.is_number), ("held", is_sifted and column.name in HELD))
    named = {"data-column": column.name} if is_sifted and not column.is_control and column.name not in UNORDERED else {}
    return html.Th(column.title, className=look or None, **named)


def _sorted_by(cell: TableCell) -> dict[str, float]:
    return {} if cell.value is None else {"data-value": cell.value}


def _found_by(row: Sequence[TableCell]) -> dict[str, str]:
    """Return what a row is found by besides its words."""
    said = " ".join(cell.sought for cell in row if cell.sought)
    return {"data-sought": said} if said else {}


def _quoted(cell: TableCell, chart: Chart) -> dict[str, str]:
    """Say of words that an English page quotes from a record that they are Chinese, for who hears them read."""
    return {"lang": "zh-CN"} if chart.lang == "en" and is_chinese(cell.text) else {}


def _class(cell: TableCell, column: ColumnHead, is_sifted: bool) -> str:
    """Return a cell's classes: column, number, what is pressed (on no wall, no paper), words kept on one line, the ground of a matrix."""
    return class_names(
        (f"of-{column.name}", True), ("number", column.is_number), ("pressed", column.is_control), ("whole", _is_whole(cell)),
        (f"tone tone-{cell.tone}", bool(cell.tone)), ("held", is_sifted and column.name in HELD),
    )


def _is_whole(cell: TableCell) -> bool:
    """Whether a cell is never broken into lines: a link, a button, a day, a period, a word."""
    return bool(cell.href or cell.finding or cell.note or DATED.fullmatch(cell.text) or _FIGURES.fullmatch(cell.text)) or len(cell.text) <= SHORT


def _words(cell: TableCell, row: Sequence[TableCell]) -> Any:
    """Return a cell's words, as a link or a button where it is one; a button says what it is about to who cannot see the row."""
    if cell.place:
        return drill(cell)
    if cell.href:
        return html.A(cell.text, href=cell.href, className="onward")
    if cell.finding:
        about = " · ".join(c.text for c in row if c.text and c is not cell)
        return html.Button(cell.text, className="button small", type="button", **{"data-finding": cell.finding, "data-about": about})
    if cell.note:
        return html.Button(cell.text, className="button small", type="button", **{"data-note": cell.note})
    return cell.text
