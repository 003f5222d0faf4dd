"""Files made to do harm, or broken on the way: one clear line each, in bounded time and memory, and the next file is read."""

from __future__ import annotations

import io
import os
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import psutil
import pytest

from pipelines.core.errors import Problem
from pipelines.extract import workbook
from pipelines.extract.reading import Reading, read_file
from pipelines.site import Site, parse_site, site_text

SECONDS = 10.0  # of work, this process and its children together; by the clock three times as long, for tests run side by side
MEGABYTES = 1_000  # parent's growth and child together
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/'
    'sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_SHEETS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>'
)


def _package(path: Path, sheet: Iterator[bytes] | bytes, extra: dict[str, bytes] | None = None) -> Path:
    """Write a minimal workbook with this XML as its only sheet."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", _TYPES), ("_rels/.rels", _ROOT), ("xl/workbook.xml", _BOOK),
            ("xl/_rels/workbook.xml.rels", _SHEETS),
        ):  # fmt: skip
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for piece in [sheet] if isinstance(sheet, bytes) else sheet:
                part.write(piece)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return path


def _sheet_with(cells: str) -> bytes:
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def _far_cell(folder: Path) -> Path:
    rows = (
        '<row r="1"><c r="A1" t="str"><v>机构代码</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    return _package(folder / "far.xlsx", _sheet_with(rows))


def _far_column(folder: Path) -> Path:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="ZZ1048576"><v>1</v></c></row>'
    return _package(folder / "far_column.xlsx", _sheet_with(rows))


def _bomb(folder: Path) -> Path:
    def pieces() -> Iterator[bytes]:
        yield f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode()
        row = b'<row r="1"><c r="A1"><v>1</v></c></row>' * 10_000
        for _ in range(300_000_000 // len(row)):
            yield row
        yield b"</sheetData></worksheet>"

    return _package(folder / "bomb.xlsx", pieces())


def _lying_bomb(folder: Path) -> Path:
    """The bomb again, with 1,000 bytes declared where 300 MB come out."""
    path = _bomb(folder).rename(folder / "lying_bomb.xlsx")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        true = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    start = 0
    while (place := data.find(true, start)) >= 0:
        data[place : place + 4] = (1_000).to_bytes(4, "little")
        start = place + 4
    path.write_bytes(data)
    return path


def _many_cells(folder: Path) -> Path:
    def pieces() -> Iterator[bytes]:
        yield f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode()
        cells = b"".join(b'<c t="str"><v>' + bytes([65 + i % 26, 48 + i % 10]) + b"</v></c>" for i in range(1000))
        for _ in range(4_010):
            yield b"<row>" + cells + b"</row>"
        yield b"</sheetData></worksheet>"

    return _package(folder / "many_cells.xlsx", pieces())


def _html(folder: Path) -> Path:
    path = folder / "report.xlsx"
    path.write_bytes("\ufeff<html><body><table><tr><td>机构代码</td></tr></table></body></html>".encode())
    return path


def _empty(folder: Path) -> Path:
    path = folder / "empty.xlsx"
    path.write_bytes(b"")
    return path


def _blank_csv(folder: Path) -> Path:
    path = folder / "blank.csv"
    path.write_bytes(b"\r\n\r\n  \r\n")
    return path


def _truncated(folder: Path) -> Path:
    good = _good(folder)
    path = folder / "truncated.xlsx"
    path.write_bytes(good.read_bytes()[:-700])
    good.unlink()
    return path


def _old_excel(folder: Path) -> Path:
    path = folder / "old.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000)
    return path


def _password(folder: Path) -> Path:
    path = folder / "secret.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000)
    return path


def _macros(folder: Path) -> Path:
    return _package(folder / "macros.xlsm", _sheet_with(""), {"xl/vbaProject.bin": b"\0" * 100})


def _word(folder: Path) -> Path:
    path = folder / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return path


def _renamed_csv(folder: Path) -> Path:
    path = folder / "renamed.xlsx"
    path.write_text("机构代码,人员类别,在岗人数\n1,乡村医生,3\n", encoding="utf-8")
    return path


def _entity_bomb(folder: Path) -> Path:
    declared = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(8)
    )
    xml = (
        f'<?xml version="1.0"?><!DOCTYPE x [{declared}]><worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1" t="str">'
        "<v>&i;</v></c></row></sheetData></worksheet>"
    )
    return _package(folder / "entities.xlsx", xml.encode())


def _binary(folder: Path) -> Path:
    path = folder / "picture.csv"
    path.write_bytes(bytes(range(256)) * 40)
    return path


def _many_parts(folder: Path) -> Path:
    return _package(folder / "parts.xlsx", _sheet_with(""), {f"xl/worksheets/extra{i}.xml": b"<a/>" for i in range(2_500)})


def _good(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["2022年人员年报"], ["机构代码", "人员类别", "在岗人数"], ["542521100-T", "乡镇医生", 4]):
        sheet.append(row)
    path = folder / "good.xlsx"
    book.save(path)
    return path


CASES: dict[Callable[[Path], Path], str] = {
    _far_cell: "memory",
    _far_column: "memory",
    _bomb: "unpacks",
    _lying_bomb: "",
    _many_cells: "million cells",
    _html: "web page",
    _empty: "empty",
    _blank_csv: "empty",
    _truncated: "damaged",
    _old_excel: "damaged",
    _password: "damaged",
    _macros: "macros",
    _word: "not a workbook",
    _renamed_csv: "is none",
    _entity_bomb: "",
    _binary: "neither text",
    _many_parts: "parts",
}


@pytest.fixture(scope="module")
def site() -> Site:
    return parse_site(site_text("blank"))


class Peak:
    """The largest memory this process and its children held at once, above what it held before."""

    def __enter__(self) -> Peak:
        self.me = psutil.Process(os.getpid())
        self.before = self.me.memory_info().rss
        self.megabytes = 0.0
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._look)
        self.thread.start()
        return self

    def _look(self) -> None:
        while not self.stop.wait(0.02):
            held = self.me.memory_info().rss - self.before
            for child in self.me.children():
                try:
                    held += child.memory_info().rss
                except psutil.Error:
                    continue
            self.megabytes = max(self.megabytes, held / 2**20)

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join()


def _read(path: Path, site: Site) -> tuple[Reading, float, float]:
    began, work = time.monotonic(), sum(os.times()[:4])
    with Peak() as peak:
        reading = read_file(path, site, b"s" * 32)
    return reading, max(sum(os.times()[:4]) - work, (time.monotonic() - began) / 3), peak.megabytes


@pytest.mark.parametrize("make", CASES, ids=lambda f: f.__name__.strip("_"))
def test_a_hostile_file_is_one_clear_line(make: Callable[[Path], Path], tmp_path: Path, site: Site) -> None:
    path = make(tmp_path)
    reading, seconds, megabytes = _read(path, site)
    assert not reading.tables
    assert len(reading.problems) == 1, [p.line("en") for p in reading.problems]
    problem: Problem = reading.problems[0]
    assert problem.severity == "error" and problem.file == path.name
    assert CASES[make] in problem.reason.en
    for line in (problem.line("zh"), problem.line("en")):
        assert "\n" not in line and "Traceback" not in line and line.startswith(path.name)
    assert seconds < SECONDS and megabytes < MEGABYTES, (seconds, megabytes)
    good, _, _ = _read(_good(tmp_path), site)
    assert [len(t.frame) for t in good.tables] == [1] and not good.problems


def test_sizes_are_those_of_the_known_attacks(tmp_path: Path) -> None:
    assert _far_cell(tmp_path).stat().st_size < 4_500
    bomb = _bomb(tmp_path)
    assert bomb.stat().st_size < 1_500_000
    with zipfile.ZipFile(bomb) as archive:
        assert sum(e.file_size for e in archive.infolist()) > 290_000_000


def test_no_child_is_left_behind(tmp_path: Path, site: Site) -> None:
    read_file(_far_column(tmp_path), site, b"s" * 32)
    mine = [c for c in psutil.Process().children() if "child.py" in " ".join(c.cmdline())]
    assert mine == []


def test_a_child_that_says_nothing_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper = tmp_path / "child.py"
    sleeper.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(workbook, "CHILD", sleeper)
    monkeypatch.setattr(workbook, "IDLE_SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(workbook.Unreadable) as stopped:
        workbook.read_workbook(_good(tmp_path))
    assert stopped.value.fault is workbook.TOO_SLOW and time.monotonic() - began < 5


def test_a_child_that_never_comes_to_run_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting a child holds its thread in the system, which no signal and no timeout of a test ends."""
    held = threading.Event()

    def start(*command: object, **pipes: object) -> None:
        held.wait(60)
        raise OSError("let go at last")

    monkeypatch.setattr(workbook.subprocess, "Popen", start)
    monkeypatch.setattr(workbook, "IDLE_SECONDS", 0.2)
    path, began = _good(tmp_path), time.monotonic()
    with pytest.raises(workbook.Unreadable) as stopped:
        workbook.read_workbook(path)
    held.set()
    assert stopped.value.fault is workbook.TOO_SLOW and time.monotonic() - began < 5


