"""What does not add up, in plain Python: months and days are sets, nothing is joined. Written from the rules, not from the SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tests.backtest.oracle import STILL_THERE, Books

DAY = pd.Timedelta(days=1)
DOCTORS = ("village_doctor", "township_doctor")
LICENCES = ("village_certificate", "assistant", "physician")


@dataclass(frozen=True)
class Amount:
    """Money that was paid: by whom to whom, for what span."""

    what: str
    person: str
    facility: str
    start: pd.Timestamp
    end: pd.Timestamp
    yuan: float


@dataclass(frozen=True)
class Case:
    """A case: kind, who, where, from when to when, the money behind it."""

    kind: str
    person: str
    facility: str
    first: pd.Timestamp
    last: pd.Timestamp
    money: tuple[Amount, ...]


def month(day: pd.Timestamp) -> int:
    """Number a month."""
    return day.year * 12 + day.month


def months(start: pd.Timestamp, end: pd.Timestamp) -> set[int]:
    """The months a span touches."""
    return set(range(month(start), month(min(end, pd.Timestamp(2030, 1, 1))) + 1))


def whole_months(start: pd.Timestamp, end: pd.Timestamp) -> set[int]:
    """The months that lie wholly within a span."""
    first = start if start.day == 1 else start + pd.offsets.MonthBegin()
    found = set()
    while first + pd.offsets.MonthEnd() <= end:
        found.add(month(first))
        first += pd.DateOffset(months=1)
    return found


class Search:
    """The files, indexed by person."""

    def __init__(self, books: Books, pay: pd.DataFrame, roster: pd.DataFrame) -> None:
        self.town, self.county = books.home["township"], books.home["county"]
        self.path = {f: {books.home[level][f] for level in books.home} for f in self.town}
        self.spells: dict[str, list[Any]] = defaultdict(list)
        for spell in books.spell.itertuples():
            self.spells[spell.person].append(spell)
        ended = books.spell.loc[books.spell["end"] < STILL_THERE, "end"]
        opening = max(pay["start"].min().year, ended.min().year)
        self.first_month = opening * 12 + 1
        self.last_day = max(ended.max(), books.spell["start"].max(), pay["end"].max())
        self.month_end = self.last_day + pd.offsets.MonthEnd(0)
        self.units = {self.town[f] for f in books.spell["facility"]}
        self.lines = self._lines(pay)
        self.seen = self._seen(roster)

    def _seen(self, roster: pd.DataFrame) -> dict[str, set[int]]:
        """The months around rosters that show somebody whose coming to the unit no spell tells, up to the rosters beside them."""
        found: dict[str, set[int]] = defaultdict(set)
        for unit, rows in roster.groupby(roster["facility"].map(self.town)):
            days = sorted(set(rows["as_at"]))
            for row in rows.itertuples():
                if any(self.town[s.facility] == unit and s.start <= row.as_at for s in self.spells[row.person]):
                    continue
                first = max([row.as_at - pd.DateOffset(years=1), *(d + DAY for d in days if d < row.as_at)])
                last = min([row.as_at + pd.DateOffset(years=1), *(d - DAY for d in days if d > row.as_at)])
                found[row.person] |= months(first, last)
        return found

    def _lines(self, pay: pd.DataFrame) -> dict[str, list[Amount]]:
        found: dict[str, list[Amount]] = defaultdict(list)
        known: dict[tuple[str, str], set[int]] = defaultdict(set)
        paid = pay[pay["paid"] > 0]
        parts = paid[~paid["component"].isin(["emergency", "total"])]
        for (person, facility, start, end), yuan in parts.groupby(["person", "facility", "start", "end"])["paid"].sum().items():
            known[person, facility] |= months(start, end)
            found[person].append(Amount("pay", person, facility, start, end, float(yuan)))
        for row in paid[paid["component"] == "total"].itertuples():
            if not months(row.start, row.end) & known[row.person, row.facility]:
                found[row.person].append(Amount("pay", row.person, row.facility, row.start, row.end, row.paid))
        return found

    def judged(self, facility: str, span: set[int]) -> bool:
        """Whether the staff of the facility's unit is on record for every month."""
        return self.town[facility] in self.units and min(span) >= self.first_month and max(span) <= month(self.last_day)

    def posts(self, person: str, unit: str | None = None) -> list[set[int]]:
        """The months of each spell of a person, in a unit where one is named."""
        return [months(s.start, s.end) for s in self.spells[person] if unit is None or self.town[s.facility] == unit]

    def paid_within(self, person: str, span: set[int], facility: str | None = None) -> tuple[Amount, ...]:
        """Pay for nothing but whole months of a span."""
        return tuple(a for a in self.lines[person] if months(a.start, a.end) <= span and facility in (None, a.facility))


