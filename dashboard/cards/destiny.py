"""Dose and destiny: who had how much training in a year, and who of them stayed, rose or left in the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dashboard.cards.apart import apart
from dashboard.cards.within import Within, of_year
from dashboard.charts.chart import Chart
from dashboard.charts.counted import Said, Share, side_by_side
from dashboard.charts.numbers import scale_for, whole
from dashboard.charts.words import SEMICOLON, in_sentence
from dashboard.context import context
from dashboard.page import Card
from dashboard.render.sentence import STOP
from dashboard.sight import Sight
from pipelines.analysis.interval import wilson
from pipelines.core.text import Lang, Text

Outcome = Literal["stayed", "rose", "left"]
DOSES: tuple[tuple[float, Text], ...] = (  # upper ends in hours a year, the last one open; most courses last 16 hours
    (0.0, Text("没有培训", "No training")), (20.0, Text("20\u00a0学时及以下", "Up to 20 hours")),
    (40.0, Text("20–40\u00a0学时", "20 to 40 hours")), (float("inf"), Text("40\u00a0学时以上", "Over 40 hours")),
)
OUTCOMES: Mapping[Outcome, Text] = {
    "stayed": Text("在岗、级别未变", "In post, same level"), "rose": Text("在岗、职称或资格提升", "In post, rose in title or licence"),
    "left": Text("离开本地区", "Left the area"),
}
_LEARNED = "select period, place_code, person_key, staff_group, hours from learning_year"
_PRESENT = "select region_code, person_key, start_on, end_on, has_left from presence where base = 'rural_doctors'"
_ROSE = (
    "select person_key, awarded_on as on_date from title_step where is_promotion"
    " union all select person_key, on_date from licence_upgrade"
)
_DOSE = Text("当年培训学时", "Hours of training in the year")
_NOTE = Text(
    "只是先后，不是因果；外出培训有时正是离岗的前奏（江西调查，进修 3 个月以上者离岗意愿的比值比 6.81），学时多的人本来就不同；"
    "提升后又离开的计入离开，去世与改任他职的 {other} 人在 n 内而不在三项内，学时不详的 {unknown} 人不计；在岗未变的比例与区间见表",
    "an association, not an effect: what came first is not why; training away can be the first step out (Jiangxi survey, odds ratio of "
    "intending to leave 6.81 after more than three months), and who trains more differs to begin with. Who rose and then left counts as left; "
    "died or moved to other work: {other}, in n and in none of the three; hours not known: {unknown}, left out; the share that stayed and its "
    "interval are in the table",
)
_SUBTITLE = Text("{before} 年的学时，{year} 年的去向", "hours in {before}, outcome in {year}")
_GROUP = Text("{name}的 {n} 人中，离开 {left}、提升 {rose}", "of {n} with {name}, {left} left and {rose} rose")
_FINDING = Text("{year} 年，{groups}{doubt}", "In {year}, {groups}{doubt}")
_WHO_LEFT = Text("离开的比例", "the shares that left")
_SMALL = Text("；人数太少，不能区分", "; the groups are too small to be told apart")
FEW = 30  # people of a group: with fewer a draw says more of the size of the group than of training
_EMPTY = Text(
    "缺少相连两年的培训记录和人员去向，无法对照。需要培训参加记录（按人）与任职记录。",
    "There are no two years in a row with training by person and what became of people. It needs training attended and posts held, by person.",
)


@dataclass(frozen=True, slots=True)
class Destiny:
    """People by (place of the dose in DOSES, outcome), the people of each dose, those of another outcome, those of unknown hours."""

    counts: Mapping[tuple[int, Outcome], int]
    people: tuple[int, ...]
    other: int
    unknown: int


def dose_of(hours: float) -> int:
    """Return the place in DOSES of so many hours a year.

    >>> dose_of(0.0), dose_of(16.0), dose_of(20.5), dose_of(64.0)
    (0, 1, 2, 3)
    """
    return next(i for i, (end, _) in enumerate(DOSES) if hours <= end)


def destiny_of(learned: pd.DataFrame, present: pd.DataFrame, rose: pd.Series, span: tuple[pd.Timestamp, pd.Timestamp]) -> Destiny:
    """Return what became of people in the year `span` by the training of the year before.

    `learned` has person_key and hours (missing: not known), a row a person in post on the eve of the year; `present` person_key, start_on,
    end_on, has_left of presence in the region; `rose` the person keys awarded a higher title or licence in the year.
    """
    eve = span[0] - pd.Timedelta(days=1)
    there = present[(present["start_on"] <= eve) & (present["end_on"] >= eve)].drop_duplicates("person_key")
    held = learned.merge(there[["person_key", "end_on", "has_left"]], on="person_key")
    known = held[held["hours"].notna()]
    ended = known["end_on"] < span[1]  # the last day in post is a day in post: gone is who is not there on the year's last day
    outcome = pd.Series("stayed", index=known.index).mask(known["person_key"].isin(rose), "rose")
    outcome = outcome.mask(ended, "other").mask(ended & (known["has_left"] == 1), "left")
    dose = known["hours"].map(dose_of)
    counts = {
        (i, name): int(((dose == i) & (outcome == name)).sum()) for i in range(len(DOSES)) for name in OUTCOMES
    }
    people = tuple(int((dose == i).sum()) for i in range(len(DOSES)))
    return Destiny(counts, people, int((outcome == "other").sum()), int(held["hours"].isna().sum()))


def dose(sight: Sight, card: Card) -> Chart:
    """Return the shares that stayed, rose and left in the year chosen by the hours of training in the year before it."""
    within = Within(sight)
    year = within.year_over
    before = within.year_before(year) if year else ""
    if not before:
        return side_by_side(card, context(sight, card), (), (), {}, _DOSE.of(sight.lang), Said(empty=_EMPTY.of(sight.lang)))
    found = _found(within, before, within.year_days(year))
    return of_year(sight, _drawn(sight, card, found, before, year), year)


def _found(within: Within, before: str, span: tuple[pd.Timestamp, pd.Timestamp]) -> Destiny:
    rows = within.sight.edition.rows
    learned, present, rose = rows(_LEARNED), rows(_PRESENT), rows(_ROSE)
    places = within.places(span[0] - pd.Timedelta(days=1))
    mine = learned[
        (learned["period"] == before) & learned["place_code"].isin(places) & learned["staff_group"].isin(within.doctors)
    ].drop_duplicates("person_key")
    here = present[present["region_code"] == within.sight.state.region]
    up = rose.loc[(rose["on_date"] >= span[0]) & (rose["on_date"] <= span[1]), "person_key"]
    return destiny_of(mine, here, up, span)


def _drawn(sight: Sight, card: Card, found: Destiny, before: str, year: str) -> Chart:
    lang = sight.lang
    shares = {key: _share(count, found.people[key[0]]) for key, count in found.counts.items()}
    note = _NOTE.of(lang).format(other=whole(found.other), unknown=whole(found.unknown))
    said = Said(
        subtitle=_SUBTITLE.of(lang).format(before=before, year=year), note=note, n=f"n = {whole(sum(found.people))}",
        finding=_sentence(shares, year, sight), empty=_EMPTY.of(lang),
    )
    bars = [text.of(lang) for _, text in DOSES]
    parts = [(str(name), text.of(lang)) for name, text in OUTCOMES.items()]
    named = {(i, str(name)): s for (i, name), s in shares.items()}
    return side_by_side(card, context(sight, card), bars, parts, named, _DOSE.of(lang), said, untold=("stayed",))


def _share(count: int, n: int) -> Share:
    lower, upper = wilson(count, n)
    return Share(count, n, float(lower) if n else None, float(upper) if n else None)


def _sentence(shares: Mapping[tuple[int, Outcome], Share], year: str, sight: Sight) -> str:
    """Return what became of the two ends, the least and the most hours that somebody had, and whether they can be told apart."""
    lang, scale = sight.lang, scale_for((), "share", "", sight.lang)
    known = [i for i in range(len(DOSES)) if shares[(i, "left")].value is not None]
    if not known:
        return ""

    def told(i: int) -> str:
        left, rose = shares[(i, "left")], shares[(i, "rose")]
        name = in_sentence(DOSES[i][1].of(lang), lang)
        return _GROUP.of(lang).format(name=name, n=whole(left.n), left=scale.bare(left.value or 0.0), rose=scale.bare(rose.value or 0.0))

    groups = SEMICOLON.of(lang).join(told(i) for i in dict.fromkeys((known[0], known[-1])))
    doubt = _difference(shares[(known[0], "left")], shares[(known[-1], "left")], lang) if len(known) > 1 else ""
    return _FINDING.of(lang).format(year=year, groups=groups, doubt=doubt) + STOP.of(lang)


def _difference(one: Share, other: Share, lang: Lang) -> str:
    """Say how far two shares lie apart, or that they cannot be told apart: by the interval of their difference, not by whether their own overlap."""
    found = apart((one.count, one.n), (other.count, other.n))
    if not found.is_told and min(one.n, other.n) < FEW:
        return _SMALL.of(lang)
    return SEMICOLON.of(lang) + found.said(lang, _WHO_LEFT)
