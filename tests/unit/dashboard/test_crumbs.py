"""A place is chosen level by level: beside every level stand its like, after the last one what lies in it, and each choice keeps the view."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from dash import html

from dashboard.data import Gate, Viewer
from dashboard.layout.crumbs import crumbs
from dashboard.sight import sight_at
from pipelines.core.text import LANGS, Lang


@pytest.fixture(scope="module")
def gate(demo_workspace: Path) -> Iterator[Gate]:
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def lists(gate: Gate, search: str) -> list[tuple[str, list[dict[str, list[str]]]]]:
    """Return what opens each list, in order, and the queries it leads to."""
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "supply", search)
    assert sight is not None
    found = []
    for part in crumbs(sight).children:
        if isinstance(part, html.Details):
            summary, listed = part.children
            found.append((summary.children, [parse_qs(urlsplit(entry.children.href).query) for entry in listed.children]))
    return found


def children(gate: Gate, parent: str) -> list[str]:
    """Return the codes of the places that the register puts under one, from the register itself."""
    frame = gate.edition().rows("select place_code, parent_code, level from place")
    return sorted(frame.loc[(frame["parent_code"] == parent) & ~frame["level"].isin(["facility", "village"]), "place_code"])


def codes(queries: list[dict[str, list[str]]]) -> list[str]:
    return sorted(code for query in queries for code in query["region"])


@pytest.mark.parametrize("lang", LANGS)
def test_each_level_lists_its_like_and_the_last_one_what_lies_in_it(gate: Gate, lang: Lang) -> None:
    (top, tops), (own, beside), (below, inside) = lists(gate, f"?region=140321&period=2021&by=sex&lang={lang}")
    assert (top, own, below) == ("▾", "▾", {"zh": "乡镇街道 ▾", "en": "Townships ▾"}[lang])
    assert codes(tops) == ["140300", "542500"] and codes(beside) == children(gate, "140300") and codes(inside) == children(gate, "140321")
    assert all((q["period"], q["by"], q["lang"]) == (["2021"], ["sex"], [lang]) for q in [*tops, *beside, *inside])


def test_a_township_lists_nothing_below_it(gate: Gate) -> None:
    (town, *_) = children(gate, "140321")
    assert [said for said, _ in lists(gate, f"?region={town}&lang=zh")] == ["▾", "▾", "▾"]


def test_a_list_is_heard_by_the_words_that_are_seen(gate: Gate) -> None:
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "supply", "?region=140321&lang=en")
    assert sight is not None
    heard = [getattr(part.children[0], "aria-label") for part in crumbs(sight).children if isinstance(part, html.Details)]
    assert heard == ["Places at the level of Yangquan", "Places at the level of Pingding County", "Townships: Places in Pingding County"]
