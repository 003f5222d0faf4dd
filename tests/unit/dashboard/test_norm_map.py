"""The card of places that need attention points to the map for the norm only where that map is drawn against one."""

from __future__ import annotations

import pytest

from dashboard.cards.attention import attention
from dashboard.data import Gate
from tests.unit.dashboard.opened import page


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def note(gate, search, profile="internal"):
    """What the card of places that need attention says at its foot."""
    sight, cards, _ = page(gate, "overview", search, profile)
    return attention(sight, next(card for card in cards if card.name == "attention")).footer.note


@pytest.mark.parametrize(("lang", "said"), [("zh", "是否达标见地图“{map}”"), ("en", 'whether the norm is met, the map "{map}" tells')])
@pytest.mark.parametrize("region", ["140321", "140321101"])
def test_the_map_that_tells_the_norm_goes_by_its_own_title(gate, region, lang, said):
    _, cards, charts = page(gate, "overview", f"region={region}&period=2025&lang={lang}")
    drawn = next(chart for card, chart in zip(cards, charts, strict=True) if card.kind == "map")
    assert note(gate, f"region={region}&period=2025&lang={lang}").endswith(said.format(map=drawn.title))
    assert (drawn.title == cards[[c.kind for c in cards].index("map")].title.of(lang)) == (region == "140321")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_map_is_pointed_to_that_is_not_drawn_or_tells_no_norm(gate, lang, monkeypatch):
    words = {"zh": "是否达标", "en": "norm"}[lang]
    for period, profile in (("2025-Q2", "restricted"), ("2025", "public")):
        _, cards, charts = page(gate, "overview", f"region=140321&period={period}&lang={lang}", profile)
        assert next(chart for card, chart in zip(cards, charts, strict=True) if card.kind == "map").empty
        assert words not in note(gate, f"region=140321&period={period}&lang={lang}", profile)
    monkeypatch.setattr("dashboard.context.norms", lambda sight: {})
    told = note(gate, f"region=140321&period=2025&lang={lang}")
    assert told and words not in told