def _runs(parts: list[Amount]) -> Iterator[list[Amount]]:
    """Split amounts where a month lies between them."""
    run: list[Amount] = []
    for part in sorted(parts, key=lambda a: (month(a.start), month(a.end))):
        if run and month(part.start) > max(month(a.end) for a in run) + 1:
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _pay_cases(search: Search) -> Iterator[Case]:
    for person, lines in search.lines.items():
        loose: dict[tuple[str, str], list[Amount]] = defaultdict(list)
        for line in lines:
            span = months(line.start, line.end)
            here = search.posts(person, search.town[line.facility])
            if not search.judged(line.facility, span) or any(span & post for post in here):
                continue
            if any(max(post) < min(span) for post in here):
                loose[line.facility, "paid_after_leaving"].append(line)
            elif not any(span & post for post in search.posts(person)) and not span & search.seen[person]:
                loose[line.facility, "paid_not_in_post"].append(line)
        for (facility, kind), parts in loose.items():
            for run in _runs(parts):
                yield Case(kind, person, facility, min(a.start for a in run), max(a.end for a in run), tuple(run))


def _post_cases(search: Search) -> Iterator[Case]:
    for person, spells in search.spells.items():
        found: dict[tuple[str, pd.Timestamp], pd.Timestamp] = {}
        ranked = sorted((s for s in spells if s.is_main), key=lambda s: (-s.fte, s.start, s.facility))
        for number, better in enumerate(ranked):
            for worse in ranked[number + 1 :]:
                first, last = max(better.start, worse.start), min(better.end, worse.end, search.month_end)
                if better.facility != worse.facility and better.fte + worse.fte > 1 and (last - first).days >= 31:
                    found[worse.facility, first] = max(last, found.get((worse.facility, first), last))
        for (facility, first), last in found.items():
            money = search.paid_within(person, whole_months(first, last), facility)
            yield Case("two_main_posts", person, facility, first, last, money)


def _licence_cases(search: Search, licence: pd.DataFrame) -> Iterator[Case]:
    for person, held in licence[licence["kind"].isin(LICENCES)].groupby("person"):
        valid: set[pd.Timestamp] = set()
        for row in held.itertuples():
            end = search.month_end if pd.isna(row.valid_to) else min(row.valid_to, search.month_end)
            valid |= set(pd.date_range(row.issued, end))
        expired = held["valid_to"].min()
        runs: set[tuple[str, pd.Timestamp, pd.Timestamp]] = set()
        for spell in (s for s in search.spells[person] if s.group in DOCTORS):
            days = pd.date_range(spell.start, min(spell.end, search.month_end))
            bare = [d for d in days if d not in valid and not pd.isna(expired) and d > expired]
            runs |= {(spell.facility, run[0], run[-1]) for run in _day_runs(bare) if len(run) > 31}
        longest = {(f, a): max(z for g, b, z in runs if (g, b) == (f, a)) for f, a, _ in runs}
        for (facility, first), last in longest.items():
            yield Case("licence_expired", person, facility, first, last, search.paid_within(person, whole_months(first, last)))


