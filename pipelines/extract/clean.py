"""Values of a column by its kind: distinct values are cleaned once and put back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipelines.core.codelist import CodeList, fold
from pipelines.core.column import Column
from pipelines.core.text import Lang, Text
from pipelines.extract.dates import LAST_DAY, OPEN_ENDED, OPEN_WORDS, read_date, read_days, read_moment
from pipelines.extract.grid import Mask, Positions, Texts
from pipelines.extract.numbers import read_numbers
from pipelines.extract.person import holds_id_number
from pipelines.extract.report import Fault

MISSING = frozenset(
    ("", "na", "n/a", "-", "--", "---", "–", "—", "——", "…", "...", "……", "missing", "unknown", "null", "none", "nan",
     "无数据", "不详", "未知", "缺失", "/", "\\")
)  # fmt: skip
SHOWN = 12  # values of a list that a message names
LONGEST_MISSING = max(map(len, MISSING))
_YES, _NO = frozenset(("是", "有", "yes", "y", "true", "1", "√", "✓")), frozenset(("否", "无", "no", "n", "false", "0", "×", "✗"))
_ERROR = re.compile(r"^#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|ERROR!)$", re.I)
_KEPT_AS_TEXT = re.compile(r'^="([^"]*)"$')  # how some programs keep the zeros of 00123 in a CSV
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")  # an input method's dash in a code is a hyphen
_GARBLED = Fault(
    Text("文字已成乱码（转码时丢失了字符）", "characters were lost when this text was converted"),
    Text("请从原始文件重新另存为 UTF-8", "save it again in UTF-8 from the original file"),
)
_DITTO = frozenset(("同上", "同前", "同左", "〃", "″", '"', "''", "do.", "ditto"))
_NOT_WRITTEN_OUT = Fault(Text("“同上”没有写出是什么", "this repeats another cell without saying what"), Text("请写出实际内容", "write it out"))
_NO_CODE = frozenset(("无", "没有", "暂无", "待定", "未编码", "不清楚"))
_QUOTED = re.compile(r"""^(?:“(.*)”|‘(.*)’|"(.*)"|「(.*)」)$""")
_MARK = re.compile(r"\w\s*[²³¹⁰-⁹₀-₉①-⑳⑴-⒇❶-❿]|[²³¹⁰-⁹₀-₉①-⑳⑴-⒇❶-❿]\s*\w")  # 3① would be read as 31
_MARKED = Fault(
    Text("数字旁有角标或序号，可能与数字连成一个数", "a footnote mark beside the digits would become one of them"),
    Text("请删去角标，说明写到备注", "take the mark away and explain it in a remark"),
)
_SCIENTIFIC = re.compile(r"^\d(?:\.\d+)?[eE]\+?\d+$")
_NOT_YES_NO = Fault(Text("应填“是”或“否”", "expected yes or no"), Text("请改为“是”或“否”", "write yes or no"))
LOST_DIGITS = Fault(
    Text("号码被表格软件存成了数字，位数已丢失", "the spreadsheet stored this code as a number and lost digits"),
    Text("请把该列设为文本格式后重新填写", "format the column as text and enter it again"),
)
MISPLACED = Fault(
    Text("本列出现了身份证号", "there is an ID number in this column, where none belongs"),
    Text("请核对是否错列；身份证号只能填在“身份证号”列", "check whether the cells have moved; ID numbers go into their own column only"),
)
_FORMULA_ERROR = Fault(
    Text("公式出错，没有结果", "the formula ends in an error"),
    Text("请改正公式，或直接填写数值", "correct the formula, or write the value itself"),
)
_NOT_CALCULATED = Fault(
    Text("公式没有计算结果", "the formula was never calculated"),
    Text("请用表格软件打开并保存后重试，或直接填写数值", "open and save it in a spreadsheet program and try again, or write the value itself"),
)
REQUIRED = Fault(Text("此列必填，不能为空", "this column may not be blank"), Text("请补填", "fill it in"))


@dataclass(frozen=True)
class Cleaned:
    """A cleaned column: its values, and the faults of its rows as a number per row (-1: none) into `faults`."""

    values: Any  # a numpy or pandas array, one value a row
    fault_of_row: Positions
    faults: Sequence[Fault]

    @property
    def bad(self) -> Mask:
        """Which rows hold a value that cannot be used."""
        return np.asarray(self.fault_of_row >= 0)

    def keep(self, rows: Mask) -> Cleaned:
        """Return the column with only the rows that `rows` marks."""
        return Cleaned(self.values[rows], self.fault_of_row[rows], self.faults)


def plain(text: str) -> str:
    """Return text in NFKC form with blanks of every width collapsed and invisible characters dropped."""
    if text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFKC", text)):
        return " ".join(text.split()) if " " in text else text
    kept = (c for c in unicodedata.normalize("NFKC", text) if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf"))
    return " ".join("".join(kept).split())


def formula_fault(text: str) -> Fault | None:
    """Return what is wrong with a cell that holds no value of its own: a formula or its error, lost characters, 同上."""
    if text.startswith("="):
        return _NOT_CALCULATED
    if "\ufffd" in text:
        return _GARBLED
    if text in _DITTO:
        return _NOT_WRITTEN_OUT
    return _FORMULA_ERROR if text.startswith("#") and _ERROR.match(text) else None


def unwrapped(text: str) -> str:
    """Return a text without what marks it as text for a spreadsheet: '00123 and ="00123" are 00123."""
    if text.startswith(("'", "`", "’")) and len(text) > 1:
        return text[1:]
    match = _KEPT_AS_TEXT.match(text) if text.startswith('="') else None
    return match[1] if match else text


def is_missing(text: str) -> bool:
    """Say whether a plain text is one of the ways people write that there is no value."""
    return len(text) <= LONGEST_MISSING and text.lower() in MISSING


