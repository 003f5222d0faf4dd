"""Places a map is too small for are listed under it with their figures, the worst first."""

from __future__ import annotations

from pathlib import Path

import pytest
from shapely.geometry import shape

from dashboard.data import Gate
from dashboard.layout.card import TOO_SMALL, card_inside
from pipelines.core.text import LANGS
from pipelines.engine.observe import Query
from tests.unit.dashboard.opened import page

SPECK = 0.001  # of the frame: an outline of 13 by 13 pixels in a drawing of 480 by 340


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("region", "some"), [("140300", 11), ("140322", 0), ("542500", 0)])
def test_specks_on_a_map_stand_under_it_with_their_figures(demo_workspace: Path, region: str, some: int, lang: str) -> None:
    """Against the areas of the outlines themselves and what the engine observes."""
    gate = Gate(demo_workspace)
    sight, cards, charts = page(gate, "overview", f"region={region}&period=2025&lang={lang}")
    card, chart = next((card, chart) for card, chart in zip(cards, charts, strict=True) if card.kind == "map")
    view = chart.map
    assert view is not None
    west, south, east, north = view.bounds
    areas = {str(f["properties"]["code"]): shape(f["geometry"]).area for f in view.geojson["features"]}
    specks = {cell.point.code for cell in view.cells if areas[cell.point.code] < SPECK * (east - west) * (north - south)}
    rows = gate.edition().observe(sight.viewer, Query("density", level="township", parent=region, period="2025")).set_index("region_code")
    gate.close()
    assert {cell.place for cell in view.tiny} == specks and len(specks) == some
    values = [float(rows.loc[cell.place, "value"]) for cell in view.tiny]
    names = rows["region_name_en" if lang == "en" else "region_name"]
    assert [cell.text for cell in view.tiny] == [f"{names[cell.place]} {value:.2f}" for cell, value in zip(view.tiny, values, strict=True)]
    assert values == sorted(values) and (TOO_SMALL.of(lang) in str(card_inside(chart, card, sight.state))) == bool(some)


def test_a_map_of_lines_tells_no_figures_of_places(demo_workspace: Path) -> None:
    gate = Gate(demo_workspace)
    _, cards, charts = page(gate, "telemedicine", "region=140300&period=2025&lang=en")
    gate.close()
    drawn = next(chart.map for card, chart in zip(cards, charts, strict=True) if card.kind == "link_map")
    assert drawn is not None and drawn.lines and drawn.tiny == ()
