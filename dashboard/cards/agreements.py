"""The agreement clock: expiries by month, who leaves around the end of an obligation, and whose agreements end within a year."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from dashboard.cards.apart import apart
from dashboard.cards.inside import NOT_INSIDE
from dashboard.cards.people import TO_PEOPLE, ended_by, facility_cell
from dashboard.cards.terms import terms
from dashboard.cards.within import MAIN_POSTS, Within, covers
from dashboard.charts.chart import Chart, ColumnHead, Line, TableCell
from dashboard.charts.columns import Bars, Figure, Frame, columns
from dashboard.charts.numbers import Scale
from dashboard.charts.table import listing
from dashboard.charts.words import AS_AT
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight, sees_records
from pipelines.analysis.around import leaving_around, people_around
from pipelines.codelists.staff_group import STAFF_GROUP
from pipelines.core.text import Lang, Text
from pipelines.extract.own_sheets import PERSON_KEY
from pipelines.intake.reconcile import KEY_SHOWN

_PRESENT = "select level, region_code, person_key, start_on, end_on, has_left from presence where base = 'rural_doctors'"
BEHIND, AHEAD = 12, 24  # months of the calendar of expiries
AROUND, WIDTH = 24, 3  # months watched before and after the end of an obligation, and months a bar
FEWEST = 20  # person-quarters in the year before and in the year after; fewer say nothing
ENDED, ENDING = Text("已届满", "Ended"), Text("将届满", "Still to end")
MONTH, SUM = Text("届满月份", "Month of expiry"), Text("今后 12 个月届满 {n} 份，其后 12 个月 {m} 份", "{n} end in the next 12 months, {m} in the 12 after")
SUM_OF_ONE = Text(SUM.zh, "1 ends in the next 12 months, {m} in the 12 after")
EXPIRY_NOTE = Text(
    "当日以前未违约、未协商解除的协议，按约定的最后一日；当日以前已违约 {broken} 份、协商解除或违约日期不详 {unknown} 份不在其中",
    "agreements neither broken by that day nor ended by consent, by the last day agreed; {broken} broken by that day and {unknown} ended "
    "by consent or broken on no known day are left out",
)
NO_AGREEMENTS = Text("没有服务协议记录：请报送“服务协议台账”。", "No service agreement is on record: hand in the register of service agreements.")
NO_EXPIRIES = Text("这一段时间内没有服务协议届满。", "No service agreement ends in this span of time.")
LEFT, RELATIVE = Text("三个月内离岗比例", "Share leaving within three months"), Text(
    "横轴：自届满日起第几个月开始的三个月，负数为届满前", "along the axis: the month from the end at which the three months begin; negative is before it",
)
BEFORE = Text("届满前 {far}–{near} 个月", "{far}–{near} months before the end")
AFTER = Text("届满后 {near}–{far} 个月", "{near}–{far} months after the end")
TOLD_FIRST = 2  # spans on either side of the end: what somebody who asks means
NO_ONE = Text("无人可看", "nobody watched")
THE_END = Text("届满", "end")
PEAK = Text(
    "每季离岗：届满前一年 {before}，届满后一年 {after}；{doubt}", "Left a quarter: {before} in the year before the end, {after} in the year after; {doubt}",
)
SIDE = Text("{share}（{people} 人、{years} 人年，离岗 {left} 人次）", "{share} ({left} exits of {people} people in {years} person-years)")
SIDE_OF_ONE = Text(SIDE.zh, "{share} (1 exit of {people} people in {years} person-years)")
AROUND_NOTE = Text(
    "每人以最后一份协议的约定届满日为零点（违约的也按约定的届满日），每三个月：期初在岗且能观察到期末的人中离岗的比例；协商解除的没有日期，不在其中",
    "time runs from the last day agreed of each person's last agreement (broken ones too); for each three months the share that left "
    "of those in post at its "
    "beginning and watched to its end; agreements ended by consent have no day and are left out",
)
NOT_WATCHED = Text(
    "届满前后的离岗不可估计：届满前一年或后一年可跟踪的人太少（不足 20 人·季），请看上级地区。",
    "Leaving around the end cannot be estimated: too few can be followed in the year before or after (fewer than 20 "
    "person-quarters). See the place above.",
)
HEADS = {
    "place": Text("地区", "Place"), "facility": Text("机构", "Facility"), "person": PERSON_KEY,
    "group": Text("人员类别", "Staff group"), "agreed": Text("签约", "Since"), "due": Text("届满日", "Ends on"), "days": Text("剩余天数", "Days left"),
}
TALK_NOTE = Text(
    "届满前至少三个月谈去留；机构是当日主要岗位所在的机构，其人员名单上同一人员标识旁有类别、年龄段、职称，单位据此认人；"
    "姓名不在系统版本内，管数据的人可用命令行追溯每个人员标识在报来的哪个文件、哪一行",
    "talk at least three months before the end; the facility is that of the main post on the day, in whose list of people the same key stands "
    "beside group, age band and title, by which the unit knows who it is; names are in no build: whoever keeps the data can trace a key on the "
    "command line to the file and row it came in",
)
BETWEEN = Text(
    "{n} 人当日在两个岗位之间，机构是签约时的", "persons between two posts on the day: {n}, at the facility of their agreement",
)
NOBODY = Text("今后 12 个月没有在岗人员的协议届满。", "Nobody's agreement ends in the next 12 months.")
ENDING_SOON = Text(
    "今后 12 个月 {n} 人的协议届满，其中 {m} 人在 90 天内。", "People whose agreement ends in the next 12 months: {n}; within 90 days: {m}.",
)
WITHIN_SOON = Text("90 天内届满", "ends within 90 days")
SOON = 90  # days; nearer than that a row is marked


def _missing(sight: Sight, other: Text) -> str:
    if not sees_records(sight):
        return NOT_INSIDE.of(sight.lang)
    return (other if len(terms(sight)) else NO_AGREEMENTS).of(sight.lang)


def _zero(sight: Sight, made: Chart) -> Chart:
    """Return an empty card as one of a zero where agreements are on record: then none of them is of this kind."""
    return made.as_none() if len(terms(sight)) else made


def expiries(sight: Sight, card: Card) -> Chart:
    """Return the agreements that ended in the year before the as-at day and that end in the two years after, by month."""
    lang, about, span = sight.lang, context(sight, card), Within(sight).window()
    scale = Scale(lang=lang, unit=Text("份", "agreements").of(lang), axis_unit=Text("份", "agreements").of(lang))
    agreed = terms(sight)
    last = span.last if span is not None else pd.Timestamp("1900-01-31")
    kept = agreed[agreed["standing"].isin(("running", "completed")) & agreed["due_on"].notna()]
    zero = last.to_period("M")
    months = [zero + i for i in range(1 - BEHIND, AHEAD + 1)]
    due = kept["due_on"].dt.to_period("M").value_counts()
    counts = {m: int(due.get(m, 0)) for m in months}
    has_ended = {m: m <= zero and m.end_time.normalize() <= last for m in months}
    groups = [
        Bars(name=name.of(lang), code=code, figures=tuple(Figure(value=float(counts[m]) if has_ended[m] == ended else None) for m in months))
        for name, code, ended in ((ENDED, "ended", True), (ENDING, "ending", False))
    ]
    ahead = [counts[m] for m in months if not has_ended[m]]
    lost = agreed["standing"].value_counts()
    return columns(card, about, scale, groups, Frame(
        labels=tuple(str(m) for m in months), head=MONTH.of(lang), subtitle=AS_AT.of(lang).format(day=f"{last:%Y-%m-%d}"), is_stacked=True,
        finding=_ended((SUM_OF_ONE if sum(ahead[:12]) == 1 else SUM).of(lang).format(n=sum(ahead[:12]), m=sum(ahead[12:24])), lang),
        note=EXPIRY_NOTE.of(lang).format(broken=int(lost.get("breached", 0)), unknown=int(lost.get("undated", 0))),
    )) if sum(counts.values()) else _zero(sight, _none(card, sight, NO_EXPIRIES))


def _ended(sentence: str, lang: str) -> str:
    return sentence[:1].upper() + sentence[1:] + ("。" if lang == "zh" else ".")


def _none(card: Card, sight: Sight, other: Text) -> Chart:
    """Return the card with a sentence instead of bars."""
    return columns(card, context(sight, card), Scale(lang=sight.lang), (), Frame(labels=(), head="", empty=_missing(sight, other)))


def around_end(sight: Sight, card: Card) -> Chart:
    """Return the share that left in each quarter before and after the last day agreed, of those in post at its beginning."""
    lang, about, span = sight.lang, context(sight, card), Within(sight).window()
    nothing = pd.DataFrame({"low": [], "n": [], "left": []})
    found, sides = watched(sight) if span is not None and sees_records(sight) else (nothing, ())
    scale = Scale(lang=lang, decimals=1, is_share=True, unit="%", axis_unit="%")
    figures = tuple(
        Figure(value=None, n=0) if r.n == 0 else Figure(value=r.left / r.n, lower=r.lower, upper=r.upper, n=int(r.n))
        for r in found.itertuples(index=False)
    )
    if not sides or min(side.n for side in sides) < FEWEST:
        return _none(card, sight, NOT_WATCHED)
    finding = _before_and_after(*sides, scale)
    zero = AROUND // WIDTH - 0.5
    return columns(card, about, scale, [Bars(name=LEFT.of(lang), code="left", figures=figures)], Frame(
        labels=tuple(f"{int(low)}".replace("-", "−") for low in found["low"]), head=RELATIVE.of(lang),
        subtitle=RELATIVE.of(lang), gap=NO_ONE.of(lang), finding=finding, note=AROUND_NOTE.of(lang),
        events=(Line(zero, THE_END.of(lang)),), whole=tuple(_around(int(low), lang) for low in found["low"]),
        asked=tuple(range(AROUND // WIDTH - TOLD_FIRST, AROUND // WIDTH + TOLD_FIRST)),
    ))


def _around(low: int, lang: Lang) -> str:
    """Return what three months beginning so many months after the end are called, from the end outwards."""
    near, far = sorted((abs(low), abs(low + WIDTH)))
    return (BEFORE if low < 0 else AFTER).of(lang).format(near=near, far=far)


@dataclass(frozen=True, slots=True)
class Side:
    """A year on one side of the end: different people, person-quarters watched, and how many of these ended by leaving."""

    people: int
    n: int
    left: int


def _before_and_after(before: Side, after: Side, scale: Scale) -> str:
    """Tell both years with what they rest on, and by the interval of their difference whether they can be told apart."""
    lang, points, said = scale.lang, Scale(lang=scale.lang, decimals=1), []
    for side in (before, after):
        told = (SIDE_OF_ONE if side.left == 1 else SIDE).of(lang)
        years = points.bare(side.n * WIDTH / 12)
        said.append(told.format(share=scale.bare(side.left / side.n), people=f"{side.people:,}", years=years, left=f"{side.left:,}"))
    doubt = apart((before.left, before.n), (after.left, after.n)).said(lang)
    return _ended(PEAK.of(lang).format(before=said[0], after=said[1], doubt=doubt), lang)


def watched(sight: Sight) -> tuple[pd.DataFrame, tuple[Side, Side]]:
    """Return quarters around the end of an obligation, as `leaving_around`, and the years before and after it."""
    span = Within(sight).window()
    agreed = terms(sight)
    judged = agreed[agreed["standing"].isin(("running", "completed", "breached")) & agreed["due_on"].notna()]
    judged = judged.sort_values(["due_on", "agreement_id"]).drop_duplicates("person_key", keep="last")
    level = sight.edition.places(sight.viewer).get(sight.state.region).level
    frame = sight.edition.rows(_PRESENT)
    mine = frame[(frame["level"] == level) & (frame["region_code"] == sight.state.region) & frame["person_key"].isin(judged["person_key"])]
    last = span.last if span is not None else pd.Timestamp.min
    far = last + pd.Timedelta(days=1)  # the open end lies beyond pandas' clock; nothing after the last day is told apart
    text = mine["end_on"].astype(str).str[:10]
    is_open = text > f"{last:%Y-%m-%d}"
    stays = mine.assign(
        start_on=pd.to_datetime(mine["start_on"]), end_on=pd.to_datetime(text.where(~is_open, f"{far:%Y-%m-%d}")),
        has_left=mine["has_left"].where(~is_open, 0),
    )
    days = judged[["person_key", "due_on", "agreed_from"]]
    found = leaving_around(days, stays, last, around=AROUND, width=WIDTH)

    def side(first: int) -> Side:
        quarters = found[(found["low"] >= first) & (found["low"] < first + 12)]
        people = people_around(days, stays, last, first=first, until=first + 12, width=WIDTH)
        return Side(people, int(quarters["n"].sum()), int(quarters["left"].sum()))

    return found, (side(-12), side(0))


def ending_soon(sight: Sight, card: Card) -> Chart:
    """Return the people in post whose agreement ends within a year of the as-at day, soonest first; keys shortened, names never."""
    lang, about, span = sight.lang, context(sight, card), Within(sight).window()
    heads = [
        ColumnHead(n, Within(sight).part_name() if n == "place" else t.of(lang), n == "days") for n, t in HEADS.items()
    ]
    rows, between = [], 0
    if span is not None and sees_records(sight):
        within, now, period = Within(sight).parts(), _posts(sight, span.last), ended_by(sight, span.last)
        groups = {code.code: code.title.of(lang) for code in STAFF_GROUP.codes}
        for r in _soon(sight, span.last).itertuples(index=False):
            left, facility = (r.due_on - span.last).days, now.get(r.person_key, r.place_code)
            between += r.person_key not in now
            rows.append([
                TableCell(within.get(facility, ("", ""))[1]), facility_cell(sight, facility, period, is_there=r.person_key in now),
                TableCell(r.person_key[:KEY_SHOWN]), TableCell(groups.get(r.staff_group, "")), TableCell(f"{r.agreed_from:%Y-%m-%d}"),
                TableCell(f"{r.due_on:%Y-%m-%d}"), TableCell(f"{left:,}", float(left), tone="watch" if left <= SOON else ""),
            ])
    subtitle = AS_AT.of(lang).format(day=f"{span.last:%Y-%m-%d}") if span is not None else ""
    made = _zero(sight, listing(card, heads, rows, about, _missing(sight, NOBODY), subtitle))
    if not rows:
        return made
    near = sum(row[-1].tone == "watch" for row in rows)
    said = ENDING_SOON.of(lang).format(n=f"{len(rows):,}", m=f"{near:,}")
    act = TO_PEOPLE.of(lang) if any(row[1].href for row in rows) else ""
    tones = (("watch", WITHIN_SOON.of(lang)),) if near else ()
    noted = replace(made, finding=said, tones=tones, footer=replace(made.footer, act=act))
    return noted.with_note(TALK_NOTE.of(lang), BETWEEN.of(lang).format(n=between) if between else "")


def _posts(sight: Sight, last: pd.Timestamp) -> dict[str, str]:
    """Return the facility of everybody's main post on a day: an agreement names the one it was signed at, and people move."""
    frame = sight.edition.rows(MAIN_POSTS)
    now = frame[covers(frame, "from_on", "to_on", last, is_open=True)].drop_duplicates("person_key")
    return dict(zip(now["person_key"], now["place_code"], strict=True))


def _soon(sight: Sight, last: pd.Timestamp) -> pd.DataFrame:
    """Return the running agreements that end within a year, of people still in post on the last day."""
    agreed = terms(sight)
    due = agreed[(agreed["standing"] == "running") & (agreed["due_on"] <= last + pd.DateOffset(years=1))]
    level = sight.edition.places(sight.viewer).get(sight.state.region).level
    frame = sight.edition.rows(_PRESENT)
    said = f"{last:%Y-%m-%d}"
    here = frame[(frame["level"] == level) & (frame["region_code"] == sight.state.region)]
    here = here[(here["start_on"].astype(str).str[:10] <= said) & (here["end_on"].astype(str).str[:10] >= said)]
    return due[due["person_key"].isin(here["person_key"])].sort_values(["due_on", "place_code", "person_key"])
