"""Headings of slides and sentences of pages say what they are of, and name no worst place by a figure of a few."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from dashboard.answer import answer
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.page import all_pages
from dashboard.render.heading import NAMES_ITSELF, headline, subject
from dashboard.render.sentence import finding
from dashboard.render.sentence_ends import ALL_FEW
from dashboard.sight import Sight, sight_at
from dashboard.view import chart_of, page_charts
from pipelines.core.text import LANGS, Lang
from pipelines.engine.observe import Query


@pytest.fixture(scope="module")
def gate(demo_workspace: Path) -> Iterator[Gate]:
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def seen(gate: Gate, page: str, search: str) -> Sight:
    sight = sight_at(gate.edition(), Viewer.local(gate.site), page, search)
    assert sight is not None
    return sight


@pytest.mark.parametrize("lang", LANGS)
def test_a_heading_of_one_figure_names_it(gate: Gate, lang: Lang) -> None:
    led = 0
    for page in all_pages():
        for chart in page_charts(seen(gate, page.name, f"?region=140300&period=2025&lang={lang}")):
            heading = headline(chart)
            assert heading and not heading.endswith("：")
            if not chart.empty and not chart.finding and chart.kind not in (*NAMES_ITSELF, "table") and len(chart.series) <= 1 and finding(chart):
                assert subject(chart).lower() in heading.lower() and heading.endswith(finding(chart)), (page.name, chart.name)
                led += 1
    assert led > 20


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [("zh", ("离岗率：2025 为 4.8 %", "离岗率排名：岔口乡最高")), ("en", ("Leaver rate: 4.8% in 2025", "Places by leaver rate: Chakou Township is highest"))],
)
def test_a_trend_and_a_ranking_are_led_by_their_titles(gate: Gate, lang: Lang, wanted: tuple[str, str]) -> None:
    charts = {chart.name: headline(chart) for chart in page_charts(seen(gate, "retention", f"?region=140300&period=2025&lang={lang}"))}
    assert charts["leaver_trend"].startswith(wanted[0]) and charts["leaver_ranking"].startswith(wanted[1])
    assert "2025" in charts["exit_reasons"] and not charts["exit_reasons"].startswith(("离岗人数", "Leavers by"))


@pytest.mark.parametrize("lang", LANGS)
def test_half_a_year_of_retention_says_who_came_and_who_went(gate: Gate, lang: Lang) -> None:
    sight = seen(gate, "retention", f"?region=140321&period=2025-H1&lang={lang}")
    asked = [gate.edition().observe(sight.viewer, Query("headcount", level="county", region="140321", period=p)) for p in ("2024", "2025-H1")]
    first, last = (float(frame.loc[frame["breakdown"].isna(), "value"].iloc[0]) for frame in asked)
    said = answer(sight, headlines(sight))
    assert f"{first:.0f}" in said and f"{last:.0f}" in said and "：按" not in said and " by " not in said


def told_and_counted(gate: Gate, region: str, period: str, lang: Lang) -> tuple[str, pd.DataFrame]:
    """The sentence of the ranking by what is paid on time, and the townships it is of, the lowest first."""
    sight = seen(gate, "subsidies", f"?region={region}&period={period}&lang={lang}")
    chart = chart_of(sight, next(c for c in sight.state.cards if c.name == "on_time_ranking"))
    frame = gate.edition().observe(sight.viewer, Query(chart.indicator, level="township", parent=region, period=period))
    known = frame[frame["breakdown"].isna() & frame["value"].notna() & (frame["status"] != "partial")]
    return finding(chart), known.rename(columns={"region_name" if lang == "zh" else "region_name_en": "named"}).sort_values(["value", "region_code"])


@pytest.mark.parametrize("lang", LANGS)
def test_where_all_have_few_that_is_said(gate: Gate, lang: Lang) -> None:
    said, frame = told_and_counted(gate, "140321", "2025-H1", lang)
    assert (frame["n"] < gate.site.small_n).all() and ALL_FEW.of(lang) in said


@pytest.mark.parametrize("lang", LANGS)
def test_a_place_of_a_few_is_not_left_alone_at_the_end(gate: Gate, lang: Lang) -> None:
    said, frame = told_and_counted(gate, "140300", "2025-Q3", lang)
    enough = frame[frame["n"] >= gate.site.small_n]
    assert frame.iloc[0]["n"] < gate.site.small_n <= len(enough), "the demo's quarter has such a township"
    assert said.index(frame.iloc[0]["named"]) < said.index(enough.iloc[0]["named"]) and f"{100 * enough.iloc[0]['value']:.1f}" in said


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_added_where_those_told_have_enough(gate: Gate, lang: Lang) -> None:
    said, frame = told_and_counted(gate, "140321", "2025", lang)
    assert frame.iloc[0]["n"] >= gate.site.small_n
    assert "基数" not in said and " rest on " not in said
