"""Service agreements and how they end: a steady hazard of breach, and a much higher one around month 60.

The careers are as they are: an agreement's end is drawn from the planted hazard and given to somebody whose career ends, or
goes on, like that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.demo import people
from pipelines.demo.cast import NOW, Cast, day_of
from pipelines.demo.design import AREAS, month_of
from pipelines.demo.rates import LEVELS, level_of
from pipelines.demo.records.schemes import entry_rate, scheme

HAZARD = 0.0025  # of breach, a month since the agreement began
NEAR = (55, 65)  # the months in which it is HAZARD_NEAR
HAZARD_NEAR = 0.03
TERMS = (60, 96)  # months agreed
LONG_SHARE = 0.45
COUNT = {"542500": 130, "140300": 370}
FIRST_START, LAST_START = month_of(2016, 3), month_of(2025, 9)
INSTALMENTS, EVERY = 5, 12  # equal parts, a year apart
_REPAID = 0.55


@dataclass(frozen=True)
class _Pool:
    """People an agreement may be given to; each is taken once."""

    first: np.ndarray
    last: np.ndarray
    area: np.ndarray
    may_leave: np.ndarray
    taken: np.ndarray

    def leaver(self, area: int, start: int, months: int, rng: np.random.Generator) -> int:
        """Return somebody who leaves `months` after an agreement could have begun, near `start` where there is a choice; -1 for nobody."""
        began = self.last - months
        fits = ~self.taken & self.may_leave & (self.area == area) & (self.first <= began - 2) & (began >= FIRST_START) & (self.last <= NOW)
        options = np.flatnonzero(fits)
        nearest = options[np.argsort(np.abs(began[options] - start), kind="stable")[:4]]
        return self._take(nearest, rng)

    def stayer(self, area: int, start: int, until: int, rng: np.random.Generator) -> int:
        """Return somebody in post two months before `start` who is still there after `until`; -1 for nobody."""
        return self._take(np.flatnonzero(~self.taken & (self.area == area) & (self.first <= start - 2) & (self.last > until)), rng)

    def _take(self, options: np.ndarray, rng: np.random.Generator) -> int:
        if not len(options):
            return -1
        chosen = int(rng.choice(options))
        self.taken[chosen] = True
        return chosen


def _pool(cast: Cast) -> _Pool:
    p = cast.people
    educated = (p["education"] >= people.EDUCATIONS.index("college")) & p["is_doctor"]
    return _Pool(
        p["first"].to_numpy(),
        p["last"].to_numpy(),
        p["area"].map(AREAS.index).to_numpy(),
        (~p["reason"].isin(("", "died", "retired"))).to_numpy(),
        (~educated).to_numpy().copy(),
    )


def _months_to_breach(term: int, rng: np.random.Generator) -> int | None:
    """Draw the month of breach, None where the term is served out."""
    months = np.arange(term)
    hazard = np.where((months >= NEAR[0]) & (months < NEAR[1]), HAZARD_NEAR, HAZARD)
    struck = np.flatnonzero(rng.random(term) < hazard)
    return int(struck[0]) if len(struck) else None


def make_agreements(cast: Cast) -> pd.DataFrame:
    """Return agreements: person, clinic, start, term, months to breach (NaN for none), status, and what was agreed."""
    rng, pool, rows = cast.stream("agreements"), _pool(cast), []
    for a, area in enumerate(AREAS):
        for _ in range(COUNT[area]):
            start, term = int(rng.integers(FIRST_START, LAST_START + 1)), int(rng.choice(TERMS, p=(1 - LONG_SHARE, LONG_SHARE)))
            breach = _months_to_breach(term, rng)
            if breach is not None and start + breach <= NOW:
                who, status = pool.leaver(a, start, breach, rng), "breached"
                start = int(pool.last[who]) - breach
            else:
                who = pool.stayer(a, start, min(start + term, NOW), rng)
                status, breach = "fulfilled" if start + term <= NOW else "active", None
            if who >= 0:
                rows.append((who, area, start, term, breach, status))
    frame = pd.DataFrame(rows, columns=["person", "area", "start", "term", "breach", "agreement_status"])
    return _described(cast, frame.sort_values(["area", "start", "person"], ignore_index=True), rng)


def _described(cast: Cast, a: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    persons, start = a["person"].to_numpy(), a["start"].to_numpy()
    a["clinic"] = cast.clinic_at(persons, start)
    a["agreement_id"] = [f"XY-{x[:2]}-{n:04d}" for x, n in zip(a["area"], a.groupby("area").cumcount() + 1, strict=True)]
    a["application_id"] = [f"SQ-{x[:2]}-{n:05d}" for x, n in zip(a["area"], a.groupby("area").cumcount() + 1, strict=True)]
    a["scheme_id"] = [scheme(x, "AJ") for x in a["area"]]
    recent = start - cast.people["first"].to_numpy()[persons] < 24
    a["entry_route"] = np.where(~recent, "other", rng.choice(["graduate", "scarce"], len(a), p=(0.75, 0.25)))
    a["agreed_from"] = pd.Series(day_of(start, np.ones(len(a), int)))
    a["agreed_years"] = a["term"] / 12
    a["agreed_to"] = pd.Series(day_of(start + a["term"].to_numpy() - 1, np.zeros(len(a), int)))
    a["is_full_time"] = True
    broken = a["agreement_status"] == "breached"
    a["breach_on"] = pd.Series(cast.people["left_on"].to_numpy()[persons]).where(broken)
    level = np.array(LEVELS)[level_of(cast.world.ground)[a["clinic"]]]
    education = np.array(people.EDUCATIONS)[cast.people["education"].to_numpy()[persons]]
    a["yuan"] = entry_rate(a["area"].to_numpy(), education, level, cast.clinics["remoteness"].to_numpy()[a["clinic"]])
    paid = np.minimum(a["breach"].fillna(0) // EVERY + 1, INSTALMENTS) * a["yuan"] / INSTALMENTS
    left = np.round(paid * (1 - a["breach"] / a["term"]), 2)
    a["repay_due_yuan"] = left.where(broken)
    repays = broken & (rng.random(len(a)) < _REPAID)
    a["repaid_yuan"] = left.where(repays).fillna(a["repay_due_yuan"] * 0)
    later = a["breach_on"] + pd.to_timedelta(rng.integers(20, 200, len(a)), unit="D")
    repays &= later <= pd.Timestamp(2025, 12, 31)
    a["repaid_on"] = later.where(repays)
    a.loc[broken & ~repays, "repaid_yuan"] = 0.0
    return a


def entry_grants(agreements: pd.DataFrame) -> pd.DataFrame:
    """Return the instalments due under each agreement while it was kept, as grants of its application."""
    rows = agreements.loc[agreements.index.repeat(INSTALMENTS)].reset_index(drop=True)
    rows["month"] = rows["start"] + rows.groupby("agreement_id").cumcount() * EVERY
    rows = rows[(rows["month"] <= NOW) & (rows["month"] <= rows["start"] + rows["breach"].fillna(1000))]
    yuan = rows["yuan"] / INSTALMENTS
    due = pd.Series(day_of(rows["month"].to_numpy(), np.full(len(rows), 25)), index=rows.index)
    return rows[["person", "clinic", "scheme_id", "application_id"]].assign(due_on=due, due_yuan=yuan, standard_yuan=rows["yuan"])
