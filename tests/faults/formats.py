"""Small workbooks in the formats that the usual libraries only read: .xls, .xlsb and .ods, written from the same pages."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#NUM!": 0x24, "#N/A": 0x2A}
EPOCH = datetime(1899, 12, 30)


@dataclass(frozen=True)
class Error:
    """A formula that ended in an error."""

    text: str


Value = str | float | bool | date | Error | None


@dataclass(frozen=True)
class Page:
    """One sheet; `merged` are blocks of first row, first column, last row, last column, counted from 0."""

    name: str
    rows: Sequence[Sequence[Value]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False


def serial(day: date, is_1904: bool = False) -> float:
    """Return a day as spreadsheets count it."""
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    return (moment - EPOCH).total_seconds() / 86_400 - (1_462 if is_1904 else 0)


def compound(path: Path, streams: dict[str, bytes]) -> Path:
    """Write a compound file with these streams, each at least as long as one that is not kept in the small store."""
    sectors: list[bytes] = []
    table: list[int] = []
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, data in streams.items():
        data = data.ljust(4096, b"\0")
        count = -(-len(data) // 512)
        entries.append(_entry(name, 2, len(sectors), len(data)))
        table += [*range(len(sectors) + 1, len(sectors) + count), 0xFFFFFFFE]
        sectors += [data[i * 512 : i * 512 + 512].ljust(512, b"\0") for i in range(count)]
    directory = len(sectors)
    listed = b"".join(entries)
    count = -(-len(listed) // 512)
    table += [*range(directory + 1, directory + count), 0xFFFFFFFE]
    sectors += [listed[i * 512 : i * 512 + 512].ljust(512, b"\0") for i in range(count)]
    tables = -(-(len(sectors) + 8) // 128)
    first_table = len(sectors)
    table += [0xFFFFFFFD] * tables
    packed = struct.pack(f"<{len(table)}I", *table).ljust(tables * 512, b"\xff")
    sectors += [packed[i * 512 : i * 512 + 512] for i in range(tables)]
    places = [*range(first_table, first_table + tables)]
    header = MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, tables, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, *places[:1])
    header += struct.pack(f"<{len(places) - 1}I", *places[1:])
    path.write_bytes(header.ljust(512, b"\xff") + b"".join(sectors))
    return path


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<BBIII", kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, 1 if kind == 5 else 0xFFFFFFFF)
    return text.ljust(64, b"\0") + struct.pack("<H", len(text)) + links + bytes(36) + struct.pack("<IQ", start, size)


def write_xls(path: Path, pages: Sequence[Page], is_1904: bool = False, password: bool = False) -> Path:
    """Write a BIFF8 workbook."""
    bodies = [_old_sheet(page, is_1904) for page in pages]
    head = _old(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + (_old(0x2F, bytes(6)) if password else b"")
    head += _old(0x22, struct.pack("<H", is_1904))
    head += b"".join(_old(0xE0, struct.pack("<HH", 0, form).ljust(20, b"\0")) for form in (0, 14, 22))
    names = [_old_text(page.name, "<B") for page in pages]
    at = len(head) + sum(4 + 6 + len(name) for name in names) + 4
    for page, name, body in zip(pages, names, bodies, strict=True):
        head += _old(0x85, struct.pack("<IBB", at, page.is_hidden, 0) + name)
        at += len(body)
    return compound(path, {"Workbook": head + _old(0x0A, b"") + b"".join(bodies)})


def _old(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _old_text(text: str, length: str) -> bytes:
    return struct.pack(length, len(text)) + b"\1" + text.encode("utf-16-le")


def _old_sheet(page: Page, is_1904: bool) -> bytes:
    out = [_old(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))]
    out.append(_old(0x200, struct.pack("<IIHHH", 0, len(page.rows), 0, max(map(len, page.rows), default=0), 0)))
    for r, row in enumerate(page.rows):
        out.append(_old(0x208, struct.pack("<HHHHHHHH", r, 0, len(row), 255, 0, 0, 0x20 if r in page.hidden_rows else 0, 0)))
        for c, value in enumerate(row):
            at = struct.pack("<HHH", r, c, 0)
            if isinstance(value, Error):
                result = struct.pack("<BBBBBBH", 2, 0, ERRORS[value.text], 0, 0, 0, 0xFFFF)
                out.append(_old(0x06, at + result + struct.pack("<HIH", 0, 0, 3) + b"\x1e\1\0"))
            elif isinstance(value, bool):
                out.append(_old(0x205, at + struct.pack("<BB", value, 0)))
            elif isinstance(value, date):
                form = 2 if isinstance(value, datetime) else 1
                out.append(_old(0x203, struct.pack("<HHHd", r, c, form, serial(value, is_1904))))
            elif isinstance(value, str):
                out.append(_old(0x204, at + _old_text(value, "<H")))
            elif value is not None:
                out.append(_old(0x203, at + struct.pack("<d", value)))
    areas = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in page.merged)
    out.append(_old(0xE5, struct.pack("<H", len(page.merged)) + areas))
    return b"".join(out) + _old(0x0A, b"")


_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" ContentType='
    '"application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)
_RELATED = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write_xlsb(path: Path, pages: Sequence[Page], is_1904: bool = False) -> Path:
    """Write a binary workbook."""
    bundles = [
        _new(156, struct.pack("<II", page.is_hidden, i + 1) + _wide(f"r{i + 1}") + _wide(page.name)) for i, page in enumerate(pages)
    ]
    book = _new(131) + _new(153, struct.pack("<III", is_1904, 0, 0)) + _new(143) + b"".join(bundles) + _new(144) + _new(132)
    links = "".join(
        f'<Relationship Id="r{i + 1}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{i + 1}.bin"/>' for i in range(len(pages))
    ) + f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.bin"/>'
    formats = _new(278) + _new(617, struct.pack("<I", 3))
    formats += b"".join(_new(47, struct.pack("<HH", 0, form).ljust(16, b"\0")) for form in (0, 14, 22)) + _new(618) + _new(279)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATED.format(f'<Relationship Id="b" Type="{_OFFICE}/officeDocument" Target="xl/workbook.bin"/>'))
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", _RELATED.format(links))
        archive.writestr("xl/styles.bin", formats)
        for i, page in enumerate(pages):
            archive.writestr(f"xl/worksheets/sheet{i + 1}.bin", _new_sheet(page, is_1904))
    return path


def _new(kind: int, data: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(data), b""
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return number + length + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _new_sheet(page: Page, is_1904: bool) -> bytes:
    width = max(map(len, page.rows), default=1)
    out = [_new(129), _new(148, struct.pack("<4I", 0, max(len(page.rows) - 1, 0), 0, max(width - 1, 0))), _new(145)]
    for r, row in enumerate(page.rows):
        flags = 0x1000 if r in page.hidden_rows else 0
        out.append(_new(0, struct.pack("<IIHHBI", r, 0, 300, flags, 0, 0)))
        for c, value in enumerate(row):
            at = struct.pack("<II", c, 0)
            if isinstance(value, Error):
                out.append(_new(11, at + bytes([ERRORS[value.text]]) + struct.pack("<HII", 0, 0, 0)))
            elif isinstance(value, bool):
                out.append(_new(4, at + bytes([value])))
            elif isinstance(value, date):
                form = 2 if isinstance(value, datetime) else 1
                out.append(_new(5, struct.pack("<IId", c, form, serial(value, is_1904))))
            elif isinstance(value, str):
                out.append(_new(6, at + _wide(value)))
            elif value is not None:
                out.append(_new(5, at + struct.pack("<d", value)))
    out.append(_new(146))
    if page.merged:
        areas = [_new(176, struct.pack("<4I", top, bottom, left, right)) for top, left, bottom, right in page.merged]
        out.append(_new(177, struct.pack("<I", len(areas))) + b"".join(areas) + _new(178))
    return b"".join(out) + _new(130)


_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in
    (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("manifest", "manifest"))
) + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'  # fmt: skip


def write_ods(path: Path, pages: Sequence[Page], is_1904: bool = False, password: bool = False, macros: bool = False) -> Path:
    """Write an OpenDocument spreadsheet; equal rows are written once and counted, as office programs do."""
    styles = '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>'
    days = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>' if is_1904 else ""
    tables = "".join(map(_open_table, pages))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{days}{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    locked = "<manifest:encryption-data/>" if password else ""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest {_SPACES}><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        f'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{locked}</manifest:file-entry>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
        if macros:
            archive.writestr("Basic/Standard/Module1.xml", "<module/>")
    return path


def _open_table(page: Page) -> str:
    style = ' table:style-name="gone"' if page.is_hidden else ""
    covered = {(r, c) for top, left, bottom, right in page.merged for r in range(top, bottom + 1) for c in range(left, right + 1)}
    spans = {(area[0], area[1]): area for area in page.merged}
    rows: list[tuple[str, int]] = []
    for r, row in enumerate(page.rows):
        hidden = ' table:visibility="collapse"' if r in page.hidden_rows else ""
        width = max([len(row), *(c + 1 for y, c in covered if y == r)])
        cells = [*row, *[None] * (width - len(row))]
        text = f"{hidden}>" + "".join(_open_cell(v, spans.get((r, c)), (r, c) in covered) for c, v in enumerate(cells))
        rows[-1:] = [(text, rows[-1][1] + 1)] if rows and rows[-1][0] == text else [*rows[-1:], (text, 1)]
    inside = "".join(f'<table:table-row table:number-rows-repeated="{n}"{text}</table:table-row>' for text, n in rows)
    rest = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    return f"<table:table table:name={quoteattr(page.name)}{style}>{inside}{rest}</table:table>"


def _open_cell(value: Value, span: tuple[int, int, int, int] | None, is_covered: bool) -> str:
    wide = f' table:number-rows-spanned="{span[2] - span[0] + 1}" table:number-columns-spanned="{span[3] - span[1] + 1}"' if span else ""
    if is_covered and not span:
        return "<table:covered-table-cell/>"
    if value is None:
        return f"<table:table-cell{wide}/>"
    if isinstance(value, Error):
        inside = f' table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"{wide}'
        return f"<table:table-cell{inside}><text:p>{value.text}</text:p></table:table-cell>"
    kinds: list[tuple[type, Callable[[Value], str]]] = [
        (bool, lambda v: f'"boolean" office:boolean-value="{str(v).lower()}"'), (datetime, lambda v: f'"date" office:date-value="{v:%Y-%m-%dT%H:%M:%S}"'),
        (date, lambda v: f'"date" office:date-value="{v:%Y-%m-%d}"'), (str, lambda v: '"string"'),
    ]  # fmt: skip
    told = next((say(value) for kind, say in kinds if isinstance(value, kind)), f'"float" office:value="{value}"')
    return f"<table:table-cell office:value-type={told}{wide}><text:p>{escape(str(value))}</text:p></table:table-cell>"
