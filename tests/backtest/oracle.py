"""The demo's indicators in plain pandas, written from the counting rules and sharing no code with the engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

DOCTORS = ("village_doctor", "township_doctor")
LICENSED = ("physician", "assistant", "rural_assistant")
NOT_LEAVING = ("died", "reclassified")
ORDINARY = ("base", "performance", "public_health", "medicine", "post_allowance", "remote_allowance")
LEVELS = ("prefecture", "county", "township", "facility")
STILL_THERE = pd.Timestamp("2200-01-01")
DAY = pd.Timedelta(days=1)
DAYS_A_MONTH = 365.25 / 12
EXACT = 1e-9


@dataclass(frozen=True)
class Books:
    """What the workbooks say, bad rows left out; people known by their ID number.

    region: code, level, parent. facility: code, township, opened, closed. population: code, year, kind, persons.
    spell: person, facility, group, start, end (STILL_THERE when open), reason, fte, is_main. roster: person, as_at,
    licence. pay: person, component, start, end, paid. price: year -> index.
    """

    region: pd.DataFrame
    facility: pd.DataFrame
    population: pd.DataFrame
    spell: pd.DataFrame
    roster: pd.DataFrame
    pay: pd.DataFrame
    price: pd.Series[float]

    @cached_property
    def home(self) -> dict[str, dict[str, str]]:
        """Level -> facility -> the region of that level it belongs to."""
        parent = dict(zip(self.region["code"], self.region["parent"], strict=True))
        township = dict(zip(self.facility["code"], self.facility["township"], strict=True))
        county = {f: parent[t] for f, t in township.items()}
        prefecture = {f: parent[c] for f, c in county.items()}
        return {"facility": {f: f for f in township}, "township": township, "county": county, "prefecture": prefecture}

    @cached_property
    def main(self) -> pd.DataFrame:
        """Main posts: person, facility, group, start, end, reason; one piece a person and day."""
        alone = ~self.spell["person"].duplicated(keep=False)
        columns = ["person", "facility", "group", "start", "end", "reason"]
        pieces = [self.spell.loc[alone, columns]]
        for _, spells in self.spell[~alone].groupby("person"):
            pieces.append(pd.DataFrame(_main_pieces(spells), columns=columns))
        return pd.concat(pieces, ignore_index=True)

    @cached_property
    def licences(self) -> dict[str, list[tuple[pd.Timestamp, str]]]:
        """Person -> (roster day, licence) in order of day."""
        return said_of(self.roster.sort_values("as_at"), "person", "as_at", "licence")

    def licence(self, person: str, day: pd.Timestamp) -> str:
        """The licence of the last roster up to `day`; before the first roster, that of the first."""
        held = self.licences.get(person, [])
        known = [name for as_at, name in held if as_at <= day]
        return known[-1] if known else held[0][1] if held else "unknown"


def _main_pieces(spells: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Cut a person's days where any spell begins or ends and keep the best spell in each piece (a tie: the lower code)."""
    rows = list(spells.itertuples())
    cuts = sorted({r.start for r in rows} | {r.end + DAY for r in rows})
    pieces = []
    for first, following in zip(cuts, [*cuts[1:], None], strict=True):
        held = [r for r in rows if r.start <= first <= r.end]
        if held and following is not None:
            best = min(held, key=lambda r: (not r.is_main, -r.fte, r.start, r.facility))
            last = following - DAY
            pieces.append((best.person, best.facility, best.group, first, last, best.reason if best.end == last else None))
    return pieces


def age(person: str, year: int) -> int:
    """Reference year minus the birth year in the ID number."""
    return year - int(person[6:10])


def stock(books: Books, level: str, year: int) -> pd.DataFrame:
    """Per region: headcount, aged_55, village doctors of known licence and licensed, fte, facilities, persons at year end."""
    day, home = pd.Timestamp(year, 12, 31), books.home[level]
    people = books.main.query("start <= @day <= end and group in @DOCTORS")
    people = people.assign(region=people["facility"].map(home), aged_55=[age(p, year) >= 55 for p in people["person"]])
    village = people[people["group"] == "village_doctor"]
    village = village.assign(licence=[books.licence(p, day) for p in village["person"]]).query("licence != 'unknown'")
    posts = books.spell.query("start <= @day <= end and group in @DOCTORS")
    standing = books.facility.query("(opened.isna() or opened <= @day) and (closed.isna() or closed > @day)")
    found = pd.DataFrame(
        {
            "headcount": people.groupby("region")["person"].nunique(),
            "aged_55": people.groupby("region")["aged_55"].sum(),
            "licence_known": village.groupby("region")["person"].nunique(),
            "licensed": village[village["licence"].isin(LICENSED)].groupby("region")["person"].nunique(),
            "fte": posts.groupby(posts["facility"].map(home))["fte"].sum(),
            "facilities": standing.groupby(standing["code"].map(home))["code"].nunique(),
            "persons": _persons(books, level, year),
        }
    )
    return found


