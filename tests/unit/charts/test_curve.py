"""A curve runs along numbers: its axis ends where the whole ends, its table names places on it, and no line claims what was not asked."""

from __future__ import annotations

import pytest

from dashboard.charts import build_chart
from dashboard.charts.chart import Point, Series
from dashboard.charts.curve import Along, curves
from dashboard.charts.numbers import scale_for
from dashboard.render.plotly import figure
from dashboard.render.sentence import finding
from pipelines.core.text import Text
from tests.unit.charts.samples import card, context, frame, lorenz_frame

REPLIES = Along(title=Text("提出后小时数", "Hours since the request"), place=Text("{at} 小时", "{at} hours"))


def replies(*hours: float) -> Series:
    scale = scale_for((1.0,), "share", "CNY", "en")
    points = (Point(label=f"{h:g} hours", code=f"{h:g}", x=h, y=i / 10, value=i / 10, status="ok", text=scale.full(i / 10), n=10 - i)
              for i, h in enumerate(hours))
    return Series(name="Replies", code="replies", colour=0, points=tuple(points))


def test_a_lorenz_curve_stands_against_the_line_of_equality() -> None:
    chart = build_chart(card("curve", "lorenz", by="staff_group"), lorenz_frame(), context("en"))
    assert chart.has_diagonal and (chart.x.low, chart.x.high, chart.y.low, chart.y.high) == (0.0, 100.0, 0.0, 1.0)
    assert [label for _, label in chart.x.ticks] == ["0%", "20%", "40%", "60%", "80%", "100%"]
    shapes = [s for s in figure(chart)["layout"]["shapes"] if s["line"]["dash"] == "4px,4px"]
    assert [(s["x0"], s["y0"], s["x1"], s["y1"]) for s in shapes] == [(0.0, 0.0, 100.0, 1.0)]
    assert [row[1].text for row in chart.rows][:3] == ["0", "10", "20"] and chart.columns[1].title.endswith("(%)"), "people, never months"


def test_the_sentence_says_what_the_worst_served_half_has() -> None:
    chart = build_chart(card("curve", "lorenz", by="staff_group"), lorenz_frame(), context("en"))
    assert finding(chart) == "Doctors of the worst served 50% of people: Village doctor 25.0%; Township doctor 12.5%."
    alone = lorenz_frame().query("category == 'village_doctor'").assign(category=None, breakdown=None)
    assert finding(build_chart(card("curve", "lorenz"), alone, context("zh"))) == "医生最少的 50 % 人口只有 25.0 % 的医生。"


def test_a_curve_without_a_number_says_so() -> None:
    rows = frame({"indicator": "lorenz", "status": "not_estimable", "n": 1})
    chart = build_chart(card("curve", "lorenz"), rows, context("en"))
    assert chart.series == () and chart.empty.startswith("Lorenz curve of doctors: not estimable")


@pytest.mark.parametrize(("mark", "corners"), [("step", "hv"), ("line", "linear")])
def test_lines_that_no_indicator_holds_are_drawn_where_their_points_lie(mark: str, corners: str) -> None:
    scale = scale_for((1.0,), "share", "CNY", "en")
    lines = [replies(0, 0.5, 7, 30, 72)]
    chart = curves(card("curve", "density"), lines, context("en"), along=REPLIES, scale=scale, mark=mark)  # type: ignore[arg-type]
    line = next(t for t in figure(chart)["data"] if t["mode"] == "lines")
    assert [x for x in line["x"] if x is not None] == [0, 0.5, 7, 30, 72] and line["line"]["shape"] == corners
    assert chart.x.high == 80 and not chart.has_diagonal and finding(chart) == "40.0% by 72 hours."
    assert [c.text for c in chart.rows[-1]] == ["72", "40.0%", "", "6"]


def test_no_lines_give_the_sentence_of_their_absence() -> None:
    chart = curves(card("curve", "density"), [], context("en"), along=REPLIES, scale=scale_for((), "share", "", "en"), empty="No request.")
    assert chart.empty == "No request." and figure(chart)["data"] == []
