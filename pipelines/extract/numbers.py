"""Numbers as people write them: thousands marks, full-width digits, 万元, percent; never guessed."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.core.column import Column
from pipelines.core.text import Text
from pipelines.core.unit import UNITS
from pipelines.extract.report import Fault

MONEY_UNITS = {
    "元": 1.0, "人民币元": 1.0, "yuan": 1.0, "rmb": 1.0, "cny": 1.0, "百元": 1e2, "千元": 1e3, "万元": 1e4, "百万元": 1e6,
    "亿元": 1e8, "gbp": 1.0, "£": 1.0, "£m": 1e6, "£000": 1e3, "usd": 1.0, "$": 1.0, "¥": 1.0,
}  # fmt: skip
COUNT_UNITS = {
    "人": 1.0, "名": 1.0, "个": 1.0, "人次": 1.0, "千人": 1e3, "万人": 1e4, "fte": 1.0, "度": 1.0, "°": 1.0,
}  # fmt: skip
_SYMBOLS = {"CNY": "¥", "GBP": "£", "USD": "$", "EUR": "€"}
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?"
_NUMBER = re.compile(rf"^(\()?([-+−]?)([¥£$€]?)\s*({_DIGITS})\s*(%|[万亿千百]?[元人名个]?)(\))?$")
_SUFFIX = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_NOT_A_NUMBER = Fault(
    Text("应为数字", "expected a number"), Text("请改为数字，例如 1234.5", "write a number, for example 1234.5")
)
_NOT_WHOLE = Fault(Text("应为整数", "expected a whole number"), Text("请改为整数", "write a whole number"))


def is_unit(word: str) -> bool:
    """Say whether a word in brackets (lower case) is a unit of any kind."""
    return word == "%" or word in MONEY_UNITS or word in COUNT_UNITS or any(word in unit.written for unit in UNITS.values())


def unit_factor(column: Column, unit: str) -> float | None:
    """Return what a number under a header with `unit` in brackets is multiplied by; None when the unit does not fit."""
    unit = unit.lower()
    if unit == "":
        return 1.0
    if column.kind == "money":
        return MONEY_UNITS.get(unit)
    if unit == "%":
        return 0.01 if column.unit == "share" else None
    if column.unit in UNITS and unit in UNITS[column.unit].written:
        return 1.0
    return COUNT_UNITS.get(unit)


def read_number(text: str, column: Column, factor: float, currency: str) -> float | Fault:
    """Read one number already in NFKC form; a unit in the cell goes before the header's."""
    match = _NUMBER.match(text)
    if match is None or not any(c.isdigit() for c in match[4]):
        return _NOT_A_NUMBER
    opened, sign, symbol, digits, suffix, closed = match.groups()
    if bool(opened) != bool(closed) or (opened and (sign or column.kind != "money")):
        return _NOT_A_NUMBER
    if symbol and (column.kind != "money" or symbol != _SYMBOLS.get(currency)):
        return _NOT_A_NUMBER
    value = float(digits.replace(",", ""))
    if suffix == "%":
        if column.unit != "share":
            return _NOT_A_NUMBER
        value /= 100
    elif suffix:
        noun = suffix[-1] if suffix[-1] in "元人名个" else ""
        if (noun == "元") != (column.kind == "money") and noun:
            return _NOT_A_NUMBER
        value *= _SUFFIX[suffix[: len(suffix) - len(noun)]]
    else:
        value *= factor
    return -value if opened or sign in ("-", "−") else value


def _out_of_range(column: Column) -> Fault:
    low, high = column.minimum, column.maximum
    zh = "，".join(f"{word} {limit:g}" for word, limit in (("不小于", low), ("不大于", high)) if limit is not None)
    en = " and ".join(f"{word} {limit:g}" for word, limit in (("at least", low), ("at most", high)) if limit is not None)
    remedy = Text("请核对数值和单位", "check the figure and its unit")
    if column.beyond is not None:
        remedy = Text(f"{remedy.zh}；{column.beyond.zh}", f"{remedy.en}; {column.beyond.en}")
    return Fault(Text(f"应{zh}", f"expected {en}"), remedy)


def _check(column: Column, value: float, too_far: Fault) -> Fault | None:
    if not math.isfinite(value):
        return _NOT_A_NUMBER
    if column.kind == "integer" and not value.is_integer():
        return _NOT_WHOLE
    if (column.minimum is not None and value < column.minimum) or (column.maximum is not None and value > column.maximum):
        return too_far
    return None


def read_numbers(
    column: Column, uniques: Sequence[str | None], factor: float, currency: str
) -> tuple[npt.NDArray[np.float64], dict[int, Fault]]:
    """Read distinct values (None: missing) as numbers in the column's unit.

    Plain numbers go through one vectorised pass, all else by rule one by one. Returns the values (NaN where missing or
    wrong) and the fault of each wrong one by position.
    """
    texts = pd.Series(list(uniques), dtype=object)
    values = pd.to_numeric(texts, errors="coerce").to_numpy(dtype="float64").copy()
    values[~np.isfinite(values)] = np.nan
    values *= factor
    given = texts.notna().to_numpy()
    faults: dict[int, Fault] = {}
    for i in np.flatnonzero(given & np.isnan(values)).tolist():
        found = read_number(str(uniques[i]), column, factor, currency)
        if isinstance(found, Fault):
            faults[i] = found
        else:
            values[i] = found
    too_far = _out_of_range(column)
    suspect = np.zeros(len(values), dtype=bool)
    if column.minimum is not None:
        suspect |= values < column.minimum
    if column.maximum is not None:
        suspect |= values > column.maximum
    if column.kind == "integer":
        suspect |= np.isfinite(values) & (values != np.floor(values))
    for i in np.flatnonzero(suspect).tolist():
        faults[i] = _check(column, float(values[i]), too_far) or too_far
        values[i] = np.nan
    return values, faults
