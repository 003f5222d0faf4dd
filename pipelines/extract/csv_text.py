"""Text files: which encoding, which delimiter. Decided strictly; a character is never replaced."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipelines.core.text import Text
from pipelines.extract.grid import Grid
from pipelines.extract.report import Fault

LARGEST_BYTES = 200_000_000
_HEAD = 65_536
_CJK = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = (",", "\t", ";")
_SAVE_AGAIN = Text("请另存为 UTF-8 编码的 CSV 后重试", "save it as CSV in UTF-8 and try again")
UNDECODABLE = Fault(
    Text(
        "文字编码无法判定（不是 UTF-8、UTF-16 或 GB18030）",
        "the text encoding cannot be told (neither UTF-8, UTF-16 nor GB18030)",
    ),
    _SAVE_AGAIN,
)
MIXED = Fault(
    Text("文件内混有两种文字编码", "two text encodings are mixed in the file"), _SAVE_AGAIN
)
NOT_TEXT = Fault(
    Text("不是文本，也不是工作簿", "neither text nor a workbook"),
    Text("请用表格软件另存为 .xlsx 或 CSV 后重试", "save it as .xlsx or CSV from the spreadsheet program and try again"),
)
TOO_LARGE = Fault(
    Text(f"文件大于 {LARGEST_BYTES // 1_000_000} MB", f"the file is larger than {LARGEST_BYTES // 1_000_000} MB"),
    Text("请按年份或地区拆分后重试", "split it by year or area and try again"),
)
UNCLOSED = Fault(
    Text("从此行起有一个引号没有配对，后面的内容连成了一格", "a quotation mark that opens in this row is never closed and swallows all below"),
    Text("请补上或删去引号后重试", "close the quotation mark or delete it, and try again"),
)
RAGGED = Fault(
    Text("不是有效的 CSV 文本", "not valid CSV text"),
    Text("请用表格软件打开并另存为 CSV 后重试", "open it in a spreadsheet program, save it as CSV and try again"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file whose bytes are text in `encoding`; `head` is how it begins."""

    data: bytes
    encoding: str
    head: str

    def lines(self) -> Iterable[str]:
        """Return the lines with their ends, decoded as they are asked for: the text as a whole would take four times the memory."""
        return io.TextIOWrapper(io.BytesIO(self.data), self.encoding, newline="")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _holds_utf8_lines(data: bytes) -> bool:
    for line in data.splitlines():
        text = None if line.isascii() else _strict(line, "utf-8")
        if text is not None and len(_CJK.findall(text)) >= 2:
            return True
    return False


def _looks_chinese(text: str) -> bool:
    """Say whether GB18030 text reads as Chinese, not as accented letters taken for it.

    Common characters have both bytes above 0xA0; an accented letter of cp1252 followed by a plain one does not.
    """
    wide = [c for c in text[:2_000_000] if ord(c) > 127]
    common = sum(1 for c in wide if len(b := c.encode("gb18030")) == 2 and b[0] > 0xA0 and b[1] > 0xA0)
    return len(wide) >= 10 and common >= 0.9 * len(wide)


def _has_chinese_headers(head: str, is_recognised: Callable[[str], bool]) -> bool:
    """Say whether the headers are known, and only because of their Chinese."""
    return is_recognised(head) and not is_recognised(head.encode("ascii", "ignore").decode("ascii"))


def decode(data: bytes, is_recognised: Callable[[str], bool]) -> Decoded | Fault:
    """Return the text of a file.

    A byte-order mark decides; else strict UTF-8; else strict GB18030 when its Chinese headers are known or its text reads
    as Chinese; else cp1252, and only when `is_recognised` knows the headers in it. What fits none is refused.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = _strict(data, encoding)
            return UNDECODABLE if text is None else Decoded(data, encoding, text[:_HEAD])
    if b"\0" in data:
        return NOT_TEXT
    text = _strict(data, "utf-8")
    if text is not None:
        return Decoded(data, "utf-8", text[:_HEAD])
    if _holds_utf8_lines(data):
        return MIXED
    text = _strict(data, "gb18030")
    if text is not None and (_has_chinese_headers(text[:_HEAD], is_recognised) or _looks_chinese(text)):
        return Decoded(data, "gb18030", text[:_HEAD])
    text = _strict(data, "cp1252")
    if text is not None and is_recognised(text[:_HEAD]):
        return Decoded(data, "cp1252", text[:_HEAD])
    return UNDECODABLE


def parse(text: Iterable[str], delimiter: str) -> Grid | Fault:
    """Return delimited lines as a grid with sheet name ""; blank lines are rows, as a spreadsheet shows them.

    Cells that say the same share one text: a ledger of a million rows repeats itself.
    """
    known: dict[str, str] = {}
    share = known.setdefault
    try:
        return Grid("", [tuple(map(share, row, row)) for row in csv.reader(text, delimiter=delimiter)])
    except (csv.Error, UnicodeError):
        return RAGGED


def unclosed_row(text: Iterable[str], delimiter: str) -> int | None:
    """Return the row (1-based) whose quotation mark is never closed, so that it swallows the rest of the file; None where all are."""
    rows = 0
    try:
        for _ in csv.reader(text, delimiter=delimiter, strict=True):
            rows += 1
    except csv.Error as error:
        return rows + 1 if "unexpected end" in str(error) else None
    return None


def lines_of(text: str) -> Iterable[str]:
    """Return the lines of a text with their ends, as the CSV reader wants them."""
    return io.StringIO(text, newline="")


def choose_delimiter(text: str, score: Callable[[Grid], int]) -> str:
    """Return the delimiter under which the first rows make most sense: most columns known, then most columns."""

    def merit(delimiter: str) -> tuple[int, int]:
        head = parse(lines_of("\n".join(text[:_HEAD].splitlines()[:40])), delimiter)
        if isinstance(head, Fault):
            return (-1, 0)
        return score(head), max((len(r) for r in head.rows), default=0)

    return max(DELIMITERS, key=merit)