def _day_runs(days: list[pd.Timestamp]) -> list[list[pd.Timestamp]]:
    runs: list[list[pd.Timestamp]] = []
    for day in days:
        if runs and runs[-1][-1] + DAY == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _covers(region: str, path: set[str]) -> bool:
    if region in path:
        return True
    known = "140300"
    return (region[2:] == "0000" and known[:2] == region[:2]) or (region[4:] == "00" and known[:4] == region[:4])


def _place_cases(search: Search, licence: pd.DataFrame) -> Iterator[Case]:
    for person, held in licence[licence["kind"].isin(LICENCES)].groupby("person"):
        for spell in (s for s in search.spells[person] if s.group in DOCTORS):
            end = min(spell.end, search.month_end)
            there = [r for r in held.itertuples() if r.issued <= end and not (r.valid_to < spell.start)]
            here = [r.issued for r in there if _covers(r.region, search.path[spell.facility])]
            windows = []
            for row in (r for r in there if not _covers(r.region, search.path[spell.facility])):
                last = min([end, *([] if pd.isna(row.valid_to) else [row.valid_to]), *([min(here) - DAY] if here else [])])
                if (last - max(spell.start, row.issued)).days >= 31:
                    windows.append((max(spell.start, row.issued), last))
            if windows:
                first, last = min(w[0] for w in windows), max(w[1] for w in windows)
                money = search.paid_within(person, whole_months(first, last))
                yield Case("outside_registered_place", person, spell.facility, first, last, money)


def _grant_cases(search: Search, grant: pd.DataFrame) -> Iterator[Case]:
    back = {"once": 0, "quarter": 3}
    loose: dict[tuple[str, str, str], list[Amount]] = defaultdict(list)
    for row in grant[(grant["paid"] > 0) & (grant["scheme"] != "help")].itertuples():
        is_stated = not pd.isna(row.covers_from)
        first, last = (row.covers_from, row.covers_to) if is_stated else (row.due, row.due)
        span = months(first, last) if is_stated else set(range(month(row.due) - back[row.scheme], month(row.due) + 1))
        if search.judged(row.facility, span) and not any(span & post for post in [*search.posts(row.person), search.seen[row.person]]):
            loose[row.person, row.facility, row.scheme].append(Amount(f"grant {row.scheme}", row.person, row.facility, first, last, row.paid))
    for (person, facility, _), parts in loose.items():
        yield Case("granted_not_in_post", person, facility, min(a.start for a in parts), max(a.end for a in parts), tuple(parts))


def _insured_cases(search: Search, insured: pd.DataFrame) -> Iterator[Case]:
    loose: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for row in insured[insured["is_paid"]].itertuples():
        number = row.month.year * 12 + row.month.month
        is_known = row.employer == "县财政局" or search.county.get(row.employer) == search.county[row.facility]
        if not is_known and any(number in post for post in search.posts(row.person)):
            loose[row.person, row.facility, row.employer].add(number)
    for (person, facility, _), numbers in loose.items():
        for run in _number_runs(sorted(numbers)):
            first = pd.Timestamp((run[0] - 1) // 12, (run[0] - 1) % 12 + 1, 1)
            last = pd.Timestamp((run[-1] - 1) // 12, (run[-1] - 1) % 12 + 1, 1) + pd.offsets.MonthEnd()
            yield Case("insured_elsewhere", person, facility, first, last, search.paid_within(person, set(run)))


def _number_runs(numbers: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def find(
    books: Books, pay: pd.DataFrame, roster: pd.DataFrame, licence: pd.DataFrame, grant: pd.DataFrame, insured: pd.DataFrame
) -> list[Case]:
    """Find every case in the files."""
    search = Search(books, pay, roster)
    return [
        *_pay_cases(search), *_post_cases(search), *_licence_cases(search, licence), *_place_cases(search, licence),
        *_grant_cases(search, grant), *_insured_cases(search, insured),
    ]  # fmt: skip
