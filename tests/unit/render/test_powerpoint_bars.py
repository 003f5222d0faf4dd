"""Bars of a slide say what the bars of the screen say, their names can be read, and no title breaks between a number and its %."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION

from dashboard.charts.chart import Chart
from dashboard.charts.columns import Bars, Figure, Frame, columns
from dashboard.charts.numbers import Scale
from dashboard.render.plotly_bars import bar_traces
from dashboard.render.powerpoint import DeckTitle, deck
from dashboard.theme import LIGHT
from tests.unit.charts.samples import card, context

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
TITLE = DeckTitle(title="Yangquan", subtitle="2022", lang="en")
YUAN = Scale(lang="zh", divisor=10_000, decimals=2, unit="万元")
SHARE = Scale(lang="zh", decimals=1, is_share=True)
PAID = (234_400.0, 0.0, 10_050.0)


def _chart(groups: Sequence[Sequence[Figure]], scale: Scale, *, is_stacked: bool = False, finding: str = "F.") -> Chart:
    labels = tuple(f"{2025 + i}" for i in range(len(groups[0])))
    bars = [Bars(name=f"Kind {i}", code=f"k{i}", figures=tuple(figures)) for i, figures in enumerate(groups)]
    frame = Frame(labels=labels, head="Year", finding=finding, is_stacked=is_stacked)
    return columns(card("bars", "headcount"), context(scale.lang), scale, bars, frame)


def _slide(chart: Chart) -> Any:
    return Presentation(io.BytesIO(deck(TITLE, [chart]))).slides[1]


def _native(chart: Chart) -> Any:
    return next(s for s in _slide(chart).shapes if s.has_chart).chart


@pytest.mark.parametrize(("months", "turn", "every"), [
    (12, None, "1"), (20, "-5400000", "1"), (24, "-5400000", "1"), (36, "-1", "3"), (100, "-1", "6"),
])
def test_names_of_many_bars_stand_upright_and_of_very_many_every_third_lies(months: int, turn: str | None, every: str) -> None:
    labels = tuple(f"{2025 + i // 12}-{i % 12 + 1:02d}" for i in range(months))
    bars = Bars(name="A", code="a", figures=tuple(Figure(value=1.0) for _ in labels))
    chart = columns(card("bars", "headcount"), context("en"), Scale(lang="en"), [bars], Frame(labels=labels, head="Month", finding="F."))
    native = _native(chart)
    axis = native.category_axis._element
    assert axis.find(f"{C}txPr/{A}bodyPr").get("rot") == turn and axis.find(f"{C}tickLblSkip").get("val") == every
    assert list(native.plots[0].categories) == list(labels), "its workbook names every bar"


@pytest.mark.parametrize("is_stacked", [False, True])
def test_bars_of_one_kind_carry_the_values_that_the_screen_writes_on_them(is_stacked: bool) -> None:
    chart = _chart([[Figure(value=v) for v in PAID]], YUAN, is_stacked=is_stacked)
    assert bar_traces(chart, LIGHT)[0]["text"] == (["23.44 万元", "1.01 万元"] if is_stacked else ["23.44 万元", "0.00 万元", "1.01 万元"])
    native = _native(chart)
    labels = native.plots[0].data_labels
    assert native.plots[0].has_data_labels and labels.show_value and labels.position == XL_LABEL_POSITION.OUTSIDE_END
    assert labels.number_format == ("#,##0.00;-#,##0.00;" if is_stacked else "#,##0.00"), "the unit stands above; of nothing stacked stands nothing"
    assert list(native.plots[0].series[0].values) == pytest.approx([23.44, 0.0, 1.005])
    assert native.chart_type == XL_CHART_TYPE.COLUMN_CLUSTERED, "no program lets a stacked bar carry a value beyond its end"


@pytest.mark.parametrize(("groups", "is_stacked"), [
    ([[Figure(value=0.5)], [Figure(value=0.4)]], True), ([[Figure(value=0.5)], [Figure(value=0.4)]], False),
    ([[Figure(value=0.5, lower=0.4, upper=0.6, n=100)]], False),
])
def test_where_the_screen_writes_no_values_on_bars_the_slide_writes_none(groups: list[list[Figure]], is_stacked: bool) -> None:
    chart = _chart(groups, SHARE, is_stacked=is_stacked)
    assert all("text" not in trace for trace in bar_traces(chart, LIGHT)) and not _native(chart).plots[0].has_data_labels


def test_no_title_ends_a_line_between_a_number_and_its_percent_sign() -> None:
    said = "2025：执行率 94.0 %；95 % 区间 91.0–96.0 %。"
    chart = replace(_chart([[Figure(value=0.94)]], SHARE, finding=said), subtitle="占 50 % 的")
    words = {s.name: s.text_frame.text for s in _slide(chart).shapes if s.has_text_frame}
    cover = Presentation(io.BytesIO(deck(replace(TITLE, subtitle=said, lang="zh"), [chart]))).slides[0]
    for shown, told in ((words["Title"], said), (next(s for s in cover.shapes if s.name == "Subtitle").text_frame.text, said)):
        assert " %" not in shown and shown.replace("\N{NO-BREAK SPACE}", " ") == told
    assert "50\N{NO-BREAK SPACE}% 的" in words["Subtitle"]
