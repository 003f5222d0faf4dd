"""Cards of training: attendances and persons apart, credits against what is asked, and how far those who enrol online get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dashboard.asking import answers
from dashboard.cards.observed import observed
from dashboard.cards.within import Within, of_year
from dashboard.charts.axis import value_axis
from dashboard.charts.chart import Chart, ColumnHead, Line, Point, TableCell
from dashboard.charts.counted import Said, Share, steps
from dashboard.charts.numbers import rounded, scale_for, whole
from dashboard.charts.table import listing, noted
from dashboard.charts.words import SEMICOLON, period_name
from dashboard.context import context
from dashboard.page import Card
from dashboard.render.sentence import STOP
from dashboard.render.sentence_ends import compared, ends_of, together
from dashboard.sight import Sight, sees_records
from dashboard.words import NONE_RELEASED
from pipelines.core.text import Lang, Text
from pipelines.engine.observe import all_indicators

_ENROLLED = (
    "select person_key, place_code, on_date, ended, completed, examined, passed, training_mode, staff_group from training_enrolled"
)
_RULES = "select licence, credits from site_credit_rule where credits is not null"
ONLINE = ("online_enrolments", "online_begun_share", "online_completion_rate", "online_pass_share")
_UNKNOWN = "unknown"
MODE = Text("培训方式", "Mode of training")
ATTENDANCES, PERSONS = Text("人次", "Attendances"), Text("人数（人）", "Persons")
EACH = Text("人均参加（次/人）", "Attendances a person")
COMPLETED, PASSED = Text("完成率", "Completed"), Text("合格率", "Passed")
ALL_MODES = Text("合计（每人只计一次）", "Together (each person once)")
NOT_TOLD = Text("方式不详", "Mode not told")
NOBODY = Text("无", "none")
_REACH_NOTE = Text(
    "人次是报到的次数，人数是参加过的不同的人；同一人参加两种方式，在两行各计一人，在合计只计一人。乡村医生与乡镇（社区）医生，报到当日在岗者",
    "attendances are enrolments, persons are different people: who came to two modes is one person in each row and one in all. Village and "
    "township doctors in post on the first day",
)
_REACH_SAID = Text("共 {times} 人次、{people} 人，人均 {each} 次", "Attendances: {times}; persons: {people}; {each} a person")
_MOST_BY = Text("；{mode}最多，{times} 人次", "; most by mode: {mode}, {times}")
_NO_TRAINING = Text("所选地区和时期没有培训参加记录。", "No training attended was recorded here in this period.")
_ASKED = Text("要求 {n} 学分", "Asked: {n} credits")
_ASKED_OF = Text("学分要求适用于：{licences}；其他资格另有规定，虚线不适用", "the credits are asked of: {licences}; others have rules of their own, the line is not theirs")
_HIGHEST = Text(
    "有学分要求的资格中，{licence}人均最高，为 {value}，要求 {n} 学分",
    "Of the licences asked for credits: {licence} reaches the most a person, {value}; asked are {n}",
)
_HIGHEST_ALIKE = Text(
    "有学分要求的资格中，{licence}人均最高，均为 {value}，要求 {n} 学分",
    "Of the licences asked for credits: {licence} reach the most a person, {value} each; asked are {n}",
)
_CREDIT_PART = Text("{name} {share}（n = {n}）", "{name} {share} (n = {n})")
_STEP = Text("环节", "Step")
_STEPS = {
    "online_enrolments": Text("选课", "Enrolled"), "online_begun_share": Text("开始学习", "Begun"),
    "online_completion_rate": Text("完成", "Completed"), "online_pass_share": Text("合格", "Passed"),
}
_TIMES = Text("{n} 人次", "{n} enrolments")
_STEPS_NOTE = Text(
    "按人次；各环节的分母不同，写在条末：开始学习只看填有分钟数的，完成与合格只看已结束的",
    "attendances; each step has a base of its own, at the end of its bar: begun over those with minutes on record, completed and passed over "
    "those that have ended",
)
_STEPS_SAID = Text(
    "{n} 人次选课；已结束的有 {completed} 完成、{passed} 合格", "Enrolments: {n}; of those that have ended {completed} were completed and {passed} passed",
)


def reach(sight: Sight, card: Card) -> Chart:
    """Return attendances and persons by mode of training in the period, each with its unit, and what came of them."""
    within, made_for = Within(sight), context(sight, card)
    lang = sight.lang
    rows = sight.edition.rows(_ENROLLED)
    mine = rows[
        rows["place_code"].isin(within.places()) & rows["staff_group"].isin(within.doctors)
        & (rows["on_date"] >= within.start) & (rows["on_date"] <= within.day)
    ]
    heads = [
        ColumnHead("mode", MODE.of(lang)), ColumnHead("attendances", ATTENDANCES.of(lang), True), ColumnHead("persons", PERSONS.of(lang), True),
        ColumnHead("each", EACH.of(lang), True),
        *(ColumnHead(n, t.of(lang), True, unit="%", beside=("mark",)) for n, t in (("completed", COMPLETED), ("passed", PASSED))),
    ]
    by_mode = sorted(((str(mode), part) for mode, part in mine.groupby("training_mode")), key=lambda pair: -len(pair[1]))
    listed = [_reached(_mode(within, mode), part, lang) for mode, part in by_mode]
    if listed:
        listed.append(_reached(ALL_MODES.of(lang), mine, lang))
    made = listing(card, heads, listed, made_for, _NO_TRAINING.of(lang), period_name(sight.state.period, lang))
    told = _reach_told(listed[-1], foremost(mine["training_mode"]), within) if listed else ""
    return noted(replace(made, finding=told), _REACH_NOTE.of(lang))


def foremost(modes: pd.Series) -> tuple[str, int] | None:
    """Return the told mode of most attendances and how many they are; None where several share the most, or where one mode alone is told."""
    counts = modes[modes != _UNKNOWN].value_counts()
    return (str(counts.index[0]), int(counts.iloc[0])) if len(counts) > 1 and counts.iloc[0] > counts.iloc[1] else None


def _reach_told(together: Sequence[TableCell], most: tuple[str, int] | None, within: Within) -> str:
    """Return attendances and persons of all modes together, and the mode with most attendances, where one has them."""
    lang = within.sight.lang
    said = _REACH_SAID.of(lang).format(**dict(zip(("mode", "times", "people", "each"), (cell.text for cell in together), strict=False)))
    if most is not None:
        said += _MOST_BY.of(lang).format(mode=_mode(within, most[0]), times=whole(most[1]))
    return said + STOP.of(lang)


def _mode(within: Within, mode: str) -> str:
    return NOT_TOLD.of(within.sight.lang) if mode == _UNKNOWN else within.word("training_mode", mode)


def _reached(name: str, part: pd.DataFrame, lang: Lang) -> list[TableCell]:
    people = part["person_key"].nunique()
    return [
        TableCell(name), TableCell(whole(len(part)), float(len(part))), TableCell(whole(people), float(people)),
        TableCell(rounded(len(part) / people, 2), len(part) / people),
        _of(part["completed"].sum(), part["ended"].sum(), lang), _of(part["passed"].sum(), part["examined"].sum(), lang),
    ]


def _of(count: float, n: float, lang: Lang) -> TableCell:
    """A share with what it is a share of; without a base it says so."""
    if not n:
        return TableCell(NOBODY.of(lang))
    scale, out_of = scale_for((), "share", "", lang), f"{whole(count)}/{whole(n)}"
    return TableCell(f"{scale.bare(count / n)} ({out_of})", count / n, mark=out_of)


def credits(sight: Sight, card: Card) -> Chart:
    """Return credits a person by licence against the credits the site asks of a licence class (one line where all classes have one rule)."""
    within, rules = Within(sight), sight.edition.rows(_RULES)
    made = of_year(sight, observed(within.in_year(), replace(card, kind="distribution")), within.year_over)
    asked = sorted({float(v) for v in rules["credits"]})
    if made.empty or made.kind != "distribution" or len(asked) != 1:
        return made
    named = Text("、", ", ").of(sight.lang).join(within.word("licence", code) for code in rules["licence"])
    note = _ASKED_OF.of(sight.lang).format(licences=named)
    ends = [v for s in made.series for p in s.points for v in (p.value, p.upper) if v is not None]
    line = Line(asked[0], _ASKED.of(sight.lang).format(n=f"{asked[0]:g}"))
    subject = [p for s in made.series for p in s.points if p.value is not None and p.code in set(rules["licence"])]
    finding = _highest_told(compared(subject), asked[0], sight.lang)
    axis = value_axis([0.0, *ends, 1.1 * asked[0]], made.scale, from_zero=True)
    return replace(made.with_note(made.footer.note, note), target=line, x=axis, finding=finding)


def _highest_told(points: Sequence[Point], asked: float, lang: Lang) -> str:
    """Name the licence with most credits a person, or those that print the same figure; "" where none is fully reported."""
    if not points:
        return ""
    top = ends_of(points)[1]
    said = _HIGHEST if len(top) == 1 else _HIGHEST_ALIKE
    return said.of(lang).format(licence=together([p.label for p in top], lang), value=top[0].text, n=f"{asked:g}") + STOP.of(lang)


def credit_completion(sight: Sight, card: Card) -> Chart:
    """Return the shares that reached the credits of a year, as bars by licence; the finding is of all licences together."""
    yearly = Within(sight).in_year()
    made = of_year(sight, observed(yearly, replace(card, kind="bars")), Within(sight).year_over)
    if made.empty:
        return made
    found = answers(yearly, card.indicators)
    parts = [
        _CREDIT_PART.of(sight.lang).format(name=all_indicators()[name].title.of(sight.lang), share=made.scale.bare(share.value), n=whole(share.n))
        for name, row in found.items() if (share := _share(row)).value is not None
    ]
    return replace(made, finding=SEMICOLON.of(sight.lang).join(parts) + STOP.of(sight.lang) if parts else "")


def online_steps(sight: Sight, card: Card) -> Chart:
    """Return how many enrolled online and which share began, completed and passed, each over its own base."""
    lang, found = sight.lang, answers(sight, ONLINE)
    enrolled = found["online_enrolments"]
    count = 0.0 if enrolled is None or pd.isna(enrolled["value"]) else float(enrolled["value"])
    named = [(_STEPS["online_enrolments"].of(lang), Share(count, count, None, None))]
    named += [(_STEPS[name].of(lang), _share(found[name])) for name in ONLINE[1:]]
    scale = scale_for((), "share", "", lang)
    said = {name: scale.bare(share.value) for (_, share), name in zip(named, ONLINE, strict=True) if share.value is not None}
    finding = ""
    if {"online_completion_rate", "online_pass_share"} <= set(said):
        finding = _STEPS_SAID.of(lang).format(n=whole(count), completed=said["online_completion_rate"], passed=said["online_pass_share"])
        finding += STOP.of(lang)
    about = Said(
        subtitle=period_name(sight.state.period, lang), note=_STEPS_NOTE.of(lang), finding=finding, empty=_NO_TRAINING.of(lang),
    )
    made = steps(card, context(sight, card), named, _STEP.of(lang), _TIMES.of(lang).format(n=whole(count)), about)
    if made.empty and not sees_records(sight):
        return replace(listing(card, (), (), context(sight, card), NONE_RELEASED.of(lang), about.subtitle), lack="withheld")
    return made


def _share(row: pd.Series | None) -> Share:
    if row is None or pd.isna(row["denominator"]) or pd.isna(row["value"]):
        return Share(0.0, 0.0, None, None)
    ends = [None if pd.isna(row[side]) else float(row[side]) for side in ("lower", "upper")]
    return Share(float(row["numerator"]), float(row["denominator"]), *ends)
