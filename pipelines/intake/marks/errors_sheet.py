"""The sheet 错误: every problem on a line of its own, with a way to the cell it is about."""

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
_WIDTHS = (7, 8, 16, 8, 18, 24, 44, 44)
_HEADS = Text("序号|性质|工作表|行|列|填的内容|原因|怎么改", "No.|Kind|Sheet|Row|Column|What was found|Reason|What to do")
_KINDS = {"error": Text("错误", "Error"), "warning": Text("提示", "Warning")}
_SUMMARY = Text(
    "{file}：错误 {errors} 处，提示 {warnings} 处；有 {out} 行因错误未入库，其余可以入库",
    "{file}: {errors} errors, {warnings} warnings; {out} rows are kept out because of an error, all others can be loaded",
)
_LEGEND = (
    ("bad", Text("红色：这一格有错误", "Red: this cell is wrong")), ("warned", Text("黄色：请核对，不影响入库", "Yellow: please look; it is loaded all the same")),
    ("out", Text("灰色：这一行没有入库", "Grey: this row is kept out")),
)  # fmt: skip
_NEXT = Text(
    "请在原工作表中改正有颜色的单元格（点“行”可跳到该处），保存后直接再次上报本文件；颜色、批注和本表会自动更新。",
    "Correct the coloured cells in their own sheets (click a row number to go there), save, and send this very file again; colours, comments and this sheet follow.",
)
_NOTHING = Text("没有发现问题。", "Nothing was found wrong.")
_REST = Text("另有 {n} 处未列出", "{n} more are not listed")


@dataclass(frozen=True, slots=True)
class Line:
    """One problem at one place: the sheet as the workbook names it ("" for the file), the cell to go to, None for none."""

    problem: Problem
    sheet: str
    row: int
    spot: Spot | None


def errors_sheet(file: str, lines: Sequence[Line], rows_out: int, styles: Mapping[str, int], lang: Lang, namespace: str) -> bytes:
    """Return the worksheet's XML; `styles` numbers the cell formats by name, `namespace` is that of the workbook."""
    shown = lines[:MOST_ROWS]
    last = HEAD_ROW + len(shown)
    columns = "".join(f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>' for i, w in enumerate(_WIDTHS, start=1))
    body = "".join([*_top(file, lines, rows_out, styles, lang), *_table(shown, styles, lang)])
    if len(lines) > len(shown):
        body += _row(last + 1, [_text((last + 1, 1), _REST.format(n=len(lines) - len(shown)).of(lang), styles["plain"])])
    links = "".join(_links(shown))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{namespace}"><sheetPr><tabColor rgb="FFC00000"/>'
        '<pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:H{max(last, HEAD_ROW)}"/><sheetViews><sheetView workbookViewId="0" showGridLines="0"><pane ySplit="{HEAD_ROW}" '
        f'topLeftCell="A{HEAD_ROW + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>{body}</sheetData>"
        f'<autoFilter ref="A{HEAD_ROW}:H{max(last, HEAD_ROW)}"/>{f"<hyperlinks>{links}</hyperlinks>" if links else ""}'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _top(file: str, lines: Sequence[Line], rows_out: int, styles: Mapping[str, int], lang: Lang) -> Iterator[str]:
    errors = sum(1 for line in lines if line.problem.severity == "error")
    said = _SUMMARY.format(file=file, errors=f"{errors:,}", warnings=f"{len(lines) - errors:,}", out=f"{rows_out:,}")
    yield _row(1, [_text((1, 1), ERRORS_TITLE.of(lang), styles["title"])], 28)
    yield _row(2, [_text((2, 1), (said if lines else _NOTHING).of(lang), styles["plain"])])
    legend = [_text((3, place), text.of(lang), styles[name]) for place, (name, text) in zip((3, 5, 7), _LEGEND, strict=True)]
    yield _row(3, legend)
    yield _row(4, [_text((4, 1), _NEXT.of(lang), styles["plain"])])
    yield _row(HEAD_ROW, [_text((HEAD_ROW, i), head, styles["head"]) for i, head in enumerate(_HEADS.of(lang).split("|"), start=1)])


def _table(lines: Sequence[Line], styles: Mapping[str, int], lang: Lang) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        row, p = HEAD_ROW + number, line.problem
        cells = [
            f'<c r="A{row}" s="{styles["cell"]}"><v>{number}</v></c>',
            _text((row, 2), _KINDS[p.severity].of(lang), styles["bad" if p.severity == "error" else "warned"]),
            _text((row, 3), line.sheet, styles["cell"]),
            f'<c r="D{row}" s="{styles["link"]}"><v>{line.row}</v></c>' if line.row else _text((row, 4), "", styles["cell"]),
        ]
        name = f"{p.column} ({letters(line.spot[1])})" if p.column and line.spot and p.place else p.column
        said = (name, p.found, p.reason.of(lang), p.remedy.of(lang))
        cells += [_text((row, i), text, styles["cell"]) for i, text in enumerate(said, start=5)]
        yield _row(row, cells, 15 * max(-(-int(width_of(text)) // int(w)) for text, w in zip(said, _WIDTHS[4:], strict=True)) + 1)


def _links(lines: Sequence[Line]) -> Iterator[str]:
    for number, line in enumerate(lines[:MOST_LINKS], start=1):
        if line.spot is not None and line.row:
            sheet = line.sheet.replace("'", "''")
            where = f"'{sheet}'!{reference(line.spot)}"
            yield f'<hyperlink ref="D{HEAD_ROW + number}" location={quoteattr(where)}/>'


def _row(number: int, cells: Sequence[str], height: float = 0) -> str:
    tall = f' ht="{max(height, 16)}" customHeight="1"' if height else ""
    return f'<row r="{number}"{tall}>{"".join(cells)}</row>'


def _text(spot: Spot, text: str, style: int) -> str:
    clean = "".join(c for c in text if c.isprintable() or c == "\n")
    if not clean:
        return f'<c r="{reference(spot)}" s="{style}"/>'
    return f'<c r="{reference(spot)}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(clean)}</t></is></c>'