def _shortest(text: str) -> str:
    """Return 1.0 and 1.00 as 1, so that a code or a yes written as a number is recognised."""
    return text.rstrip("0").rstrip(".") if re.fullmatch(r"-?\d+\.0+", text) else text


def recode(text: str, values: Mapping[str, str]) -> str:
    """Return what a form's `values` (folded spelling -> value) make of a written value."""
    return values.get(fold(text), values.get(fold(_shortest(text)), text))


def _code(text: str) -> str:
    """Return a code without blanks and quotation marks, its dashes as hyphens; 542521100.0 is 542521100."""
    quoted = _QUOTED.match(text)
    inside = next(part for part in quoted.groups() if part is not None) if quoted else text
    return _shortest("".join(inside.translate(_DASHES).split()))


def _texts(column: Column, uniques: Sequence[str | None]) -> tuple[list[str | None], dict[int, Fault]]:
    moved = {i: MISPLACED for i, text in enumerate(uniques) if text is not None and not column.personal and holds_id_number(text)}
    if column.kind != "code":
        return [None if i in moved else text for i, text in enumerate(uniques)], moved
    uniques = [None if text is None or text in _NO_CODE else _code(text) for text in uniques]
    faults = {i: LOST_DIGITS for i, text in enumerate(uniques) if text is not None and _SCIENTIFIC.match(text)} | moved
    return [None if i in faults else text for i, text in enumerate(uniques)], faults


def _booleans(uniques: Sequence[str | None]) -> tuple[list[bool | None], dict[int, Fault]]:
    values: list[bool | None] = [None] * len(uniques)
    faults: dict[int, Fault] = {}
    for i, text in enumerate(uniques):
        word = None if text is None else _shortest(text).lower()
        if word in _YES or word in _NO:
            values[i] = word in _YES
        elif word is not None:
            faults[i] = _NOT_YES_NO
    return values, faults


def not_in_list(codelist: CodeList, site: Lang = "zh") -> Fault:
    """Return the fault of a value outside a closed list, naming what is allowed where the site's own language is `site`.

    An English reader at a Chinese site is told the site's choices, not those of another country.
    """
    offered = codelist.offered(site)
    zh = "、".join(c.title.zh for c in offered[:SHOWN]) + (" 等" if len(offered) > SHOWN else "")
    en = ", ".join(c.title.en for c in offered[:SHOWN]) + (", ..." if len(offered) > SHOWN else "")
    return Fault(
        Text(f"不在“{codelist.title.zh}”的可选值内", f'not one of the values of "{codelist.title.en}"'),
        Text(f"请改为：{zh}", f"write one of: {en}"),
    )


def _codes(codelist: CodeList, texts: Sequence[str], site: Lang) -> tuple[list[str | None], dict[int, Fault]]:
    values: list[str | None] = [None] * len(texts)
    faults: dict[int, Fault] = {}
    unknown = not_in_list(codelist, site)
    missing = {fold(m) for m in codelist.missing}
    for i, text in enumerate(texts):
        code = codelist.by_spelling.get(fold(text)) or codelist.by_spelling.get(fold(_shortest(text)))
        if code is not None:
            values[i] = code
        elif not (is_missing(text) or fold(text) in missing):
            faults[i] = unknown
    return values, faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What cleaning a column needs to know beyond its declaration."""

    column: Column
    codelist: CodeList | None = None
    values: Mapping[str, str] | None = None
    factor: float = 1.0
    currency: str = ""
    shift: int = 0  # days added to serial numbers, where the workbook counts from 1904
    site: Lang = "zh"  # the site's own language: whose choices are named where none of them was written


def _values(rule: Rule, texts: Sequence[str]) -> tuple[Any, dict[int, Fault]]:
    column = rule.column
    if rule.codelist is not None:
        codes, faults = _codes(rule.codelist, texts, rule.site)
        return pd.array(codes, dtype="str"), faults
    given = [None if is_missing(t) else t for t in texts]
    if column.kind in ("integer", "number", "money"):
        return read_numbers(column, given, rule.factor, rule.currency)
    if column.kind == "date":
        last, day_first = column.name in LAST_DAY, rule.currency == "GBP"
        if column.name in OPEN_ENDED:
            given = [None if text is not None and text.lower() in OPEN_WORDS else text for text in given]
        return read_days(given, lambda text: read_date(text, last, day_first, rule.shift))
    if column.kind == "moment":
        return read_days(given, lambda text: read_moment(text, rule.currency == "GBP", rule.shift))
    if column.kind == "boolean":
        flags, faults = _booleans(given)
        return pd.array(flags, dtype="boolean"), faults
    words, faults = _texts(column, given)
    return pd.array(words, dtype="str"), faults


def clean_column(rule: Rule, texts: Texts) -> Cleaned:
    """Clean one column of text cells: recode, missing tokens, the rule of its kind, code list, range."""
    place, uniques = pd.factorize(texts)
    written = [unwrapped(plain(text)) for text in uniques]
    formulas = {i: fault for i, text in enumerate(written) if (fault := formula_fault(text))}
    if rule.column.kind != "text":
        formulas |= {i: _MARKED for i, text in enumerate(uniques) if not text.isascii() and _MARK.search(text)}
    for i in formulas:
        written[i] = ""
    if rule.values:
        written = [recode(text, rule.values) for text in written]
    values, faults = _values(rule, written)
    faults |= formulas
    fault_of_unique = np.full(len(written) + 1, -1, dtype=np.int64)
    for number, i in enumerate(faults):
        fault_of_unique[i] = number
    taken = values[place] if len(written) else values
    return Cleaned(taken, fault_of_unique[place], list(faults.values()))
