"""What stands on the screen is what `observe` answers."""

from __future__ import annotations

import pytest

from dashboard.charts.numbers import number_and_unit
from dashboard.data import Gate
from pipelines.engine.observe import Query, all_indicators, observe
from pipelines.warehouse.connect import open_current
from tests.browser.conftest import go

ASKED = [("140300", "prefecture", "2022", "supply"), ("140322", "county", "2021", "supply"), ("542500", "prefecture", "2024", "pay")]


@pytest.mark.parametrize(("region", "level", "period", "name"), ASKED)
def test_headlines_equal_the_engine(page, demo, demo_workspace, region, level, period, name):
    go(page, f"{demo}/{name}?region={region}&period={period}&lang=en", name)
    gate = Gate(demo_workspace)
    connection, _, _ = open_current(gate.workspace)
    shown = 0
    for card in page.locator(".headline").all():
        indicator = all_indicators()[str(card.get_attribute("data-indicator"))]
        query = Query(indicator.name, level=level, region=region, period=period)
        row = observe(connection, gate.site, query).iloc[0]
        if row["status"] in ("not_collected", "not_estimable", "no_denominator"):
            assert card.locator(".value").count() == 0
            continue
        value, unit = number_and_unit(float(row["value"]), indicator.unit, "CNY", "en")
        unit = "" if unit.lower() in indicator.title.en.lower() else unit  # the name says it
        assert (card.locator(".value").inner_text(), card.locator(".unit").inner_text()) == (value, unit)
        shown += 1
    assert shown >= 3


def test_the_map_and_the_ranking_hold_the_engines_numbers(page, demo, demo_workspace):
    go(page, f"{demo}/?region=140322&period=2022", "overview")
    gate = Gate(demo_workspace)
    connection, _, _ = open_current(gate.workspace)
    frame = observe(connection, gate.site, Query("density", level="township", parent="140322", period="2022"))
    drawn = page.evaluate(
        "(() => { const gd = document.querySelector('[data-card=density_ranking] .js-plotly-plot');"
        " const dots = gd.data.find((trace) => trace.mode === 'markers'); return dots.x.map((x, i) => [gd.data[0].customdata[i][1], x]); })()"
    )
    expected = dict(zip(frame["region_code"], frame["value"], strict=True))
    assert {code for code, _ in drawn} == set(expected) and len(drawn) == len(expected) == 13, "one more than a full ranking holds is drawn, not cut"
    for code, value in drawn:
        assert value == pytest.approx(expected[code], abs=1e-9)
