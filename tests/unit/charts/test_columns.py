"""Bars of figures that are no observations: positions, gaps, the table beside them."""

from __future__ import annotations

import pytest

from dashboard.charts.columns import Bars, Figure, Frame, columns
from dashboard.charts.numbers import Scale
from dashboard.page import Card
from dashboard.render.plotly import figure
from dashboard.render.sentence import finding
from pipelines.core.text import LANGS, Text
from tests.unit.charts.samples import context

CARD = Card(name="c", kind="bars", title=Text("标题", "Title"))


def count(lang):
    return Scale(lang=lang, unit=Text("份", "agreements").of(lang), axis_unit=Text("份", "agreements").of(lang))


@pytest.mark.parametrize("lang", LANGS)
def test_stacked_parts_begin_where_the_one_before_ends_and_counts_have_whole_ticks(lang):
    groups = [
        Bars(name="A", code="a", figures=(Figure(value=1.0), Figure(value=2.0), Figure(value=None))),
        Bars(name="B", code="b", figures=(Figure(value=None), Figure(value=3.0), Figure(value=0.0))),
    ]
    chart = columns(CARD, context(lang), count(lang), groups, Frame(labels=("x", "y", "z"), head="h", is_stacked=True, finding="F."))
    assert [p.base for p in chart.series[0].points] == [0.0, 0.0, 0.0] and [p.base for p in chart.series[1].points] == [1.0, 2.0, 0.0]
    assert all(at == int(at) for at, _ in chart.y.ticks) and chart.y.high >= 5.0
    assert [[c.text for c in row] for row in chart.rows] == [["x", "1", ""], ["y", "2", "3"], ["z", "", "0"]]
    assert finding(chart) == "F." and chart.empty == ""
    drawn = figure(chart)["data"]
    assert drawn[0]["x"] == [0.0, 1.0] and drawn[1]["base"] == [2.0], "what is not known has no bar, and a part of nothing no edge"


@pytest.mark.parametrize("lang", LANGS)
def test_a_share_has_its_interval_its_people_and_a_word_where_nobody_is(lang):
    share = Scale(lang=lang, decimals=1, is_share=True, unit="%", axis_unit="%")
    figures = (Figure(value=0.5, lower=0.3, upper=0.7, n=20), Figure(value=1.0, lower=0.3, upper=1.0, n=2), Figure(value=None, n=0))
    chart = columns(CARD, context(lang), share, [Bars(name="A", code="a", figures=figures)], Frame(labels=("x", "y", "z"), head="h", gap="nobody"))
    points = chart.series[0].points
    assert [p.status for p in points] == ["ok", "small_n", "no_denominator"] and [p.n for p in points] == [20, 2, 0]
    assert (points[0].lower, points[0].upper) == (0.3, 0.7) and points[2].interval == "" and points[2].text == "nobody"
    assert [c.text for c in chart.rows[2]] == ["z", "nobody", "", "0"] and chart.rows[0][3].value == 20.0
    assert chart.rows[0][2].text == points[0].interval and "95" in chart.columns[2].title, "the table tells what the pointer is told"
    assert chart.y.low == 0.0 and chart.y.high == 1.0


def test_bars_without_a_number_say_why():
    chart = columns(CARD, context("en"), count("en"), [], Frame(labels=(), head="h", empty="Nothing here."))
    assert chart.empty == "Nothing here." and finding(chart) == "Nothing here." and chart.rows == ()
