"""Rankings on a card of a third of a page: the plot keeps its room, nothing stands on anything else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboard.charts import build_chart
from dashboard.charts.axis import value_axis
from dashboard.charts.chart import Axis, Chart, Line
from dashboard.charts.numbers import Scale
from dashboard.render.plotly import figure
from dashboard.render.plotly_parts import spread_apart, text_width
from dashboard.render.plotly_ranking import fitted
from dashboard.render.plotly_ticks import thinned
from tests.unit.charts.samples import card, context, lorenz_frame, places_frame, trend_frame

THIRD = 340
NAMES = ("Wenbudangsang Township", "Xiazhan Subdistrict", "Yinying Town")


def ranked(lang: str = "en") -> Chart:
    """A ranking with long names, ranks beside it and a norm at its right end."""
    chart = build_chart(card("ranking", "density"), places_frame(), context(lang))
    ticks = tuple((at, NAMES[i % 3] if lang == "en" else label) for i, (at, label) in enumerate(chart.y.ticks))
    head = "Rank (in 2024)" if lang == "en" else "名次（上期 2024）"
    beside = (head, *(f"{i} ({i + 1})" for i in range(len(ticks))))
    return replace(chart, y=replace(chart.y, ticks=ticks), beside=beside, target=Line(chart.x.high, "Norm 1.0"))


def plot_of(made: dict[str, Any], width: int) -> int:
    margin = made["layout"]["margin"]
    return width - margin["l"] - margin["r"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_plot_of_a_narrow_card_keeps_its_room(lang: str) -> None:
    chart = ranked(lang)
    made = figure(chart, width=THIRD)
    assert plot_of(made, THIRD) >= 0.42 * THIRD
    axis = made["layout"]["xaxis"]
    assert axis["tickangle"] == 0 and sum(text_width(t) for t in axis["ticktext"]) < plot_of(made, THIRD) + 40


def test_the_name_of_the_chosen_place_alone_is_bold() -> None:
    chart = ranked()
    points = chart.series[0].points
    names = figure(replace(chart, chosen=points[1].code), width=THIRD)["layout"]["yaxis"]["ticktext"]
    assert [name.startswith("<b ") and name.endswith("</b>") for name in names] == [i == 1 for i in range(len(points))]
    of_none = replace(chart, series=(replace(chart.series[0], points=tuple(replace(p, code="") for p in points)),))
    assert not any("<b " in name for name in figure(of_none, width=THIRD)["layout"]["yaxis"]["ticktext"])


def test_long_names_are_folded_and_stay_whole_under_the_pointer() -> None:
    chart = ranked()
    made = figure(chart, width=THIRD)
    assert made["layout"]["yaxis"]["ticktext"][:3] == ["Wenbudangsang<br>Township", "Xiazhan<br>Subdistrict", "Yinying Town"]
    points, rows = chart.series[0].points, made["data"][0]
    assert [words[1] for words in rows["customdata"]] == [p.code for p in points] * 2
    assert all(point.label in words[0] for point, words in zip(points, rows["customdata"], strict=False))
    assert [base + length for base, length in zip(rows["base"], rows["x"], strict=True)] == pytest.approx([p.value for p in points] * 2)
    assert set(rows["base"]) == {chart.x.low, chart.x.high} and rows["y"] == [p.y for p in points] * 2, "each from edge to edge"
    assert "<br>" not in figure(chart, width=1100)["layout"]["yaxis"]["ticktext"][0]


def test_a_name_without_end_is_cut_and_keeps_what_tells_it_apart() -> None:
    names, _ = fitted(["Llanfairpwllgwyngyllgogerych", "A very long name of a small township"], THIRD, 70)
    assert names[0][0] == "Llanfairpwllgwyn…rych" and all(len(name) <= 2 for name in names)
    alike, _ = fitted([f"NHS HUMBER AND NORTH…IRE ICB - {code}" for code in ("03H", "03F")], THIRD, 70)
    assert [name[-1][-3:] for name in alike] == ["03H", "03F"] and alike[0][-1].count("…") == 1


def test_few_names_have_three_lines_and_are_whole() -> None:
    long = ["Licensed assistant physician", "Rural general assistant physician", "No licence"]
    names, _ = fitted(long, 276, 16)
    assert [" ".join(lines) for lines in names] == long and max(map(len, names)) == 3
    many, _ = fitted(long * 4, 276, 16)
    assert max(map(len, many)) == 2, "rows of many names stay low"


def test_the_norm_at_the_end_of_a_plot_leaves_the_head_of_the_ranks_alone() -> None:
    notes = {a["text"]: a for a in figure(ranked(), width=THIRD)["layout"]["annotations"]}
    assert notes["Norm 1.0"]["xanchor"] == "right"
    assert "Rank<br>(in 2024)" in notes


def test_ranks_stand_beside_their_rows_in_one_trace() -> None:
    chart = ranked()
    made = figure(chart, width=THIRD)
    ranks = [trace for trace in made["data"] if trace.get("mode") == "text"]
    assert [[text.strip() for text in trace["text"]] for trace in ranks] == [list(chart.beside[1:])]
    assert ranks[0]["y"] == list(range(len(chart.beside) - 1)) and set(ranks[0]["x"]) == {chart.x.high}, "from the end of the plot on"
    assert not [note for note in made["layout"]["annotations"] if note["yref"] == "y"]
    assert not [trace for trace in figure(replace(chart, beside=()))["data"] if trace.get("mode") == "text"]


def test_ticks_that_are_left_are_round() -> None:
    axis = value_axis([0.2, 1.2], Scale(lang="en", decimals=2), from_zero=False)
    assert thinned(axis, 90)["ticktext"] == ["0.4", "0.8", "1.2"]
    assert len(thinned(axis, 600)["ticktext"]) == len(axis.ticks)
    assert len(thinned(Axis(ticks=((0.0, "0"), (1.0, "1"), (2.0, "2")), low=0, high=2, step=1), 5)["tickvals"]) >= 2


def test_the_title_of_an_axis_is_folded_to_its_plot() -> None:
    chart = build_chart(card("curve", "lorenz"), lorenz_frame(), context("en"))
    chart = replace(chart, x=replace(chart.x, title="Cumulative share of people, townships with the fewest doctors a head first"))
    narrow, wide = figure(chart, width=THIRD), figure(chart, width=1100)
    lines = narrow["layout"]["xaxis"]["title"]["text"].split("<br>")
    assert len(lines) > 1 and all(text_width(line, 11) <= plot_of(narrow, THIRD) for line in lines)
    assert narrow["layout"]["margin"]["b"] > wide["layout"]["margin"]["b"] and "<br>" not in wide["layout"]["xaxis"]["title"]["text"]


@pytest.mark.parametrize("tall", [130, 160, 230])
def test_names_at_the_ends_of_lines_stand_apart_on_a_wall_too(tall: int) -> None:
    chart = build_chart(card("trend", "headcount", by="staff_group"), trend_frame(), context())
    first = chart.series[0]
    lower = replace(first, name="b", code="b", points=tuple(replace(p, y=None if p.y is None else p.y * 0.99) for p in first.points))
    made = figure(replace(chart, series=(first, lower), events=()))["layout"]["annotations"]
    low, high = chart.y.low, chart.y.high
    at = [tall * (one["y"] - low) / (high - low) + one["yshift"] for one in made if one["xanchor"] == "left" and one["yref"] == "y"]
    assert len(at) == 2 and abs(at[0] - at[1]) >= 14.9


def test_names_at_the_ends_of_lines_do_not_rise_over_the_plot() -> None:
    places = (0.78, 0.79, 0.5)
    settled = sorted(p + lift for p, lift in zip(places, spread_apart(places, 0.1, 0.8), strict=True))
    assert settled[-1] <= 0.8 and all(b - a >= 0.1 - 1e-9 for a, b in zip(settled, settled[1:], strict=False))
