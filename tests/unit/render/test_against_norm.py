"""What a slide and its alt text say of places beside the norm: met, missed, or not to be told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches

from dashboard.charts import build_chart
from dashboard.render.alt_text import alt_text
from dashboard.render.plotly_ranking import sideways_figure
from dashboard.render.powerpoint import _printer
from dashboard.render.sentence import finding
from dashboard.theme import DARK, LIGHT, mixed
from pipelines.core.text import LANGS, Lang
from tests.unit.charts.samples import INDICATORS, card, context, frame

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


def beside(*rows: tuple[float, str, bool]) -> list[dict[str, Any]]:
    """Places with their value, status and whether they have limits of a tenth either way."""
    return [{"indicator": "density", "region_code": f"t{i}", "region_name": f"t{i}", "region_name_en": f"T{i}", "level": "township", "value": value,
             "status": status, "n": 3 if status == "small_n" else 50, "reported": 8 if status == "partial" else 10, "expected": 10,
             "lower": value - 0.1 if known else None, "upper": value + 0.1 if known else None}
            for i, (value, status, known) in enumerate(rows)]  # fmt: skip


@pytest.mark.parametrize("kind", ["ranking", "distribution"])
def test_what_is_partly_reported_or_of_few_people_is_not_set_against_the_norm(kind: str) -> None:
    rows = beside((0.5, "partial", True), (0.6, "small_n", True), (1.4, "ok", True), (1.5, "ok", True))
    chart = build_chart(card(kind, "density"), frame(*rows), context("en"))
    points = {p.code: p for s in chart.series for p in s.points}
    assert {code: p.against for code, p in points.items()} == {"t0": "", "t1": "", "t2": "meets the norm", "t3": "meets the norm"}
    for look in (LIGHT, DARK):
        line = next(t for t in sideways_figure(chart, look, 700)["data"] if t.get("mode") == "markers")["marker"]["line"]["color"]
        assert set(line) == {look.series[0], mixed(look.series[0], look.card, 0.5)}, "that of a partly reported one is pale"
    slides = Presentation()
    drawn = _printer(chart)(slides.slides.add_slide(slides.slide_layouts[6]), chart, (0, 0, Inches(9), Inches(6)))
    painted = {f"#{e.get('val')}" for e in drawn.chart._chartSpace.xpath(".//c:dPt//a:srgbClr")}
    assert painted and not painted & {LIGHT.bad, LIGHT.faint}
    assert not any(said in chart.footer.note for said in ("red:", "grey:")) and "misses" not in alt_text(chart)


def test_the_sentence_counts_only_what_may_be_set_against_the_norm() -> None:
    def said(*rows: tuple[float, str, bool], lang: Lang = "en") -> str:
        return finding(build_chart(card("ranking", "density"), frame(*beside(*rows)), context(lang)))

    poor = ((0.5, "partial", True), (0.6, "small_n", True))
    assert "all 2 townships that can be judged meet the norm 1.0" in said(*poor, (1.4, "ok", True), (1.5, "ok", True))
    assert "可作判断的 2 个乡镇街道均达到标准 1.0" in said(*poor, (1.4, "ok", True), (1.5, "ok", True), lang="zh")
    assert "1 of the townships is below the norm 1.0" in said(*poor, (0.7, "ok", True), (1.5, "ok", True))
    assert "norm" not in said(*poor, (1.4, "ok", True))


@pytest.mark.parametrize("lang", LANGS)
def test_of_hidden_places_nobody_says_that_they_meet_the_norm(lang: Lang) -> None:
    rows = beside((1.4, "ok", True), (1.5, "ok", True), (0.5, "suppressed", False))
    rows[-1] |= {"value": None, "n": None, "numerator": None, "denominator": None}
    known = finding(build_chart(card("ranking", "density"), frame(*rows[:-1]), context(lang)))
    hidden = finding(build_chart(card("ranking", "density"), frame(*rows), context(lang)))
    every = {"zh": "各乡镇街道均达到", "en": "every one of the townships"}[lang]
    assert every in known.lower() and every not in hidden.lower() and {"zh": "可作判断的 2 个", "en": "2 townships that can be judged"}[lang] in hidden


@pytest.mark.parametrize("lang", LANGS)
def test_no_interval_is_spoken_of_where_none_is_known(lang: Lang) -> None:
    counted = {"density": replace(INDICATORS["density"], interval="none")}
    for given, rows in (
        (counted, ((0.5, "ok", False), (0.7, "ok", False), (1.5, "ok", False))),
        (INDICATORS, ((0.5, "ok", False), (1.5, "ok", False))), (INDICATORS, ((1.2, "ok", False), (1.5, "ok", False))),
    ):  # fmt: skip
        chart = build_chart(card("ranking", "density"), frame(*beside(*rows)), context(lang, indicators=INDICATORS | given))
        told = chart.footer.note + finding(chart)
        word = {"en": "interval", "zh": "区间"}[lang]
        assert word not in told and any(colour in chart.footer.note for colour in ("red", "grey", "红色", "灰色"))
    assert {"en": "(2 not for certain)", "zh": "（其中 2 个尚不能断定）"}[lang] in finding(chart)
