"""What a slide and its alt text say of places beside the norm: met, missed, or not to be told."""

from __future__ import annotations

import pytest
from pptx import Presentation
from pptx.util import Inches

from dashboard.charts import build_chart
from dashboard.render.alt_text import alt_text
from dashboard.render.powerpoint import _printer
from dashboard.theme import LIGHT
from tests.unit.charts.samples import card, context, frame

LIMITS = {"t0": (0.4, 0.8), "t1": (0.7, 1.2), "t2": (1.1, 1.6)}  # the norm is 1.0


@pytest.mark.parametrize("kind", ["ranking", "distribution"])
def test_a_slide_draws_what_cannot_be_told_from_the_norm_in_grey(kind: str) -> None:
    rows = frame(*({"indicator": "density", "region_code": code, "region_name": code, "level": "township", "value": (low + high) / 2, "lower": low,
                    "upper": high, "n": 50} for code, (low, high) in LIMITS.items()))  # fmt: skip
    chart = build_chart(card(kind, "density"), rows, context("en", region_code="t1"))
    slides = Presentation()
    drawn = _printer(chart)(slides.slides.add_slide(slides.slide_layouts[6]), chart, (0, 0, Inches(9), Inches(6)))
    fills = [e.get("val") for e in drawn.chart._chartSpace.xpath(".//c:dPt/c:spPr/a:solidFill/a:srgbClr")]
    assert {f"#{fill}" for fill in fills} == {LIGHT.bad, LIGHT.faint}, "the one that meets it is drawn as its series is"
    assert "grey: cannot be told from the norm" in alt_text(chart) and "red: misses the norm" in alt_text(chart)
