"""Charts -> a workbook: one sheet a card with the numbers the reader saw, as numbers, and a sheet that says what they are. No formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # ships no types

from dashboard.charts.chart import Chart, ColumnHead, TableCell, with_unit
from dashboard.charts.words import AS_AT, METHODS, POLICIES, SEMICOLON
from dashboard.render.printed import HEAD_BESIDE, columns_beside, number_format
from dashboard.render.sentence import finding
from dashboard.render.sizes import sizes
from pipelines.core.text import Text

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
ABOUT = Text("说明", "About")
AGREED = Text("议定事项", "Agreed")
METHOD = Text("区间方法", "Interval")
DEFINITION = Text("口径", "Definition")
FIELDS = (
    ("title", Text("标题", "Title")), ("finding", Text("结论", "Finding")), ("view", Text("范围", "Place, period")), ("unit", Text("单位", "Unit")),
    ("definition", DEFINITION),
    ("method", METHOD), ("note", Text("说明", "Note")), ("events", Text("政策", "Policies")), ("n", Text("样本量", "Size")),
    ("reported", Text("上报情况", "Reporting")), ("source", Text("数据", "Data used")), ("files", Text("文件", "Files")),
    ("as_at", Text("时点", "When")), ("build", Text("批次", "Kept as")),
    ("profile", Text("发布口径", "Release")),
    ("synthetic", Text("数据性质", "Data")),
)  # fmt: skip
LONGEST_SHEET = 31  # characters of a sheet's name
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
WIDEST = 48  # characters of a column
PER_CENT = re.compile(r"[^%（(]*\d\s?%")  # what words of a share begin with
INTERVAL_WORD = Text("区间", "interval")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
DIGITS, LARGE = 12, 1e6  # of a figure less than a million: what a sum or a difference of binary fractions leaves behind stands farther back
IN_EVERY_ROW = (
    "title", "region_code", "region", "period", "day", "view", "unit", "definition", "note", "reported", "source", "build", "profile", "synthetic",
)
OF_TABLE = Text("本表{what}", "Table: {what}")  # a column of the table itself may be called "Unit"
CHOSEN = {
    "region_code": Text("所选地区代码", "Code of the chosen place"), "region": Text("所选地区", "Chosen place"), "period": Text("所选时间", "Chosen period"),
    "day": Text("截至日", "As at"),
}


def workbook(charts: Sequence[Chart]) -> bytes:
    """Return an .xlsx with a sheet for each chart's table and one that says what each of them is.

    Numbers are in the display unit of the chart, which stands in the head of their column, and print as on the screen; a status stands in words.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        head = book.add_format({"bold": True, "bg_color": "#E8F2F1", "border": 1, "text_wrap": True})
        formats = {"head": head, "text": book.add_format({"num_format": "@"})}
        taken: set[str] = set()
        for chart in charts:
            _sheet(book, chart, sheet_name(chart.title, taken), formats)
        if charts:
            _about(book, charts, sheet_name(ABOUT.of(charts[0].lang), taken), formats)
    return out.getvalue()


def sheet_name(title: str, taken: set[str]) -> str:
    """Return a name that a workbook takes for a sheet and that none of `taken` has; it is added to them.

    >>> taken = set(); sheet_name("进/出", taken), sheet_name("进/出", taken)
    ('进 出', '进 出 2')
    """
    base = _FORBIDDEN.sub(" ", title).strip()[:LONGEST_SHEET] or "1"
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        name = f"{base[: LONGEST_SHEET - len(str(number)) - 1]} {number}"
    taken.add(name.lower())
    return name


def shown_columns(chart: Chart) -> list[tuple[int, ColumnHead]]:
    """Return the columns paper shows, with their places: not those of links and buttons."""
    return [(i, head) for i, head in enumerate(chart.columns) if not head.is_control]