def _persons(books: Books, level: str, year: int) -> pd.Series[float]:
    """Resident population of each region, from the lowest places that have a figure."""
    rows = books.population.query("year == @year and kind == 'resident'")
    if level == "facility":
        return pd.Series(dtype=float)
    parent = dict(zip(books.region["code"], books.region["parent"], strict=True))
    up = LEVELS.index("township") - LEVELS.index(level)
    place = rows["code"]
    for _ in range(up):
        place = place.map(parent)
    return rows["persons"].groupby(place).sum()


def presences(books: Books, level: str) -> pd.DataFrame:
    """Unbroken stays in a region: region, person, start, end, reason of the last piece; 31 days away are bridged."""
    posts = books.main[books.main["group"].isin(DOCTORS)]
    posts = posts.assign(region=posts["facility"].map(books.home[level])).sort_values(["region", "person", "start"])
    stays: list[list[Any]] = []
    for r in posts.itertuples():
        last = stays[-1] if stays else None
        if last and last[:2] == [r.region, r.person] and (r.start - last[3]).days - 1 <= 31:
            if r.end > last[3]:
                last[3], last[4] = r.end, r.reason
        else:
            stays.append([r.region, r.person, r.start, r.end, r.reason])
    return pd.DataFrame(stays, columns=["region", "person", "start", "end", "reason"])


def flow(stays: pd.DataFrame, year: int) -> pd.DataFrame:
    """Per region: opening, closing, joiners, leavers, others_gone, stayers of a calendar year.

    The last day of a spell is a day in post; somebody is gone on the day after it.
    """
    before, last = pd.Timestamp(year - 1, 12, 31), pd.Timestamp(year, 12, 31)
    gone = (stays["end"] + DAY > before) & (stays["end"] + DAY <= last)
    leaving = ~stays["reason"].isin(NOT_LEAVING)
    marks = pd.DataFrame(
        {
            "region": stays["region"],
            "opening": (stays["start"] <= before) & (stays["end"] >= before),
            "closing": (stays["start"] <= last) & (stays["end"] >= last),
            "joiners": (stays["start"] > before) & (stays["start"] <= last),
            "leavers": gone & leaving,
            "others_gone": gone & ~leaving,
            "stayers": (stays["start"] <= before) & (stays["end"] >= last),
        }
    )
    counts = marks.groupby("region").sum()
    assert (counts["closing"] == counts.eval("opening + joiners - leavers - others_gone")).all()
    return counts


@dataclass(frozen=True)
class Window:
    """Rows at risk of one region in a calendar window, in days since the stay began."""

    entry: np.ndarray
    exit: np.ndarray
    event: np.ndarray

    def survival(self, t: float) -> float | None:
        """Product over event times up to t of 1 - d/n; None where at some moment up to t nobody was at risk."""
        reach = 0.0
        for start, stop in sorted(zip(self.entry, self.exit, strict=True)):
            if start > reach:
                break
            reach = max(reach, stop)
        if np.floor(t) > reach:  # exits fall on whole days
            return None
        survival = 1.0
        for moment in np.unique(self.exit[self.event & (self.exit <= t)]):
            at_risk = np.sum((self.entry < moment) & (moment <= self.exit))
            survival *= 1 - np.sum(self.event & (self.exit == moment)) / at_risk
        return survival


