"""Retention from annual returns: a life table at yearly points, because an exit is only known to fall between two returns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pipelines.analysis.identifiers import IdentifierCheck, identifier_check
from pipelines.analysis.interval import FloatArray
from pipelines.analysis.survival import from_counts
from pipelines.core.text import Text

NO_PAIR = Text(
    "没有两个相邻年度的年报可供比较，不能计算留任率；请提供连续两年以上的年报。",
    "There are no two returns of consecutive years to compare, so retention is not estimable; supply returns of two years in a row.",
)


@dataclass(frozen=True, slots=True, eq=False)
class LifeTable:
    """Retention at yearly points of time in post, one array entry a year: `year` 1 is one year after `start`.

    `at_risk` were there at the return before with that time in post, `exits` of them are not in the next; `survival`
    (0-1) with Greenwood's `std_err` and log-log limits. Between two points nothing is known: draw points, not steps. The
    table ends before the first year nobody was watched through.
    """

    start: int
    year: FloatArray
    at_risk: FloatArray
    exits: FloatArray
    survival: FloatArray
    std_err: FloatArray
    lower: FloatArray
    upper: FloatArray
    confidence: float

    def at(self, year: int) -> tuple[float, float, float]:
        """Return survival and its limits at a whole year of time in post; NaN beyond the table.

        Raises ValueError for a part of a year, which annual returns do not show.
        """
        if year != int(year):
            raise ValueError(f"year is {year}: annual returns show whole years only")
        if year == self.start:
            return 1.0, float("nan"), float("nan")
        place = int(year) - self.start - 1
        if not 0 <= place < len(self.year):
            return float("nan"), float("nan"), float("nan")
        return float(self.survival[place]), float(self.lower[place]), float(self.upper[place])

    def time_between(self, share: float = 0.5) -> tuple[float, float] | None:
        """Return the years between which the share `share` (0-1) has left: (after, by). None where it is not reached."""
        reached = np.flatnonzero(self.survival <= 1.0 - share + 1e-12)
        return (float(self.year[reached[0]]) - 1.0, float(self.year[reached[0]])) if len(reached) else None

    def tidy(self) -> pd.DataFrame:
        """Return one row a year: year, at_risk, exits, survival, std_err, lower, upper."""
        names = ("year", "at_risk", "exits", "survival", "std_err", "lower", "upper")
        return pd.DataFrame({name: getattr(self, name) for name in names})


@dataclass(frozen=True, slots=True, eq=False)
class AnnualRetention:
    """A life table from annual returns, or the reason why there is none.

    `table` is None when refused, and `refusal` says why. `checks` are the identifier tests by pair of years (year before,
    year after): only pairs that pass are in the table. `bridged` people-years were missing from one return and back in
    the next, which is no exit; `pending` exits rest on the last return alone; `left_out` rows had no person, year or
    start, a start that is no whole year, or one after the return.
    """

    table: LifeTable | None
    refusal: Text | None
    checks: tuple[tuple[int, int, IdentifierCheck], ...]
    bridged: int
    pending: int
    left_out: int

    def tidy(self) -> pd.DataFrame:
        """Return the rows of the table; none when refused."""
        return self.table.tidy() if self.table is not None else life_table([], []).tidy()


def life_table(years_in_post: ArrayLike, left: ArrayLike, start: int = 0, confidence: float = 0.95) -> LifeTable:
    """Return the life table of people watched from one annual return to the next (one array entry a person and pair).

    `years_in_post` whole years at the first return of the pair, `left` true when not in the second. Staff hired before
    the returns begin enter at their own time in post. `start` is the landmark from which retention is counted: years
    before it are left out, which is needed where few were watched in the first years. Whoever came and went between two
    returns is in none: early losses are understated. Source: Cutler & Ederer (1958); counting.md §2. Raises ValueError
    for missing, negative or fractional years and unequal length.
    """
    years, gone = np.asarray(years_in_post, dtype=float), np.asarray(left, dtype=bool)
    if years.shape != gone.shape or years.ndim != 1 or not np.all((years >= 0) & (years == np.floor(years))):
        raise ValueError("years_in_post must be whole years, 0 or more, one entry a person and pair of returns")
    whole = years.astype(np.int64)
    at_risk, exits = np.bincount(whole), np.bincount(whole, weights=gone)
    at_risk, exits = at_risk[start:], exits[start:]
    empty = np.flatnonzero(at_risk == 0)
    end = int(empty[0]) if len(empty) else len(at_risk)
    points = np.arange(start + 1, start + 1 + end, dtype=float)
    curve = from_counts(points, at_risk[:end], exits[:end], confidence)
    return LifeTable(
        start, curve.time, curve.at_risk, curve.events, curve.survival, curve.std_err, curve.lower, curve.upper, confidence
    )


def annual_retention(
    person: ArrayLike,
    year: ArrayLike,
    place: ArrayLike,
    role: ArrayLike,
    start_year: ArrayLike,
    start: int = 0,
    confidence: float = 0.95,
) -> AnnualRetention:
    """Return the life table of annual returns, refused where the identifier does not follow people.

    One array entry a row of a return: `person` identifier, `year` of the return, `place` and `role` (any labels, as
    `identifier_check` compares them), `start_year` when the post began. Only pairs of consecutive years count. `start`
    as in `life_table`. Raises ValueError for arrays of unequal length.
    """
    whole = pd.to_numeric(pd.Series(np.asarray(start_year))).to_numpy(dtype=float)
    of = pd.to_numeric(pd.Series(np.asarray(year))).to_numpy(dtype=float)
    labels = [pd.factorize(pd.Series(np.asarray(values)))[0] for values in (person, place, role)]
    if len({len(rows) for rows in (whole, of, *labels)}) > 1:
        raise ValueError("person, year, place, role and start_year must have one entry a row of a return each")
    usable = (labels[0] >= 0) & (of % 1 == 0) & (whole % 1 == 0) & (whole <= of)
    codes, places, roles = (rows[usable] for rows in labels)
    of, whole = of[usable].astype(np.int64), whole[usable]
    years = np.unique(of)
    placed = (places >= 0) & (roles >= 0)
    checks = []
    for y in years[np.isin(years + 1, years)].tolist():
        parts = [(codes[rows], places[rows], roles[rows]) for rows in (placed & (of == y), placed & (of == y + 1))]
        checks.append((y, y + 1, identifier_check(*parts[0], *parts[1])))
    good = [y for y, _, check in checks if check.follows]
    left_out = int((~usable).sum())
    if not good:
        return AnnualRetention(None, checks[-1][2].refusal if checks else NO_PAIR, tuple(checks), 0, 0, left_out)
    in_post, left, at, bridged = _transitions(codes, of, whole, good)
    table = life_table(in_post, left, start, confidence)
    return AnnualRetention(table, None, tuple(checks), bridged, int(left[at == years[-1] - 1].sum()), left_out)


def _transitions(
    codes: NDArray[np.int64], of: NDArray[np.int64], start_year: FloatArray, good: list[int]
) -> tuple[FloatArray, NDArray[np.bool_], NDArray[np.int64], int]:
    """Return whole years in post, whether left and the year of each person and good pair, and how many absences were bridged."""
    first = int(of.min())
    shape = (int(codes.max()) + 1, int(of.max()) - first + 2)
    seen = np.zeros(shape, dtype=bool)
    began = np.full(shape, np.nan)
    seen[codes, of - first] = True
    began[codes[::-1], of[::-1] - first] = start_year[::-1]  # the first row of a person in a return has the last word
    holds = np.isin(np.arange(shape[1]) + first, good)
    back = np.zeros(shape, dtype=bool)
    back[:, 1:-1] = seen[:, :-2] & ~seen[:, 1:-1] & seen[:, 2:] & (holds[:-2] & holds[1:-1])
    began[:, 1:] = np.where(back[:, 1:], began[:, :-1], began[:, 1:])
    there = seen | back
    person, year = np.nonzero(there[:, :-1] & holds[:-1])
    return year + first - began[person, year], ~there[person, year + 1], year + first, int(back.sum())
