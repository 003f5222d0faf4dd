"""What is printed of a protected system: rounded counts, and rates made from them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pipelines.analysis.disclosure.protect import Protection
from pipelines.analysis.disclosure.tables import IntArray


def rounded(values: ArrayLike, base: int = 5) -> IntArray:
    """Return counts rounded to the nearest multiple of `base`, a half upwards.

    Each count by itself and always alike, so that the same count reads the same in every table and every build; totals
    are rounded from exact totals, so rounded parts need not add up to them (say so under the table). Controlled rounding
    would add up but print the same count differently from table to table. A zero stays one; the rounding of a part never
    exceeds that of its whole. Raises ValueError for a base below 1. Source: Hundepool et al. (2012), sec. 5.4.

    >>> rounded([0, 12, 13, 17]).tolist()
    [0, 10, 15, 15]
    """
    if base < 1:
        raise ValueError(f"base is {base}, expected 1 or more")
    counts = np.asarray(values, dtype=np.int64)
    return np.asarray((2 * counts + base) // (2 * base) * base)


def public_counts(protection: Protection, base: int = 5) -> pd.DataFrame:
    """Return `protection.tidy()` with its shown values rounded.

    Rounding does not undo hiding: each printed number is a function of one that could be printed exactly, so every table
    that agrees with the exact ones agrees with the rounded ones, the witnesses among them.
    """
    frame = protection.tidy()
    shown = frame["value"].notna()
    frame.loc[shown, "value"] = rounded(frame.loc[shown, "value"].to_numpy(np.int64), base)
    return frame


def shares(counts: pd.DataFrame, ratios: pd.DataFrame) -> pd.DataFrame:
    """Return ratios of printed counts.

    `counts` is what `Protection.tidy` or `public_counts` returns, `ratios` has `numerator` and `denominator` (cell ids) and
    any other columns, which are kept. The result adds `numerator_value`, `denominator_value`, `value` (numerator ÷
    denominator) and `status`: "suppressed" when either is hidden, as the share and its n would give the other away;
    "no_denominator" when the printed denominator is 0. Raises KeyError for a cell that is not among the counts.
    """
    value = counts.set_index("cell")["value"]
    part, base = (value.loc[ratios[side]].reset_index(drop=True) for side in ("numerator", "denominator"))
    hidden = part.isna() | base.isna()
    empty = ~hidden & (base == 0).fillna(False).astype(bool)
    usable = ~(hidden | empty)
    share = part.where(usable).astype("Float64") / base.where(usable).astype("Float64")
    status = np.select([hidden, empty], ["suppressed", "no_denominator"], "ok")
    return ratios.reset_index(drop=True).assign(
        numerator_value=part, denominator_value=base, value=share.mask(~usable), status=status
    )
