"""A quantile of few values may have one limit only: it is said which, and why the other is missing, and no band is drawn of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.charts.marks import with_marks_told
from dashboard.charts.trend import trend
from dashboard.render.plotly import figure
from tests.unit.charts.samples import INDICATORS, card, context, frame

LIMITS = {"2020": (None, None), "2021": (3.0, None), "2022": (4.0, 7.0)}  # of a full count; of few; of enough


def drawn(lang, interval):
    """Return a trend whose indicator has limits of a kind."""
    rows = frame(*(
        {"indicator": "headcount", "period": year, "value": 5.0, "lower": low, "upper": high, "n": 9} for year, (low, high) in LIMITS.items()
    ))
    shown = INDICATORS | {"headcount": replace(INDICATORS["headcount"], interval=interval)}
    return trend(card("trend", "headcount"), rows, replace(context(lang), indicators=shown))


@pytest.mark.parametrize(("lang", "said"), [("zh", "下限 3，数量太少，得不出上限"), ("en", "from 3: too few for an upper limit")])
def test_a_point_without_an_upper_limit_says_so_where_it_is_asked(lang, said) -> None:
    chart = drawn(lang, "order_statistic")
    at = [head.name for head in chart.columns].index("interval")
    assert [row[at].text for row in chart.rows] == ["", said, "4–7"]
    points = chart.series[0].points
    assert [point.half for point in points] == ["", said, ""] and points[1].lower is None and points[1].interval == ""
    hover = next(trace for trace in figure(chart)["data"] if "customdata" in trace)["customdata"]
    assert said in hover[1][0] and "9" in hover[1][0] and not any(said in words for words, _ in (hover[0], hover[2]))


@pytest.mark.parametrize(("limits", "stretches"), [
    (((3, 8), (3, None), (4, 7)), []), (((3, 8), (2, 7), (3, None), (4, 7), (4, 6)), [[0, 1], [3, 4]]), (((3, 8), (2, 7)), [[0, 1]]),
])
def test_no_band_crosses_a_point_without_both_limits(limits, stretches) -> None:
    rows = frame(*({"indicator": "headcount", "period": f"{2018 + i}", "value": 5.0, "lower": low, "upper": high, "n": 9}
                   for i, (low, high) in enumerate(limits)))
    chart = with_marks_told(trend(card("trend", "headcount"), rows, context("en")))
    bands = [trace for trace in figure(chart)["data"] if trace.get("fill") == "toself"]
    assert [sorted(set(band["x"])) for band in bands] == stretches
    assert ("bands are 95% intervals" in chart.footer.marks) == bool(stretches)


def test_what_is_no_quantile_says_nothing_of_it() -> None:
    chart = drawn("en", "none")
    assert chart.series[0].points and not any(point.half for point in chart.series[0].points)
