"""Figures hold the numbers and words of the chart, and nothing a browser could take for markup or fetch."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest
import shapely

from dashboard.charts import build_chart, words
from dashboard.page import Card
from dashboard.render.hatch import geometries, hatch_lines
from dashboard.render.plotly import figure
from dashboard.render.plotly_map import colours, legend, short_name, z_of
from dashboard.render.plotly_parts import legend_room, text_width
from dashboard.theme import DARK, LIGHT
from pipelines.core.text import Text
from tests.unit.charts import samples
from tests.unit.charts.samples import CASES, card, context, frame, places_frame

GRAPHS = [case for case in CASES if case[0].kind != "table"]


def drawn(name: str, data: Any, kind: str, lang: str = "en") -> tuple[Any, dict[str, Any]]:
    chart = build_chart(card(kind, name), data, context(lang))
    return chart, figure(chart)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_is_valid_plotly_and_plain_json(lang: str, theme: str) -> None:
    for one, data in GRAPHS:
        made = figure(build_chart(one, data, context(lang)), theme)
        go.Figure(made)
        text = json.dumps(made, allow_nan=False)
        assert "http" not in text, "nothing is fetched from elsewhere"


def test_names_cannot_carry_markup() -> None:
    for lang, raw, safe in (("zh", "<b>乡", "仙人&lt;b&gt;乡"), ("en", "Xianren <b>", "Xianren &lt;b&gt;2")):
        made = [figure(build_chart(one, data, context(lang))) for one, data in GRAPHS]
        kept = [[t for t in m["data"] if t["type"] != "scattermap"] for m in made]  # a map's labels are painted, not parsed
        text = json.dumps([kept, [m["layout"] for m in made]], ensure_ascii=False)
        assert raw not in text and safe in text


def test_a_gap_breaks_the_line_and_a_partial_year_is_dashed() -> None:
    chart = build_chart(card("trend", "headcount", by="staff_group"), samples.trend_frame(), context())
    made = figure(chart)
    lines = [t for t in made["data"] if t["mode"] == "lines" and not t.get("fill")]
    dashed = [t for t in lines if t["line"]["dash"] != "solid"]
    assert len(dashed) == 1 and dashed[0]["x"] == [6.0, 7.0, None]
    town = next(t for t in lines if t["line"]["color"] == LIGHT.series[1])
    assert [x for x in town["x"] if x is not None] == [0.0, 1.0, 2.0, 4.0, 5.0, 6.0, 7.0]
    assert town["x"][3] is None


def test_a_small_number_is_hollow() -> None:
    chart = build_chart(card("trend", "headcount", by="staff_group"), samples.trend_frame(), context())
    markers = [t for t in figure(chart)["data"] if t["mode"] == "markers"]
    assert markers[1]["marker"]["color"][1] == LIGHT.card
    assert markers[1]["marker"]["color"][0] == LIGHT.series[1]


def test_bands_are_at_twelve_per_cent() -> None:
    made = figure(build_chart(card("survival", "survival", by="remoteness"), samples.survival_frame(), context()))
    bands = [t for t in made["data"] if t.get("fill") == "toself"]
    assert len(bands) == 2 and all(b["fillcolor"].endswith(",0.12)") for b in bands)


def test_those_at_risk_stand_under_each_tick_in_one_note_of_a_row_a_line() -> None:
    chart = build_chart(card("survival", "survival", by="remoteness"), samples.survival_frame(), context())
    under = [a for a in figure(chart)["layout"]["annotations"] if a["yref"] == "paper" and a["y"] == 0]
    names, columns = under[0]["text"].split("<br>"), {a["x"]: a["text"].split("<br>") for a in under[1:]}
    lines = [name for name, _ in chart.at_risk[0][1]]
    assert len(lines) > 1 and [name.partition(">")[2].removesuffix("</span>") for name in names] == [words.AT_RISK.zh, *lines]
    coloured = zip(chart.series, names[1:], strict=True)
    assert [LIGHT.series[one.colour] in name for one, name in coloured] == [True] * len(lines), "each in the colour of its line"
    told = {at: [number or "\u00a0" for _, number in cells] for (at, _), (_, cells) in zip(chart.x.ticks, chart.at_risk, strict=True)}
    assert columns == {at: ["\u00a0", *numbers] for at, numbers in told.items() if set(numbers) != {"\u00a0"}}


def test_four_lines_are_named_at_their_end_and_more_in_a_legend() -> None:
    few = figure(build_chart(card("trend", "headcount", by="staff_group"), samples.trend_frame(), context()))
    assert {"乡村医生", "乡镇卫生院医生"} <= {a["text"] for a in few["layout"]["annotations"]}
    assert few["layout"]["showlegend"] is False
    many = figure(build_chart(card("trend", "payment_total", by="payment_stream"), samples.streams_frame(), context()), width=276)
    assert many["layout"]["showlegend"] is True
    names = list(dict.fromkeys(trace["name"] for trace in many["data"] if trace.get("showlegend", True) and trace.get("name")))
    margin = many["layout"]["margin"]
    beside = max(1, (276 - margin["l"] - margin["r"]) // max(text_width(name) + 46 for name in names))  # on a third of a page
    assert margin["t"] >= 22 + 19 * -(-len(names) // beside) and beside < len(names), "names of policies stand under it"


@pytest.mark.parametrize("mark", ["line", "step", "dot"])
def test_lines_without_room_for_names_at_their_ends_are_all_named_in_a_legend(mark: Any) -> None:
    rows = samples.survival_frame()
    chart = replace(build_chart(card("survival", "survival", by="remoteness"), rows[rows["at"] % 12 == 0], context("en")), mark=mark, at_risk=())
    wide, narrow = figure(chart, width=500), figure(chart, width=180)
    ends = [{a["text"] for a in made["layout"]["annotations"]} & {s.name for s in chart.series} for made in (wide, narrow)]
    named = [[t["name"] for t in made["data"] if t.get("showlegend")] for made in (wide, narrow)]
    assert [set(each) for each in ends] == [{s.name for s in chart.series}, set()]
    assert named == [[], [s.name for s in chart.series]] and narrow["layout"]["showlegend"] is True


def test_names_of_three_lines_beside_a_forest_do_not_touch() -> None:
    chart = build_chart(Card(name="gaps", kind="forest", title=Text("差距", "Gaps"), indicators=("pay_gap_sex",)), samples.gaps_frame(), context("en"))
    long = "Pay relative to the mean wage of health and social work in the province"
    made = figure(replace(chart, y=replace(chart.y, ticks=tuple((at, long) for at, _ in chart.y.ticks))), width=700)["layout"]
    lines = [text.count("<br>") + 1 for text in made["yaxis"]["ticktext"]]
    row = (made["height"] - made["margin"]["t"] - made["margin"]["b"]) / max(len(lines), 3)
    assert max(lines) == 3 and row >= 15 * 3, "letters of 12 pixels take lines of 15"


def test_one_year_of_six_streams_still_draws() -> None:
    chart, made = drawn("payment_total", samples.streams_frame(), "distribution")
    bar = made["data"][0]
    assert bar["type"] == "bar" and bar["x"][0] == chart.series[0].points[0].value
    assert made["layout"]["xaxis"]["range"][0] == 0


def test_the_map_takes_geometry_from_its_address_and_colours_by_status() -> None:
    chart, made = drawn("density", places_frame(), "map")
    cells = made["data"][0]
    assert cells["geojson"] == "/boundaries/140300.geojson"
    shades = colours(LIGHT)
    by_name = {c.point.label: shades[z_of(c)] for c in chart.map.cells}
    assert by_name["Xianren <b>2</b>"] == LIGHT.not_collected
    assert by_name["Xiushui"] == LIGHT.sequential[0]
    assert by_name["Xiyan"] not in LIGHT.sequential
    assert len(cells["colorscale"]) == 2 * len(shades) and cells["zmax"] - cells["zmin"] == len(shades)
    assert len(made["layout"]["map"]["layers"][0]["source"]["features"]) == 1, "one dotted edge for one small number"
    assert made["layout"]["map"]["style"]["sources"], "without a source updates are lost"
    assert "glyphs" not in made["layout"]["map"]["style"]


def test_the_chosen_place_has_a_strong_outline_of_its_own() -> None:
    chart, before = drawn("density", places_frame(), "map")
    code = chart.map.cells[1].point.code
    for theme in (LIGHT, DARK):
        dotted, *strong = figure(replace(chart, chosen=code), theme.name)["layout"]["map"]["layers"]
        shape = next(f["geometry"] for f in chart.map.geojson["features"] if f["properties"]["code"] == code)
        assert [f["geometry"] for layer in strong for f in layer["source"]["features"]] == [shape]
        assert strong[0]["line"]["width"] > dotted["line"]["width"] and "dash" not in strong[0]["line"] and strong[0]["color"] == theme.ink
    assert len(before["layout"]["map"]["layers"]) == 1 == len(figure(replace(chart, chosen="140399"))["layout"]["map"]["layers"])


def test_approximate_cells_are_hatched_inside_their_outline() -> None:
    chart, made = drawn("density", places_frame(), "map")
    assert made["data"][1]["lon"], "two cells are approximate"
    codes = [c.point.code for c in chart.map.cells if c.is_approximate]
    shapes = geometries(chart.map.geojson, codes)
    lines = hatch_lines(shapes.values(), 0.01)
    middles = [shapely.Point((x0 + x1) / 2, (y0 + y1) / 2) for (x0, y0), (x1, y1) in lines]
    assert len(middles) > 10
    assert all(any(s.buffer(1e-9).contains(m) for s in shapes.values()) for m in middles)


def test_the_legend_names_classes_then_statuses() -> None:
    chart, _ = drawn("density", places_frame(), "map")
    words = [w for _, w, _ in legend(chart)]
    assert words[5:] == ["few people", "partly reported", "not collected", "Approximate location"]


def test_a_chart_without_numbers_says_its_sentence_without_axes() -> None:
    chart = build_chart(card("trend", "headcount"), frame({"indicator": "headcount", "status": "not_collected"}), context())
    made = figure(chart)
    assert made["data"] == [] and "未采集" in made["layout"]["annotations"][0]["text"]
    assert made["layout"]["xaxis"]["visible"] is False


def test_dark_is_dark() -> None:
    chart, _ = drawn("headcount", samples.trend_frame(), "trend")
    assert figure(chart, "dark")["layout"]["font"]["color"] == DARK.ink


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_synthetic_data_carry_their_mark_in_every_figure_and_real_data_in_none(lang: str) -> None:
    mark = {"zh": "合成演示数据", "en": "synthetic demo data"}[lang]
    for one, data in GRAPHS:
        for is_synthetic in (True, False):
            made = figure(build_chart(one, data, replace(context(lang), synthetic=is_synthetic)))
            written = [note["text"] for note in made["layout"].get("annotations", ())]
            assert (mark in written) == is_synthetic, one.name


def test_a_legend_takes_the_rows_that_its_names_need():
    assert [legend_room(names, 480) for names in ((), ("one",), ("one", "two"))] == [0, 0, 24]
    assert legend_room(["a name that is rather long indeed"] * 3, 480) == 3 * 19 + 5, "names that do not stand side by side stand one under another"
    students = ["在岗，服务期内", "服务期满仍在岗", "服务期满后离开", "违约"]
    assert (legend_room(students, 480), legend_room(students, 390)) == (24, 43), "on a narrow card the same names take a second row"



@pytest.mark.parametrize("width", [340, 535])
def test_names_under_bars_stand_beside_each_other_however_narrow_the_card(width):
    names = ("执业医师", "执业助理医师", "乡村全科执业助理医师", "乡村医生证", "无证")
    chart = build_chart(card("bars", "headcount", by="staff_group"), samples.trend_frame(), context())
    layout = figure(replace(chart, x=replace(chart.x, ticks=tuple((float(i), name) for i, name in enumerate(names)))), width=width)["layout"]
    labels = [label.split("<br>") for label in layout["xaxis"]["ticktext"]]
    share = (width - layout["margin"]["l"] - layout["margin"]["r"]) / len(names)
    assert tuple("".join(lines) for lines in labels) == names and max(text_width(line) for lines in labels for line in lines) < share
    assert layout["margin"]["b"] >= 16 * max(map(len, labels))


@pytest.mark.parametrize(("label", "short"), [
    ("Guanshan Town", "Guanshan"), ("Beidajie Subdistrict", "Beidajie"), ("冠山镇", "冠山镇"), ("Town", "Town"), ("North East", "North East"),
])
def test_a_place_is_called_by_its_name_alone_where_the_map_has_no_room(label, short):
    assert short_name(label) == short
