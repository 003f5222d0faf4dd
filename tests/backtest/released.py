"""What a reader of the released tables can work out: every count as an unknown, every relation known of them, a linear programme.

Shares no code with what protects them: counts are read off printed rows, places are nested by their codes, and the
relations are written down from what the indicators say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from tests.unit.analysis.disclosure.attack import Found, intervals

Count = tuple[str, str, str]  # what, region, year
BANDS = ("under_35", "35_44", "45_54", "55_59", "60_over")
LICENCES = ("physician", "assistant", "rural_assistant", "village_certificate", "none")
SHARES = {  # what a share is made of
    "female_share": ("sex=female", "sex known"), "share_aged_55": ("aged 55", "age known"),
    "licensed_share": ("licensed", "licence known"), "training_coverage": ("trained", "all"),
}
SUMS = {  # everybody in a group and the parts of it; people of whom it is unknown make up the difference
    "sex known": ("sex=female", "sex=male"), "aged 55": ("age_band=55_59", "age_band=60_over"),
    "age known": tuple(f"age_band={b}" for b in BANDS), "all": ("staff_group=village_doctor", "staff_group=township_doctor"),
    "licence of all": tuple(f"licence={c}" for c in LICENCES),
}
INSIDE = {  # some of those: the others are as telling, unless (False) nothing is known of them
    ("sex=female", "sex known"): True, ("aged 55", "age known"): True, ("licensed", "licence known"): True, ("trained", "all"): True,
    ("stayed", "start"): True, ("stayed", "all"): False, ("licence known", "staff_group=village_doctor"): False,
    ("sex known", "all"): False, ("age known", "all"): False, ("licence of all", "all"): False,
}


def counts_of(rows: pd.DataFrame) -> dict[Count, int]:
    """Return every count of people that rows of answers tell: of headcounts and shares, leavers and stayers, and of year ends."""
    found: dict[Count, int] = {}
    flows: dict[Count, float] = {}
    for r in rows[rows["numerator"].notna()].itertuples():
        where, name = (r.region_code, r.period), r.indicator
        if name in ("headcount", "density"):
            found["all" if not r.breakdown else f"{r.breakdown}={r.category}", *where] = round(r.numerator)
        elif name in SHARES and r.denominator == r.denominator:
            part, whole = SHARES[name]
            found[part, *where], found[whole, *where] = round(r.numerator), round(r.denominator)
        elif name == "leaver_rate":
            found["left", *where], flows["mean", *where] = round(r.numerator), r.denominator
        elif name == "stability_index":
            found["stayed", *where], found["start", *where] = round(r.numerator), round(r.denominator)
    ends = {("end", *where): round(2 * mean - found["start", *where]) for (_, *where), mean in flows.items() if ("start", *where) in found}
    return found | ends | {("twice the mean", *where): round(2 * mean) for (_, *where), mean in flows.items()}


@dataclass
class Attack:
    """The unknowns, what is known to hold of them, and the true counts, from which it is known which sums are exact."""

    truth: dict[Count, int]
    terms: list[dict[Count, int]] = field(default_factory=list)
    slack: dict[Count, int] = field(default_factory=dict)

    def add(self, terms: dict[Count, int], name: str, is_exact: bool = True, is_kept: bool = True) -> None:
        """Add "these add up to zero", with a slack where they do not in truth, or where that is not known to be so."""
        gap = sum(self.truth[c] * k for c, k in terms.items())
        if gap or not is_exact:
            where = next(iter(terms))
            rest = (("rest:" if is_kept else "gap:") + name, *where[1:])
            self.slack[rest] = abs(gap)
            terms = {**terms, rest: -1 if gap > 0 else 1}
        self.terms.append(terms)

    def recovered(self, shown: Iterable[Count], k: int) -> tuple[list[Found], int]:
        """Return what is recovered of the counts 1 to k - 1 that are not `shown`, and how many of them there are."""
        names = [*self.truth, *self.slack]
        place = {name: at for at, name in enumerate(names)}
        value = np.array([*self.truth.values(), *self.slack.values()], dtype=np.int64)
        low = np.array([1.0 if name in self.truth and value[place[name]] > 0 else 0.0 for name in names])
        high = np.full(len(names), np.inf)
        for name in shown:
            low[place[name]] = high[place[name]] = value[place[name]]
        cells = [(row, place[c], coefficient) for row, t in enumerate(self.terms) for c, coefficient in t.items()]
        row, column, data = (np.array(x) for x in zip(*cells, strict=True))
        matrix = sparse.csr_array((data.astype(float), (row, column)), shape=(len(self.terms), len(names)))
        telling = np.array([not name[0].startswith("gap:") for name in names])
        wanted = (value > 0) & (value < k) & (high > low) & telling
        return _solved(matrix, low, high, wanted, value), int(wanted.sum())


def _solved(matrix: sparse.csr_array, low: np.ndarray, high: np.ndarray, wanted: np.ndarray, value: np.ndarray) -> list[Found]:
    """Solve block by block: unknowns that no chain of relations ties together say nothing about each other."""
    loose = np.flatnonzero(high > low)
    ties = abs(matrix[:, loose])
    _, block = connected_components(ties.T @ ties, directed=False)
    found: list[Found] = []
    for number in np.unique(block[wanted[loose]]):
        here = loose[block == number]
        rows = np.unique(matrix[:, here].tocoo().row)
        part = matrix[rows, :].tocsc()
        fixed = np.setdiff1d(np.unique(part.tocoo().col), here)
        columns = np.concatenate([here, fixed])
        inside = np.flatnonzero(wanted[here]).tolist()
        found += intervals(part[:, columns].toarray(), low[columns], high[columns], inside, value[columns], True)
    return [f for f in found if f.recovered]


def attack_of(truth: dict[Count, int], parent_of: Callable[[str], str | None]) -> Attack:
    """Return all that is known to hold of the counts of the lists."""
    found = Attack({**truth, **{(f"{group}", *where): sum(truth.get((p, *where), 0) for p in parts) for group, parts in SUMS.items()
                                for where in {c[1:] for c in truth if c[0] in parts} if (group, *where) not in truth}})
    below: dict[Count, list[Count]] = defaultdict(list)
    for what, region, year in found.truth:
        above = (what, parent_of(region) or "", year)
        if above in found.truth:
            below[above].append((what, region, year))
    for whole, parts in below.items():
        found.add({**dict.fromkeys(parts, 1), whole: -1}, f"places {whole[0]}", is_kept=False)
    for whole in list(found.truth):
        parts = [(p, *whole[1:]) for p in SUMS.get(whole[0], ()) if (p, *whole[1:]) in found.truth]
        if parts:
            found.add({**dict.fromkeys(parts, 1), whole: -1}, f"parts {whole[0]}", is_kept=False)
    _ends(found)
    for (part, whole), is_telling in INSIDE.items():
        for what, *where in list(found.truth):
            if what == part and (whole, *where) in found.truth:
                found.add({(whole, *where): 1, (part, *where): -1}, f"{whole} - {part}", is_exact=False, is_kept=is_telling)
    return found


def _ends(found: Attack) -> None:
    """A year ends with its headcount and begins with that of the year before; a mean is half of both ends."""
    for what, region, year in list(found.truth):
        before = ("all", region, str(int(year) - 1)) if year.isdigit() else None
        if what == "start" and before in found.truth:
            found.add({(what, region, year): 1, before: -1}, "start", is_kept=False)
        if what == "end" and ("all", region, year) in found.truth:
            found.add({(what, region, year): 1, ("all", region, year): -1}, "end", is_kept=False)
        if what == "twice the mean" and ("start", region, year) in found.truth and ("end", region, year) in found.truth:
            found.add({(what, region, year): 1, ("start", region, year): -1, ("end", region, year): -1}, "mean")
