"""The cohort triangle: of those who came in a year, what share is there 12, 24 and 36 months on; what cannot be known yet says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.asking import card_query
from dashboard.cards.inside import refused
from dashboard.cards.within import UP_TO_YEAR, Within, of_year
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import number, whole
from dashboard.charts.table import listing
from dashboard.charts.words import marked
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight, sees_records
from pipelines.core.text import Lang, Text
from pipelines.engine.observe import all_indicators, observe

COHORT = Text("入职年份", "Joined in")
MONTHS = Text("{n} 个月", "{n} months")
STAYED = Text(
    "{cohort} 年入职者 {months} 个月留任率 {share}（此前最少时在险 {n} 人）。",
    "{months}-month retention of those who joined in {cohort}: {share} (never fewer than {n} at risk before).",
)
NOT_YET = Text("{year} 年末后方可知", "not before end {year}")
NOT_FOLLOWED = Text("不可估计", "not estimable")
RESTS_ON, FEW = Text("n={n}", "n={n}"), Text("n={n}，人数少", "n={n}, few")
UP_TO = Text("截至 {year} 年末", "to the end of {year}")
NOTE = Text(
    "队列留任率：每格为该年入职者的 Kaplan-Meier 留任率；n 为此前最少时的在险人数，与新入职留任率（按日历窗口）不是一个数；灰格：该年入职者尚未全部满此月数，不能知道，不是零；"
    "不足 5 人的不着色；颜色由浅到深：70 % 以下、70–80 %、80–90 %、90–95 %、95 % 及以上",
    "cohort retention: each cell is the Kaplan-Meier share still in post of those who joined in the year, which is not the retention of new entrants "
    "in a calendar window; n is the fewest at risk before it. Grey: not all of "
    "them could be followed so long, which is unknown and not zero. No colour: fewer than 5. From pale to dark: under 70%, 70–80%, "
    "80–90%, 90–95%, 95% and over",
)
SHADES = (0.70, 0.80, 0.90, 0.95)
SMALL = 5  # at risk


def cohorts(sight: Sight, card: Card) -> Chart:
    """Return the matrix of entry cohorts by months, as known at the end of the year the chosen period lies in."""
    about, lang = context(sight, card), sight.lang
    year = Within(sight).year_known
    frames = {name: _asked(sight, card, name, year) for name in card.indicators}
    found = {
        (name, str(r["category"])): r for name, frame in frames.items() for r in frame.to_dict("records") if isinstance(r["category"], str)
    }
    cohorts_of = sorted({category for _, category in found})
    heads = [ColumnHead("cohort", COHORT.of(lang))]
    heads += [ColumnHead(name, MONTHS.of(lang).format(n=all_indicators()[name].months), True, unit="%", beside=("mark",)) for name in card.indicators]
    rows = [[TableCell(cohort), *(_cell(found.get((n, cohort)), n, cohort, year, lang) for n in card.indicators)] for cohort in cohorts_of]
    first = Canvas.of(card, frames[card.indicators[0]], about)
    made = listing(card, heads, rows, replace_period(about, year), first.empty(), UP_TO.of(lang).format(year=year))
    foot = first.footer(first.rows, (NOTE.of(lang),) if rows else ())
    told = replace(made, footer=replace(foot, n=""), finding=_newest(found, card, lang))
    return refused(sight, card, of_year(sight, told, year, UP_TO_YEAR))


def _newest(found: Mapping[tuple[str, str], Mapping[Any, Any]], card: Card, lang: Lang) -> str:
    """Say what share of the newest cohort that is known of stayed, at the shortest of the horizons, and on how many it rests, who are fewer
    than joined; "" where they are few or not all is reported.
    """
    name = card.indicators[0]
    known = [(cohort, row) for (of, cohort), row in sorted(found.items()) if of == name and row["value"] == row["value"] and row["value"] is not None]
    if not known or known[-1][1]["status"] != "ok":
        return ""
    cohort, row = known[-1]
    share, months = number(float(row["value"]), "share", "", lang), all_indicators()[name].months
    return STAYED.of(lang).format(cohort=cohort, months=months, share=share, n=whole(float(row["n"])))


def replace_period(about: Any, year: str) -> Any:
    """Return the context with the year that is shown as its period."""
    return replace(about, period=year) if year else about


def _asked(sight: Sight, card: Card, name: str, year: str) -> pd.DataFrame:
    """Ask for the chosen place alone: the same of every place at once, which other cards gain by, would take seconds."""
    query = replace(card_query(sight, card, name), by="entry_cohort", period=year or sight.state.period)
    if not sees_records(sight):
        return sight.edition.observe(sight.viewer, query)
    return sight.edition.ask(lambda con: observe(con, sight.edition.site, query))


def _cell(row: Mapping[Any, Any] | None, name: str, cohort: str, year: str, lang: Lang) -> TableCell:
    """A share with the number it rests on; else from when on it can be known."""
    known_on = int(cohort) + (all_indicators()[name].months or 0) // 12
    if row is None or row["value"] != row["value"] or row["value"] is None:
        future = year.isdigit() and known_on > int(year)
        return TableCell(NOT_YET.of(lang).format(year=known_on) if future else NOT_FOLLOWED.of(lang), tone="none")
    value, at_risk = float(row["value"]), float(row["n"])
    mark = (FEW if at_risk < SMALL else RESTS_ON).of(lang).format(n=whole(at_risk))
    tone = str(sum(value >= edge for edge in SHADES)) if at_risk >= SMALL else ""
    return TableCell(marked(number(value, "share", "", lang), mark, lang), value, tone=tone, mark=mark)
