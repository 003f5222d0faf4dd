"""What kind of workbook a file is, told by its content, and whether it may be opened at all: looked at, not parsed."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipelines.core.text import Text
from pipelines.extract.compound import MAGIC, Compound, Damaged
from pipelines.extract.report import Fault

ZIP, OLE = b"PK\x03\x04", MAGIC
LARGEST_UNPACKED = 200_000_000
LARGEST_OLD = 100_000_000  # bytes of an .xls: it is not packed
LARGEST_RATIO, RATIO_FROM = 100, 10_000_000  # an entry that unpacks to more than 10 MB may not be packed 100-fold
MOST_ENTRIES = 2_000
Kind = Literal["xlsx", "xlsb", "ods", "xls"]

_SAVE_AS_XLSX = Text("请用表格软件打开，另存为 .xlsx 后重试", "open it in a spreadsheet program, save it as .xlsx and try again")
_SPLIT = Text("请删除多余内容或拆分后重试", "remove what is not needed or split it and try again")
EMPTY = Fault(Text("文件是空的", "the file is empty"), Text("请确认后重新发送", "check it and send it again"))
BROKEN = Fault(
    Text("工作簿已损坏或不完整", "the workbook is damaged or incomplete"),
    Text("请重新保存并发送", "save it again and send it once more"),
)
PASSWORD = Fault(
    Text("工作簿设有密码", "the workbook is protected by a password"),
    Text("请去掉密码后重试", "remove the password and try again"),
)
MACROS = Fault(Text("工作簿带有宏", "the workbook contains macros"), _SAVE_AS_XLSX)
NO_WORKBOOK = Fault(
    Text("不是工作簿（.xlsx、.xls、.xlsb、.ods 或 .et）", "this is not a workbook (.xlsx, .xls, .xlsb, .ods or .et)"), _SAVE_AS_XLSX
)
BOMB = Fault(
    Text(
        f"解压后超过 {LARGEST_UNPACKED // 1_000_000} MB 或压缩比异常",
        f"it unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB or is packed abnormally",
    ),
    _SPLIT,
)
TOO_LARGE = Fault(
    Text(f"旧版工作簿大于 {LARGEST_OLD // 1_000_000} MB", f"the old workbook is larger than {LARGEST_OLD // 1_000_000} MB"), _SPLIT
)
TOO_MANY_PARTS = Fault(
    Text(f"工作簿内部文件多于 {MOST_ENTRIES} 个", f"the workbook has more than {MOST_ENTRIES} parts"), _SPLIT
)


_PICTURES = ((b"\x89PNG\r\n", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"BM", "BMP"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"))
_TYPED = Text("请录入表格后报送，或向原单位索取电子表格", "type it into a workbook and send that, or ask for the workbook it was made from")
PDF = Fault(
    Text("内容是 PDF 文件，不是表格，里面的数字不能读取", "this is a PDF, not a table: the figures in it cannot be read"), _TYPED
)
PACKED = Fault(
    Text("内容是压缩包，不是表格", "this is a packed archive, not a table"), Text("请解压后报送其中的表格", "unpack it and send the tables in it")
)


def foreign(head: bytes) -> Fault | None:
    """Return what a file is that no table can be read from, by its first bytes: a picture, a PDF, an archive; None for any other.

    A bitmap begins with two letters a text may begin with as well: it is one only with the four noughts of its header.
    """
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:5] == b"%PDF-":
        return PDF
    if head.startswith((b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")):
        return PACKED
    is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    is_heic = head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif")
    name = "WebP" if is_webp else "HEIC" if is_heic else next((name for start, name in _PICTURES if head.startswith(start)), "")
    if not name or (name == "BMP" and head[6:10] != b"\0\0\0\0"):
        return None
    return Fault(Text(f"内容是图片（{name}），不是表格，里面的数字不能读取", f"this is a picture ({name}), not a table: the figures in it cannot be read"), _TYPED)


class Unreadable(Exception):
    """A file that cannot be read, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason.en)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Container:
    """The kind of a workbook and how many bytes will be parsed (declared where it is packed)."""

    kind: Kind
    size: int


def inspect(path: Path) -> Container:
    """Return what a workbook is without opening it; raises Unreadable when it is none, or should not be opened."""
    with path.open("rb") as stream:
        head = stream.read(len(OLE))
    return _inspect_old(path) if head.startswith(OLE) else _inspect_packed(path)


def _inspect_old(path: Path) -> Container:
    size = path.stat().st_size
    if size > LARGEST_OLD:
        raise Unreadable(TOO_LARGE)
    try:
        names = Compound(path.read_bytes()).names
    except Damaged as error:
        raise Unreadable(BROKEN) from error
    if "EncryptedPackage" in names:
        raise Unreadable(PASSWORD)
    if "_VBA_PROJECT_CUR" in names:
        raise Unreadable(MACROS)
    if not names & {"Workbook", "Book"}:
        raise Unreadable(NO_WORKBOOK)
    return Container("xls", size)


def _is_packed_abnormally(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_FROM and entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1)


def _inspect_packed(path: Path) -> Container:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise Unreadable(TOO_MANY_PARTS)
            kind = _packed_kind(archive, entries)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError) as error:
        raise Unreadable(BROKEN) from error
    size = sum(entry.file_size for entry in entries)
    if size > LARGEST_UNPACKED or any(_is_packed_abnormally(entry) for entry in entries):
        raise Unreadable(BOMB)
    return Container(kind, size)


def _packed_kind(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Kind:
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(BROKEN)
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return _inspect_open(archive, names)
    if "encrypted-package" in names:  # how newer office programs lock an OpenDocument file as a whole
        raise Unreadable(PASSWORD)
    if "xl/vbaProject.bin" in names:
        raise Unreadable(MACROS)
    if "[Content_Types].xml" in names:
        if "xl/workbook.bin" in names:
            return "xlsb"
        if "xl/workbook.xml" in names:
            return "xlsx"
    raise Unreadable(NO_WORKBOOK)


def _inspect_open(archive: zipfile.ZipFile, names: list[str]) -> Kind:
    """Look at an OpenDocument file: its manifest says whether it is a spreadsheet and whether it is encrypted."""
    with archive.open("META-INF/manifest.xml") as part:
        manifest = part.read(1_000_000)
    if b"encryption-data" in manifest:
        raise Unreadable(PASSWORD)
    if b"opendocument.spreadsheet" not in manifest:
        raise Unreadable(NO_WORKBOOK)
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        raise Unreadable(MACROS)
    return "ods"
