"""Places side by side with ranks: ranks, the rank before and the order recomputed in plain pandas from numerators and denominators."""

from __future__ import annotations

import pytest

from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.core.text import LANGS
from pipelines.engine.observe import Query, all_indicators

TABLES = [("training", "training_table", "training_coverage"), ("telemedicine", "telemedicine_table", "active_share_long")]
LED = ["rank", "region", "rank_set", "rank_before", "movement"]


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def shown(gate, page, name, search):
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    state = read_state(f"/{page}", search, choices(edition, viewer))
    card = next(c for p in all_pages() if p.name == page for c in p.cards if c.name == name)
    assert state is not None
    return chart_of(Sight(edition=edition, viewer=viewer, state=state), card)


def asked(gate, indicator, region, period):
    frame = gate.edition().observe(Viewer.local(gate.site), Query(indicator, level="township", parent=region, period=period))
    return frame[frame["breakdown"].isna()].set_index("region_code")


def ranks(frame):
    ranked = frame[frame["status"].isin(["ok", "small_n"])]
    return (ranked["numerator"] / ranked["denominator"]).rank(ascending=False, method="min")


@pytest.mark.parametrize(("page", "name", "lead"), TABLES)
def test_places_stand_worst_first_with_the_rank_the_shares_give_and_the_one_before(gate, page, name, lead):
    chart = shown(gate, page, name, "?region=140321&period=2025&lang=en")
    heads = [head.name for head in chart.columns]
    assert heads[:7] == [*LED, lead, "interval"] and set(all_indicators()) >= set(heads[7:]) and heads[7:]
    now, before = asked(gate, lead, "140321", "2025"), ranks(asked(gate, lead, "140321", "2024"))
    expected = ranks(now)
    told = {row[1].place: row for row in chart.rows}
    assert set(told) == set(now.index) and len(expected) > 5
    for code, row in told.items():
        for cell, rank in ((row[0], expected.get(code)), (row[3], before.get(code))):
            assert cell.value == (None if rank is None else float(rank)), code
        share = now.loc[code, "numerator"] / now.loc[code, "denominator"] if code in expected else None
        assert share is None or row[5].value == pytest.approx(share), code
        assert bool(row[6].text) == (code in expected), "a rank stands with its interval"
    last = next(row for row in chart.rows if row[0].value is not None)
    assert chart.finding.startswith(f"{last[1].text} is lowest at {last[5].text.removesuffix(' *')}") and chart.beside == ()
    order = [row[0].value for row in chart.rows if row[0].value is not None]
    assert order == sorted(order, reverse=True) and all(row[0].value is None for row in chart.rows[len(order):])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("page", "name", "lead"), TABLES)
def test_the_foot_says_by_which_of_its_figures(gate, page, name, lead, lang):
    chart = shown(gate, page, name, f"?region=140321&period=2025&lang={lang}")
    head = next(head.title for head in chart.columns if head.name == lead)
    by = {"zh": "排名按", "en": "ranked by "}[lang]
    said = next(part for part in chart.footer.note.replace("；", "; ").split("; ") if part.startswith(by))
    assert head.startswith(said.removeprefix(by)) and said != by


def test_where_nothing_leads_places_stand_without_ranks(gate):
    chart = shown(gate, "telemedicine", "telemedicine_table", "?region=140321&period=2015&lang=en")
    assert "not collected" in chart.empty and [head.name for head in chart.columns][:2] == ["region", "active_share_long"]
    assert len(chart.rows) > 5 and {cell.text for row in chart.rows for cell in row[1:]} == {"not collected"}
