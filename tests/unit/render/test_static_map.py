"""The picture of a map: its size, its colours, its hatching, and what is burnt into it."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.image import imread

from dashboard.charts import build_chart
from dashboard.charts.chart import Chart
from dashboard.render.lettering import told_under
from dashboard.render.sentence import finding
from dashboard.render.static_map import DPI, HEIGHT, WIDTH, map_png, map_svg
from dashboard.theme import LIGHT
from tests.unit.charts.samples import card, context, places_frame


def chart(lang: str = "zh") -> Chart:
    """Return the sample map."""
    return build_chart(card("map", "density"), places_frame(), context(lang))


def pixels(of: Chart) -> np.ndarray:
    """Return the picture as height x width x 3 bytes."""
    return (imread(io.BytesIO(map_png(of)))[:, :, :3] * 255).round().astype(int)


def share(picture: np.ndarray, colour: str) -> float:
    """Return the share of pixels of one colour."""
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return float((np.abs(picture - wanted).max(axis=2) <= 1).mean())


def test_every_class_and_status_is_painted() -> None:
    picture = pixels(chart())
    assert picture.shape[:2] == (round(HEIGHT * DPI), round(WIDTH * DPI))
    for colour in (*LIGHT.sequential, LIGHT.not_collected):
        assert share(picture, colour) > 0.004, colour


def test_the_chosen_place_has_an_outline_in_ink() -> None:
    whole = chart()
    assert whole.map is not None
    assert share(pixels(replace(whole, chosen=whole.map.cells[1].point.code)), LIGHT.ink) > share(pixels(whole), LIGHT.ink) + 0.001


def test_the_note_and_the_synthetic_mark_are_burnt_in() -> None:
    whole = chart()
    assert whole.map is not None
    foot = slice(round(HEIGHT * DPI * 0.93), None)
    with_both = pixels(whole)[foot]
    without_note = pixels(replace(whole, map=replace(whole.map, note=" ")))[foot]
    without_mark = pixels(replace(whole, footer=replace(whole.footer, synthetic="")))[foot]
    assert (with_both != without_note).any(axis=2)[:, : round(WIDTH * DPI / 2)].sum() > 1000
    assert (with_both != without_mark).any(axis=2)[:, round(WIDTH * DPI / 2) :].sum() > 500


def test_approximate_cells_are_hatched() -> None:
    whole = chart()
    assert whole.map is not None
    plain = replace(whole.map, cells=tuple(replace(c, is_approximate=False) for c in whole.map.cells))
    assert (pixels(whole) != pixels(replace(whole, map=plain))).any(axis=2).mean() > 0.003


def test_no_glyph_is_missing() -> None:
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        map_png(chart())
        map_png(chart("en"))
    assert [str(w.message) for w in found if "lyph" in str(w.message)] == []


def test_a_chart_without_a_map_is_refused() -> None:
    for printed in (map_png, map_svg):
        with pytest.raises(ValueError, match="no map"):
            printed(build_chart(card("ranking", "density"), places_frame(), context()))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_picture_that_travels_alone_has_a_head_and_a_foot_of_its_own(lang: str) -> None:
    """Its title stands above the map, its source below: both bands hold ink where the map on a slide has none of its own."""
    lone = replace(chart(lang), place="阳泉市" if lang == "zh" else "Yangquan")
    picture = (imread(io.BytesIO(map_png(lone, is_alone=True)))[:, :, :3] * 255).round().astype(int)
    assert picture.shape[0] > (HEIGHT + 0.8) * DPI and picture.shape[1] == round(WIDTH * DPI)
    head, foot = picture[: round(0.6 * DPI)], picture[-round(0.5 * DPI) :]
    assert share(head, LIGHT.ink) > 0.001 and share(foot, LIGHT.sub) > 0.001
    bare = (imread(io.BytesIO(map_png(replace(lone, title="", place="", unit="", subtitle=""), is_alone=True)))[:, :, :3] * 255).round().astype(int)
    assert bare.shape[0] < picture.shape[0], "without a title nothing stands in its place"


def written(of: Chart) -> str:
    """Return the words of an SVG: each stands as a comment before its outlines."""
    return "".join(re.findall(r"<!-- (.*?) -->", map_svg(of).decode(), re.DOTALL)).replace(" ", "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_picture_that_travels_alone_tells_what_the_foot_of_its_card_tells(lang: str) -> None:
    """Sizes, who reported, the definition and the build too, however many lines they take: no word is cut and none is left out."""
    whole = chart(lang)
    long = "; ".join(f"part {n} of the definition in many words" for n in range(30))
    foot = replace(whole.footer, n="n = 1,428", reported="R 40/42", definition=long, source="S", build="b7", note=f"{whole.footer.note}; classes")
    told = written(replace(whole, footer=foot))
    for words in (whole.title, finding(whole), *told_under(replace(whole, footer=foot))):
        assert words.replace(" ", "") in told, words
    assert all(part.replace(" ", "") in told for part in ("n = 1,428", "R 40/42", "b7", "part 29 of the definition", "classes"))
    assert len(told) > len(written(whole)), "and the picture grew by them"
    tall = [ElementTree.fromstring(map_svg(one)).attrib["height"] for one in (whole, replace(whole, footer=foot))]
    assert float(tall[1].rstrip("pt")) > float(tall[0].rstrip("pt")) + 100


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_as_svg_it_is_the_same_drawing_in_outlines_that_need_no_font(lang: str) -> None:
    whole = chart(lang)
    drawn = map_svg(whole)
    assert drawn == map_svg(whole), "the same map is the same bytes"
    root = ElementTree.fromstring(drawn)
    assert root.tag.endswith("}svg") and not list(root.iter("{http://www.w3.org/2000/svg}text"))
    assert whole.title and whole.title in (t.text for t in root.iter("{http://purl.org/dc/elements/1.1/}title")), "what it shows, to be found by"
    filled = {found.lower() for found in re.findall(r"fill: (#[0-9a-fA-F]{6})", drawn.decode())}
    assert {colour.lower() for colour in (*LIGHT.sequential, LIGHT.not_collected)} <= filled
    assert all(found.startswith("#") for found in re.findall(r'xlink:href="([^"]+)"', drawn.decode())), "nothing is fetched from elsewhere"
