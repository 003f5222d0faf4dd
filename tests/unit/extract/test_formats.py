"""One table in every format of workbook: the same cells, the same peculiarities told, and the same refusals."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from pipelines.extract import container
from pipelines.extract.compound import Compound, Damaged
from pipelines.extract.container import Unreadable, inspect
from pipelines.extract.reading import read_file
from pipelines.extract.workbook import TOO_MANY_CELLS, TOO_MUCH, read_workbook
from pipelines.site import Site, parse_site, site_text
from tests.faults.formats import Error, Page, compound, write_ods, write_xls, write_xlsb

Write = Callable[..., Path]
WRITERS: dict[str, Write] = {"xls": write_xls, "xlsb": write_xlsb, "ods": write_ods}
RETURN = Page(
    "年报",
    [
        ["2022年人员年报"], ["机构代码", "人员类别", "在岗人数", "日期", "是", "时刻"],
        ["F1", "村医", 3, date(2022, 3, 5), True, datetime(2022, 3, 5, 14, 30)], [None, "乡镇医生", 4.5], ["F2", "村医", Error("#DIV/0!")],
        ["F3", "村医", 7], ["F3", "村医", 7], [], ["F4", "a<b&c", 1e17, None, False],
    ],
    merged=[(0, 0, 0, 5), (2, 0, 3, 0)], hidden_rows=frozenset({4}),
)  # fmt: skip
PAGES = [RETURN, Page("旧", [["x", "y"]], is_hidden=True)]


@pytest.fixture(scope="module")
def site() -> Site:
    return parse_site(site_text("blank"))


@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_cells_come_out_of_every_format(ending: str, tmp_path: Path) -> None:
    book = read_workbook(WRITERS[ending](tmp_path / f"a.{ending}", PAGES))
    (grid,) = book.grids
    assert grid.name == "年报" and book.hidden == ("旧",) and book.hidden_rows == 1 and grid.shift == 0
    rows = [list(row) for row in grid.rows]
    assert rows[2] == ["F1", "村医", 3, datetime(2022, 3, 5), True, datetime(2022, 3, 5, 14, 30)]
    assert rows[3] == ["F1", "乡镇医生", 4.5], "what is merged down stands in every row"
    assert rows[4] == ["F2", "村医", "#DIV/0!"] and rows[5] == rows[6] == ["F3", "村医", 7] and rows[7] == []
    assert rows[8] == ["F4", "a<b&c", 1e17, None, False]


@pytest.mark.parametrize("ending", WRITERS)
def test_days_of_workbooks_that_count_from_1904(ending: str, tmp_path: Path, site: Site) -> None:
    register = [
        ["机构代码", "机构名称", "机构类型", "地区代码", "开办日期"], ["F1", "甲", "村卫生室", "1", date(2019, 3, 5)], ["F2", "乙", "村卫生室", "1", 42067],
    ]  # fmt: skip
    for is_1904, second in ((False, "2015-03-04"), (True, "2019-03-05")):
        path = WRITERS[ending](tmp_path / f"b{is_1904}.{ending}", [Page("a", register)], is_1904=is_1904)
        frame = read_file(path, site, b"s" * 32).tables[0].frame
        assert [str(day)[:10] for day in frame["opened_on"]] == ["2019-03-05", second]


@pytest.mark.parametrize("ending", WRITERS)
def test_an_error_keeps_its_row_out_at_its_cell(ending: str, tmp_path: Path, site: Site) -> None:
    page = Page("年报", [["机构代码", "人员类别", "在岗人数"], ["F1", "村医", Error("#REF!")], [Error("#N/A"), "村医", 2], ["F3", "村医", 3]])
    reading = read_file(WRITERS[ending](tmp_path / f"2022.{ending}", [page]), site, b"s" * 32)
    (table,) = reading.tables
    assert (table.rows_in, len(table.frame), table.quarantined) == (3, 1, 2)
    assert {(p.sheet, p.row, p.column, p.found) for p in reading.problems} == {
        ("年报", 2, "在岗人数", "#REF!"), ("年报", 3, "机构代码", "#N/A"),
    }  # fmt: skip
    assert all("ends in an error" in p.reason.en for p in reading.problems)


def test_an_open_document_tells_formulas_nobody_calculated(tmp_path: Path, site: Site) -> None:
    path = write_ods(tmp_path / "2022.ods", [Page("a", [["机构代码", "人员类别", "在岗人数"], ["F1", "村医", Error("#REF!")]])])
    data = _content(path).replace('office:value-type="string" office:string-value="" calcext:value-type="error"', "")
    _replace(path, data.replace("<text:p>#REF!</text:p>", ""))
    (problem,) = read_file(path, site, b"s" * 32).problems
    assert (problem.row, problem.column, problem.found) == (2, "在岗人数", "=1/0") and "never calculated" in problem.reason.en


def _content(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("content.xml").decode()


def _replace(path: Path, content: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, content if name == "content.xml" else data)


@pytest.mark.parametrize(("written", "named"), [("xls", "a.et"), ("xls", "a.xlsx"), ("ods", "a.xls"), ("xlsb", "a.xls"), ("xls", "a.csv")])
def test_the_content_says_what_a_file_is_not_its_name(written: str, named: str, tmp_path: Path) -> None:
    path = WRITERS[written](tmp_path / named, PAGES)
    assert inspect(path).kind == written and len(read_workbook(path).grids) == 1


def _of(kind: str) -> Callable[[Path], Path]:
    return lambda folder: WRITERS[kind](folder / f"a.{kind}", PAGES)


def _cut(kind: str) -> Callable[[Path], Path]:
    def cut(folder: Path) -> Path:
        path = _of(kind)(folder)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        return path

    return cut


def _locked_as_a_whole(folder: Path) -> Path:
    path = folder / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("encrypted-package", b"\0" * 100)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def _open_text(folder: Path) -> Path:
    path = write_ods(folder / "a.ods", PAGES)
    data = path.read_bytes()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", data[:10])
        archive.writestr("META-INF/manifest.xml", 'media-type="application/vnd.oasis.opendocument.text"')
    return path


REFUSED: dict[str, tuple[Callable[[Path], Path], object]] = {
    "xls with a password": (lambda f: write_xls(f / "a.xls", PAGES, password=True), container.PASSWORD),
    "xlsx with a password": (lambda f: compound(f / "a.xlsx", {"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), container.PASSWORD),
    "ods with a password": (lambda f: write_ods(f / "a.ods", PAGES, password=True), container.PASSWORD),
    "ods locked as a whole": (_locked_as_a_whole, container.PASSWORD),
    "xls with macros": (lambda f: compound(f / "a.xls", {"Workbook": b"x", "_VBA_PROJECT_CUR": b"y"}), container.MACROS),
    "ods with macros": (lambda f: write_ods(f / "a.ods", PAGES, macros=True), container.MACROS),
    "letter as xls": (lambda f: compound(f / "a.xls", {"WordDocument": b"x"}), container.NO_WORKBOOK),
    "letter as ods": (_open_text, container.NO_WORKBOOK),
    "half an xls": (_cut("xls"), container.BROKEN),
    "half an xlsb": (_cut("xlsb"), container.BROKEN),
    "half an ods": (_cut("ods"), container.BROKEN),
    "xls of noise": (lambda f: compound(f / "a.xls", {"Workbook": bytes(range(256)) * 20}), container.BROKEN),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_may_not_be_read_is_refused_with_its_reason(what: str, tmp_path: Path) -> None:
    make, fault = REFUSED[what]
    with pytest.raises(Unreadable) as refused:
        read_workbook(make(tmp_path))
    assert refused.value.fault is fault


def test_an_open_document_that_repeats_a_cell_seventeen_thousand_million_times(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "a.ods", [Page("a", [["x", 1.0]])])
    wide = _content(path).replace('number-rows-repeated="1"', 'number-rows-repeated="1048576"')
    _replace(path, wide.replace('value-type="float"', 'value-type="float" table:number-columns-repeated="16384"'))
    with pytest.raises(Unreadable) as refused:
        read_workbook(path)
    assert refused.value.fault in (TOO_MUCH, TOO_MANY_CELLS, container.BROKEN)


def test_an_old_workbook_may_not_be_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "LARGEST_OLD", 1_000)
    with pytest.raises(Unreadable) as refused:
        inspect(write_xls(tmp_path / "a.xls", PAGES))
    assert refused.value.fault is container.TOO_LARGE


def test_sectors_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", PAGES)
    data = bytearray(path.read_bytes())
    directory, table = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 76)[0]
    struct.pack_into("<I", data, 512 + table * 512 + directory * 4, directory)  # the directory's sector is its own next
    with pytest.raises(Damaged):
        Compound(bytes(data)).names  # noqa: B018
    for place in range(0, 512, 3):  # whatever stands in the header, it ends
        broken = bytearray(path.read_bytes())
        broken[place] ^= 0x5A
        try:
            assert Compound(bytes(broken)).names is not None
        except (Damaged, struct.error):
            continue


def test_a_program_s_empty_results_and_zeros_are_not_taken_for_values(tmp_path: Path, site: Site) -> None:
    """Excel writes an empty text as a result; xlsxwriter writes 0 for what it cannot calculate, and says so in the workbook."""
    book = openpyxl.Workbook()
    for row in (["机构代码", "人员类别", "在岗人数", "全时当量"], ["F1", "村医", 3, 1]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "2022.xlsx")
    with zipfile.ZipFile(tmp_path / "2022.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for text, calculates, told in (
        ('<c r="C2" t="str"><f>IF(1,"","")</f><v></v></c>', "0", False), ('<c r="C2"><f>1-1</f><v>0</v></c>', "0", False),
        ('<c r="C2"><f>1+2</f><v>0</v></c>', "1", True), ('<c r="C2"><f t="shared" si="0"/></c>', "0", True),
        ("<c r='C2' t='e'><f>A1</f><v>#REF!</v></c>", "0", True), ('<x:c r="C2"><x:f>1+2</x:f><x:v/></x:c>', "0", None),
    ):  # fmt: skip
        changed = sheet.replace('<c r="C2" t="n"><v>3</v></c>', text)
        assert changed != sheet
        if told is None:
            changed = changed.replace("<worksheet xmlns=", '<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns=')
        book_xml = parts["xl/workbook.xml"].replace(b'fullCalcOnLoad="1"', f'fullCalcOnLoad="{calculates}"'.encode())
        with zipfile.ZipFile(tmp_path / "2022.xlsx", "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, {"xl/worksheets/sheet1.xml": changed.encode(), "xl/workbook.xml": book_xml}.get(name, data))
        problems = read_file(tmp_path / "2022.xlsx", site, b"s" * 32).problems
        assert [(p.row, p.column) for p in problems] == ([(2, "在岗人数")] if told is not False else []), text
