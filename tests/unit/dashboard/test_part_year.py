"""What is counted over whole years says so where a part of a year is chosen: it has too few months, not too few people."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import words
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.core.text import LANGS, Lang


def seen(gate: Gate, period: str, lang: Lang, name: str = "pay") -> Sight:
    """A page of the demo's prefecture at a period."""
    viewer, page = Viewer.local(gate.site), next(page for page in all_pages() if page.name == name)
    state = read_state(page.path, f"region=140300&period={period}&lang={lang}", choices(gate.edition(), viewer))
    assert state is not None and state.period == period
    return Sight(edition=gate.edition(), viewer=viewer, state=state)


@pytest.mark.parametrize("lang", LANGS)
def test_pay_of_half_a_year_asks_for_a_year(demo_workspace: Path, lang: Lang) -> None:
    gate = Gate(demo_workspace)
    sight = seen(gate, "2024-H1", lang)
    told = {h.name: (h.value, h.change) for h in headlines(sight)}
    assert told["median_pay"] == ("", words.BY_YEAR_HINT.of(lang))
    cards = [card for card in sight.state.cards if card.indicators[:1] == ("median_pay",) and card.kind in ("map", "ranking", "bars", "forest")]
    empty = [chart.empty for card in cards if (chart := chart_of(sight, card)).empty]
    assert empty and all({"zh": "选为年度", "en": "Choose a year"}[lang] in said for said in empty)
    whole = {h.name: h.value for h in headlines(seen(gate, "2024", lang))}
    assert whole["median_pay"]
    gate.close()


@pytest.mark.parametrize("lang", LANGS)
def test_a_headline_does_not_begin_a_line_with_a_percent_sign(demo_workspace: Path, lang: Lang) -> None:
    gate = Gate(demo_workspace)
    beside = [h.aside for h in headlines(seen(gate, "2024", lang, "training")) if "%" in h.aside]
    assert beside and not [said for said in beside if " %" in said]
    gate.close()


def test_a_part_of_a_year_has_no_line_of_whole_years_beside_it(demo_workspace: Path) -> None:
    gate = Gate(demo_workspace)
    part, whole = ([h for h in headlines(seen(gate, period, "zh", "training")) if h.value] for period in ("2025-Q2", "2025"))
    gate.close()
    assert part and not any(h.line for h in part) and any(h.line for h in whole)


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_filed_by_year_asks_for_a_year_and_blames_nobody(demo_workspace: Path, lang: Lang) -> None:
    """The demo's services are filed once a year."""
    gate = Gate(demo_workspace)
    told = {h.name: (h.value, h.change) for h in headlines(seen(gate, "2025-Q2", lang, "services"))}
    gate.close()
    assert told["record_coverage"] == told["hypertension_management"] == ("", words.YEARS_ARE_FILED.of(lang))
