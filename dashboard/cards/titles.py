"""Cards of who rises: steps up the ladder of titles and of licences by year, and the flows of one year with their rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dashboard.cards.within import UP_TO_YEAR, Within, of_year
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.counted import Said, stacked
from dashboard.charts.numbers import scale_for, whole
from dashboard.charts.table import listing, noted
from dashboard.charts.words import SEMICOLON, STATUS, marked
from dashboard.context import context
from dashboard.page import Card
from dashboard.render.sentence import STOP
from dashboard.sight import Sight, code_titles
from pipelines.core.indicator import Unit
from pipelines.core.text import Text
from pipelines.engine.observe import Query

# A step counts where the person held a main post on the day: of what group that was says whether a rural doctor rose. A roster that says the
# new licence before its first day of issue hides the one before.
_TITLES = """
select t.person_key, t.place_code, t.awarded_on as on_date, coalesce(t.level_before, 'none') as before_code, t.title_level as after_code,
    w.staff_group
from title_step as t
inner join workforce_state as w on t.person_key = w.person_key and w.post = 'main' and w.from_on <= t.awarded_on and w.to_on > t.awarded_on
where t.is_promotion
"""
_LICENCES = """
select person_key, place_code, on_date, case when licence = licence_type then 'unknown' else licence end as before_code, licence_type as after_code,
    staff_group
