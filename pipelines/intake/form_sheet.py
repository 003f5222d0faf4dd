"""One sheet of a template: title, who fills it in and when, headers, an example row, columns ready to be filled."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pipelines.core.codelist import CodeList
from pipelines.core.column import Column
from pipelines.core.text import Lang, Text
from pipelines.extract.own_sheets import NOTES
from pipelines.intake.example import MARK, Value, example_row
from pipelines.intake.form import REQUIRED, Form, FormColumn, options
from pipelines.intake.form_words import meaning, when

HEADER_ROW, FIRST_ROW = 2, 4  # 0-based: the headers; the first row to fill in, under the example
LINE_WIDTH, USUAL_WIDTH = 100, 8  # characters: of the line under the title at least, of a column nobody set
PAGE_WIDTH = 240  # characters that can be read across a printed page
ROWS = 5_000  # rows with drop-downs and checks
FONT = {"font_name": "宋体", "font_size": 11}
REQUIRED_FILL, OPTIONAL_FILL, EXAMPLE_FILL, INPUT_FILL = "#FBE0D6", "#DDEBF7", "#F2F2F2", "#FFF9E5"
_TITLE_MOST = 32  # what a spreadsheet program allows in the title of a prompt
_NUMBER_FORMAT = {
    "text": "@", "code": "@", "id_number": "@", "period": "@", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "money": "#,##0.00",
    "integer": "0", "number": "General", "boolean": "General",
}  # fmt: skip
_EXAMPLE_LOOK = {"italic": True, "font_color": "#7F7F7F", "bg_color": EXAMPLE_FILL, "border": 1, "border_color": "#D9D9D9"}
Source = Callable[[Column], list[str] | str | None]


def number_format(column: Column) -> str:
    """Return the number format of a column's cells."""
    if column.unit == "share":
        return "0.0%"
    return "General" if column.codelist else _NUMBER_FORMAT[column.kind]


