"""A drawing is mounted once, filled and as tall as it will be; after that only what changes is sent."""

from __future__ import annotations

import pytest
from dash import no_update

from dashboard import ids
from dashboard.addressed import page_at
from dashboard.callbacks import NEWER, content, mounted, page_of_rows
from dashboard.data import Gate, Viewer
from dashboard.page import all_pages

PAGE = next(page for page in all_pages() if page.name == "overview")


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def ask(gate, search, before=None, graphs=(), drawn=None):
    viewer = Viewer.local(gate.site)
    shown = page_at(gate, viewer, PAGE.path, search, before)[-1]
    return shown, content(gate, viewer, shown, *mounted(PAGE), list(graphs), drawn)


def test_a_fresh_page_mounts_every_drawing_filled_and_with_its_height(gate):
    _, (_, _, _, mounts, figures, styles, drawn) = ask(gate, "?region=140300")
    assert [m.id for m in mounts] == [ids.graph(place["card"], PAGE.name) for place in mounted(PAGE)[1]]
    for made in mounts:
        assert made.figure["data"]
        assert made.style["height"] == f"{made.figure['layout']['height']}px"
        margin = made.figure["layout"]["margin"]
        assert margin["t"] + margin["b"] < made.figure["layout"]["height"] / 2
    assert (figures, styles) == ([], []) and len(drawn) == len(mounts) + 1, "each drawing and the address they are of"


def test_the_same_view_sends_no_drawing_again_and_another_period_the_changed_ones(gate):
    shown, (*_, drawn) = ask(gate, "?region=140300")
    graphs = [ids.graph(place["card"], PAGE.name) for place in mounted(PAGE)[1]]
    _, (_, _, _, mounts, figures, styles, again) = ask(gate, "?region=140300", shown, graphs, drawn)
    assert again == drawn
    assert all(part is no_update for part in (*mounts, *figures, *styles))
    _, (_, _, _, mounts, figures, styles, later) = ask(gate, "?region=140300&period=2021", shown, graphs, drawn)
    assert all(part is no_update for part in mounts)
    changed = [later[f"{PAGE.name}/{graph['card']}"] != drawn[f"{PAGE.name}/{graph['card']}"] for graph in graphs]
    assert any(changed) and [figure is not no_update for figure in figures] == changed == [style is not no_update for style in styles]


def test_a_drawing_that_has_no_numbers_is_taken_away_and_comes_back_mounted(gate):
    shown, (*_, drawn) = ask(gate, "?region=140300")
    graphs = [ids.graph(place["card"], PAGE.name) for place in mounted(PAGE)[1]]
    key = f"{PAGE.name}/{graphs[0]['card']}"
    _, (_, _, _, mounts, figures, *_) = ask(gate, "?region=140300", shown, graphs[1:], drawn | {key: "none"})
    assert mounts[0].figure["data"] and all(part is no_update for part in (*mounts[1:], *figures))


@pytest.mark.parametrize(("search", "stays"), [("?region=140300", True), ("?region=140322&period=2021&by=sex", True),
                                               ("?region=140300&lang=en", False), ("?region=140300&theme=dark", False)])
def test_bar_and_navigation_are_sent_once_for_a_language_and_a_theme_and_what_they_say_goes_along(gate, search, stays):
    viewer = Viewer.local(gate.site)
    before = page_at(gate, viewer, PAGE.path, "?region=140300", None)[-1]
    navigation, controls, _, _, cards, shown = page_at(gate, viewer, "/supply", search, before)
    assert [part is no_update for part in (navigation, controls, cards)] == [stays, stays, False]
    assert (shown["framed"], shown["fresh"]) == (stays, True)
    assert shown["bar"]["~wall"].startswith("/supply?") and f"region={shown['region']}" in shown["bar"]["~wall"]
    if stays:
        offered = [option["value"] for option in shown["breakdown"]["data"]]
        assert shown["by"] in offered and shown["breakdown"]["disabled"] is (len(offered) == 2)


def test_the_bar_is_sent_anew_after_a_page_that_was_not_found(gate):
    viewer = Viewer.local(gate.site)
    lost = page_at(gate, viewer, "/nowhere", "", None)[-1]
    assert no_update not in page_at(gate, viewer, PAGE.path, "?region=140300", lost)[:2]


def test_cards_of_another_build_than_the_heading_are_not_sent(gate):
    viewer = Viewer.local(gate.site)
    shown = page_at(gate, viewer, PAGE.path, "?region=140300", None)[-1]
    *parts, drawn = content(gate, viewer, shown | {"build": "b000000"}, *mounted(PAGE))
    assert all(part is no_update for kind in parts for part in kind) and parts[0]
    assert drawn == {NEWER: gate.edition().build}
    grid, asked = ids.rows("clinics", "clinics"), {"startRow": 0, "endRow": 10}
    clinics = page_at(gate, viewer, "/clinics", "?region=140300", None)[-1]
    assert page_of_rows(gate, viewer, asked, grid, clinics)["rowCount"] > 500
    assert page_of_rows(gate, viewer, asked, grid, clinics | {"build": "b000000"}) is no_update
