"""Retention of new entrants: named so, with the interval of few people even where all of them stayed, and no certainty in its change."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.answer import answer
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from pipelines.core.text import LANGS, Lang
from pipelines.engine.observe import Query

NAMES = {"zh": "新入职 12 个月留任率", "en": "12-month retention of new entrants"}


def seen(gate: Gate, region: str, period: str, lang: Lang) -> Sight:
    viewer = Viewer.local(gate.site)
    state = read_state("/", f"region={region}&period={period}&lang={lang}", choices(gate.edition(), viewer))
    assert state is not None
    return Sight(edition=gate.edition(), viewer=viewer, state=state)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("region", ["140300", "140322"])
def test_all_of_few_stayed_is_told_with_the_share_that_may_have_left(demo_workspace: Path, region: str, lang: Lang) -> None:
    """Of n who all stayed, the share that stays is not below the one of which n in a row have a chance of 2.5 %."""
    gate = Gate(demo_workspace)
    sight = seen(gate, region, "2025", lang)
    tile = next(h for h in headlines(sight) if h.name == "retention_12m")
    row = gate.edition().observe(sight.viewer, Query("retention_12m", level="prefecture" if region == "140300" else "county", region=region, period="2025"))
    sentence = answer(sight, headlines(sight)).replace("\u00a0", " ")
    gate.close()
    n = int(row["n"].iloc[0])
    least = next(share / 1000 for share in range(1, 1000) if (share / 1000) ** n >= 0.025)
    low, sign = f"{100 * 0.025 ** (1 / n):.1f}", " %" if lang == "zh" else "%"
    assert row["value"].iloc[0] == 1.0 and row["upper"].iloc[0] == 1.0 and least - 0.001 <= row["lower"].iloc[0] <= least
    assert (tile.title, tile.value) == (NAMES[lang], "100.0") and f"n = {n}" in tile.aside and f"{low}–100" in tile.aside
    assert tile.direction == "neither" and tile.arrow == "" and tile.light != "red"
    assert NAMES[lang] in sentence and f"n = {n}" in sentence and f"{low}–100" in sentence and sign in sentence


@pytest.mark.parametrize("lang", LANGS)
def test_its_change_is_called_chance_and_not_unjudged(demo_workspace: Path, lang: Lang) -> None:
    gate = Gate(demo_workspace)
    told = [h.change for region in ("140300", "140322") for h in headlines(seen(gate, region, "2025", lang)) if h.name == "retention_12m"]
    gate.close()
    assert told and not any({"zh": "无区间", "en": "no interval"}[lang] in change for change in told)
    assert any({"zh": "波动之内", "en": "within chance"}[lang] in change for change in told)
