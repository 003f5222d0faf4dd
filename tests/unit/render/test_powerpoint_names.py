"""On a slide names of lines stand in one column beside the plot, where no line runs; lines of limits are thin and pale."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pptx import Presentation

from dashboard.charts import build_chart
from dashboard.charts.chart import Chart
from dashboard.render.powerpoint import DeckTitle, deck
from dashboard.theme import LIGHT
from tests.unit.charts.samples import card, context, survival_frame, trend_frame

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
EARLY = 24  # months, at which one of the curves ends


def _curves() -> Chart:
    frame = survival_frame()
    frame = frame[(frame["category"] != "remote") | (frame["at"] <= EARLY)]
    return build_chart(card("survival", "survival", by="remoteness"), frame, context("en"))


def _trend() -> Chart:
    frame = trend_frame()
    frame = frame[(frame["category"] != "township_doctor") | (frame["period"] <= "2019")]
    return build_chart(card("trend", "headcount", by="staff_group"), frame, context("en"))


def _native(chart: Chart) -> Any:
    slide = Presentation(io.BytesIO(deck(DeckTitle(title="T", subtitle="S", lang="en"), [chart]))).slides[1]
    return next(s for s in slide.shapes if s.has_chart).chart


def _asides(native: Any) -> dict[str, float]:
    """Return by line how far its name is moved to the right, as a share of the chart's width."""
    found = {}
    for line in native.plots[0].series:
        for label in line._element.iter(f"{C}dLbl"):
            moved = label.find(f"{C}layout/{C}manualLayout/{C}x")
            found[line.name] = 0.0 if moved is None else float(moved.get("val"))
    return found


@pytest.mark.parametrize("chart", [_curves(), _trend()], ids=["survival", "trend"])
def test_the_name_of_a_line_that_ends_early_stands_beside_the_plot_with_the_others(chart: Chart) -> None:
    native = _native(chart)
    inner = {e.tag.removeprefix(C): float(e.get("val")) for e in native._chartSpace.find(f".//{C}plotArea/{C}layout/{C}manualLayout")
             if e.tag.removeprefix(C) in ("x", "w")}
    ends = {s.name: max(p.x for p in s.points if p.value is not None) for s in chart.series}
    along, asides = chart.x.high - chart.x.low, _asides(native)
    stand = {name: inner["x"] + inner["w"] * (ends[name] - chart.x.low) / along + aside for name, aside in asides.items()}
    assert len(stand) == 2 and min(ends.values()) < max(ends.values()) and min(asides.values()) == 0
    assert max(stand.values()) - min(stand.values()) < 0.001, stand
    moved = [line for line in native.plots[0].series if asides.get(line.name)]
    assert moved and all(line._element.find(f".//{C15}showLeaderLines").get("val") == "0" for line in moved), "no line leads across the others"


def test_limits_are_thin_and_paler_than_their_curve_in_its_hue() -> None:
    chart = _curves()
    lines = list(_native(chart).plots[0].series)
    curves, limits = lines[: len(chart.series)], lines[len(chart.series):]
    assert len(limits) == 2 * len(curves)
    for i, limit in enumerate(limits):
        own = LIGHT.series[chart.series[i // 2].colour]
        drawn = limit._element.find(f"{C}spPr/{A}ln")
        mixed = drawn.find(f"{A}solidFill/{A}srgbClr").get("val")
        whites = [(int(mixed[k : k + 2], 16) - int(own[k + 1 : k + 3], 16)) / (255 - int(own[k + 1 : k + 3], 16)) for k in (0, 2, 4)]
        assert max(whites) - min(whites) < 0.05 and 0.4 <= min(whites) <= 0.7, "its own hue, about half white"
        assert int(drawn.get("w")) <= 9525 < curves[i // 2].format.line.width and drawn.find(f"{A}prstDash") is None
