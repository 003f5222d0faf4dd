"""The sheet 错误: every problem on a line of its own, as check lists it, with its rows and a way to the first cell it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from pipelines.core.errors import Problem
from pipelines.core.text import Lang, Text
from pipelines.extract.own_sheets import ERRORS_TITLE
from pipelines.intake.form_sheet import width_of
from pipelines.intake.marks.reference import Spot, letters, reference

MOST_LINKS, MOST_ROWS = 60_000, 1_048_000  # what spreadsheet programs take
HEAD_ROW = 7
_WIDTHS = (7, 8, 16, 12, 18, 24, 44, 44)
_MOST_SPANS = 12  # rows named one by one; of the rest it is said how many they are
_HEADS = Text("序号|性质|工作表|行|列|填的内容|原因|怎么改", "No.|Kind|Sheet|Row|Column|What was found|Reason|What to do")
_KINDS = {"error": Text("错误", "Error"), "warning": Text("提示", "Warning")}
_SUMMARY = Text("{file}：错误 {errors} 处，提示 {warnings} 处；{fate}", "{file}: {errors} errors, {warnings} warnings; {fate}")
_REFUSED = Text("整个文件不能读取，没有一行入库", "the file as a whole cannot be read, no row of it is loaded")
_SHEETS = Text(
    "工作表“{sheets}”整个没有入库；其余工作表有 {out} 行因错误未入库", "of sheet {sheets} nothing is loaded; in others {out} rows are kept out because of an error"
)
_SOME = Text("有 {out} 行因错误未入库，其余可以入库", "{out} rows are kept out because of an error, all others can be loaded")
_ALL = Text("没有因错误而不能入库的行", "no row is kept out")
_LEGEND = (
    ("bad", Text("红色：这一格有错误", "Red: this cell is wrong")),
    ("warned", Text("黄色：请核对，不影响入库", "Yellow: please look; it is loaded all the same")),
    ("out", Text("灰色：这一行没有入库", "Grey: this row is kept out")),
)  # fmt: skip
_NEXT = Text(
    "请在原工作表中改正有颜色的单元格（点“行”可跳到该处），保存后直接再次上报本文件；颜色、批注和本表会自动更新。",
    "Correct the coloured cells in their own sheets (click a row number to go there), save, and send this very file again; "
    "colours, comments and this sheet follow.",
)
_NOTHING = Text("没有发现问题。", "Nothing was found wrong.")
_REST = Text("另有 {n} 处未列出", "{n} more are not listed")


@dataclass(frozen=True, slots=True)
class Line:
    """One problem: the sheet as the workbook names it ("" for the file), its first row, the cell to go to, None for none."""

    problem: Problem
    sheet: str
    row: int
    spot: Spot | None


def errors_sheet(file: str, lines: Sequence[Line], rows_out: int, styles: Mapping[str, int], lang: Lang, namespace: str) -> bytes:
    """Return the worksheet's XML; `styles` numbers the cell formats by name, `namespace` is that of the workbook."""
    return _Sheet(file, lines, rows_out, styles, lang).xml(namespace)


