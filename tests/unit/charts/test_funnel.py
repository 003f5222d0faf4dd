"""Funnel plots: limits recomputed with scipy's own distributions, positions as in rankings, what is drawn, named, told and left out."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from pptx import Presentation
from scipy.special import betainc
from scipy.stats import binom, poisson

from dashboard.charts import build_chart
from dashboard.charts.chart import Chart
from dashboard.render.alt_text import alt_text
from dashboard.render.plotly import figure
from dashboard.render.plotly_funnel import named_places
from dashboard.render.powerpoint import DeckTitle, deck
from dashboard.render.sentence import finding
from dashboard.render.sentence_funnel import beyond
from dashboard.render.sizes import told_points
from pipelines.analysis.funnel import POSITIONS
from pipelines.core.indicator import RANKED
from pipelines.core.position import FUNNEL_POSITIONS
from pipelines.core.text import LANGS, Lang
from pipelines.engine.ranking import rank_places
from tests.unit.charts.samples import INDICATORS, LEAVERS, card, context, indicator, leavers_frame

ENDS = {"lower_998": 0.001, "lower_95": 0.025, "upper_95": 0.975, "upper_998": 0.999}
SHARE = indicator("kept", "在岗率", "Still there", "share", "higher", interval="wilson")


def plot(rows: pd.DataFrame | None = None, lang: Lang = "en", name: str = "turnover_rate", **changes: object) -> Chart:
    """The funnel of a frame, by default of the townships with one far above and one far below."""
    given = context(lang, indicators=INDICATORS | {SHARE.name: SHARE}, **changes)
    return build_chart(card("funnel", name), leavers_frame() if rows is None else rows, given)


def interpolated(p: float, cumulative) -> float:  # type: ignore[no-untyped-def]
    """The p-quantile of a count between the two counts around it, found by counting up."""
    r = 0
    while cumulative(r) < p:
        r += 1
    return float(r - (cumulative(r) - p) / (cumulative(r) - cumulative(r - 1)))


def known(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["status"].isin(RANKED)]


def dispersion(rows: pd.DataFrame, mean: float, is_share: bool) -> float:
    """The mean square of z-scores winsorised at a tenth on each side."""
    rate, people = rows["numerator"] / rows["denominator"], rows["denominator"]
    z = ((rate - mean) / np.sqrt(mean * (1 - mean if is_share else 1) / people)).astype(float)
    return float((z.clip(z.quantile(0.1), z.quantile(0.9)) ** 2).mean())


@pytest.mark.parametrize("is_share", [False, True])
@pytest.mark.parametrize("is_wide", [False, True], ids=["alike", "apart"])
def test_limits_are_exact_quantiles_widened_by_the_dispersion(is_share: bool, is_wide: bool) -> None:
    rows = leavers_frame()
    if is_wide:  # every second place loses twice as many
        rows["numerator"] = rows["numerator"] * np.where(np.arange(len(rows)) % 2, 2.0, 0.5)
        rows["value"] = rows["numerator"] / rows["denominator"]
    rows = rows.assign(indicator=SHARE.name if is_share else "turnover_rate")
    chart, judged = plot(rows, name=SHARE.name if is_share else "turnover_rate"), known(rows)
    mean = judged["numerator"].sum() / judged["denominator"].sum()
    spread = dispersion(judged, mean, is_share)
    factor = np.sqrt(spread) if is_wide else 1.0
    assert is_wide == (spread > 1.7) and ("widened" in chart.footer.note) == is_wide
    for one in chart.limits:
        assert len(one.points) > 20
        for point in one.points[::9]:
            count = interpolated(ENDS[one.code], _chances(point.x, mean, is_share))
            end = max(0.0, mean + factor * (count / point.x - mean))
            assert point.y == pytest.approx(min(end, 1.0) if is_share else end, abs=1e-7)
    for row, place in zip(chart.rows, chart.series[0].points, strict=False):
        text = row[[head.name for head in chart.columns].index("range_998")].text
        cumulative = (lambda k, n=int(place.x): binom.cdf(k, n, mean)) if is_share else (lambda k, n=place.x: poisson.cdf(k, n * mean))
        ends = [max(0.0, mean + factor * (interpolated(p, cumulative) / place.x - mean)) for p in (0.001, 0.999)]
        assert text == chart.scale.spread(ends[0], min(ends[1], 1.0) if is_share else ends[1])
    assert chart.median is not None and chart.median.at == pytest.approx(mean)


def test_places_stand_where_the_ranking_puts_them() -> None:
    chart = plot()
    ranked = rank_places(leavers_frame(), INDICATORS["turnover_rate"]).ranked.set_index("region_code")
    points = {p.code: p for p in chart.series[0].points}
    assert {code: p.position for code, p in points.items()} == ranked["funnel_position"].to_dict()
    assert {p.position for p in points.values()} == {"above_998", "above_95", "within", "below_998"}
    assert {p.x for p in points.values()} == {float(people) for _, people in LEAVERS} and all(p.value == p.y for p in points.values())


@pytest.mark.parametrize("lang", LANGS)
def test_who_lies_beyond_is_named_in_the_finding_the_alternative_and_on_the_drawing(lang: Lang) -> None:
    chart = plot(lang=lang)
    said = {
        "zh": "秀水镇（24.0 %）高于同等规模的随机波动范围（99.8 %，较差）；李家庄乡（0.8 %）低于同等规模的随机波动范围（99.8 %，较好）；"
              "另有 1 个在 95 % 范围之外、99.8 % 之内；其余 11 个乡镇街道都在 95 % 范围之内。",
        "en": "Xiushui (24.0%) is above what chance allows a place of that size (99.8%, worse); Lijiazhuang (0.8%) is below what chance allows a "
              "place of that size (99.8%, better); 1 more lies beyond the 95% range; the other 11 townships lie within the 95% range.",
    }[lang]
    assert finding(chart) == said and said in alt_text(chart) and alt_text(chart).startswith({"zh": "漏斗图：", "en": "Funnel plot: "}[lang])
    written = {note["text"] for note in figure(chart)["layout"]["annotations"]}
    assert {chart.series[0].points[0].label, chart.series[0].points[-1].label} <= written and chart.series[0].points[1].label not in written
    slide = list(Presentation(io.BytesIO(deck(DeckTitle(title="T", subtitle="S", lang=lang), [chart]))).slides)[1]
    native = next(s for s in slide.shapes if s.has_chart).chart
    labels = {run.text for run in native._chartSpace.iter() if run.tag.endswith("}t") and run.text}
    assert {chart.series[0].points[0].label, chart.series[0].points[-1].label, chart.median.label} <= labels  # type: ignore[union-attr]
    assert [name for name, _ in told_points(chart)] == [chart.series[0].points[0].label, chart.series[0].points[-1].label]


def test_where_none_lies_beyond_it_is_said_so() -> None:
    rows = leavers_frame()
    rows["numerator"] = rows["denominator"] * 0.1
    rows["value"] = rows["numerator"] / rows["denominator"]
    assert finding(plot(rows)) == "None of the 14 townships lies beyond what chance allows a place of its size (99.8%)."
    assert finding(plot(rows, "zh")) == "14 个乡镇街道都在同等规模的随机波动范围（99.8 %）之内。"


def test_a_place_under_the_pointer_tells_rate_size_and_range_and_its_own_interval_is_not_drawn() -> None:
    chart = plot()
    dots = figure(chart)["data"][-1]
    first = chart.series[0].points[0]
    hover, code = dots["customdata"][0]
    assert code == first.code and first.text in hover and "n = 250" in hover and "above the range (99.8%)" in hover and "99.8% " in hover
    assert all(p.interval == "" and p.lower is None for p in chart.series[0].points) and chart.target is None
    assert dots["marker"]["symbol"].count("diamond") == 3 and len(set(dots["marker"]["size"])) == 3, "told apart in grey too"


def test_what_has_no_figure_or_a_part_of_one_is_in_the_table_and_not_drawn() -> None:
    chart = plot()
    names = [head.name for head in chart.columns]
    rest = chart.rows[len(LEAVERS):]
    assert len(chart.rows) == 16 and [row[names.index("position")].text for row in rest] == ["", ""] and len(chart.series[0].points) == 14
    assert "1 townships partly reported" in chart.footer.note or "1 township partly reported" in chart.footer.note
    assert all(p.value for p in chart.series[0].points)


@pytest.mark.parametrize("lang", LANGS)
def test_there_is_no_funnel_of_few_places_of_no_counts_nor_where_some_are_withheld(lang: Lang) -> None:
    few, bare = leavers_frame().head(9), leavers_frame().assign(denominator=None)
    none = leavers_frame().assign(numerator=0.0, value=0.0)
    told = [plot(few, lang), plot(bare, lang), plot(none, lang), plot(None, lang, withheld=frozenset({"140300001"}))]
    assert all(chart.empty and not chart.series for chart in told) and len({chart.empty for chart in told}) == 4
    assert "10" in told[0].empty and "9" in told[0].empty and finding(told[0]) == told[0].empty


def _chances(size: float, mean: float, is_share: bool):  # type: ignore[no-untyped-def]
    """The chance of a count of so many or fewer; of a share also where the size is no whole number, as the beta function has it."""
    if not is_share:
        return lambda k: poisson.cdf(k, size * mean)
    return lambda k: 1.0 if k >= size else betainc(size - k, k + 1, 1 - mean)


def counted(rates: list[float], people: int = 200) -> pd.DataFrame:
    """Leavers of as many townships as there are rates, all of one size."""
    rows = pd.concat([leavers_frame().head(1)] * len(rates), ignore_index=True)
    codes = [f"140300{i:03d}" for i in range(len(rates))]
    return rows.assign(region_code=codes, region_name=codes, region_name_en=codes, denominator=float(people), numerator=[r * people for r in rates],
                       value=rates, n=float(people), status="ok")  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_where_places_differ_throughout_nothing_is_said_of_chance_alone(lang: Lang) -> None:
    chart = plot(counted([0.05, 0.06, 0.15, 0.16] * 4), lang)
    assert chart.is_widened and not any(p.position.endswith("_998") for p in chart.series[0].points)
    said = {
        "zh": "乡镇街道之间的差别普遍大于随机波动；按为此放宽的范围（99.8 %），16 个中没有特别突出的。",
        "en": "The townships differ by more than chance throughout; none of the 16 stands out beyond the range widened for it (99.8%).",
    }[lang]
    note = chart.footer.note
    assert finding(chart) == said and {"zh": "毫无差别", "en": "were all places alike"}[lang] not in note
    assert {"zh": "放宽后的范围", "en": "Widened range"}[lang] in " ".join(head.title for head in chart.columns)
    alike = plot(lang=lang)
    assert not alike.is_widened and {"zh": "至多约 1 个", "en": "at most about 1"}[lang] in alike.footer.note


def test_on_the_good_side_too_the_farthest_are_named_first() -> None:
    far = [0.002, 0.004, 0.006, 0.008, 0.010, 0.012]
    chart = plot(counted([*far, *([0.10] * 60)], 400))
    assert [p.code for p in beyond(chart, "below")] == [f"140300{i:03d}" for i in range(6)] and not beyond(chart, "above")
    assert finding(chart).startswith("140300000 (0.2%), 140300001 (0.4%), 140300002 (0.6%), 140300003 (0.8%) and 2 more are below")
    assert [p.code for p in named_places(chart)] == [f"140300{i:03d}" for i in range(6)]


def test_every_position_has_its_words() -> None:
    assert tuple(FUNNEL_POSITIONS) == POSITIONS


def test_a_slide_holds_each_place_once_and_no_curve_longer_than_that() -> None:
    slide = list(Presentation(io.BytesIO(deck(DeckTitle(title="T", subtitle="S", lang="en"), [plot()]))).slides)[1]
    places, *curves, level = next(s for s in slide.shapes if s.has_chart).chart.plots[0].series
    assert len(list(places.iter_values())) == len(LEAVERS)
    assert all(2 < len(list(curve.iter_values())) <= len(LEAVERS) for curve in curves) and len(list(level.iter_values())) == 2
