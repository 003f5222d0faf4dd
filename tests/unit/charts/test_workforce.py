"""Pyramids and waterfalls hold positions that add up, and say what is not drawn."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from dashboard.charts import build_chart
from dashboard.charts.axis import value_axis
from dashboard.charts.chart import Axis
from dashboard.charts.numbers import Scale
from dashboard.charts.waterfall import Step, bars_of, height_of, levels, number_at
from dashboard.render.plotly_parts import HALF_PAGE, text_width
from dashboard.render.plotly_ticks import side_by_side
from dashboard.render.plotly_waterfall import waterfall_figure
from dashboard.render.sentence import finding
from dashboard.theme import LIGHT
from pipelines.codelists.movement import MOVEMENT
from pipelines.core.text import LANGS
from tests.unit.charts import samples
from tests.unit.charts.samples import card, context, frame


def test_a_map_of_counts_names_whole_numbers_and_keeps_the_few_apart() -> None:
    data = samples.places_frame(name="headcount").assign(status="ok", value=[0.0] * 19 + [1.0, 1.0, 1.0, 3.0, 0.0], lower=None, upper=None)
    chart = build_chart(card("map", "headcount"), data, context("en"))
    assert [c.label for c in chart.map.classes] == ["0", "1–3"]
    assert sum(cell.klass == chart.map.classes[1].index for cell in chart.map.cells) == 4
    spread = data.assign(value=[float(i % 3) for i in range(24)])
    assert [c.label for c in build_chart(card("map", "headcount"), spread, context("en")).map.classes] == ["0", "1", "2"]


def pyramid(lang: str = "en"):
    """The sample pyramid."""
    return build_chart(card("pyramid", "headcount", by="age_band,licence"), samples.pyramid_frame(), context(lang))


def waterfall(lang: str = "en"):
    """The sample waterfall."""
    return build_chart(card("waterfall", "headcount_change", by="movement"), samples.moves_frame(), context(lang))


def test_licensed_stand_left_and_the_others_right_of_the_middle() -> None:
    chart = pyramid()
    sides = {s.code: {p.x < 0 for p in s.points} for s in chart.series}
    assert sides == {"physician": {True}, "assistant": {True}, "village_certificate": {False}, "none": {False}}
    assert chart.sides == ("(Assistant) physicians: 327", "Village certificate, nurses and the like, none, not known: 261")
    assert [name for _, name in chart.y.ticks] == ["Under 35", "35–44", "60 and over"]


def test_bars_of_a_side_stand_on_one_another_and_both_sides_are_as_long() -> None:
    chart = pyramid()
    young = {s.code: p for s in chart.series for p in s.points if p.y == 0}
    assert (young["physician"].base, young["physician"].x, young["assistant"].base, young["assistant"].x) == (0, -94, -94, -52)
    assert chart.x.low == -chart.x.high and chart.x.high >= 146
    assert all(not name.startswith(("-", "−")) for _, name in chart.x.ticks)


def test_people_of_unknown_age_are_told_and_not_drawn() -> None:
    chart = pyramid()
    assert "7 people of unknown age" in chart.footer.note
    assert all(not p.code.startswith("unknown") for s in chart.series for p in s.points)
    assert finding(chart) == "55.6% of doctors (327 of 588) are licensed (assistant) physicians; of 181 aged 60 and over, 125 are not."


def test_ages_that_nobody_tells_make_a_sentence_of_the_pyramid() -> None:
    rows = frame({"indicator": "headcount", "breakdown": "age_band,licence", "category": "unknown,none", "value": 36.0, "n": 36})
    chart = build_chart(card("pyramid", "headcount", by="age_band,licence"), rows, context("en"))
    assert "not told by age and licence" in chart.empty and not chart.footer.note


@pytest.mark.parametrize("lang", LANGS)
def test_the_names_of_all_movements_stand_beside_each_other_on_half_a_page(lang) -> None:
    """A bar for each, and one for what is left of them."""
    names = [code.title.of(lang) for code in MOVEMENT.codes] + [""]
    plot = HALF_PAGE - 60
    drawn = side_by_side(Axis(ticks=tuple((float(i), name) for i, name in enumerate(names)), low=-0.5, high=len(names) - 0.5, step=1), plot, {"size": 12})
    size = drawn["tickfont"]["size"]
    wide = [max(text_width(line, size) for line in label.split("<br>")) for label in drawn["ticktext"]]
    assert max(a + b for a, b in pairwise(wide)) / 2 < plot / len(names)


def test_steps_of_a_waterfall_begin_where_the_one_before_ends() -> None:
    steps = [Step(code="first", name="a", value=138, is_total=True), Step(code="joined", name="b", value=42),
             Step(code="left", name="c", value=-68), Step(code="last", name="d", value=112, is_total=True)]
    assert levels(steps) == [0, 138, 180, 0]
    series = {s.code: [(p.x, p.base, p.value, p.text) for p in s.points] for s in bars_of(steps, waterfall().scale, context("en"))}
    assert series == {"total": [(0, 0, 138, "+138"), (3, 0, 112, "+112")], "in": [(1, 138, 42, "+42")], "out": [(2, 180, -68, "−68")]}
    axis = height_of(steps, waterfall().scale)
    assert axis.low == 0 and axis.high >= 180


def test_the_number_of_a_bar_that_ends_at_the_foot_of_a_plot_stands_over_it_and_not_on_its_name() -> None:
    """One came and one left, as in a township: the names stand right under zero, in a browser and on a slide."""
    steps = [Step(code="joined", name="a", value=0), Step(code="transferred_in", name="b", value=1), Step(code="left", name="c", value=-1),
             Step(code="total", name="d", value=0, is_total=True)]
    scale = waterfall().scale
    axis = height_of(steps, scale)
    points = {p.code: p for s in bars_of(steps, scale, context("en")) for p in s.points}
    assert {code: number_at(p, axis) for code, p in points.items()} == {"joined": (0, True), "transferred_in": (1, True), "left": (1, True),
                                                                      "total": (0, True)}
    small = replace(waterfall(), y=axis, series=bars_of(steps, scale, context("en")))
    notes = {note["text"]: (note["y"], note["yanchor"]) for note in waterfall_figure(small, LIGHT)["layout"]["annotations"] if note["text"] == "−1"}
    assert notes == {"−1": (1, "bottom")}
    deep = [Step(code="left", name="c", value=-30), Step(code="total", name="d", value=-30, is_total=True)]
    under = [number_at(p, height_of(deep, scale)) for s in bars_of(deep, scale, context("en")) for p in s.points]
    assert under == [(-30, False), (-30, False)], "where there is room under it, there"


@pytest.mark.parametrize("most", [1, 2, 3, 4, 7, 11, 12, 24, 60, 240])
def test_an_axis_of_people_has_ticks_at_whole_numbers(most: int) -> None:
    for low in (0, -most):
        axis = value_axis([1.08 * most, 1.08 * low], Scale(lang="en"), from_zero=True)
        assert all(at == int(at) and "." not in words for at, words in axis.ticks) and axis.step == int(axis.step) >= 1
        assert axis.low <= 1.08 * low and axis.high >= 1.08 * most and 3 <= len(axis.ticks) <= 8
    shares = value_axis([0.0, 0.012], Scale(lang="en", decimals=1, is_share=True), from_zero=True)
    assert [words for _, words in shares.ticks][:2] == ["0.00%", "0.25%"], "others are cut as fine as they are told"


def test_a_change_is_drawn_from_zero_and_the_headcounts_are_told() -> None:
    chart = waterfall()
    points = {p.code: p for s in chart.series for p in s.points}
    assert points["total"].value == 42 - 68 - 1 and points["left"].base == 42 and points["transferred_in"].text == "0"
    assert chart.x.title == "1,442 at the start, 1,415 at the end"
    assert finding(chart) == "1,442 at the start, 1,415 at the end: joined +42, left −68, died −1; net −27."
    assert chart.rows[-1][0].text == "Net change" and chart.rows[-1][1].value == -27


@pytest.mark.parametrize(("lang", "words"), [("zh", "未采集"), ("en", "not collected")])
def test_a_change_that_nobody_reports_is_no_bar_of_zero(lang: str, words: str) -> None:
    rows = frame({"indicator": "headcount_change", "breakdown": "movement", "status": "not_collected"})
    chart = build_chart(card("waterfall", "headcount_change", by="movement"), rows, context(lang))
    assert words in chart.empty and not chart.series