@dataclass
class _Sheet:
    file: str
    lines: Sequence[Line]
    rows_out: int
    styles: Mapping[str, int]
    lang: Lang

    def __post_init__(self) -> None:
        self.inner: dict[str, str] = {}  # the same sentence stands in a great many lines
        self.heights: dict[tuple[str, ...], float] = {}

    def xml(self, namespace: str) -> bytes:
        shown = self.lines[:MOST_ROWS]
        last = HEAD_ROW + len(shown)
        columns = "".join(f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>' for i, w in enumerate(_WIDTHS, start=1))
        body = "".join([*self._top(), *self._table(shown)])
        if len(self.lines) > len(shown):
            body += _row(last + 1, [self._text((last + 1, 1), _REST.format(n=len(self.lines) - len(shown)).of(self.lang), "plain")])
        links = "".join(_links(shown))
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{namespace}"><sheetPr><tabColor rgb="FFC00000"/>'
            f'<pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:H{last}"/><sheetViews><sheetView workbookViewId="0" showGridLines="0">'
            f'<pane ySplit="{HEAD_ROW}" topLeftCell="A{HEAD_ROW + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{body}</sheetData><autoFilter ref="A{HEAD_ROW}:H{last}"/>'
            f"{f'<hyperlinks>{links}</hyperlinks>' if links else ''}"
            '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
        ).encode()

    def _top(self) -> Iterator[str]:
        errors = sum(1 for line in self.lines if line.problem.severity == "error")
        numbers = {"errors": f"{errors:,}", "warnings": f"{len(self.lines) - errors:,}"}
        said = _SUMMARY.format(file=self.file, fate=self._fate().of(self.lang), **numbers) if self.lines else _NOTHING
        yield _row(1, [self._text((1, 1), ERRORS_TITLE.of(self.lang), "title")], 28)
        yield _row(2, [self._text((2, 1), said.of(self.lang), "plain")])
        yield _row(3, [self._text((3, place), text.of(self.lang), name) for place, (name, text) in zip((3, 5, 7), _LEGEND, strict=True)])
        yield _row(4, [self._text((4, 1), _NEXT.of(self.lang), "plain")])
        heads = enumerate(_HEADS.of(self.lang).split("|"), start=1)
        yield _row(HEAD_ROW, [self._text((HEAD_ROW, i), head, "head") for i, head in heads], 20)

    def _fate(self) -> Text:
        """What becomes of the file: refused whole, or without some sheets, or without some rows, or taken as it is."""
        whole = [line for line in self.lines if line.problem.severity == "error" and not line.row]
        if any(not line.sheet for line in whole):
            return _REFUSED
        if whole:
            return _SHEETS.format(sheets="、".join(dict.fromkeys(line.sheet for line in whole)), out=f"{self.rows_out:,}")
        return _SOME.format(out=f"{self.rows_out:,}") if self.rows_out else _ALL

    def _table(self, lines: Sequence[Line]) -> Iterator[str]:
        cell, link = self.styles["cell"], self.styles["link"]
        for number, line in enumerate(lines, start=1):
            row, p = HEAD_ROW + number, line.problem
            name = f"{p.column} ({letters(line.spot[1])})" if p.column and line.spot and p.place else p.column
            rows = _rows(p.rows, self.lang) if line.row else ""
            said = (rows, name, p.found, p.reason.of(self.lang), p.remedy.of(self.lang))
            cells = [
                f'<c r="A{row}" s="{cell}"><v>{number}</v></c>',
                self._text((row, 2), _KINDS[p.severity].of(self.lang), "bad" if p.severity == "error" else "warned"),
                self._text((row, 3), line.sheet, "cell"),
                f'<c r="D{row}" s="{link}"><v>{line.row}</v></c>' if rows.isdigit() else self._text((row, 4), rows, "link" if rows else "cell"),
                *(self._text((row, i), text, "cell") for i, text in enumerate(said[1:], start=5)),
            ]
            yield _row(row, cells, self._height(said))

    def _height(self, said: tuple[str, ...]) -> float:
        if said not in self.heights:
            lines = [-(-int(width_of(text)) // int(width)) for text, width in zip(said, _WIDTHS[3:], strict=True)]
            self.heights[said] = 15 * max(lines) + 1
        return self.heights[said]

    def _text(self, spot: Spot, text: str, style: str) -> str:
        if text not in self.inner:
            self.inner[text] = escape("".join(c for c in text if c.isprintable() or c == "\n"))
        if not self.inner[text]:
            return f'<c r="{reference(spot)}" s="{self.styles[style]}"/>'
        return f'<c r="{reference(spot)}" s="{self.styles[style]}" t="inlineStr"><is><t xml:space="preserve">{self.inner[text]}</t></is></c>'


def _rows(rows: Sequence[int], lang: Lang) -> str:
    """Return row numbers as people write them: "6", "6、9-12", the first few of many and how many there are."""
    spans: list[tuple[int, int]] = []
    for row in sorted(set(rows)):
        spans[-1:] = [(spans[-1][0], row)] if spans and row == spans[-1][1] + 1 else [*spans[-1:], (row, row)]
    named = Text("、", ", ").of(lang).join(f"{a}-{b}" if b > a else f"{a}" for a, b in spans[:_MOST_SPANS])
    count = len(set(rows))
    return named + Text(f"……共 {count:,} 行", f" ... {count:,} rows").of(lang) if len(spans) > _MOST_SPANS else named


def _links(lines: Sequence[Line]) -> Iterator[str]:
    for number, line in enumerate(lines[:MOST_LINKS], start=1):
        if line.spot is not None and line.row:
            sheet = line.sheet.replace("'", "''")
            where = f"'{sheet}'!{reference(line.spot)}"
            yield f'<hyperlink ref="D{HEAD_ROW + number}" location={quoteattr(where)}/>'


def _row(number: int, cells: Sequence[str], height: float = 0) -> str:
    tall = f' ht="{max(height, 16)}" customHeight="1"' if height else ""
    return f'<row r="{number}"{tall}>{"".join(cells)}</row>'
