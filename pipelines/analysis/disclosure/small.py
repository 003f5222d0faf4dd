"""The primary rules: which cells tell something about a person by themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pipelines.analysis.disclosure.tables import BoolArray


def small_counts(values: ArrayLike, k: int) -> BoolArray:
    """Return which counts are sensitive: 0 < count < k.

    Zero is shown: it is about nobody, and hiding it would hide where care is missing. Raises ValueError for k below 2.

    >>> small_counts([0, 1, 4, 5], 5).tolist()
    [False, True, True, False]
    """
    if k < 2:
        raise ValueError(f"k is {k}, expected 2 or more: with 1 nothing is hidden")
    counts = np.asarray(values)
    return (counts > 0) & (counts < k)


def small_ratios(numerator: ArrayLike, denominator: ArrayLike, k: int) -> BoolArray:
    """Return which shares are sensitive: the numerator or the rest of the denominator is in 1..k-1, or the denominator is.

    A share printed with its n is its numerator, and the rest is one subtraction away. 0 % and 100 % of k or more are
    shown although they say something about everybody in the group: in staffing they are the finding ("no doctor of this
    county holds the licence"), they single nobody out, and zero is shown everywhere else, so that hiding the share while
    printing the zero would hide nothing. A group below k is hidden whatever its share.

    >>> small_ratios([0, 3, 8, 9, 10, 2], [10, 10, 10, 10, 10, 2], 3).tolist()
    [False, False, True, True, False, True]
    """
    part, whole = np.asarray(numerator), np.asarray(denominator)
    return small_counts(part, k) | small_counts(whole - part, k) | small_counts(whole, k)


def dominated(
    amounts: pd.DataFrame, k: int, largest: int = 1, share: float = 0.75, prior: float = 0.10
) -> pd.DataFrame:
    """Return, for each cell of money, its contributors and whether it is sensitive.

    `amounts` has one row a payment: `cell`, `contributor`, `amount` (any unit; payments of a contributor are added, and
    count by their size whatever their sign; contributors of 0 are none). The result is indexed by `cell`: `contributors`,
    `total` (of absolute amounts), `few` (1..k-1 contributors), `dominance` (the `largest` together exceed `share` of the
    total: the (n,k) rule), `prior` (the total less the two largest is below `prior` times the largest, so that the second
    could estimate the first that closely: the p % rule), `sensitive` (any of these). Source: Hundepool et al. (2012),
    sec. 4.2.2. Raises ValueError for a share or prior outside 0-1.
    """
    if not (0 < share <= 1 and 0 < prior <= 1 and largest >= 1):
        raise ValueError(f"largest {largest}, share {share}, prior {prior}: expected 1 or more, and shares of 0-1")
    each = amounts.groupby(["cell", "contributor"], sort=True)["amount"].sum().abs()
    ranked = each[each > 0].sort_values(ascending=False, kind="stable")
    place = ranked.groupby("cell").cumcount()
    cells = pd.Index(amounts["cell"].unique(), name="cell").sort_values()

    def top(n: int) -> pd.Series:
        return ranked[place < n].groupby("cell").sum().reindex(cells, fill_value=0)

    found = pd.DataFrame({"contributors": ranked.groupby("cell").size().reindex(cells, fill_value=0), "total": top(len(ranked))})
    some = found["contributors"] > 0
    found["few"] = small_counts(found["contributors"], k)
    found["dominance"] = some & (top(largest) > share * found["total"])
    found["prior"] = some & (found["total"] - top(2) < prior * top(1))
    return found.assign(sensitive=found["few"] | found["dominance"] | found["prior"])
