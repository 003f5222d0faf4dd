"""Oddities of the sheets of .xls [MS-XLS] and .xlsb [MS-XLSB] workbooks, found by walking their records."""

from __future__ import annotations

import posixpath
import struct
import zipfile
from collections.abc import Iterator
from itertools import takewhile
from xml.etree import ElementTree

from pipelines.extract.compound import Compound, Damaged
from pipelines.extract.oddities import ERRORS, Locked, Oddities

_BOUND_SHEET, _ROW, _ERROR_CELL, _FORMULA, _END, _FROM_1904, _PASSWORD = 0x85, 0x208, 0x205, 0x06, 0x0A, 0x22, 0x2F  # .xls
_SHEET, _ROW_B, _ERROR_B, _FORMULA_ERROR_B, _MERGED_B, _BOOK_B = 156, 0, 3, 11, 176, 153  # .xlsb


def _old_records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _old_sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Yield the name of every sheet and where its records begin."""
    for kind, data in _old_records(stream, 0):
        if kind == _END:
            return
        if kind == _BOUND_SHEET and len(data) > 8:
            name = data[8:].decode("utf-16-le" if data[7] & 1 else "latin-1", "replace")
            yield name, struct.unpack_from("<I", data)[0]


def _old_place(data: bytes) -> tuple[int, int]:
    row, column = struct.unpack_from("<HH", data)
    return row, column


def find_xls(path: str) -> dict[str, Oddities]:
    """Return the oddities of every sheet of an .xls by its name; its merged cells the parser knows. Raises Locked."""
    with open(path, "rb") as file:
        compound = Compound(file.read())
    try:
        stream = compound.stream("Workbook" if "Workbook" in compound.names else "Book")
    except Damaged:
        return {}
    found: dict[str, Oddities] = {}
    book = list(takewhile(lambda record: record[0] != _END, _old_records(stream, 0)))
    if any(kind == _PASSWORD for kind, _ in book):
        raise Locked
    is_1904 = any(kind == _FROM_1904 and data[:1] == b"\1" for kind, data in book)
    for name, start in _old_sheets(stream):
        odd = found[name] = Oddities(is_1904=is_1904)
        for kind, data in _old_records(stream, start):
            if kind == _END:
                break
            if kind == _ROW and len(data) >= 14:
                odd.hidden_rows += bool(data[12] & 0x20)
            elif kind == _ERROR_CELL and len(data) >= 8 and data[7]:
                odd.put(*_old_place(data), ERRORS.get(data[6], "#ERROR!"))
            elif kind == _FORMULA and len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:
                odd.put(*_old_place(data), ERRORS.get(data[8], "#ERROR!"))
    return found


def _number(data: bytes, at: int, longest: int) -> tuple[int, int]:
    """Read a number of 7-bit bytes; return it and where it ends."""
    value = 0
    for place in range(longest):
        byte = data[at + place]
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value, at + place + 1
    return value, at + longest


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    try:
        while at < len(data):
            kind = data[at]
            if kind & 0x80:
                kind = (kind & 0x7F) | data[at + 1] << 7
                at += 1
            size, at = _number(data, at + 1, 4)
            yield kind, data[at : at + size]
            at += size
    except IndexError:  # cut short; the parser will say so
        return


def _wide_texts(data: bytes, at: int) -> Iterator[str]:
    while at + 4 <= len(data):
        length = struct.unpack_from("<I", data, at)[0] * 2
        yield data[at + 4 : at + 4 + length].decode("utf-16-le", "replace")
        at += 4 + length


def _sheet_parts(archive: zipfile.ZipFile, book: bytes) -> Iterator[tuple[str, str]]:
    related = {
        item.get("Id", ""): posixpath.normpath(posixpath.join("xl", item.get("Target", "")))
        for item in ElementTree.fromstring(archive.read("xl/_rels/workbook.bin.rels"))
    }
    for kind, data in _records(book):
        if kind == _SHEET:
            number, name, *_ = [*_wide_texts(data, 8), "", ""]
            yield name, related.get(number, "").lstrip("/")


def find_xlsb(path: str) -> dict[str, Oddities]:
    """Return the oddities of every sheet of an .xlsb by its name, merged cells among them."""
    found: dict[str, Oddities] = {}
    with zipfile.ZipFile(path) as archive:
        parts, book = set(archive.namelist()), archive.read("xl/workbook.bin")
        is_1904 = any(kind == _BOOK_B and data[:1] and data[0] & 1 for kind, data in _records(book))
        for name, part in _sheet_parts(archive, book):
            found[name] = _of_part(archive.read(part)) if part in parts else Oddities()
            found[name].is_1904 = is_1904
    return found


def _of_part(data: bytes) -> Oddities:
    odd, row = Oddities(), 0
    for kind, record in _records(data):
        if kind == _ROW_B and len(record) >= 12:
            row = struct.unpack_from("<I", record)[0]
            odd.hidden_rows += bool(record[11] & 0x10)
        elif kind in (_ERROR_B, _FORMULA_ERROR_B) and len(record) >= 9:
            odd.put(row, struct.unpack_from("<I", record)[0], ERRORS.get(record[8], "#ERROR!"))
        elif kind == _MERGED_B and len(record) >= 16:
            top, bottom, left, right = struct.unpack_from("<4I", record)
            odd.merge((top, left, bottom, right))
    return odd
