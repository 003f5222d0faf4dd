"""Damage to whole files: encodings, delimiters, formats under false names, what must not be opened, what broke on the way."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.faults.corpus.damage import Damage, Draft, refused, same, told, whole_row
from tests.faults.corpus.good import (
    EMPLOYMENT,
    FACILITY,
    INSURANCE,
    LICENCE,
    PAY,
    PAYMENT,
    PHONES,
    REGION,
    RETURN,
    ROSTER,
    TRAINING,
    Good,
)
from tests.faults.formats import compound


def _csv(what: str, good: Good, change: Any = None, noted: str = "", **names: Any) -> Damage:
    def write(draft: Draft) -> None:
        draft.ending = "csv"
        for name, value in names.items():
            setattr(draft, name, value)
        if change is not None:
            change(draft)

    return same(what, good, write, noted)


def _as(draft: Draft, ending: str, make: Any) -> None:
    """Write the rows as CSV and put other bytes in their place, under another ending."""
    draft.ending, draft.bytes_of = ending, make


def _text(make: Any, ending: str = "csv") -> Any:
    return lambda draft: _as(draft, ending, lambda data: make(draft))


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def _bomb(data: bytes) -> bytes:
    """Swell a part of a workbook to 40 MB that pack to 40 kB."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"<row/>" * 7_000_000)
    return out.getvalue()


def _with_macros(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\0" * 100)
    return out.getvalue()


def _two_encodings(draft: Draft) -> bytes:
    lines = draft.text().splitlines(keepends=True)
    return "".join(lines[:5]).encode() + "".join(lines[5:]).encode("gb18030")


def _compound(*names: str) -> Any:
    def change(draft: Draft) -> None:
        with TemporaryDirectory() as folder:
            made = compound(Path(folder) / "a", dict.fromkeys(names, b"x")).read_bytes()
        draft.bytes_of = lambda data: made

    return change


def _renamed(draft: Draft) -> None:
    with TemporaryDirectory() as folder:
        made = draft.write(Path(folder)).read_bytes()
    draft.ending, draft.bytes_of = "dat", lambda data: made


def _quoted(draft: Draft) -> bytes:
    return draft.text().replace("二村卫生室", '"二村卫生室', 1).encode()


def _thousands(draft: Draft) -> bytes:
    return draft.text().replace("3600.0", "3,600").encode()


def _other(ending: str, good: Good) -> Damage:
    return same(f"a {good.dataset} as .{ending}", good, lambda draft: setattr(draft, "ending", ending))


ENCODINGS = [
    _csv("UTF-8", RETURN), _csv("UTF-8 with a mark", FACILITY, encoding="utf-8-sig"), _csv("GB18030", RETURN, encoding="gb18030", noted="gb18030"),
    _csv("GBK of a roster", ROSTER, encoding="gbk", noted="gb18030"), _csv("UTF-16", PAY, encoding="utf-16", noted="utf-16"),
    _csv("semicolons", RETURN, _text(lambda d: d.text(";").encode())), _csv("tabs", LICENCE, _text(lambda d: d.text("\t").encode())),
    _csv("tabs in GB18030 under .txt", TRAINING, _text(lambda d: d.text("\t").encode("gb18030"), "txt")),
    _csv("carriage returns at line ends", RETURN, _text(lambda d: d.text().replace("\n", "\r\n").encode())),
    _csv("carriage returns alone at line ends", RETURN, _text(lambda d: d.text().replace("\n", "\r").encode())),
    _csv("quotation marks around everything", RETURN, _text(lambda d: '\n'.join('"' + line.replace(",", '","') + '"' for line in d.text().splitlines()).encode())),
    _csv("blank lines in a CSV", RETURN, _text(lambda d: d.text().replace("\n", "\n\n").encode())),
    _csv("commas at line ends", RETURN, _text(lambda d: d.text().replace("\n", ",,,\n").encode())),
    _csv("a CSV without an ending", INSURANCE, _text(lambda d: d.text().encode(), "dat")),
    refused("two encodings in one file", RETURN, _text(_two_encodings), "two text encodings"),
    refused("text of no encoding", RETURN, _text(lambda d: d.text().encode("gb18030").replace(b"\xb4\xe5", b"\xff\xff\x81")), "encoding cannot be told"),
    refused("a quotation mark never closed", FACILITY, _text(_quoted), "never closed"),
    told("a number with a comma and no quotation marks", PAYMENT, _text(_thousands), {whole_row(4)}, lost=1),
]  # fmt: skip
FORMATS = [
    _other("xls", ROSTER), _other("et", EMPLOYMENT), _other("xlsb", PAY), _other("ods", FACILITY), _other("xls", REGION), _other("xlsb", TRAINING),
    _other("ods", INSURANCE), _other("xls", PHONES),
    same("a workbook under an ending of text", RETURN, _renamed),
    refused("text named as a workbook", RETURN, lambda d: _as(d, "xlsx", lambda data: d.text().encode()), "is none"),
    refused("a web page named .xls", RETURN, lambda d: _as(d, "xls", lambda data: b"<html><table><tr><td>1</td></tr></table></html>"), "web page"),
    refused("an XML spreadsheet of 2003", RETURN, lambda d: _as(d, "xls", lambda data: b'<?xml version="1.0"?><Workbook/>'), "web page"),
    refused("a picture named .csv", RETURN, lambda d: _as(d, "csv", lambda data: b"\x89PNG\r\n\x1a\n" + bytes(range(256))), "a picture (PNG)"),
    refused("a PDF named .xlsx", RETURN, lambda d: _as(d, "xlsx", lambda data: b"%PDF-1.4\n" + bytes(range(256))), "a PDF"),
    refused("a letter named .xlsx", RETURN, lambda d: _as(d, "xlsx", lambda data: _zip(word__document_dot_xml=b"<a/>")), "not a workbook"),
    refused("a letter named .xls", RETURN, _compound("WordDocument"), "not a workbook"),
    refused("a workbook with a password", PAY, _compound("EncryptedPackage", "EncryptionInfo"), "password"),
    refused("a workbook with macros", PAY, lambda d: setattr(d, "bytes_of", _with_macros), "macros"),
    refused("an old workbook with macros", PAY, _compound("Workbook", "_VBA_PROJECT_CUR"), "macros"),
    refused("a zip bomb", PAY, lambda d: setattr(d, "bytes_of", _bomb), "unpacks"),
    refused("a workbook cut in half", PAY, lambda d: setattr(d, "bytes_of", lambda data: data[: len(data) // 2]), "damaged"),
    refused("an old workbook cut in half", PAY, lambda d: _as(d, "xls", lambda data: data[:900]), "damaged"),
    refused("a workbook of zeros", PAY, lambda d: setattr(d, "bytes_of", lambda data: bytes(5_000)), "empty"),
    refused("an empty file", PAY, lambda d: setattr(d, "bytes_of", lambda data: b""), "empty"),
    refused("a CSV of blank lines", PAY, lambda d: _as(d, "csv", lambda data: b"\r\n \r\n"), "empty"),
    refused("a workbook with nothing in it", PAY, lambda d: d.rows.clear(), "no sheet are known"),
    Damage("headers and no rows", RETURN, lambda d: d.rows.__delitem__(slice(2, None)), lost=6),
]  # fmt: skip
KINDS = [*ENCODINGS, *FORMATS]
