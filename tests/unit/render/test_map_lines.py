"""Lines between seats on the map: the screen and the picture print them, the legend says what they mean, a click on one leads nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.charts import build_chart
from dashboard.charts.chart import Chart, MapLine
from dashboard.charts.seat import middle_of
from dashboard.render.plotly import figure
from dashboard.render.plotly_map import legend, letters, map_traces
from dashboard.theme import DARK, LIGHT
from tests.unit.charts.samples import card, context, places_frame
from tests.unit.render.test_matrix import contrast
from tests.unit.render.test_static_map import pixels, share


def chart(*lines: MapLine) -> Chart:
    """Return the sample map with lines from the middle of its bounds."""
    whole = build_chart(card("map", "density"), places_frame(), context("en"))
    assert whole.map is not None
    return replace(whole, map=replace(whole.map, lines=lines, line_words=tuple((line.tone, line.text) for line in lines)))


def lines_of(made: Chart) -> tuple[MapLine, MapLine]:
    """Return a line used lately and one that lies idle, from one hospital."""
    assert made.map is not None
    west, south, east, north = made.map.bounds
    middle = ((west + east) / 2, (south + north) / 2)
    return (
        MapLine(middle, (west, south), "good", "H & J → <C>", "used within 30 days"), MapLine(middle, (east, north), "bad", "H → D", "idle"),
    )


def test_each_tone_is_a_trace_with_its_ends_and_words() -> None:
    good, bad = lines_of(chart())
    traces = figure(chart(good, bad))["data"]
    drawn = [t for t in traces if t["type"] == "scattermap" and t["mode"] == "lines" and t["line"]["width"] > 1]
    assert [(t["lon"], t["lat"]) for t in drawn] == [
        ([line.start[0], line.end[0], None], [line.start[1], line.end[1], None]) for line in (good, bad)
    ]
    ends = [t for t in traces if t["type"] == "scattermap" and t["mode"] == "markers" and "customdata" in t]
    assert [t["marker"]["color"] for t in ends] == [LIGHT.accent, LIGHT.bad]
    assert ends[0]["customdata"] == [["<b>H &amp; J → &lt;C&gt;</b><br>used within 30 days", ""]]
    starts = [t for t in traces if t["type"] == "scattermap" and t["mode"] == "markers" and "customdata" not in t]
    assert [(t["lon"], t["lat"]) for t in starts] == [([good.start[0]], [good.start[1]])], "one hospital, one dot"
    assert traces[-1]["mode"] == "text", "names stand over the lines"
    assert legend(chart(good, bad))[:2] == [(LIGHT.accent, "used within 30 days", "fill"), (LIGHT.bad, "idle", "fill")]


def test_a_map_without_lines_is_as_it_was() -> None:
    assert len(figure(chart())["data"]) == 5


def test_the_picture_has_the_lines_too() -> None:
    good, bad = lines_of(chart())
    bare, drawn = pixels(chart()), pixels(replace(chart(good, bad), map=replace(chart(good, bad).map, line_words=())))
    assert (bare != drawn).any(axis=2).mean() > 0.001
    assert share(drawn, LIGHT.ink) > share(bare, LIGHT.ink), "the dot of the hospital"


def test_the_middle_of_a_place_lies_in_it() -> None:
    geography = context("en").geography
    assert geography is not None
    code = next(iter(geography.features))
    west, south, east, north = geography.bounds
    found = middle_of(geography, code)
    assert found is not None and west < found[0] < east and south < found[1] < north
    assert middle_of(geography, "nowhere") is None


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_a_name_that_crosses_an_edge_is_read_against_a_halo_of_its_own(look):
    """White letters of a strong cell over a pale one, dark ones of a pale cell over a strong one."""
    drawn = build_chart(card("map", "density"), places_frame(), context("en"))
    named = [trace for trace in map_traces(drawn, look) if trace.get("mode") == "text"]
    assert len(named) == 2
    for trace, strong in zip(named, (False, True), strict=True):
        assert (trace["textfont"]["color"], trace["meta"]["halo"]) == letters(look, is_strong=strong)
        assert contrast(trace["textfont"]["color"], trace["meta"]["halo"]) >= 4.5
