"""Marks of few people are hollow, of what is partly reported pale or dashed, on the screen and on slides; each card that draws one says so once.

A legend shows colours whole.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from dashboard.charts import build_chart
from dashboard.charts.chart import Chart, Point
from dashboard.charts.columns import Bars, Figure, Frame, columns
from dashboard.charts.marks import marks_told, with_marks_told
from dashboard.charts.numbers import Scale
from dashboard.charts.words import STATUS
from dashboard.data import Gate, Viewer
from dashboard.layout.card import card_foot
from dashboard.page import Card
from dashboard.render.plotly import FITTED, PRINTERS, figure
from dashboard.render.powerpoint import DeckTitle, deck
from dashboard.sight import sight_at
from dashboard.theme import LIGHT, mixed
from dashboard.view import chart_of
from pipelines.core.indicator import Status
from pipelines.core.text import LANGS, Text
from pipelines.engine.observe import all_indicators
from tests.unit.charts.samples import (
    card,
    cities_frame,
    context,
    frame,
    leavers_frame,
    places_frame,
    streams_frame,
    survival_frame,
    trend_frame,
)

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
TITLE = DeckTitle(title="Yangquan", subtitle="2022", lang="en")
SHARE = Scale(lang="en", decimals=1, is_share=True)
SAID = {"zh": "空心：人数很少", "en": "hollow: few people"}
BANDS = {"zh": "色带为 95 % 区间", "en": "bands are 95% intervals"}
BETWEEN = {"zh": "；", "en": "; "}


@pytest.fixture(scope="module")
def gate(demo_workspace: Path) -> Iterator[Gate]:
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def _few_first(lang: str = "en") -> Chart:
    groups = [Bars(name=name, code=name, figures=(Figure(value=0.5, n=few), Figure(value=0.75, n=40))) for name, few in (("A", 3), ("B", 4))]
    return columns(card("bars", "headcount"), context(lang), replace(SHARE, lang=lang), groups, Frame(labels=("x", "y"), head="H"))


def _forest() -> Chart:
    rows = [{"indicator": name, "value": v, "lower": v - 0.1, "upper": v + 0.1, "n": 3, "status": status}
            for name, v, status in (("pay_gap_sex", 0.2, "small_n"), ("pay_gap_sex_adjusted", 0.1, "ok"))]
    given = Card(name="f", kind="forest", title=Text("森林", "Forest"), indicators=("pay_gap_sex", "pay_gap_sex_adjusted"))
    return build_chart(given, frame(*rows), context("en"))


def _pyramid() -> Chart:
    rows = [{"indicator": "headcount", "breakdown": "age_band,licence", "category": f"{age},{licence}", "value": v, "n": v, "status": status}
            for age, licence, v, status in (("under_35", "physician", 3, "small_n"), ("35_44", "physician", 9, "ok"),
                                            ("under_35", "none", 2, "small_n"), ("35_44", "none", 8, "ok"))]
    return build_chart(card("pyramid", "headcount", by="age_band,licence"), frame(*rows), context("en"))


def _trend() -> Chart:
    return build_chart(card("trend", "headcount", by="staff_group"), trend_frame(), context("en"))


def _native(chart: Chart) -> Any:
    slide = Presentation(io.BytesIO(deck(TITLE, [chart]))).slides[1]
    return next(s for s in slide.shapes if s.has_chart).chart


def _fills(series: Any, within: str = "") -> dict[int, str]:
    """Return the colour of each point of a series that has one of its own, by its place."""
    own = ((int(p.find(f"{C}idx").get("val")), p.find(f"{within}{C}spPr/{A}solidFill/{A}srgbClr")) for p in series._element.findall(f"{C}dPt"))
    return {i: f"#{colour.get('val')}" for i, colour in own if colour is not None}


@pytest.mark.parametrize("lang", LANGS)
def test_a_chart_with_a_hollow_mark_says_what_it_means_and_one_without_does_not(lang: str) -> None:
    told = with_marks_told(_few_first(lang))
    assert told.footer.marks == SAID[lang] and STATUS["small_n"].of(told.lang) in SAID[lang], "the words of the legend of the map"
    assert str(card_foot(told)).count(SAID[lang]) == 1
    whole = replace(told, series=tuple(replace(s, points=s.points[1:]) for s in told.series), footer=replace(told.footer, marks=""))
    assert with_marks_told(whole).footer.marks == ""


def test_what_is_not_seen_is_not_explained() -> None:
    none = replace(_few_first(), series=tuple(replace(s, points=tuple(replace(p, value=0.0) for p in s.points)) for s in _few_first().series))
    assert with_marks_told(none).footer.marks == "", "of nothing no bar stands"
    assert "hollow" not in with_marks_told(replace(_trend(), mark="step")).footer.marks, "a step line has no dots"
    assert with_marks_told(_trend()).footer.marks and with_marks_told(_forest()).footer.marks and with_marks_told(_pyramid()).footer.marks


@pytest.mark.parametrize(("page", "name", "search"), [
    ("supply", "age_licence", "region=542500"), ("retention", "hazard_tenure", "region=140322106"), ("subsidies", "stay", ""),
])
@pytest.mark.parametrize("lang", LANGS)
def test_cards_of_the_demo_say_it_on_the_screen_and_on_the_slide(gate: Gate, page: str, name: str, search: str, lang: str) -> None:
    sight = sight_at(gate.edition(), Viewer.local(gate.site), page, f"{search}&lang={lang}")
    assert sight is not None
    chart = chart_of(sight, next(c for c in sight.state.page.cards if c.name == name))
    hollow = [p for s in chart.series for p in s.points if p.status == "small_n" and p.value]
    slide = Presentation(io.BytesIO(deck(TITLE, [chart]))).slides[1]
    note = next(s.text_frame.text for s in slide.shapes if s.name == "Note")
    assert hollow and str(card_foot(chart)).count(SAID[lang]) == 1 and note.count(SAID[lang]) == 1


@pytest.mark.parametrize("chart", [_few_first(), _forest(), _pyramid()], ids=lambda c: c.kind)
def test_a_legend_shows_the_colour_of_a_series_whose_first_mark_is_hollow(chart: Chart) -> None:
    named = [t for t in figure(chart)["data"] if t.get("showlegend")]
    assert {t["name"]: t["marker"]["color"] for t in named} == {s.name: LIGHT.series[s.colour] for s in chart.series}
    assert len(named) == len(chart.series)


@pytest.mark.parametrize(("chart", "within"), [(_few_first(), ""), (_pyramid(), ""), (_forest(), f"{C}marker/"), (_trend(), f"{C}marker/")],
                         ids=lambda c: getattr(c, "kind", ""))
def test_what_is_hollow_on_the_screen_is_hollow_on_the_slide(chart: Chart, within: str) -> None:
    for series, drawn in zip(chart.series, _native(chart).plots[0].series, strict=False):
        known = series.points if chart.kind in ("trend", "pyramid") else [p for p in series.points if p.value is not None]
        whole = LIGHT.series[series.colour]
        own = {"small_n": LIGHT.card, "partial": mixed(whole, LIGHT.card, 0.5)}
        assert _fills(drawn, within) == {i: own[p.status] for i, p in enumerate(known) if p.status in own}
        edges = {e.get("val") for e in drawn._element.findall(f"{C}dPt/{within}{C}spPr/{A}ln/{A}solidFill/{A}srgbClr")}
        assert edges <= {whole[1:], own["partial"][1:]}
    assert any(_fills(drawn, within) for drawn in _native(chart).plots[0].series)


def _partial(chart: Chart, *at: int) -> Chart:
    """The chart with the points of each series at these places partly reported, all others in order."""
    marked = tuple(replace(s, points=tuple(replace(p, status="partial" if i in at else "ok") for i, p in enumerate(s.points))) for s in chart.series)
    return with_marks_told(replace(chart, series=marked, footer=replace(chart.footer, marks="")))


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_partly_reported_is_told_as_it_looks(lang: str) -> None:
    pale, dashed = {"zh": ("浅色：部分上报", "浅色的点和与之相连的虚线：部分上报"),
                          "en": ("pale: partly reported", "pale dots and the dashes that meet them: partly reported")}[lang]
    trend = build_chart(card("trend", "headcount", by="staff_group"), trend_frame(), context(lang))
    assert _partial(_few_first(lang), 1).footer.marks == pale and _partial(_few_first(lang)).footer.marks == ""
    assert _partial(trend, 7).footer.marks == f"{dashed}{BETWEEN[lang]}{BANDS[lang]}" and _partial(trend).footer.marks == BANDS[lang]
    assert set(with_marks_told(trend).footer.marks.split(BETWEEN[lang])) == {SAID[lang], dashed, BANDS[lang]}
    assert marks_told(_partial(replace(trend, series=tuple(replace(s, points=s.points[-1:]) for s in trend.series)), 0)) == pale, "a lone year"


@pytest.mark.parametrize("chart", [_few_first(), _pyramid()], ids=lambda c: c.kind)
def test_a_bar_of_what_is_partly_reported_is_pale_on_the_screen_and_on_the_slide(chart: Chart) -> None:
    made = _partial(chart, 1)
    for series, drawn in zip(made.series, _native(made).plots[0].series, strict=True):
        colour = LIGHT.series[series.colour]
        assert list(_fills(drawn).values()) == [mixed(colour, LIGHT.card, 0.5)]
        bars = next(t for t in figure(made)["data"] if t["type"] == "bar" and t["name"] == series.name and t["marker"]["color"] != colour)
        assert [c for c in bars["marker"]["color"] if c != colour] == [mixed(colour, LIGHT.card, 0.5)]


@pytest.mark.parametrize(("at", "stretches"), [(7, {7}), (5, {5, 6}), (0, {1})])
def test_both_stretches_at_a_partly_reported_year_are_dashed_on_the_slide_too(at: int, stretches: set[int]) -> None:
    made = _partial(_trend(), at)
    drawn = _native(made).plots[0].series[0]
    dashed = {int(p.find(f"{C}idx").get("val")) for p in drawn._element.findall(f"{C}dPt") if p.find(f"{C}spPr/{A}ln/{A}prstDash") is not None}
    line = next(t for t in figure(made)["data"] if t.get("line", {}).get("dash") == "4px,4px")
    assert dashed == stretches and len([x for x in line["x"] if x is not None]) == len(stretches) + 1


def _step(mark: str) -> Chart:
    """A curve drawn here in steps, as a line or in dots."""
    rows = survival_frame()
    made = build_chart(card("survival", "survival", by="remoteness"), rows[rows["at"] % 6 == 0], context("en"))
    return replace(made, mark=mark, at_risk=())  # type: ignore[arg-type]


def _distribution(name: str, by: str) -> Chart:
    return build_chart(card("distribution", name, by=by), streams_frame() if by else places_frame(), context("en"))


def _percentiles() -> Chart:
    """Percentiles of three classes, all of them told."""
    names = ("median_pay", "pay_p10", "pay_p25", "pay_p75", "pay_p90")
    values = dict(zip(names, (40_000, 20_000, 30_000, 60_000, 90_000), strict=True))
    made = [{"indicator": name, "breakdown": "remoteness", "category": c, "value": values[name] + 1_000 * i, "n": 90}
            for i, c in enumerate(("near", "remote", "far")) for name in names]
    given = Card(name="p", kind="percentiles", title=Text("分布", "Spread"), indicators=names, by="remoteness")
    return build_chart(given, frame(*made), context("en", indicators=all_indicators()))


DRAWN = {
    "trend": _trend(), "step": _step("step"), "line": _step("line"), "dots": _step("dot"), "bars": _few_first(), "pyramid": _pyramid(), "forest": _forest(),
    "ranking": build_chart(card("ranking", "density"), places_frame(), context("en")), "strip": _distribution("density", ""),
    "amounts": _distribution("payment_total", "payment_stream"), "percentiles": _percentiles(),
    "panels": build_chart(card("panels", "turnover_rate"), cities_frame(), context("en")),
    "funnel": build_chart(card("funnel", "turnover_rate"), leavers_frame(), context("en")),
}
TOLD = {"hollow": "hollow:", "pale": "pale", "dashed": "dash", "band": "bands are", "error": "error bars", "bar": "bars are", "limits": "thin lines"}
STATUSES: Mapping[str, tuple[Status, ...]] = {"whole": ("ok",), "few": ("ok", "small_n"), "partly": ("ok", "ok", "partial"), "both": ("small_n", "partial")}


def _with(chart: Chart, statuses: tuple[Status, ...], *, known: bool) -> Chart:
    """The chart with these statuses in turn, with limits a hundredth either way or without any."""
    def marked(point: Point, i: int) -> Point:
        if point.value is None:
            return point
        ends = (point.value * 0.99, point.value * 1.01) if known else (None, None)
        return replace(point, status=statuses[i % len(statuses)], lower=ends[0], upper=ends[1])

    return replace(chart, series=tuple(replace(s, points=tuple(marked(p, i) for i, p in enumerate(s.points))) for s in chart.series))


def _on_screen(chart: Chart) -> set[str]:
    """What a figure draws otherwise than whole, and how it draws intervals, read from its traces, of panels from the shapes behind their lines."""
    made = figure(chart)
    seen, traces = set[str](), [t for t in made["data"] if t["x"] != [None]]
    for shape in made["layout"].get("shapes", ()):
        seen |= {"dashed"} if shape["line"].get("dash") == "4px,4px" else set()
        seen |= {"band"} if "fillcolor" in shape else set()
    for trace in traces:
        colours = trace.get("marker", {}).get("color", [])
        filled = {colours} if isinstance(colours, str) else set(colours)
        seen |= {"hollow"} if LIGHT.card in filled else set()
        seen |= {"pale"} if filled & PALES else set()
        line = trace.get("line", {})
        seen |= {"dashed"} if line.get("dash") == "4px,4px" else set()
        seen |= {"band"} if trace.get("fill") == "toself" else set()
        seen |= {"error"} if "error_y" in trace else set()
        seen |= {"bar"} if line.get("width") in (5, 6) else set()
    return seen


PALES = {mixed(colour, LIGHT.card, 0.5) for colour in (*LIGHT.series, LIGHT.bad, LIGHT.faint)}


def _on_slide(chart: Chart) -> set[str]:
    """The same of a slide, read from its file."""
    native = _native(chart)
    element = native._chartSpace
    filled = {f"#{e.get('val')}" for e in element.xpath(".//c:dPt//c:spPr/a:solidFill/a:srgbClr")}
    names = [s.name for s in native.plots[0].series]
    found = {
        "hollow": LIGHT.card in filled, "pale": bool(filled & PALES), "dashed": bool(element.xpath(".//c:dPt/c:spPr/a:ln/a:prstDash")),
        "error": bool(element.xpath(".//c:errBars/c:plus//c:pt")), "limits": any("lower limit" in name for name in names),
        "bar": any(name.endswith(", interval") for name in names),
    }
    return {name for name, is_there in found.items() if is_there}


def _named(told: str) -> set[str]:
    return {name for name, words in TOLD.items() for part in told.split("; ") if part.startswith(words) or (name == "dashed" and words in part)}


@pytest.mark.parametrize("known", [True, False], ids=["intervals", "bare"])
@pytest.mark.parametrize("statuses", STATUSES.values(), ids=STATUSES)
@pytest.mark.parametrize("chart", DRAWN.values(), ids=DRAWN)
def test_what_is_drawn_otherwise_is_told_and_nothing_else(chart: Chart, statuses: tuple[Status, ...], known: bool) -> None:
    made = _with(chart, statuses, known=known)
    assert _named(with_marks_told(made).footer.marks) == _on_screen(made)
    assert _named(marks_told(made, on_slide=True)) == _on_slide(made)


def test_every_kind_that_draws_points_is_looked_at() -> None:
    assert {chart.kind for chart in DRAWN.values()} == (set(FITTED) | set(PRINTERS)) - {"map", "waterfall", "curve"}, "a curve is drawn as survival is"
    assert {mark for chart in DRAWN.values() for mark in _on_screen(_with(chart, ("ok", "small_n", "partial"), known=True))} == set(TOLD) - {"limits"}
