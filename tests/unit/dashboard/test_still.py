"""What no callback addresses is one component: a browser that asks each at every change is not held up by a long list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dash import html
from dash._utils import to_json

import dashboard
from dashboard.addressed import page_at
from dashboard.callbacks import content, mounted
from dashboard.data import Gate, Viewer
from dashboard.layout.still import still
from dashboard.page import Page, all_pages

MOST = 200  # components of a page that Dash asks at every change


def components(tree: Any, *, inside: bool = False) -> Iterator[tuple[bool, str, dict[str, Any]]]:
    """Yield every component of an answer: whether it stands still, its kind, its properties."""
    if isinstance(tree, dict):
        if "namespace" in tree and "type" in tree:
            yield inside, f"{tree['namespace']}.{tree['type']}", tree["props"]
            inside = inside or tree["type"] == "Still"
        for value in tree.values():
            yield from components(value, inside=inside)
    elif isinstance(tree, list):
        for value in tree:
            yield from components(value, inside=inside)


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
def test_a_page_has_few_components_and_what_stands_still_is_plain(demo_workspace, page: Page) -> None:
    gate = Gate(demo_workspace)
    viewer = Viewer.local(gate.site)
    shell = page_at(gate, viewer, page.path, "?region=140300", None)
    found = list(components(json.loads(to_json([shell[:-1], content(gate, viewer, shell[-1], *mounted(page))]))))
    live, stands = ([(kind, props) for inside, kind, props in found if inside is of] for of in (False, True))
    assert len(page.cards) < len(live) <= MOST
    assert stands and {kind.partition(".")[0] for kind, _ in stands} == {"dash_html_components"}
    assert all(isinstance(props.get("id", ""), str) for _, props in stands), "an id of a callback is a dictionary"
    assert all(isinstance(props["tree"], list) for kind, props in live if kind == "xiangyi.Still")


def test_no_rule_for_the_screen_asks_what_stands_deep_within() -> None:
    """A rule that asks `:has()` of more than children styles every cell of a page anew whenever anything on it changes."""
    style = (Path(dashboard.__file__).parent / "assets" / "style.css").read_text(encoding="utf-8")
    screen = style[:style.index("@media print {")] + style[style.index("/* the desk"):]
    asked = [part for part in re.findall(r":has\(((?:[^()]|\([^()]*\))*)\)", screen) if part != "*"]
    assert asked and [part for part in asked if not re.fullmatch(r"> [\w.-]+( > [\w.-]+)*", part)] == []
    assert not re.search(r":has\([^{]*\) +(td|th|:is\(t[dh])", screen), "a cell knows by its table's class what it is to look like"


def test_nothing_is_no_component() -> None:
    assert still([]) == []
    assert still([html.P("一")])[0].tree[0].children == "一"