def width_of(text: str) -> float:
    """Return how many characters wide a text is; a Chinese one counts as two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@dataclass
class FormSheet:
    """Writes the form of a dataset into a worksheet of an open workbook."""

    book: Any
    sheet: Any
    form: Form
    lists: Mapping[str, CodeList]
    lang: Lang
    _formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def style(self, **properties: Any) -> Any:
        """Return a cell format, made once for each set of properties."""
        key = tuple(sorted({**FONT, **properties}.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(dict(key))
        return self._formats[key]

    def write(self, source: Source) -> None:
        """Write a form to be filled in; `source` gives the choices of a column as a drop-down takes them."""
        dataset = self.form.dataset
        said = Text(
            f"填报单位：{dataset.filled_by.zh}　　填报时间：{when(dataset).zh}　　橙色为必填列，说明见工作表“{NOTES.zh}”",
            f"Filled in by: {dataset.filled_by.en}.   When: {when(dataset).en}.   Orange columns are required; see sheet {NOTES.en}.",
        )
        example = example_row(self.form, self.lists, self.lang)
        self._frame([[example[c.column.name] for c in self.form.columns]], said.of(self.lang), "")
        self._row(HEADER_ROW + 1, [example[c.column.name] for c in self.form.columns], is_example=True)
        for place, column in enumerate(self.form.columns):
            self._validation(place, column, source(column.column))

    def write_records(self, rows: Sequence[Sequence[Value | None]], said: str, period: str) -> None:
        """Write a form filled with `rows`, `said` above them; `period` goes where the form asks for one."""
        self._frame(rows[:: len(rows) // 50 + 1], said, period)
        for number, row in enumerate(rows, start=HEADER_ROW + 1):
            self._row(number, row)

    def _frame(self, sample: Sequence[Sequence[Value | None]], said: str, period: str) -> None:
        widths = self._columns(sample)
        self._top(sum(widths), said, period)
        self._headers(widths)
        self.sheet.freeze_panes(HEADER_ROW + 1, 0)
        self.sheet.ignore_errors({"number_stored_as_text": f"A{HEADER_ROW + 2}:{_letter(len(widths) - 1)}{FIRST_ROW + ROWS}"})
        self._printing(sum(widths))

    def _top(self, width: float, said: str, period: str) -> None:
        dataset = self.form.dataset
        last, first = len(self.form.columns) - 1, 0
        title = self.style(bold=True, font_size=16, align="center" if width <= PAGE_WIDTH else "left", valign="vcenter")
        if width <= PAGE_WIDTH:
            self._wide(0, 0, last, f"{dataset.title.zh}  {dataset.title.en}", title)
        else:  # the first column is printed on every page: what runs on beyond it would be cut there
            self.sheet.write_string(0, 0, dataset.title.zh, title)
            self._wide(0, 1, last, dataset.title.en, title)
            first = 1
        self.sheet.set_row(0, 30)
        if self.form.asks_period:
            asked = Text("统计时期（必填）：", "Period (required):").of(self.lang)
            self.sheet.write_string(1, 0, asked, self.style(bold=True, align="right", valign="vcenter", bg_color=REQUIRED_FILL, border=1))
            asking = self.style(num_format="@", align="center", valign="vcenter", bg_color=INPUT_FILL, border=1)
            self.sheet.write(1, 1, period or None, asking)
            first = 2
        beyond = max(0, -(-int(LINE_WIDTH - width) // USUAL_WIDTH))  # a narrow form lends no room to a sentence
        self._wide(1, first, last + beyond, said, self.style(font_color="#595959", text_wrap=True, valign="vcenter"))
        self.sheet.set_row(1, 16 * _lines(said, max(width, LINE_WIDTH) * 0.9) + 4)

    def _wide(self, row: int, first: int, last: int, text: str, style: Any) -> None:
        if last > first:
            self.sheet.merge_range(row, first, row, last, text, style)
        else:
            self.sheet.write_string(row, first, text, style)

    def _columns(self, sample: Sequence[Sequence[Value | None]]) -> list[float]:
        """Give every column its format and a width for its header, its choices and a sample of rows; return the widths."""
        widths = []
        for place, column in enumerate(self.form.columns):
            shown = [(MARK.of(self.lang) if place == 0 else "") + as_shown(row[place]) for row in sample]
            shown += options(column.column, self.lists, self.lang)[:20]
            header = max(width_of(f"{column.chinese}{column.marks}") * 1.1, width_of(column.english) * 0.6)
            width = min(max(header, *(width_of(text) for text in shown), 9) + 2, 30)
            self.sheet.set_column(place, place, width, self.style(num_format=number_format(column.column)))
            widths.append(width)
        return widths

    def _headers(self, widths: Sequence[float]) -> None:
        lines = [_lines(c.chinese + c.marks, w / 1.1) + _lines(c.english, w * 1.15) for c, w in zip(self.form.columns, widths, strict=True)]
        self.sheet.set_row(HEADER_ROW, 15 * max(lines) + 6)
        bold, small = self.style(bold=True), self.style(font_size=9, font_color="#595959")
        for place, column in enumerate(self.form.columns):
            fill = REQUIRED_FILL if column.is_required else OPTIONAL_FILL
            cell = self.style(align="center", valign="vcenter", text_wrap=True, border=1, border_color="#A6A6A6", bg_color=fill)
            self.sheet.write_rich_string(HEADER_ROW, place, bold, column.chinese, *self._marks(column), small, f"\n{column.english}", cell)

    def _marks(self, column: FormColumn) -> list[Any]:
        """Return the bracket behind a header in pieces: only that a column is required stands in red."""
        before, required, after = column.marks.partition(REQUIRED)
        plain, red = self.style(font_color="#595959"), self.style(bold=True, font_color="#C00000")
        return [part for style, text in ((plain, before), (red, required), (plain, after)) if text for part in (style, text)]

    def _row(self, row: int, values: Sequence[Value | None], is_example: bool = False) -> None:
        """Write one row; the first cell of an example says that it is one."""
        look = _EXAMPLE_LOOK if is_example else {}
        for place, (column, value) in enumerate(zip(self.form.columns, values, strict=True)):
            is_marked = is_example and place == 0
            style = self.style(**look, num_format="@" if is_marked else number_format(column.column))
            if is_marked:
                self.sheet.write_string(row, place, MARK.of(self.lang) + as_shown(value), style)
            elif isinstance(value, date):
                self.sheet.write_datetime(row, place, value, style)
            elif isinstance(value, str):
                self.sheet.write_string(row, place, value, style)
            elif value is not None:
                self.sheet.write_number(row, place, value, style)

    def _validation(self, place: int, column: FormColumn, source: list[str] | str | None) -> None:
        said = meaning(column.column).of(self.lang)
        rule: dict[str, Any] = {
            "input_title": (column.chinese if self.lang == "zh" else column.english)[:_TITLE_MOST], "input_message": said[:255],
            "error_title": Text("请核对", "Check this").of(self.lang), "error_message": said[:255], **_check(column.column, source),
        }
        self.sheet.data_validation(FIRST_ROW, place, FIRST_ROW + ROWS - 1, place, rule)

    def _printing(self, width: float) -> None:
        self.sheet.set_paper(9)
        self.sheet.set_landscape()
        pages = -(-int(width) // PAGE_WIDTH)
        self.sheet.fit_to_pages(pages, 0)
        self.sheet.repeat_rows(HEADER_ROW)
        if pages > 1:
            self.sheet.repeat_columns(0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.sheet.hide_gridlines(0)
        self.sheet.set_footer(Text("&C第 &P 页，共 &N 页", "&CPage &P of &N").of(self.lang))


def _check(column: Column, source: list[str] | str | None) -> dict[str, Any]:
    """Return what a spreadsheet program checks when a cell of the column is typed in."""
    if source is not None:
        return {"validate": "list", "source": source}
    if column.kind in ("date", "moment"):
        return {"validate": "date", "criteria": "between", "minimum": date(1900, 1, 1), "maximum": date(2100, 12, 31)}
    if column.kind == "id_number":
        return {"validate": "length", "criteria": "between", "minimum": 15, "maximum": 18}
    if column.kind not in ("integer", "number", "money"):
        return {"validate": "any"}
    kind = "integer" if column.kind == "integer" else "decimal"
    low = -1e15 if column.minimum is None else column.minimum
    high = 1e15 if column.maximum is None else column.maximum
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}


def as_shown(value: Value | None) -> str:
    """Return a cell's value as text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else f"{value:g}" if isinstance(value, float) else str(value)


def _lines(text: str, width: float) -> int:
    return max(1, -(-int(width_of(text)) // max(int(width), 1)))


def _letter(place: int) -> str:
    from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

    return str(xl_col_to_name(place))