def _sheet(book: Any, chart: Chart, name: str, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(name)
    columns = [made for column in shown_columns(chart) for made in _columns(chart, *column)]
    for place, (title, cells) in enumerate(columns):
        sheet.write_string(0, place, title, formats["head"])
        wide = max(sum(2 if ord(c) > 0x2E80 else 1 for c in text) for text in (title, *(cell.text for cell in cells)))
        sheet.set_column(place, place, min(wide + 2, WIDEST))
        for line, cell in enumerate(cells, start=1):
            if cell.value is None:
                sheet.write_string(line, place, cell.text, formats["text"])
            else:
                shown = number_format(cell)
                formats[shown] = formats.get(shown) or book.add_format({"num_format": shown})
                sheet.write_number(line, place, _clean(cell.value), formats[shown])
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&8 &F &C&P / &N")
    if chart.rows and columns:
        sheet.autofilter(0, 0, len(chart.rows), len(columns) - 1)


def _columns(chart: Chart, at: int, head: ColumnHead) -> list[tuple[str, list[TableCell]]]:
    """Return a column of a sheet, (head, cells): of figures with their unit in the head, and beside them what no number format prints."""
    cells = [row[at] for row in chart.rows]
    if not head.is_number:
        return [(head.title, [TableCell(cell.text) for cell in cells])]
    beside = [(title, [TableCell(words) for words in said]) for title, said in columns_beside(head, cells, chart.lang)]
    return [(with_unit(head.title, head.unit, chart.lang) if _is_untold(head) else head.title, cells), *beside]


def _is_untold(head: ColumnHead) -> bool:
    """Whether numbers stand without their unit: a share is told in its cells, as a fraction of one."""
    return head.is_number and head.unit not in ("", "%") and head.unit not in head.title


def _about(book: Any, charts: Sequence[Chart], name: str, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 100)
    line = 0
    for chart in charts:
        for title, said in about(chart):
            sheet.write_string(line, 0, title, formats["head"])
            sheet.write_string(line, 1, said, wrapped)
            line += 1
        line += 1


def origin(chart: Chart, region_code: str, period: str, build: str) -> list[tuple[str, str]]:
    """Return what is said in every row of a CSV, as (head, words): the same heads for every chart, so that files go under one another."""
    lang, titles = chart.lang, {name: OF_TABLE.format(what=title) for name, title in FIELDS} | CHOSEN
    said = _said_of(chart) | {
        "region_code": region_code, "region": chart.place, "period": period, "day": chart.footer.as_at.removeprefix(AS_AT.of(lang).format(day="")),
        "build": build, "unit": chart.scale.base_unit or chart.unit,
    }
    return [(titles[name].of(lang), said[name]) for name in IN_EVERY_ROW]


def about(chart: Chart) -> list[tuple[str, str]]:
    """Return what a chart's numbers are, as (what, words), without what does not apply."""
    said = _said_of(chart)
    agreed = [(AGREED.of(chart.lang), line) for line in chart.notes]
    return [(title.of(chart.lang), said[name]) for name, title in FIELDS if said.get(name)] + agreed


def _said_of(chart: Chart) -> dict[str, str]:
    foot = chart.footer
    said = {name: getattr(foot, name) for name, _ in FIELDS if hasattr(foot, name)}
    said["events"] = foot.events.removeprefix(POLICIES.of(chart.lang).format(names=""))
    said |= {"method": foot.method if tells_intervals(chart) else "", "n": sizes(chart)}
    said |= {"title": chart.title, "finding": "" if chart.kind == "table" and not chart.finding else finding(chart), "unit": chart.unit}
    return said | {"view": " · ".join(part for part in (chart.place, chart.subtitle) if part)}


def tells_intervals(chart: Chart) -> bool:
    """Return whether how intervals are made is of use: one is drawn, stands in the table or is spoken of, or it is said that there can be none."""
    word = INTERVAL_WORD.of(chart.lang)
    at = [place for place, head in enumerate(chart.columns) if "interval" in head.name or word in head.title]
    is_shown = any(point.interval or point.lower is not None for point in chart.points) or any(row[place].text for row in chart.rows for place in at)
    return is_shown or chart.footer.method == METHODS["none"].of(chart.lang) or word in f"{chart.finding} {chart.footer.note} {chart.test}"


def csv_text(chart: Chart, origin: Sequence[tuple[str, str]] = ()) -> str:
    """Return the chart's table as CSV with a byte-order mark, so that spreadsheets read its Chinese; words and plain numbers, no formulas.

    `origin` are further columns, (head, words), behind those of the table: what is said of the whole of it stands in every row, so that rows still
    say of where and when they are once they are put under those of another file, and no line of comment breaks the table.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    columns = [made for column in shown_columns(chart) for made in _csv_columns(chart, *column)]
    beside = [_safe(said.replace("\n", SEMICOLON.of(chart.lang))) for _, said in origin]
    writer.writerow([_safe(title) for title in (*(title for title, _ in columns), *(head for head, _ in origin))])
    writer.writerows([*(_safe(cells[line]) for _, cells in columns), *beside] for line in range(len(chart.rows)))
    return "\ufeff" + out.getvalue()


def _csv_columns(chart: Chart, at: int, head: ColumnHead) -> list[tuple[str, list[str]]]:
    """Return a column as programs read it, (head, cells): figures in the unit that the head says, and beside them the unit and the mark of each row
    where the column has such. No head is of the rows, money stands in its base unit: files of two places go under one another."""
    cells, lang = [row[at] for row in chart.rows], chart.lang
    if not head.is_number:
        return [(head.title, [_in_base(cell.text, head.divisor) for cell in cells])]
    named = head.base_title or head.title
    title = named if head.unit in named else with_unit(named, head.unit, lang)
    beside = [(HEAD_BESIDE[part].of(lang).format(head=named), [getattr(cell, part) for cell in cells]) for part in head.beside]
    return [(title, [_figure(cell, head.divisor) for cell in cells]), *beside]


def _in_base(words: str, divisor: float) -> str:
    """Return the words of an interval of money in its base unit, as that of the figures beside it.

    >>> _in_base("3.78–4.28", 1e4), _in_base("−0.30–1,002.5", 1e4), _in_base("0.7–1.2", 1.0)
    ('37800–42800', '−3000–10025000', '0.7–1.2')
    """
    if divisor == 1:
        return words
    return NUMBER.sub(lambda found: f"{Decimal(found[0].replace(',', '')) * int(divisor):.0f}", words)


def _clean(value: float) -> float:
    """Return a figure without the noise of binary fractions; one of a million or more with six decimals, so that no cent is lost of 万元.

    >>> _clean(1000.779 - 1000), _clean(126.939000000001), _clean(1 / 3), _clean(44_000_000_000.12), _clean(4_400_000.000012)
    (0.779, 126.939, 0.333333333333, 44000000000.12, 4400000.000012)
    """
    return float(f"{value:.{DIGITS}g}") if abs(value) < LARGE else round(value, 6)


def _figure(cell: TableCell, divisor: float = 1.0) -> str:
    """Return the number of a cell to twelve digits, a share in per cent, money in its base unit; its words where it has none.

    >>> [_figure(cell) for cell in (TableCell("0.0", 0.000621462), TableCell("−58.3 %", -0.58331), TableCell("1,050", 1050.0), TableCell("*"))]
    ['0.000621462', '-58.331', '1050', '*']
    """
    if cell.value is None:
        return cell.text
    shown = Decimal(str(_clean(cell.value))) * (100 if PER_CENT.match(cell.text) else int(divisor))
    plain = f"{shown:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) if shown else "0"


def _safe(text: str) -> str:
    """Return a text that a spreadsheet does not read as a formula: an apostrophe before what would begin one."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?[\d,.]+\s?%?", text))
