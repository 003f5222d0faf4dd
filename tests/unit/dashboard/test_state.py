"""An address means exactly one state, and anything else is refused."""

from __future__ import annotations

import pytest

from dashboard import words
from dashboard.page import all_pages
from dashboard.places import Place, Places
from dashboard.state import WHOLE, Choices, card_by, kept_state, read_state
from pipelines.core.indicator import BREAKDOWNS
from pipelines.core.text import Text
from pipelines.engine.observe import all_indicators

PLACES = Places(
    [
        Place("R", Text("某市", "Root"), "prefecture", None),
        Place("C1", Text("甲县", "First"), "county", "R"),
        Place("C2", Text("乙县", "Second"), "county", "R"),
        Place("T1", Text("丙镇", "Town"), "township", "C1"),
    ]
)
CHOICES = Choices(
    pages=all_pages(), places=PLACES, periods=("2024", "2024-H1", "2023"), period_kinds=("year", "half", "year"), region="R",
    period_of=lambda page: "2024", lang="zh", indicators=all_indicators(),
)


def test_an_empty_address_is_the_default_view():
    state = read_state("/", "", CHOICES)
    assert state is not None
    assert (state.page.name, state.region, state.period, state.by, state.lang) == ("overview", "R", "2024", "", "zh")
    assert state.href() == "/"


def test_an_address_survives_the_round_trip():
    search = "?region=C1&period=2023&by=sex&lang=en"
    state = read_state("/supply", search, CHOICES)
    assert state is not None
    assert state.href() == "/supply" + search
    assert read_state("/supply", state.href().partition("?")[2], CHOICES) == state


def test_a_change_writes_only_what_was_chosen():
    state = read_state("/pay", "?region=C2", CHOICES)
    assert state is not None
    assert state.href(lang="en") == "/pay?region=C2&lang=en"
    assert state.href(page=all_pages()[0]) == "/?region=C2"


@pytest.mark.parametrize(
    ("path", "search"),
    [
        ("/nowhere", ""), ("/", "?region=X"), ("/", "?region=' OR 1=1"), ("/", "?period=1999"), ("/", "?lang=fr"),
        ("/", "?by=person_key"), ("/", "?region=C1&region="), (None, ""), (7, ""), ("/", None), ("/", ["?region=C1"]),
        ("/", "?compare=colleagues"), ("/", "?population=household"), ("/", "?mode=kiosk"), ("/", "?card=nothing"), ("/", "?theme=pink"),
        ("/", "?" + "a" * 5000), ("/", "?" + "&".join(f"a{i}=1" for i in range(50))), ("/supply/../data", ""),
    ],
)
def test_what_is_unknown_or_forged_is_no_state(path, search):
    found = read_state(path, search, CHOICES)
    if search == "?region=C1&region=":  # a blank value is as good as none: the last one that says something counts
        assert found is not None and found.region == "C1"
    else:
        assert found is None


def test_a_card_takes_the_breakdown_of_the_bar_only_where_it_can():
    supply = next(p for p in all_pages() if p.name == "supply")
    trend = next(c for c in supply.cards if c.name == "headcount_trend")
    ranking = next(c for c in supply.cards if c.kind == "ranking")
    assert card_by(trend, "", all_indicators()) == "staff_group"
    assert card_by(trend, "sex", all_indicators()) == "sex"
    assert card_by(trend, WHOLE, all_indicators()) == ""
    assert card_by(trend, "payment_stream", all_indicators()) == "staff_group"
    assert card_by(ranking, "sex", all_indicators()) == ""


def test_places_know_their_way_up_and_down():
    assert [p.code for p in PLACES.path("T1")] == ["R", "C1", "T1"]
    assert [p.code for p in PLACES.under("R")] == ["R", "C1", "T1", "C2"]
    assert PLACES.path("nowhere") == () and PLACES.under("nowhere") == ()


def test_places_cut_to_nothing_hold_nothing():
    assert len(PLACES.cut([])) == 0
    cut = PLACES.cut(["C1"])
    assert [p.code for p in cut] == ["C1", "T1"] and [p.code for p in cut.tops] == ["C1"]


def test_every_breakdown_an_indicator_may_have_has_a_name() -> None:
    assert set(BREAKDOWNS) <= set(words.BREAKDOWN)


def test_mode_card_comparison_and_theme_survive_and_a_wall_is_dark_by_itself():
    state = read_state("/", "?compare=target&mode=present&card=density_map", CHOICES)
    assert state is not None and (state.compare, state.mode, state.card, state.theme) == ("target", "present", "density_map", "light")
    assert state.href() == "/?compare=target&mode=present&card=density_map"
    wall = read_state("/", "?mode=wall", CHOICES)
    assert wall is not None and wall.theme == "dark" and wall.compare == "same_last_year"
    assert wall.asked == read_state("/", "", CHOICES).asked, "how a page is shown changes none of its figures"


@pytest.mark.parametrize(("search", "kept"), [
    ("?region=nowhere&lang=en&theme=dark", "/supply?theme=dark&lang=en"), ("?region=C1&period=1999&lang=en", "/supply?region=C1&lang=en"),
    ("?lang=fr&region=T1", "/supply?region=T1"), ("?" + "x" * 9000, "/supply"), (None, "/supply"), ("", "/supply"),
    ("?period=2023&by=sex&compare=target&theme=pink", "/supply?period=2023&compare=target&by=sex"),
    ("?mode=present&card=none_such&region=C1", "/supply?region=C1"), ("?facility=F1", "/supply"),
])
def test_of_a_wrong_address_all_that_is_known_is_kept_on_its_page(search, kept):
    state = kept_state("/supply", search, CHOICES)
    assert state is not None and state.href() == kept
    state = kept_state("/nowhere", search, CHOICES)
    assert state is not None and state.href() == kept.replace("/supply", "/"), "of no page the first"
