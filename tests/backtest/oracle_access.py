"""Roads, capacity, workload and equity in plain pandas, written from the indicators' cards and sharing no code with the engine."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd

from tests.backtest.oracle import DOCTORS, Books
from tests.backtest.workbooks_support import SupportBooks

ALL_YEAR, OPEN, SNOW = "全年", "通行季", "冰雪季"
SHORT, LONG = 30, 60
PEOPLE_A_DOCTOR = 1000  # the demo's norm is one per 1,000
NOWHERE = float("inf")
Journeys = dict[str, dict[str, float]]  # village -> facility -> minutes


def is_centre(facility: str) -> bool:
    """Whether a code is of a township or community health centre."""
    return facility.endswith(("-T", "-C"))


def regions(books: Books, level: str, townships: pd.Series[Any]) -> pd.Series[Any]:
    """The region of a level that each township belongs to."""
    parent = dict(zip(books.region["code"], books.region["parent"], strict=True))
    for _ in range(("township", "county", "prefecture").index(level)):
        townships = townships.map(parent)
    return townships


def journeys(books: Books, support: SupportBooks, season: str) -> Journeys:
    """Minutes in a season; a closed road is NOWHERE. What was measured for all the year holds where the season has no row."""
    closed = set(books.facility.loc[books.facility["closed"].notna(), "code"])
    onward: dict[str, dict[str, float]] = defaultdict(dict)
    for wanted in (ALL_YEAR, season):
        for row in support.travel[support.travel["season"] == wanted].itertuples():
            onward[row.start][row.to] = row.minutes if row.passable else NOWHERE
    found: Journeys = {}
    for village in support.village.itertuples():
        reach = {to: village.minutes + minutes for to, minutes in onward.get(village.serving, {}).items()}
        reach[village.serving] = village.minutes
        found[village.code] = {to: minutes for to, minutes in reach.items() if to not in closed}
    return found


def reach(books: Books, support: SupportBooks, level: str) -> pd.DataFrame:
    """By region: residents, and those within each limit in the open and in the hardest season; villages and people beyond LONG in the latter."""
    nearest = {}
    for season in (OPEN, SNOW):
        onward = journeys(books, support, season)
        nearest[season] = [min((m for f, m in onward[v].items() if is_centre(f)), default=NOWHERE) for v in support.village["code"]]
    people, hardest = support.village["residents"], np.maximum(nearest[OPEN], nearest[SNOW])
    marks = pd.DataFrame({
        "residents": people, "short": people * (np.array(nearest[OPEN]) <= SHORT), "long": people * (np.array(nearest[OPEN]) <= LONG),
        "short_hardest": people * (hardest <= SHORT), "long_hardest": people * (hardest <= LONG),
        "villages_beyond": 1.0 * (hardest > LONG), "beyond": people * (hardest > LONG),
    })
    return marks.groupby(regions(books, level, support.village["township"])).sum()


def doctors_at(books: Books, day: pd.Timestamp, groups: tuple[str, ...] = DOCTORS) -> pd.Series[float]:
    """FTE of doctors at each facility on a day."""
    posts = books.spell[(books.spell["start"] <= day) & (books.spell["end"] >= day) & books.spell["group"].isin(groups)]
    return posts.groupby("facility")["fte"].sum()


def spatial_access(books: Books, support: SupportBooks, level: str, day: pd.Timestamp) -> pd.Series[float]:
    """Doctors within reach per 1,000 residents: E2SFCA with the catchment each village needs, population-weighted over villages."""
    found, fte = journeys(books, support, OPEN), doctors_at(books, day)
    people = dict(zip(support.village["code"], support.village["residents"], strict=True))
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for village, times in found.items():
        catchment = SHORT if min(times.values()) <= SHORT else LONG
        for facility, minutes in times.items():
            zones = [weight for part, weight in ((1, 1.0), (2, 0.68), (3, 0.22)) if minutes <= catchment * part / 3]
            if zones:
                weights[facility][village] = zones[0]
    access: dict[str, float] = defaultdict(float)
    for facility, of in weights.items():
        ratio = fte.get(facility, 0.0) / sum(people[v] * w for v, w in of.items())
        for village, weight in of.items():
            access[village] += ratio * weight
    rows = support.village.assign(region=regions(books, level, support.village["township"]), access=support.village["code"].map(access))
    return rows.groupby("region")[["access", "residents"]].apply(lambda r: 1000 * (r["access"] * r["residents"]).sum() / r["residents"].sum())


def coverage(books: Books, support: SupportBooks, level: str, year: int) -> pd.Series[float]:
    """Share of residents served, nearest first, each region by itself."""
    found, fte = journeys(books, support, OPEN), doctors_at(books, pd.Timestamp(year, 12, 31))
    answers = {}
    for region, rows in support.village.groupby(regions(books, level, support.village["township"])):
        need = dict(zip(rows["code"], rows["residents"], strict=True))
        pairs = sorted((minutes, v, f) for v in need for f, minutes in found[v].items() if minutes <= LONG)
        room = {f: PEOPLE_A_DOCTOR * fte.get(f, 0.0) for _, _, f in pairs}
        total = sum(need.values())
        for _, village, facility in pairs:
            taken = min(need[village], room[facility])
            need[village] -= taken
            room[facility] -= taken
        answers[region] = 1 - sum(need.values()) / total
    return pd.Series(answers)


def wisn(books: Books, support: SupportBooks, level: str, year: int) -> pd.DataFrame:
    """By region: staff the work of a year needs and staff there is, doctors of villages and of centres."""
    day, work = pd.Timestamp(year, 12, 31), support.work[support.work["year"] == year].set_index("clinic")
    parts = []
    for group, rows in (("village_doctor", work[[not is_centre(c) for c in work.index]]), ("township_doctor", work[[is_centre(c) for c in work.index]])):
        standard = support.standard[support.standard["group"] == group]
        timed = standard.dropna(subset=["minutes"]).query("kind != ''")
        kinds = [(r.kind, r.minutes * (r.times if r.times == r.times else 1.0)) for r in timed.itertuples()]
        asked = [kind for kind, _ in kinds if rows[kind].notna().mean() > 0.5]
        minutes = sum(rows[kind].fillna(0.0) * each for kind, each in kinds).where(rows[asked].notna().all(axis=1))
        need = minutes / (standard["hours"].max() * 60) / (1 - standard["share"].sum())
        there = doctors_at(books, day, (group,)).reindex(rows.index).fillna(0.0)
        parts.append(pd.DataFrame({"need": need, "there": there.where(need.notna())}))
    both = pd.concat(parts)
    return both.groupby(both.index.map(books.home[level])).sum()


def patients(books: Books, support: SupportBooks, level: str, year: int) -> pd.Series[float]:
    """Registered with hypertension or diabetes by region."""
    work = support.work[support.work["year"] == year]
    count = work["高血压登记人数"].fillna(0) + work["糖尿病登记人数"].fillna(0)
    return count.groupby(work["clinic"].map(books.home[level])).sum()


def village_share(books: Books, support: SupportBooks, level: str, year: int) -> pd.Series[float]:
    """Share of public-health minutes done by clinics and stations, over townships in which both they and the centre filed."""
    work = support.work[support.work["year"] == year]
    minutes = work["近一年更新档案数"] * 8 + work["高血压登记人数"] * 4 * 20 + work["健教次数"] * 90
    rows = pd.DataFrame({"clinic": work["clinic"], "minutes": minutes, "is_village": [not is_centre(c) for c in work["clinic"]]})
    rows["township"] = rows["clinic"].map(books.home["township"])
    rows = rows[rows.groupby("township")["is_village"].transform("nunique") == 2]
    region = rows["clinic"].map(books.home[level])
    return (rows["minutes"] * rows["is_village"]).groupby(region).sum() / rows["minutes"].groupby(region).sum()


def equity(doctors: pd.Series[float], people: pd.Series[float], county: dict[str, str]) -> dict[str, float]:
    """Measures of inequality of townships' doctors over their people, from their textbook sums."""
    y, p = (doctors / doctors.sum()).to_numpy(), (people / people.sum()).to_numpy()
    group = np.array([county[t] for t in people.index])
    of = [(y[group == g].sum(), p[group == g].sum()) for g in np.unique(group)]
    # half the mean difference of all pairs over the mean
    density = (doctors / people).to_numpy()
    gini = np.abs(density[:, None] - density[None, :]).ravel() @ np.outer(p, p).ravel() / (2 * doctors.sum() / people.sum())
    ratio = y / p
    theil = {"theil_t": float(sum(a * np.log(a / b) for a, b in zip(y, p, strict=True) if a > 0))}
    theil["theil_l"] = float(sum(b * np.log(b / a) for a, b in zip(y, p, strict=True))) if (y > 0).all() else float("nan")
    between_t = float(sum(a * np.log(a / b) for a, b in of if a > 0))
    between_l = float(sum(b * np.log(b / a) for a, b in of)) if (y > 0).all() else float("nan")
    alone = len(of) < 2
    parts = {
        "theil_t_between": between_t, "theil_t_within": theil["theil_t"] - between_t, "theil_l_between": between_l,
        "theil_l_within": theil["theil_l"] - between_l,
    }
    return theil | {name: float("nan") if alone else value for name, value in parts.items()} | {
        "gini": float(gini), "max_min_ratio": density.max() / density.min() if density.min() > 0 else float("nan"),
        "coefficient_of_variation": float(np.sqrt(p @ (ratio - 1) ** 2)), "dissimilarity_index": float(np.abs(y - p).sum() / 2),
    }


def lorenz(doctors: pd.Series[float], people: pd.Series[float], at: int) -> float:
    """Share of the doctors of the worst served `at` per cent of the people."""
    frame = pd.DataFrame({"y": doctors, "p": people}).assign(density=doctors / people).sort_values("density")
    left, held = people.sum() * at / 100, 0.0
    for row in frame.itertuples():
        part = min(1.0, left / row.p)
        held, left = held + part * row.y, left - part * row.p
        if left <= 0:
            break
    return held / doctors.sum()