def test_a_child_that_cannot_be_started_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook.sys, "executable", str(tmp_path / "no python here"))
    with pytest.raises(FileNotFoundError):
        workbook.read_workbook(_good(tmp_path))


def test_a_child_that_eats_memory_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    eater = tmp_path / "child.py"
    eater.write_text("import time\nheld = [bytearray(60 * 2**20)]\ntime.sleep(60)\n")
    monkeypatch.setattr(workbook, "CHILD", eater)
    monkeypatch.setattr(workbook, "MEMORY_MB", 40)
    with pytest.raises(workbook.Unreadable) as stopped:
        workbook.read_workbook(_good(tmp_path))
    assert stopped.value.fault is workbook.TOO_MUCH


def test_a_merged_cell_storm_is_bounded(tmp_path: Path, site: Site) -> None:
    rows = "".join(f'<row r="{r}"><c r="A{r}" t="str"><v>机构代码</v></c></row>' for r in range(1, 3_000))
    merges = "".join('<mergeCell ref="A1:A1048576"/>' for _ in range(15_000))
    xml = (
        f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData><mergeCells count="15000">{merges}</mergeCells></worksheet>'
    )
    reading, seconds, megabytes = _read(_package(tmp_path / "storm.xlsx", xml.encode()), site)
    assert not reading.tables and len(reading.problems) == 1
    assert seconds < SECONDS and megabytes < MEGABYTES


def test_hostile_names_do_not_forge_lines(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(io.BytesIO("机构代码,人员类别,在岗人数\n1,村医,多\x1b[31m\n".encode()).getvalue())
    reading = read_file(path, site, b"s" * 32, period="2022", name="a\nb\u202e.csv")
    assert reading.file == "ab.csv"
    assert all("\n" not in p.line("zh") and "\x1b" not in p.line("zh") for p in reading.problems)
    assert reading.problems
