"""Workbooks as other programs put them together: prefixes, inline text, no table yet, rules of their own, drawings of their own."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from pipelines.core.errors import Problem
from pipelines.core.text import Text
from pipelines.intake.mark import mark_workbook
from pipelines.intake.marks.package import NotMarkable
from pipelines.intake.marks.reference import columns_as_ranges, letters, reference, rows_as_ranges, spot_of
from pipelines.intake.marks.sheet import SheetText
from pipelines.intake.marks.styles import BAD, add_styles
from tests.unit.intake.marked import cells_in, comments_of, roster

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WRONG = Problem(file="f", sheet="花名册", row=4, place=2, reason=Text("不对", "wrong"), remedy=Text("请改", "mend it"))


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Write a workbook again, each part as `change` makes it of its name and bytes."""
    to = path.with_name("rewritten.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return to


def with_prefix(name: str, data: bytes) -> bytes:
    """Return a worksheet as some libraries write it: every element with a prefix."""
    if not name.startswith("xl/worksheets/sheet"):
        return data
    text = data.decode().replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    return re.sub(r"<(/?)([a-zA-Z]+)(?=[\s/>])", r"<\1x:\2", text).encode()


def marked(path: Path) -> openpyxl.Workbook:
    """Return the workbook with one wrong cell marked, opened again."""
    to = path.with_name("m.xlsx")
    mark_workbook(path, (WRONG,), to, "zh")
    return openpyxl.load_workbook(to)


def test_elements_with_a_prefix(tmp_path: Path) -> None:
    sent = rewritten(roster(tmp_path / "r.xlsx"), with_prefix)
    sheet = marked(sent)["花名册"]
    assert cells_in(sheet, BAD) == {"B4"} and "B4" in comments_of(sheet)
    assert [c.value for c in sheet[4]] == [c.value for c in openpyxl.load_workbook(sent)["花名册"][4]]


def test_a_sheet_that_is_marked_beside_drawings_and_rules_of_its_own(tmp_path: Path) -> None:
    before = openpyxl.load_workbook(roster(tmp_path / "r.xlsx"))["花名册"]
    after = marked(tmp_path / "r.xlsx")["花名册"]
    rules = [r for a in after.conditional_formatting for r in a.rules]
    assert len({r.priority for r in rules}) == len(rules), "every rule has a rank of its own"
    assert len(after._charts) == len(before._charts) == 1


def test_an_empty_table_and_one_without_a_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "花名册"
    book.save(tmp_path / "r.xlsx")
    assert cells_in(marked(tmp_path / "r.xlsx")["花名册"], BAD) == {"B4"}


def test_a_workbook_without_styles_is_copied_cell_by_cell(tmp_path: Path) -> None:
    def bare(name: str, data: bytes) -> bytes:
        return re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", data) if name == "xl/_rels/workbook.xml.rels" else data

    sheet = marked(rewritten(roster(tmp_path / "r.xlsx"), bare))["花名册"]
    assert cells_in(sheet, BAD) == {"B4"} and sheet["A3"].value == "张三"


@pytest.mark.parametrize(
    "data", [b"", b"<worksheet><sheetData/></worksheet>", "<worksheet/>".encode("utf-16"), b"<worksheet xmlns='m'>no table</worksheet>"]
)
def test_what_is_no_worksheet_is_not_edited(data: bytes) -> None:
    with pytest.raises(NotMarkable):
        SheetText.cut(data)


def test_a_worksheet_whose_end_is_broken_is_not_edited() -> None:
    sheet = SheetText.cut(f'<worksheet xmlns="{MAIN}"><sheetData/><mergeCells></worksheet>'.encode())
    with pytest.raises(NotMarkable):
        sheet.with_formats({0: ["A1"]})


def test_our_rule_is_taken_out_of_a_format_it_shares_with_another() -> None:
    ours = '<cfRule type="expression" dxfId="1" priority="2"><formula>N(&quot;xiangyi&quot;)=0</formula></cfRule>'
    other = '<cfRule type="expression" dxfId="0" priority="1"><formula>A1=1</formula></cfRule>'
    start = f'<worksheet xmlns="{MAIN}"><sheetData/>'
    both = f'<conditionalFormatting sqref="A1">{other}{ours}</conditionalFormatting>'
    alone = f'<conditionalFormatting sqref="B1">{ours}</conditionalFormatting>'
    rest = SheetText.cut(f'{start}{both}{alone}<pageMargins left="1"/></worksheet>'.encode()).unmarked().rest.decode()
    assert rest == f'<conditionalFormatting sqref="A1">{other}</conditionalFormatting><pageMargins left="1"/></worksheet>'


def test_formats_of_cells_keep_their_numbers() -> None:
    small = f'<styleSheet xmlns="{MAIN}"><cellXfs count="1"><xf numFmtId="14"/></cellXfs><extLst/></styleSheet>'
    data, styles = add_styles(small.encode())
    assert min(styles.cells.values()) == 1 and sorted(styles.conditional.values()) == [0, 1, 2]
    names = re.findall(r"<(fonts|fills|borders|cellXfs|dxfs|extLst)\b", data.decode())
    assert names == ["fonts", "fills", "borders", "cellXfs", "dxfs", "extLst"], "in the order of the standard"
    assert data.decode().index('numFmtId="14"') < data.decode().index('numFmtId="49"')


def test_cells_by_letter() -> None:
    assert [letters(n) for n in (1, 26, 27, 702, 703, 16_384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert [spot_of(t) for t in ("C5", "$AA$10", "5", "C", "ABCD1", "")] == [(5, 3), (10, 27), None, None, None, None]
    assert all(spot_of(reference((7, n))) == (7, n) for n in range(1, 2_000))


def test_cells_that_touch_are_one_range() -> None:
    assert columns_as_ranges({(5, 3), (6, 3), (7, 3), (9, 3), (5, 1)}) == ["A5", "C5:C7", "C9"]
    assert rows_as_ranges([4, 5, 9], 3) == ["A4:C5", "A9:C9"]
    assert columns_as_ranges(()) == [] and rows_as_ranges((), 3) == []
