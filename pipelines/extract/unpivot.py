"""Wide columns become rows, as the form declares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.extract.clean import Cleaned
from pipelines.extract.grid import Mask


@dataclass(frozen=True, slots=True)
class Wide:
    """One wide column, cleaned: the code it stands for and the measure it fills."""

    code: str
    measure: str
    cleaned: Cleaned


@dataclass(frozen=True, slots=True)
class Long:
    """The rows made of wide columns, in order of code then row; `bad` ones hold a value that cannot be used."""

    frame: pd.DataFrame
    blank: Mask
    bad: Mask


def codes_of(wide: Sequence[Wide]) -> list[str]:
    """Return the distinct codes in the order they first stand."""
    return list(dict.fromkeys(w.code for w in wide))


def unpivot(base: pd.DataFrame, into: str, wide: Sequence[Wide]) -> Long:
    """Return one row per row of `base` and code: `into` holds the code, each measure its number.

    A record is blank when none of its measures holds a number or a bad value. `base` has a 0..n-1 index.
    """
    codes, measures = codes_of(wide), list(dict.fromkeys(w.measure for w in wide))
    size = len(base)
    frame = base.take(np.tile(np.arange(size), len(codes))).reset_index(drop=True)
    frame[into] = pd.array(np.asarray(codes, dtype=object), dtype="str").take(np.repeat(np.arange(len(codes)), size))
    bad = np.zeros(len(frame), dtype=bool)
    blank = np.ones(len(frame), dtype=bool)
    for measure in measures:
        values = np.full(len(frame), np.nan)
        for item in (w for w in wide if w.measure == measure):
            part = slice(codes.index(item.code) * size, (codes.index(item.code) + 1) * size)
            given = np.asarray(item.cleaned.values, dtype="float64")
            values[part] = given
            bad[part] |= item.cleaned.bad
            blank[part] &= np.isnan(given) & ~item.cleaned.bad
        frame[measure] = values
    return Long(frame, blank, bad)


def kept_together(wide: Sequence[Wide], long: Long) -> Long:
    """Return rows of which one that cannot be used keeps out the others of its row of the sheet, or of its month there (2022-01/base)."""
    codes = codes_of(wide)
    months = np.unique([code.rpartition("/")[0] for code in codes], return_inverse=True)[1]
    bad, blank = long.bad.reshape(len(codes), -1).copy(), long.blank.reshape(len(codes), -1)
    for month in range(int(months.max()) + 1):
        of_month = months == month
        bad[of_month] |= bad[of_month].any(axis=0) & ~blank[of_month]
    return Long(long.frame, long.blank, bad.ravel())
