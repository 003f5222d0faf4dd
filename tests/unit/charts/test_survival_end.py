"""A curve of steps is drawn as far as it is known: level after its last exit, and level all the way where nobody left by the end of the axis."""

from __future__ import annotations

import pandas as pd

from dashboard.charts import build_chart
from dashboard.charts.chart import Chart
from dashboard.render.asked import asked
from dashboard.render.plotly import figure
from dashboard.render.sentence import finding
from tests.unit.charts.samples import card, context, frame

LIMITS = {"lower": 0.5, "upper": 0.95}


def curve(category: str, *times: tuple[float, float, int]) -> list[dict[str, object]]:
    """Rows of one curve: time, value, at risk; limits from the first exit on."""
    about = {"indicator": "survival", "breakdown": "sex", "category": category}
    return [{**about, "at": at, "value": value, "n": n, **(LIMITS if value < 1 else {})} for at, value, n in times]


WOMEN = curve("female", (0, 1.0, 7), (36.9, 0.875, 8), (114.0, 0.45, 5), (120, 0.45, 2), (156.8, 0.4, 1))
MEN = curve("male", (0, 1.0, 13), (120, 1.0, 11), (139.8, 0.9, 10), (317.0, 0.13, 1))
SHORT = curve("male", (0, 1.0, 13), (20.5, 0.9, 10), (61.2, 0.9, 4))  # followed for five years, and no longer


def drawn(*rows: dict[str, object], lang: str = "en") -> Chart:
    return build_chart(card("survival", "survival", by="sex"), frame(*rows), context(lang, curve_end=120.0))


def test_both_sexes_are_drawn_though_nobody_of_one_left_before_the_end() -> None:
    chart = drawn(*WOMEN, *MEN)
    lines = {s.code: [(p.x, p.value, p.lower) for p in s.points] for s in chart.series}
    assert lines["male"] == [(0.0, 1.0, 1.0), (120.0, 1.0, None)], "no limits are made up for a line without an exit"
    assert lines["female"] == [(0.0, 1.0, 1.0), (36.9, 0.875, 0.5), (114.0, 0.45, 0.5), (120.0, 0.45, 0.5)]
    assert chart.at_risk[-1] == ("120", (("female", "2"), ("male", "11"))), "at the tick itself, not at the next exit"
    assert finding(chart).startswith("After 120 months: ") and "45.0%" in finding(chart) and "100.0%" in finding(chart)
    ends = [max(x for x in t["x"] if x is not None) for t in figure(chart)["data"] if t.get("mode") == "lines"]
    assert ends and set(ends) == {120.0}
    assert [row[1].text for row in chart.rows if row[0].text == "male"] == ["120.0 months"], "the table has the end as well"
    said = dict(asked(chart))["Size"]
    assert "female 120 months at risk 2; " in said and said.endswith("male 120 months at risk 11"), "the numbers under the drawing"
    assert "n =" not in said, "n counts all who were followed"


def test_a_curve_ends_where_nobody_was_followed_any_longer() -> None:
    chart = drawn(*WOMEN, *SHORT)
    assert {s.code: s.points[-1].x for s in chart.series} == {"female": 120.0, "male": 61.2}


def test_yearly_points_are_never_carried_on() -> None:
    yearly = pd.DataFrame(frame(*curve("female", (12, 0.9, 20), (24, 0.8, 15), (132, 0.5, 9))))
    chart = build_chart(card("survival", "survival", by="sex"), yearly, context("en", curve_end=120.0))
    assert chart.mark == "dot" and [p.x for p in chart.series[0].points] == [12.0, 24.0]
