"""Oddities of the sheets of an .xlsx workbook, found by searching its XML in pieces; merged cells the parser knows."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from pipelines.extract.oddities import Oddities

_PIECE = 1_000_000
_P = rb"(?:\w+:)?"  # some programs write a prefix before every name
_ERROR = re.compile(rb"<" + _P + rb"""c\s([^>]*\bt=["']e["'][^>]*)>(.*?)</""" + _P + rb"c>", re.S)
_FORMULA = re.compile(
    rb"<" + _P + rb"c\s([^>]*)>\s*<" + _P + rb"f\b(?:[^>]*/>|[^>]*>([^<]*)</" + _P + rb"f>)"
    rb"\s*(?:<" + _P + rb"v\s*/>|<" + _P + rb"v[^>]*>([^<]*)</" + _P + rb"v>)?\s*</" + _P + rb"c>"
)
_VALUE = re.compile(rb"<" + _P + rb"v[^>]*>([^<]*)<")
_HIDDEN = re.compile(rb"<" + _P + rb"""row\s[^>]*\bhidden=["'](?:1|true)["']""")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_FROM_1904 = re.compile(rb"""\bdate1904=["'](?:1|true)["']""")
_IS_TEXT = re.compile(rb"""\bt=["']str["']""")


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of every sheet and the part that holds its cells."""
    related: dict[str, str] = {}
    for item in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):
        target = item.get("Target", "")
        related[item.get("Id", "")] = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    for item in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if item.tag.rpartition("}")[2] == "sheet":
            number = next((v for k, v in item.attrib.items() if k.rpartition("}")[2] == "id"), "")
            yield item.get("name", ""), related.get(number, "")


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield the text of a part in pieces that never cut a cell in two."""
    rest = b""
    with archive.open(name) as part:
        while chunk := part.read(_PIECE):
            text = rest + chunk
            cut = max(text.rfind(b"</c>") + 4, text.rfind(b":c>") + 3)
            cut = cut if cut > 3 else len(text)
            yield text[:cut]
            rest = text[cut:]
    yield rest


def _place(attributes: bytes) -> tuple[int, int] | None:
    found = _PLACE.search(attributes)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - 64
    return int(found[2]) - 1, column - 1


def _search(text: bytes, odd: Oddities, calculates_on_load: bool) -> None:
    if b"hidden" in text:
        odd.hidden_rows += len(_HIDDEN.findall(text))
    if b't="e"' in text or b"t='e'" in text:
        for attributes, inside in _ERROR.findall(text):
            error = _VALUE.search(inside)
            if place := _place(attributes):
                odd.put(*place, error[1].decode("utf-8", "replace") if error else "#ERROR!")
    if b"f>" not in text and b"<f" not in text and b":f" not in text:
        return
    for found in _FORMULA.finditer(text):
        attributes, formula, value = found.groups()
        known = bool(value) or (value is not None and _IS_TEXT.search(attributes) is not None)
        if known and not (calculates_on_load and value == b"0"):  # a program wrote 0 for what it could not calculate
            continue
        if (place := _place(attributes)) and place not in odd.cells:
            odd.put(*place, "=" + html.unescape((formula or b"").decode("utf-8", "replace")))


def find_xlsx(path: str) -> dict[str, Oddities]:
    """Return the oddities of every sheet by its name."""
    found: dict[str, Oddities] = {}
    with zipfile.ZipFile(path) as archive:
        book = archive.read("xl/workbook.xml")
        calculates, is_1904 = b'fullCalcOnLoad="1"' in book, _FROM_1904.search(book) is not None
        parts = set(archive.namelist())
        for name, part in _sheet_parts(archive):
            odd = found[name] = Oddities(is_1904=is_1904)
            for text in _pieces(archive, part) if part in parts else ():
                _search(text, odd, calculates)
    return found
