"""A place is found by either name, by code and by the initials of its syllables, whichever way a character is read."""

from __future__ import annotations

import pytest

from dashboard.layout.shell import _regions, controls
from dashboard.places import Place
from dashboard.spelling import MOST_SPELLINGS, initials, may_type, period_spelled, spelled
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


@pytest.mark.parametrize("periods", [
    ("2031", "2030", "2031-H1", "2030-H2", "2031-Q2", "2031-06"), ("2024", "2023"), ("2018-19", "2019-20"), ("2022-H2", "2022-12"),
])
def test_what_is_advised_to_type_is_found_on_the_site_itself(periods):
    """Of a site of other years too: every example is a period the site holds, of its newest ones."""
    listed = [period_spelled(label, label) for label in periods]
    years = sorted(label if label[4:] in ("-19", "-20") else label[:4] for label in periods)
    for lang, lead, comma in (("zh", "可输入 ", "、"), ("en", "Type ", ", ")):
        about, _, examples = may_type("period", periods).of(lang).partition(lead)
        assert all(year in about for year in (years[0], years[-1])), "a year that is asked for in vain is seen to be outside"
        advised = examples.split(comma)
        assert len(advised) >= len({len(p) for p in periods})
        for typed in advised:
            assert any(all(part in words for part in typed.lower().split()) for words in listed), typed
    assert may_type("period", ("all",)).zh == "只有全部时期可选" and "代码" in may_type("region", periods).zh


def test_what_is_typed_for_is_searched_by_a_named_function_and_nothing_else_is():
    state = read_state("/", "", CHOICES)
    assert state is not None
    made = [c for c in controls(CHOICES, state, "b1") if getattr(c, "_type", "") == "Select"]
    assert [getattr(c, "filter", None) for c in made] == [{"function": "findChoice"}] * 2 + [None] * (len(made) - 2)
    options = [item for group in _regions(CHOICES, "zh") for item in group["items"]]
    assert {o["value"]: o["search"] for o in options}["C1"].split(" ")[:2] == ["甲县", "first"]
