"""The lists of what may leave name what there is, and only what the protection knows how to tie together."""

from __future__ import annotations

import pytest

from pipelines.core.release import ReleaseTable
from pipelines.core.text import Text
from pipelines.engine.observe import all_indicators
from pipelines.engine.release.cells import TOPS
from pipelines.engine.release.listing import all_tables, questions
from pipelines.site import parse_site, shipped_sites, site_text
from tests.contract.test_declarations import HAN

TABLES = all_tables()


def test_there_are_lists_and_each_is_titled_in_both_languages() -> None:
    assert len(TABLES) >= 5
    assert all(HAN.search(t.title.zh) and t.title.en and not HAN.search(t.title.en) for t in TABLES.values())


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_a_list_names_indicators_and_breakdowns_there_are(table: ReleaseTable) -> None:
    known = all_indicators()
    assert [name for name in table.indicators if name not in known] == []
    assert [(n, by) for n in table.indicators for by in table.breakdowns if by and by not in known[n].breakdowns] == []


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_what_is_listed_can_be_protected(table: ReleaseTable) -> None:
    """Counts and ratios by their counts, flows whose moves are tied together, curves in steps, medians by how many they are of."""
    for indicator in (all_indicators()[name] for name in table.indicators):
        kind, is_whole = indicator.kind, set(table.breakdowns) == {""}
        assert kind in ("count", "ratio") or is_whole, f"{indicator.name}: broken down it is tied to nothing"
        assert kind != "flow" or (indicator.statistic in TOPS and indicator.statistic != "joiner_rate"), "joiners give away who died"
        assert kind != "published" and (kind != "statistic" or indicator.statistic == "median"), "of how many it is has to be known"
        assert not any(m.exposure for m in (indicator.numerator, indicator.denominator) if m is not None), "person-years are no counts"
        assert indicator.unit not in ("fte", "fte_per_1000"), "a fraction of a post says whose it is"


def test_no_question_is_listed_twice_and_public_ones_are_restricted_ones() -> None:
    site = parse_site(site_text("demo"))
    asked = [
        (i, depth, by) for t in TABLES.values() for i in t.indicators for by in t.breakdowns for depth in t.restricted
    ]
    assert len(asked) == len(set(asked))
    assert set(questions(site, "public")) < set(questions(site, "restricted"))
    assert questions(site, "internal") == ()


@pytest.mark.parametrize("name", shipped_sites())
def test_no_facility_leaves(name: str) -> None:
    site = parse_site(site_text(name), name)
    assert [q for q in questions(site, "restricted") if q[1] == site.facility_level] == []


@pytest.mark.parametrize("wrong", [{"restricted": (0,), "public": (0, 1)}, {"restricted": ()}, {"restricted": (-1,)}])
def test_a_list_that_says_two_things_is_refused(wrong: dict[str, tuple[int, ...]]) -> None:
    with pytest.raises(ValueError, match="release x"):
        ReleaseTable(name="x", title=Text("某表", "a table"), indicators=("headcount",), **wrong)
