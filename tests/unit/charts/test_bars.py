"""Bars: what adds up is stacked and ends at the sum, what does not stands side by side, what is unknown has no bar."""

from __future__ import annotations

import pytest

from dashboard.charts import build_chart
from dashboard.charts.words import FAR_INTERVALS
from dashboard.page import Card
from dashboard.render.plotly import figure
from dashboard.render.sentence import finding
from pipelines.core.text import Text
from tests.unit.charts.samples import context, frame, trend_frame


def bars(name, by="", over="", **more):
    return Card(name="b", kind="bars", title=Text("柱", "Bars"), indicators=(name,), by=by, over=over, **more)


def test_parts_of_a_count_stand_on_one_another_and_end_at_the_sum():
    chart = build_chart(bars("headcount", "staff_group", "years"), trend_frame(), context())
    assert chart.mark == "stack" and [label for _, label in chart.x.ticks][-1] == "2022"
    first, second = chart.series
    below = {p.label: p for p in first.points}
    for point in second.points:
        if point.value is not None and below[point.label].value is not None:
            assert point.base == pytest.approx(below[point.label].value)
    total = sum(p.value for s in chart.series for p in s.points if p.label == "2022")
    assert f"{total:,.0f}" in finding(chart) and chart.y.low == 0 and chart.y.high >= total


def test_a_year_without_a_number_has_no_bar_and_says_so():
    chart = build_chart(bars("headcount", "staff_group", "years"), trend_frame(), context("en"))
    gap = next(p for s in chart.series if s.code == "township_doctor" for p in s.points if p.label == "2018")
    assert gap.value is None and "1 without a number (not collected)" in chart.footer.note
    drawn = [x for trace in figure(chart)["data"] for x in trace["x"] if x is not None]
    assert len(drawn) == 15, "sixteen points, one of them unknown"


def test_two_breakdowns_are_bars_and_parts_in_the_order_of_their_lists():
    rows = [{"indicator": "headcount", "breakdown": "remoteness,staff_group", "category": f"{place},{group}", "value": v, "n": v}
            for place, group, v in (("remote", "village_doctor", 3), ("near", "village_doctor", 5), ("near", "township_doctor", 2))]
    chart = build_chart(bars("headcount", "remoteness,staff_group"), frame(*rows), context())
    assert len(chart.x.ticks) == 2 and len(chart.series) == 2
    order = [key[1] for key in context().code_titles if key[0] == "remoteness"]
    names = {context().code_titles["remoteness", c].zh: c for c in order}
    codes = [names[label] for _, label in chart.x.ticks]
    assert codes == sorted(codes, key=order.index)


def test_rates_are_never_stacked_and_more_than_six_parts_are_counted():
    rows = [{"indicator": "density", "breakdown": "remoteness", "category": c, "value": v, "lower": v - 0.1, "upper": v + 0.1, "n": 9}
            for c, v in (("near", 1.1), ("remote", 0.7))]
    chart = build_chart(bars("density", "remoteness"), frame(*rows), context())
    assert chart.mark == "bar" and all(p.base is None for s in chart.series for p in s.points)
    many = [{"indicator": "headcount", "period": "2022", "breakdown": "staff_group", "category": f"g{i}", "value": 10 - i, "n": 9} for i in range(9)]
    stacked = build_chart(bars("headcount", "staff_group", "years"), frame(*many), context("en"))
    assert len(stacked.series) == 6 and "3 more categories not drawn" in stacked.footer.note


@pytest.mark.parametrize(("upper", "is_far"), [(0.9, False), (50.0, True)])
def test_an_interval_of_very_few_people_does_not_flatten_the_bars_beside_it(upper, is_far):
    rows = [{"indicator": "leaver_rate", "breakdown": "staff_group", "category": group, "value": value, "lower": 0.0, "upper": high, "n": n}
            for group, value, high, n in (("village_doctor", 0.2, 0.3, 400), ("township_doctor", 0.1, upper, 2))]
    chart = build_chart(bars("leaver_rate", "staff_group"), frame(*rows), context("en"))
    assert chart.y.high <= 1.0 and max(p.value for s in chart.series for p in s.points) / chart.y.high >= 0.2
    assert (FAR_INTERVALS.en in chart.footer.note) is is_far
    assert max(p.upper for s in chart.series for p in s.points) == upper, "the interval itself is left whole"
