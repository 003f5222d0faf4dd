"""A series in which the facilities that file changed: its line is cut there, its sentence says so, and no change is told across it."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace

import pytest

from dashboard.charts.row import rows_of
from dashboard.charts.trend import trend
from dashboard.render.plotly import figure
from dashboard.render.sentence import finding
from dashboard.sparkline import sparkline
from pipelines.analysis.breaks import is_break
from pipelines.core.indicator import Measure
from pipelines.core.text import LANGS
from pipelines.engine.compare import compare_over_time
from pipelines.indicators.services import RECORD_COVERAGE, RECORDS_IN_USE
from tests.unit.charts.samples import card, context, frame
from tests.unit.engine.observed import observations

POINTS = (("2017", 0.82, 42, 800), ("2018", 0.84, 42, 798), ("2019", 0.80, 776, 780), ("2020", 0.81, 740, 765))


def drawn(points, lang="zh"):
    rows = [{"indicator": "record_coverage", "period": p, "value": v, "reported": told, "expected": sought} for p, v, told, sought in points]
    about = context(lang)
    return trend(card("trend", "record_coverage"), frame(*rows), replace(about, indicators={**about.indicators, "record_coverage": RECORD_COVERAGE}))


@pytest.mark.parametrize("lang", LANGS)
def test_the_sentence_says_who_files_and_tells_no_change_across_the_break(lang):
    chart = drawn(POINTS[:3], lang)
    said = {"zh": "2019 起报送机构由 42 家（在办 798 家）变为 776 家（在办 780 家），前后不可比", "en": "from 2019 on 776 of 780 open facilities file, where 42 of 798 did"}
    assert said[lang] in finding(chart) and "较 2018" not in finding(chart) and " on 2018" not in finding(chart)
    after = drawn(POINTS, lang)
    assert said[lang] in finding(after) and {"zh": "较 2019", "en": " on 2019"}[lang] in finding(after), "after it changes are told again"


@pytest.mark.parametrize("lang", LANGS)
def test_the_one_of_two_lines_that_breaks_is_named(lang):
    """Use is of the records of the same 42 facilities before and after, however many file the others: it goes on."""
    rows = [{"indicator": "record_coverage", "period": p, "value": v, "reported": told, "expected": sought} for p, v, told, sought in POINTS]
    rows += [{"indicator": "records_in_use", "period": p, "value": 0.4, "reported": 42, "expected": told} for p, _, told, _ in POINTS]
    about = context(lang)
    known = {**about.indicators, "record_coverage": RECORD_COVERAGE, "records_in_use": RECORDS_IN_USE}
    chart = trend(card("trend", "record_coverage", "records_in_use"), frame(*rows), replace(about, indicators=known))
    assert chart.broken.startswith(RECORD_COVERAGE.title.of(lang)) and RECORDS_IN_USE.title.of(lang) not in chart.broken
    assert [[point.begins for point in series.points].count(True) for series in chart.series] == [1, 0]


def test_the_line_is_cut_before_the_point_where_the_series_breaks():
    chart = drawn(POINTS)
    assert [point.begins for point in chart.series[0].points] == [False, False, True, False]
    lines = [trace for trace in figure(chart)["data"] if trace["mode"] == "lines" and trace["line"].get("dash") == "solid"]
    assert list(zip(lines[0]["x"], lines[0]["y"], strict=True)) == [(0, 0.82), (1, 0.84), (None, None), (2, 0.80), (3, 0.81), (None, None)]
    whole = drawn([(p, v, 42, 42) for p, v, _, _ in POINTS])
    assert not whole.broken and not any(point.begins for point in whole.series[0].points)


def test_a_comparison_across_the_break_is_refused_with_the_reason():
    rows = observations(RECORD_COVERAGE, [("t1", p, v * 1000, 1000.0, "ok") for p, v, _, _ in POINTS])
    rows = rows.assign(reported=[float(p[2]) for p in POINTS], expected=[float(p[3]) for p in POINTS])
    told = compare_over_time(rows, RECORD_COVERAGE, ("same_last_year",), "stock").set_index("period")
    assert told["reason"].to_dict() == {"2017": "no_observation", "2018": "", "2019": "series_break", "2020": ""}
    assert told.loc["2019", "verdict"] == "" and told.loc["2018", "verdict"] != ""


def test_a_quarter_more_or_a_fifth_less_is_no_break_yet():
    assert is_break([50, 51, 40, 39, 0], [100] * 5, [40, 40, 50, 50, 40], [100] * 5).tolist() == [False, True, False, True, False]
    assert is_break([80, 79], [100, 100], [100, 100], [100, 100]).tolist() == [False, True]
    assert "增加四分之一以上或减少五分之一以上（按比例，不是百分点）" in RECORD_COVERAGE.caveat.zh
    assert "grows by more than a quarter or falls by more than a fifth of itself" in RECORD_COVERAGE.caveat.en


def test_who_files_for_others_names_the_facilities_found_and_looked_for():
    with pytest.raises(ValueError, match="is_proxied"):
        replace(RECORD_COVERAGE, expected=None)
    assert isinstance(RECORD_COVERAGE.reported, Measure)


def test_the_small_line_of_a_headline_is_cut_there_too():
    rows = [row_of(p, v, told, sought) for p, v, told, sought in POINTS]
    whole, cut = (b64decode(sparkline(rows, "2020", "#000", may).partition("base64,")[2]).decode() for may in (False, True))
    assert whole.partition('d="')[2].partition('"')[0].count("M") == 1 and cut.partition('d="')[2].partition('"')[0].count("M") == 2


def row_of(period, value, reported, expected):
    about = context()
    about = replace(about, indicators={**about.indicators, "record_coverage": RECORD_COVERAGE})
    (row,) = rows_of(frame({"indicator": "record_coverage", "period": period, "value": value, "reported": reported, "expected": expected}), about)
    return row
