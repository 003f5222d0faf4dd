"""A place is found by either name, by code and by the initials of its syllables, whichever way a character is read."""

from __future__ import annotations

import pytest

from dashboard.layout.shell import _regions, controls
from dashboard.places import Place
from dashboard.spelling import MOST_SPELLINGS, initials, spelled
from dashboard.state import read_state
from pipelines.core.text import Text
from tests.unit.dashboard.test_state import CHOICES


@pytest.mark.parametrize(
    ("name", "typed"),
    [("阳泉市", "yqs"), ("盂县", "yx"), ("平定县", "pdx"), ("长治市", "czs"), ("长子县", "zzx"), ("重庆市", "cqs"), ("噶尔县", "gex"), ("改则县", "gzx"),
     ("革吉县", "gjx"), ("圪垛村", "gdc"), ("厦门市", "xms"), ("单县", "sx"), ("六安市", "las")],
)
def test_the_initials_of_a_name_are_those_people_type(name, typed):
    assert typed in initials(name) and len(initials(name)) <= MOST_SPELLINGS


def test_a_name_without_chinese_has_none():
    assert initials("NHS North West") == () and initials("") == ()


def test_a_place_is_spelled_every_way_it_is_typed():
    found = spelled(Place("140321", Text("平定县", "Pingding County"), "county", "140300")).split(" ")
    assert {"平定县", "pingding", "pingdingcounty", "pdx", "140321"} <= set(found)


def test_what_is_typed_for_is_searched_by_a_named_function_and_nothing_else_is():
    state = read_state("/", "", CHOICES)
    assert state is not None
    made = [c for c in controls(CHOICES, state, "b1") if getattr(c, "_type", "") == "Select"]
    assert [getattr(c, "filter", None) for c in made] == [{"function": "findChoice"}] * 2 + [None] * (len(made) - 2)
    options = [item for group in _regions(CHOICES, "zh") for item in group["items"]]
    assert {o["value"]: o["search"] for o in options}["C1"].split(" ")[:2] == ["甲县", "first"]