from licence_upgrade
where licence in ('village_certificate', 'rural_assistant', 'assistant')
"""
MOST_YEARS = 11
FLOW = Text("{before} → {after}", "{before} → {after}")
_YEAR, _LADDER, _FLOW = Text("年份", "Year"), Text("阶梯", "Ladder"), Text("由何级到何级", "From which level to which")
_LADDER_SAID = Text("{ladder}提升 {n} 人", "{ladder}: {n} rose")
_RISEN, _BASE = Text("人数（人）", "Persons"), Text("可提升者", "Who could rise")
_RATE = Text("由该级提升（不论升到哪级）的率（95 % 区间）", "Rate of rising from that level, to whichever (95% interval)")
_TITLE, _LICENCE = Text("职称", "Title"), Text("执业资格", "Licence")
_NO_TITLES = Text("所选地区没有职称提升的记录。需要职称评定记录（按人、有日期）。", "Nobody here is on record with a higher title. It needs title awards by person, with dates.")
_NO_LICENCES = Text(
    "所选地区没有执业资格提升的记录。需要执业证书登记（按人、有发证日）。", "Nobody here is on record with a higher licence. It needs licences by person, with the day of issue.",
)
_TITLE_RISE, _LICENCE_RISE = Text("职称提升", "rise in title"), Text("执业资格提升", "rise in licence")
_TITLE_NOTE = Text("取得更高级别职称者，按取得日；首次取得职称算由“未评职称”提升；乡村医生与乡镇（社区）医生", "by day of award; a first title is a "
                   "step from no title; village and township doctors")
_LICENCE_NOTE = Text(
    "首次取得更高资格者，按发证日；第一本证书不算；花名册早于发证日就写了新资格的，原资格记为不详",
    "by day of issue; a first licence is no step up; where the roster had the new licence before its day of issue the one before is not known",
)
_FLOWS_NOTE = Text(
    "率属于原级别：由同一级出发的各行共用一个率，按各行人数之和算。职称提升率：年初在岗、到年末满规定年限者中的提升者；破格提升者在人数内，不在率内。"
    "资格提升率：每百人年。提升晚于培训数年",
    "a rate is that of the level people rise from: rows that begin at one level share it, and all their people are in it. Rate of titles: of those "
    "in post before the year who by its end have held their level long enough; who rose before the time is among the persons and not in the rate. "
    "Rate of licences: per 100 person-years. A rise comes years after the training for it",
)
_NO_FLOWS = Text("{year} 年所选地区没有职称或资格提升的记录。", "Nobody here is on record as having risen in {year}.")
_PERSON_YEARS = Text("{n} 人年", "{n} person-years")
_PER_100 = Text("每百人年 {n}", "{n} per 100 person-years")
_PEOPLE = Text("{n} 人", "{n} people")


def title_flows(sight: Sight, card: Card) -> Chart:
    """Return steps up the ladder of titles by year, stacked by the level they came from and went to."""
    return _by_year(sight, card, _TITLES, "title_level", (_TITLE_NOTE, _NO_TITLES, _TITLE_RISE))


def licence_flows(sight: Sight, card: Card) -> Chart:
    """Return steps up in licence by year, stacked by the licence before and after."""
    return _by_year(sight, card, _LICENCES, "licence", (_LICENCE_NOTE, _NO_LICENCES, _LICENCE_RISE))


def _steps(within: Within, statement: str) -> pd.DataFrame:
    """The steps of rural doctors in the region, with the year of each."""
    rows = within.sight.edition.rows(statement)
    mine = rows[rows["place_code"].isin(within.places()) & rows["staff_group"].isin(within.doctors) & (rows["on_date"] <= within.day)]
    return mine.assign(year=mine["on_date"].dt.year.astype(str))


def _by_year(sight: Sight, card: Card, statement: str, codelist: str, told: tuple[Text, Text, Text]) -> Chart:
    within, (note, empty, what) = Within(sight), told
    steps = _steps(within, statement)
    first = sight.edition.years[-1] if sight.edition.years else ""  # what happened before the first year of data is known of those still there only
    years = sorted({y for y in sight.edition.years if first <= y <= (within.year_over or first)})[-MOST_YEARS:]
    pairs = _pairs(steps[steps["year"].isin(years)], codelist)
    parts = [(f"{a}>{b}", FLOW.of(sight.lang).format(before=within.word(codelist, a), after=within.word(codelist, b))) for a, b in pairs]
    counts = {
        (years.index(str(year)), f"{a}>{b}"): float(len(group))
        for (year, a, b), group in steps[steps["year"].isin(years)].groupby(["year", "before_code", "after_code"])
    }
    said = Said(subtitle="", note=note.of(sight.lang), n=f"n = {whole(sum(counts.values()))}", empty=empty.of(sight.lang), what=what.of(sight.lang))
    made = stacked(card, context(sight, card), years, parts, counts, _YEAR.of(sight.lang), "person", said)
    return of_year(sight, made, within.year_over, UP_TO_YEAR)


def _pairs(steps: pd.DataFrame, codelist: str) -> list[tuple[str, str]]:
    """The pairs of levels that occur, in the order of the code list."""
    order = {code: i for i, (name, code) in enumerate(code_titles()) if name == codelist}
    found = {(str(a), str(b)) for a, b in zip(steps["before_code"], steps["after_code"], strict=True)}
    return sorted(found, key=lambda pair: tuple(order.get(code, len(order)) for code in pair))


def ladder(sight: Sight, card: Card) -> Chart:
    """Return the flows of the year: from which level to which, how many people, and the rate at which that level rises."""
    within, made_for, lang = Within(sight), context(sight, card), sight.lang
    year = within.year_over
    heads = [
        ColumnHead("ladder", _LADDER.of(lang)), ColumnHead("flow", _FLOW.of(lang)), ColumnHead("persons", _RISEN.of(lang), True),
        ColumnHead("rate", _RATE.of(lang), True, beside=("unit", "mark")), ColumnHead("base", _BASE.of(lang), True, beside=("unit",)),
    ]
    rows = [
        *_flows(within, _TITLES, "title_level", _TITLE, "title_promotion_rate", "title", _PEOPLE),
        *_flows(within, _LICENCES, "licence", _LICENCE, "licence_upgrading", "licence", _PERSON_YEARS),
    ]
    counts = [(row[0].text, row[2].value or 0.0) for row in rows]
    made = listing(card, heads, rows, made_for, _NO_FLOWS.of(lang).format(year=year), year)
    said = [_LADDER_SAID.of(lang).format(ladder=ladder, n=whole(int(sum(count for name, count in counts if name == ladder))))
            for ladder in dict.fromkeys(name for name, _ in counts)]
    finding = SEMICOLON.of(lang).join(said)
    return of_year(sight, noted(replace(made, finding=finding + STOP.of(lang) if said else ""), _FLOWS_NOTE.of(lang)), year)


def _flows(
    within: Within, statement: str, codelist: str, ladder_name: Text, indicator: str, by: str, base: Text,
) -> list[Sequence[TableCell]]:
    sight, lang = within.sight, within.sight.lang
    steps = _steps(within, statement)
    steps = steps[steps["year"] == within.year_over]
    rates = _rates(within, indicator, by)
    unit: Unit = "share" if indicator == "title_promotion_rate" else "per_100_years"
    rows: list[Sequence[TableCell]] = []
    for before, after in _pairs(steps, codelist):
        count = int(((steps["before_code"] == before) & (steps["after_code"] == after)).sum())
        name = FLOW.of(lang).format(before=within.word(codelist, before), after=within.word(codelist, after))
        rate, n = _rate_cells(rates.get(before), unit, base, sight)
        rows.append([TableCell(ladder_name.of(lang)), TableCell(name), TableCell(whole(count), float(count)), rate, n])
    return rows


def _rates(within: Within, indicator: str, by: str) -> dict[str, pd.Series]:
    sight = within.sight
    if not within.year_over:
        return {}
    level = sight.edition.places(sight.viewer).get(sight.state.region).level
    frame = sight.edition.observe(sight.viewer, Query(indicator, level=level, region=sight.state.region, period=within.year_over, by=by))
    frame = frame[frame["period"] == within.year_over]
    return {str(row["category"]): row for _, row in frame.iterrows()}


def _rate_cells(row: pd.Series | None, unit: Unit, base: Text, sight: Sight) -> tuple[TableCell, TableCell]:
    lang = sight.lang
    if row is None or pd.isna(row["value"]):
        word = STATUS["no_denominator" if row is None else str(row["status"])].of(lang)
        return TableCell(word), TableCell("")
    scale = scale_for((), unit, sight.edition.site.currency, lang)
    text = _PER_100.of(lang).format(n=scale.bare(float(row["value"]))) if unit == "per_100_years" else scale.bare(float(row["value"]))
    spread = "" if pd.isna(row["lower"]) else scale.spread(float(row["lower"]), float(row["upper"]))
    n = float(row["denominator"])
    rate = TableCell(marked(text, spread, lang), float(row["value"]), unit=scale.axis_unit, mark=spread)
    return rate, TableCell(base.of(lang).format(n=whole(n)), n, unit=base.of(lang).format(n="").strip())