def window(stays: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> Window:
    """Everyone in post at some time from the day before `first` to `last`; gone means the day after the last in post."""
    before = first - DAY
    rows = stays[(stays["start"] <= last) & (stays["end"] >= before)]
    gone = rows["end"] + DAY <= last
    until = (rows["end"] + DAY).where(gone, last)
    entry = (before - rows["start"]).dt.days.clip(lower=0)
    span = (until - rows["start"]).dt.days
    event = gone & ~rows["reason"].isin(NOT_LEAVING)
    at_risk = span > entry
    return Window(np.asarray(entry[at_risk]), np.asarray(span[at_risk]), np.asarray(event[at_risk]))


def by_region(stays: pd.DataFrame) -> Iterable[tuple[str, pd.DataFrame]]:
    """The stays of each region."""
    return ((str(region), rows) for region, rows in stays.groupby("region"))


def _months(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Every month of `year` that a row touches between start and end: person, month (1-12), each once."""
    inside = rows[(rows["start"].dt.year <= year) & (rows["end"].dt.year >= year)]
    first = inside["start"].dt.month.where(inside["start"].dt.year == year, 1)
    last = inside["end"].dt.month.where(inside["end"].dt.year == year, 12)
    pieces = [inside.loc[(first <= m) & (m <= last), ["person"]].assign(month=m) for m in range(1, 13)]
    return pd.concat(pieces, ignore_index=True).drop_duplicates()


def _paid(rows: pd.DataFrame, emergency: pd.DataFrame) -> pd.Series[Any]:
    """By person: what was paid. A facility's total stands for the ordinary components it overlaps, unless they come to more."""
    every = pd.concat([rows, emergency])
    every = every.assign(post=list(zip(every["person"], every["facility"], strict=True)))
    every[["start", "end"]] = every[["start", "end"]].astype("int64")
    is_total = every["component"] == "total"
    paid = rows[rows["component"] != "total"].groupby("person")["paid"].sum().reindex(rows["person"].unique(), fill_value=0.0).to_dict()
    totals, others = (said_of(every[which], "post", "component", "start", "end", "paid") for which in (is_total, ~is_total))
    for post, stated in totals.items():
        widest = [t for i, t in enumerate(stated) if not any(_within(t, o) for j, o in enumerate(stated) if i != j)]
        covered, taken = 0.0, 0.0
        for row in others.get(post, ()):
            if row[0] == "emergency":
                taken += row[3] if any(_within(row, t) for t in widest) else 0.0
            elif any(t[1] <= row[2] and t[2] >= row[1] for t in widest):
                covered += row[3]
        paid[post[0]] += max(covered, sum(t[3] for t in widest) - taken) - covered
    return pd.Series(paid, dtype=float).rename_axis("person")


def said_of(rows: pd.DataFrame, column: str, *told: str) -> dict[Any, list[tuple[Any, ...]]]:
    """Each value of a column -> what its rows tell, in their order: far quicker than a group for each."""
    found: dict[Any, list[tuple[Any, ...]]] = {}
    for key, *row in zip(*(rows[c].tolist() for c in (column, *told)), strict=True):
        found.setdefault(key, []).append(tuple(row))
    return found


def _within(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return other[1] <= one[1] and one[2] <= other[2]


def person_years(books: Books, year: int) -> pd.DataFrame:
    """Annualised pay of rural doctors in `year`: person, facility, annual, at the last main post up to the last day paid for.

    Ordinary components and stated totals (see `_paid`), divided by the months paid for, times 12; left out below six such
    months. Of an amount for several months only the months in post count.
    """
    every = books.pay[books.pay["end"].dt.year == year]
    rows = every[every["component"].isin((*ORDINARY, "total"))]
    paid = _paid(rows, every[every["component"] == "emergency"])
    single = rows["start"].dt.to_period("M") == rows["end"].dt.to_period("M")
    worked = _months(rows[~single], year).merge(_months(books.main, year), on=["person", "month"])
    worked = pd.concat([worked, _months(rows[single], year)]).drop_duplicates().groupby("person").size()
    last = rows.groupby("person")["end"].max()
    years = pd.DataFrame({"paid": paid, "months": worked, "last": last}).reset_index().merge(books.main, on="person")
    years = years[(years["start"] <= years["last"]) & (years["end"] >= pd.Timestamp(year, 1, 1))]
    years = years.sort_values("start").drop_duplicates("person", keep="last").query("months >= 6 and group in @DOCTORS")
    return years.assign(annual=years["paid"] / years["months"] * 12)[["person", "facility", "annual"]]


def pay(books: Books, years: dict[int, pd.DataFrame], level: str, year: int) -> pd.DataFrame:
    """Per region: median, nominal, real and same-person growth against the year before; `years` are the `person_years` of both."""
    home = books.home[level]
    now, before = (years[y].assign(region=years[y]["facility"].map(home)) for y in (year, year - 1))
    both = now.merge(before[["person", "annual"]], on="person", suffixes=("", "_before"))
    both["growth"] = both["annual"] / both["annual_before"] - 1
    nominal = now.groupby("region")["annual"].mean() / before.groupby("region")["annual"].mean() - 1
    prices = books.price[year] / books.price[year - 1]
    return pd.DataFrame(
        {
            "median_pay": now.groupby("region")["annual"].median(),
            "pay_growth_nominal": nominal,
            "pay_growth_real": (1 + nominal) / prices - 1,
            "pay_growth_same_person": both.groupby("region")["growth"].median(),
        }
    )


def differing(
    frame: pd.DataFrame, expected: pd.Series[Any], zero_where_absent: bool = False
) -> dict[str, tuple[float, float]]:
    """Return the regions whose value in an answer is not the one expected to 1e-9: (answered, expected) by code.

    What is not expected must have no number; with `zero_where_absent` it must be 0.
    """
    assert frame["region_code"].is_unique
    found = frame.set_index("region_code")["value"].astype(float)
    wanted = expected.astype(float).reindex(found.index.union(expected.index))
    if zero_where_absent:
        wanted = wanted.fillna(0.0)
    found = found.reindex(wanted.index)
    off = ~np.isclose(found, wanted, rtol=EXACT, atol=EXACT, equal_nan=True)
    return {str(code): (found[code], wanted[code]) for code in wanted.index[off]}
