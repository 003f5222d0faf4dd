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


def lists(gate: Gate, search: str) -> dict[str, list[tuple[str, dict[str, list[str]]]]]:
    """Return what each list is called and what it leads to: the code of a place and the whole query."""
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "supply", search)
    assert sight is not None
    found = {}
    for part in crumbs(sight).children:
        if isinstance(part, html.Details):
            summary, listed = part.children
            queries = [parse_qs(urlsplit(entry.children.href).query) for entry in listed.children]
            found[summary.children] = [(query["region"][0], query) for query in queries]
    return found


def children(gate: Gate, parent: str) -> list[str]:
    """Return the codes of the places that the register puts under one, from the register itself."""
    frame = gate.edition().rows("select place_code, parent_code, level from place")
    return sorted(frame.loc[(frame["parent_code"] == parent) & ~frame["level"].isin(["facility", "village"]), "place_code"])


@pytest.mark.parametrize("lang", LANGS)
def test_each_level_lists_its_like_and_the_last_one_what_lies_in_it(gate: Gate, lang: Lang) -> None:
    found = lists(gate, f"?region=140321&period=2021&by=sex&lang={lang}")
    below = {"zh": "乡镇街道 ▾", "en": "Townships ▾"}[lang]
    assert list(found)[-1] == below and sorted(code for code, _ in found[below]) == children(gate, "140321")
    assert sorted(code for code, _ in found["▾"]) == children(gate, "140300")
    assert all(q["period"] == ["2021"] and q["by"] == ["sex"] and q["lang"] == [lang] for _, q in found["▾"] + found[below])


def test_a_township_lists_nothing_below_it(gate: Gate) -> None:
    (town, *_) = children(gate, "140321")
    assert all("乡镇" not in name for name in lists(gate, f"?region={town}&lang=zh"))
