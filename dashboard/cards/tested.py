"""Retention curves with what is said under them: the log-rank test between the curves, and when half have left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.asking import card_query, divided_by
from dashboard.cards.observed import observed
from dashboard.charts.chart import Chart
from dashboard.charts.numbers import BY_CHANCE, p_words, rounded
from dashboard.charts.words import LIST_COMMA, TENURE
from dashboard.page import Card
from dashboard.sight import Sight, sees_records
from pipelines.core.text import Lang, Text
from pipelines.engine.comparison import CurveTest, compare_curves
from pipelines.engine.observe import Query

WITHIN = Text("各曲线之差在波动之内（{test}）", "the curves differ within chance ({test})")
BEYOND = Text("各曲线之差超出波动（{test}）", "the curves differ beyond chance ({test})")
TEST = Text("log-rank χ² = {chi}，自由度 {df}，p {p}", "log-rank χ² = {chi}, {df} df, p {p}")
NO_TEST = Text("离岗太少，无法检验各曲线之差", "too few exits to test the curves against each other")
MORE = Text("（检验含未画出的 {n} 类）", " (the test counts {n} categories that are not drawn)")
MEDIANS = Text("中位留任时间：{parts}", "median time in post: {parts}")
MEDIAN = Text("{name} {value} {unit}", "{name} {value} {unit}")
NOT_REACHED = Text("{name}未达到（随访 {at} {unit}，仍有一半以上在岗）", "{name} not reached (more than half still there after {at} {unit})")
BARE_NOT_REACHED = Text("未达到（随访 {at} {unit}，仍有一半以上在岗）", "not reached (more than half still there after {at} {unit})")


def tested(sight: Sight, card: Card) -> Chart:
    """Return the curves of a card, with a test where there are several and the reader may see what they are made of."""
    made = observed(sight, card)
    if made.empty or made.indicator != "survival" or not sees_records(sight):
        return made
    by = divided_by(sight, card)
    if len(made.series) == 1:
        return replace(made, test=_medians(sight, card, made, by))
    found = _test(sight, card)
    notes = [note.of(sight.lang) for note in found.notes] if found else []
    noted = made.with_note(*notes, _medians(sight, card, made, by), made.footer.note)
    more = len({*found.test.groups} - {series.code for series in made.series}) if found else 0
    return replace(noted, test=test_words(found, sight.lang) + (MORE.of(sight.lang).format(n=more) if more > 0 else ""))


def _test(sight: Sight, card: Card) -> CurveTest | None:
    query = card_query(sight, card, "survival")
    found = sight.edition.ask(lambda con: compare_curves(con, sight.edition.site, query))
    return found[0] if len(found) == 1 else None


def test_words(found: CurveTest | None, lang: Lang) -> str:
    """Return what the test says and the test: chi-square, degrees of freedom, p; that it cannot be made where it cannot."""
    if found is None or not found.test.degrees:
        return NO_TEST.of(lang)
    made = TEST.of(lang).format(chi=rounded(found.test.chi_square, 1), df=found.test.degrees, p=p_words(found.test.p_value, sign=True))
    return (BEYOND if found.test.p_value < BY_CHANCE else WITHIN).of(lang).format(test=made)


def _medians(sight: Sight, card: Card, made: Chart, by: str) -> str:
    """Say for each curve when half have left, or that it is not reached and how far they were followed."""
    query = replace(card_query(sight, card, "survival"), indicator="median_survival", by=by or None)
    rows = _by_category(sight, query)
    if len(made.series) == 1 and made.series[0].code not in rows:  # the whole curve stands for one divided by what no file tells
        rows = {made.series[0].code: next(iter(_by_category(sight, replace(query, by=None)).values()), None)}
    unit, lang = TENURE[sight.edition.site.tenure_unit].of(sight.lang), sight.lang
    told = [(series.name if len(made.series) > 1 else "", rows.get(series.code)) for series in made.series]
    parts = [words for name, row in told if row is not None and (words := _median(name, row, unit, lang))]
    return MEDIANS.of(lang).format(parts=LIST_COMMA.of(lang).join(parts)) if parts else ""


def _by_category(sight: Sight, query: Query) -> dict[str, Any]:
    return {str(r["category"] or ""): r for r in sight.edition.observe(sight.viewer, query).to_dict("records")}


def _median(name: str, row: Mapping[str, Any], unit: str, lang: Lang) -> str:
    """Say one median, that it is not reached, or nothing where it cannot be estimated."""
    if row["value"] is not None and row["value"] == row["value"]:
        return MEDIAN.of(lang).format(name=name, value=rounded(row["value"], 0), unit=unit).strip()
    if row["status"] != "not_reached":
        return ""
    return (NOT_REACHED if name else BARE_NOT_REACHED).of(lang).format(name=name, at=rounded(row["at"], 0), unit=unit)
