"""What stands along x has room beside what stands next to it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dashboard.charts.axis import place_axis
from dashboard.charts.chart import Line
from dashboard.render.plotly_parts import event_line, text_width
from dashboard.render.plotly_ticks import are_periods, in_rows, merged, newest, side_by_side
from dashboard.theme import theme_of

YEARS = [str(year) for year in range(2015, 2026)]


@pytest.mark.parametrize(("plot", "kept"), [
    (500, YEARS), (363, YEARS), (250, YEARS[::2]), (160, YEARS[1::3]), (100, YEARS[2::4]), (30, ["2025"]), (-20, ["2025"]),
])
def test_years_are_thinned_evenly_from_the_newest(plot, kept):
    drawn = newest(place_axis(YEARS), plot)
    assert drawn["ticktext"] == kept and drawn["tickangle"] == 0
    assert all((b - a) * plot / len(YEARS) > text_width("2025") for a, b in pairwise(drawn["tickvals"]))


@pytest.mark.parametrize(("count", "plot", "least"), [(36, 690, 9), (36, 380, 5), (60, 690, 9), (26, 380, 4)])
def test_a_long_series_is_thinned_once(count, plot, least):
    """An axis of many periods has every second, third ... already: what is left apart by it is not thinned again."""
    months = [f"{2021 + i // 12}-{i % 12 + 1:02}" for i in range(count)]
    axis = place_axis(months)
    drawn = newest(axis, plot)
    pixels = plot / count
    assert drawn["ticktext"][-1] == months[-1] and least <= len(drawn["ticktext"]) <= len(axis.ticks)
    assert all((b - a) * pixels > text_width("2021-01") for a, b in pairwise(drawn["tickvals"]))


def test_the_first_year_does_not_stand_on_the_words_of_the_other_axis():
    assert newest(place_axis(YEARS), 215)["ticktext"] == YEARS[2::2]


def test_months_and_quarters_are_periods_and_kinds_are_none():
    assert are_periods(place_axis(["2024-11", "2024-12"])) and are_periods(place_axis(["2024-Q1"]))
    assert not are_periods(place_axis(["2024", "village_clinic"]))


def test_every_kind_keeps_its_name_folded_and_small_where_a_word_has_no_room():
    axis, font = place_axis(["Moved in", "Regrouped in"]), {"size": 12, "color": "#123456"}
    assert side_by_side(axis, 400, font)["ticktext"] == ["Moved in", "Regrouped in"]
    folded = side_by_side(axis, 150, font)
    assert folded["ticktext"] == ["Moved in", "Regrouped<br>in"] and folded["tickfont"] == font
    assert side_by_side(axis, 96, font) == {"ticktext": ["Moved<br>in", "Regrouped<br>in"], "tickangle": 0, "tickfont": {**font, "size": 10}}


def test_names_of_events_that_would_touch_stand_on_several_rows():
    marks = [event_line(Line(float(at), name), theme_of("light")) for at, name in ((1, "①②"), (2, "③"), (3, "④⑤"), (8, "⑥"))]
    placed, row = in_rows(marks, place_axis(YEARS), 220)
    heights = [label["yshift"] for _, label in placed]
    assert row > 0 and heights == [3, 3 + row, 3, 3] and [shape for shape, _ in placed] == [shape for shape, _ in marks]
    crowded = [event_line(Line(float(at), name), theme_of("light")) for at, name in ((1, "①②③"), (2, "④"), (3, "⑤⑥⑦"))]
    raised, rows = in_rows(crowded, place_axis(YEARS), 220)
    assert [label["yshift"] for _, label in raised] == [3, 3 + row, 3 + 2 * row] and rows == 2 * row, "none lies on one of the row above"
    wide, none = in_rows(marks, place_axis(YEARS), 600)
    assert none == 0 and wide == marks


def test_numbers_of_policies_over_a_narrow_plot_stand_as_one_where_they_would_touch():
    told = ((1, "①②"), (2, "③"), (3, "④⑤"), (8, "⑥"))
    marks = [event_line(Line(float(at), text, f"policy {text}"), theme_of("light")) for at, text in told]
    apart = merged(marks, place_axis(YEARS), 600)
    assert [(label["text"], label["x"]) for label in apart] == [(text, at) for at, text in told]
    narrow = merged(marks, place_axis(YEARS), 130)
    assert [(label["text"], label["x"]) for label in narrow] == [("①–⑤", 2), ("⑥", 8)], "in the middle of those it stands for"
    assert narrow[0]["hovertext"] == "policy ①②<br>policy ③<br>policy ④⑤" and [label["yshift"] for label in narrow] == [3, 3]
    beyond = [event_line(Line(float(at), text), theme_of("light")) for at, text in ((1, "⑳"), (2, "(21)"), (3, "(22)"))]
    assert [label["text"] for label in merged(beyond, place_axis(YEARS), 90)] == ["⑳–(22)"], "not every number has a circle"
