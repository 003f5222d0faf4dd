"""Panels of places: one scale for all, the worst first, the whole behind each, gaps, breaks and policies, at most twelve; what they say."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pptx import Presentation

from dashboard.charts import build_chart
from dashboard.charts.chart import WHOLE, Chart
from dashboard.charts.marks import marks_told
from dashboard.charts.panels import MOST, last_told, places_of, whole_of
from dashboard.data import Gate, Viewer
from dashboard.render.alt_text import alt_text
from dashboard.render.heading import headline
from dashboard.render.plotly import figure
from dashboard.render.powerpoint import DeckTitle, deck
from dashboard.render.sentence import finding
from dashboard.sight import sight_at
from dashboard.theme import LIGHT
from dashboard.view import chart_of
from pipelines.core.text import LANGS, Lang
from pipelines.engine.observe import Query
from pipelines.indicators.services import RECORD_COVERAGE
from tests.unit.charts.samples import INDICATORS, card, cities_frame, context, frame, indicator

NEUTRAL = indicator("in_post", "在岗人数比", "In post", "share", "neutral", "flow")


@pytest.fixture(scope="module")
def gate(demo_workspace: Path) -> Iterator[Gate]:
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def panels(rows: pd.DataFrame | None = None, lang: Lang = "en", **given: Any) -> Chart:
    """The panels of rows, by default of the four cities."""
    return build_chart(card("panels", "turnover_rate"), cities_frame() if rows is None else rows, context(lang, **given))


def many(count: int) -> pd.DataFrame:
    """Two years of so many cities, each of which has one in a hundred more than the one before."""
    return frame(*(
        {"indicator": "turnover_rate", "region_code": f"14{place:02}00", "region_name": f"市{place}", "region_name_en": f"City {place}",
         "level": "prefecture", "period": f"{2021 + year}", "n": 100, "value": place / 100 + year / 1_000, "lower": place / 200, "upper": place / 50}
        for place in range(count) for year in range(2)
    ))


def changed(*pairs: tuple[float, float], spread: float = 0.01) -> pd.DataFrame:
    """The first and the last year of places, with intervals so wide to either side; none where that is 0."""
    return frame(*(
        {"indicator": "turnover_rate", "region_code": f"14{place:02}00", "region_name": f"市{place}", "region_name_en": f"City {place}",
         "level": "prefecture", "period": period, "n": 100, "value": value} | ({"lower": value - spread, "upper": value + spread} if spread else {})
        for place, pair in enumerate(pairs) for period, value in zip(("2018", "2022"), pair, strict=True)
    ))


def numbers(path: str) -> list[tuple[float, float]]:
    """The places of a shape's path."""
    return [(float(x), float(y)) for x, y in re.findall(r"([-0-9.e]+),([-0-9.e]+)", path)]


def test_every_number_drawn_is_that_of_the_frame() -> None:
    rows = cities_frame()
    given = {(r.region_code, r.period): r.value for r in rows.itertuples() if pd.notna(r.value)}
    drawn = {("140000" if s.code == WHOLE else s.code, p.label): p.value for s in panels().series for p in s.points if p.value is not None}
    assert drawn == given
    known = {(t["name"], x): y for t in figure(panels())["data"] for x, y in zip(t["x"], t["y"], strict=True) if y is not None}
    names = dict(zip(rows["region_code"], rows["region_name_en"], strict=True))
    assert known == {(names[code], int(period) - 2018): value for (code, period), value in given.items() if code != "140000"}


def test_all_panels_have_one_scale_and_the_places_stand_where_a_hand_finds_them() -> None:
    chart = panels()
    made = figure(chart)
    layout = made["layout"]
    for side, axis in (("x", chart.x), ("y", chart.y)):
        axes = [value for name, value in layout.items() if re.fullmatch(f"{side}axis\\d*", name)]
        assert axes and all(one["range"] == [axis.low, axis.high] for one in axes)
    assert [trace["customdata"][0][1] for trace in made["data"]] == [s.code for s in places_of(chart)]
    boxes = [(*layout[f"xaxis{t['xaxis'][1:]}"]["domain"], *layout[f"yaxis{t['yaxis'][1:]}"]["domain"]) for t in made["data"]]
    assert len(set(boxes)) == 4 and [(box[0], -box[3]) for box in boxes] == [(box[0], -box[3]) for box in sorted(boxes, key=lambda b: (-b[3], b[0]))]
    assert all(0 <= low < high <= 1 + 1e-9 for box in boxes for low, high in (box[:2], box[2:]))


@pytest.mark.parametrize(("width", "columns"), [(300, 2), (438, 2), (900, 4)])
def test_a_wide_card_has_more_panels_side_by_side_and_no_row_nearly_empty(width: int, columns: int) -> None:
    layout = figure(panels(), width=width)["layout"]
    assert sum(bool(re.fullmatch(r"xaxis\d*", name)) for name in layout) == columns
    assert figure(panels(many(12)), width=width)["layout"]["height"] > layout["height"]


def test_the_worst_in_the_last_year_comes_first_by_the_good_side() -> None:
    assert [s.name for s in places_of(panels())] == ["Yangquan", "Taiyuan", "Datong", "Changzhi"]
    higher = {**INDICATORS, "turnover_rate": replace(INDICATORS["turnover_rate"], polarity="higher")}
    assert [s.name for s in places_of(panels(indicators=higher))] == ["Changzhi", "Datong", "Taiyuan", "Yangquan"]
    rows, neutral = cities_frame(), {**INDICATORS, "in_post": NEUTRAL}
    listed = build_chart(card("panels", "in_post"), rows.assign(indicator="in_post"), context("en", indicators=neutral))
    hidden = panels(withheld=frozenset({"140100"}))
    assert [s.name for s in places_of(listed)] == [s.name for s in places_of(hidden)] == ["Taiyuan", "Datong", "Yangquan", "Changzhi"]
    assert "in the order of their codes" in listed.footer.note and "from the worst" not in hidden.footer.note


@pytest.mark.parametrize("lang", LANGS)
def test_the_whole_stands_pale_in_every_panel_and_is_named(lang: Lang) -> None:
    chart = panels(lang=lang)
    whole = whole_of(chart)
    assert whole is not None and chart.series[-1] == whole
    pale = [s for s in figure(chart)["layout"]["shapes"] if s["line"].get("color") == LIGHT.series[6]]
    assert [s["xref"] + s["yref"] for s in pale] == [t["xaxis"] + t["yaxis"] for t in figure(chart)["data"]]
    assert all(numbers(s["path"]) == [(p.x, pytest.approx(p.y)) for p in whole.points] for s in pale)
    said = {"zh": "灰线：山西省总体", "en": "grey line: Shanxi as a whole"}[lang]
    assert {"zh": "每格为一个地市", "en": "each panel is one of the prefectures"}[lang] in marks_told(chart)
    assert said in marks_told(chart) and said in marks_told(chart, on_slide=True)


def test_a_year_without_a_figure_is_a_gap_and_never_a_zero() -> None:
    line = next(t for t in figure(panels())["data"] if t["name"] == "Datong")
    assert [x for x in line["x"] if x is not None] == [0, 1, 3, 4] and line["y"][2] is None and not line["connectgaps"]
    assert "not collected: Datong 2020" in panels().footer.note


def test_few_people_are_hollow_and_what_is_partly_reported_is_dashed_and_pale() -> None:
    made = figure(panels())
    lines = {t["name"]: t for t in made["data"]}
    assert lines["Changzhi"]["marker"]["color"][0] == LIGHT.card and set(lines["Changzhi"]["marker"]["color"][1:]) == {LIGHT.series[0]}
    dashed = [s for s in made["layout"]["shapes"] if s["line"].get("dash") == "4px,4px"]
    assert len(dashed) == 1 and dashed[0]["xref"] == lines["Taiyuan"]["xaxis"] and [x for x, _ in numbers(dashed[0]["path"])] == [2, 3, 3, 4]


def test_a_line_is_cut_where_its_series_breaks() -> None:
    rows, proxied = cities_frame().assign(indicator="record_coverage"), {**INDICATORS, "record_coverage": RECORD_COVERAGE}
    of_one = (rows["region_code"] == "140400") & (rows["period"] < "2020")
    given = rows.assign(reported=rows["reported"].where(~of_one, 42), expected=800).assign(reported=lambda r: r["reported"].where(r["reported"] == 42, 776))
    chart = build_chart(card("panels", "record_coverage"), given, context("en", indicators=proxied))
    begun = {s.name: [p.label for p in s.points if p.begins] for s in chart.series}
    assert begun == {name: ["2020"] if name == "Changzhi" else [] for name in begun} and "Changzhi: from 2020 on 776 of 800" in chart.footer.note
    line = next(t for t in figure(chart)["data"] if t["name"] == "Changzhi")
    assert line["x"] == [0, 1, None, 2, 3, 4]


@pytest.mark.parametrize("lang", LANGS)
def test_a_policy_parts_the_years_of_every_panel_and_is_named_at_the_foot(lang: Lang) -> None:
    chart = panels(lang=lang)
    made = figure(chart)
    marks = [s for s in made["layout"]["shapes"] if s["line"].get("color") == LIGHT.event]
    assert len(marks) == 4 and all([x for x, _ in numbers(s["path"])] == [2, 2] for s in marks)
    said = {"zh": "① 2020-04 岗位津贴上调", "en": "① 2020-04 Allowance raised"}[lang]
    assert said in chart.footer.events, "a number alone says nothing"
    assert sum(a["text"] == "①" for a in made["layout"]["annotations"]) == len(places_of(chart)) == 4, "over every panel"


@pytest.mark.parametrize("lang", LANGS)
def test_each_panel_is_headed_by_its_place_with_its_last_figure_and_n(lang: Lang) -> None:
    chart = panels(lang=lang)
    heads = [a["text"] for a in figure(chart)["layout"]["annotations"] if "<b>" in a["text"]]
    assert [last_told(s, chart) for s in places_of(chart)][0] == {"zh": "22.0 %（n = 200）", "en": "22.0% (n = 200)"}[lang]
    assert all(s.name in head and last_told(s, chart) in head for s, head in zip(places_of(chart), heads, strict=True))
    assert "▶" in heads[0] or not chart.chosen
    rows = cities_frame()
    early = panels(rows[(rows["region_code"] != "140200") | (rows["period"] < "2022")], lang)
    assert "2021" in last_told(next(s for s in early.series if s.code == "140200"), early), "an older figure says of which year it is"


def test_of_more_than_twelve_places_the_best_are_not_drawn_and_the_chosen_one_is() -> None:
    chart = panels(many(15), region_code="990000")
    assert [s.code for s in chart.series] == [f"14{place:02}00" for place in range(14, 14 - MOST, -1)]
    assert "3 more prefectures not drawn: City 2, City 1, City 0" in chart.footer.note and len({row[0].text for row in chart.rows}) == 15, "the table has all"
    own = panels(many(15), region_code="140100")
    assert len(own.series) == MOST and own.series[-1].code == "140100" and own.series[:-1] == chart.series[:-1]
    assert "not drawn:" not in panels(many(16), region_code="990000").footer.note, "of many only the number"
    assert "drawn" in finding(chart) and "not drawn" not in panels(many(12)).footer.note


@pytest.mark.parametrize("lang", LANGS)
def test_one_place_is_one_panel_and_none_is_a_reason(lang: Lang) -> None:
    rows = cities_frame()
    one = panels(rows[rows["region_code"].isin(["140300", "140000"])], lang)
    assert len(places_of(one)) == len(figure(one)["data"]) == 1
    assert finding(one) == {
        "zh": "阳泉市由 2018 的 3.0 % 变为 2022 的 22.0 %，95 % 区间不重叠。",
        "en": "Yangquan changed from 3.0% in 2018 to 22.0% in 2022: the 95% intervals do not overlap.",
    }[lang]
    for none in (rows[rows["region_code"] == "140000"], rows.iloc[:0], rows.assign(value=None, status="not_collected")):
        chart = panels(none, lang)
        assert chart.empty and not chart.series and finding(chart) == chart.empty


@pytest.mark.parametrize(("pairs", "spread", "zh", "en"), [
    (((0.1, 0.11), (0.2, 0.19)), 0.01, "2 个地市 2018 与 2022 的 95 % 区间都有重叠，没有一个能断定有变化。",
     "The 95% intervals of 2018 and 2022 overlap in all 2 prefectures: of none can a change be told for certain."),
    (((0.1, 0.11), (0.2, 0.1)), 0.01, "2 个地市中只有市1 2018 与 2022 的 95 % 区间不重叠，由 20.0 % 变为 10.0 %。",
     "Of 2 prefectures only City 1 has 95% intervals of 2018 and 2022 that do not overlap: from 20.0% to 10.0%."),
    (((0.1, 0.2), (0.2, 0.05), (0.3, 0.3)), 0.01, "3 个地市中有 2 个 2018 与 2022 的 95 % 区间不重叠，其中市1变化最大，由 20.0 % 变为 5.0 %。",
     "The 95% intervals of 2018 and 2022 do not overlap in 2 of 3 prefectures; of these City 1 changed most, from 20.0% to 5.0%."),
    (((0.1, 0.2), (0.2, 0.05)), 0.0, "2 个地市中市1变化最大，由 2018 的 20.0 % 变为 2022 的 5.0 %。",
     "Of 2 prefectures City 1 changed most, from 20.0% in 2018 to 5.0% in 2022."),
    (((0.1, 0.1), (0.2, 0.2)), 0.01, "2022：市1最高，为 20.0 %。", "2022: City 1 is highest at 20.0%."),
])
def test_only_intervals_that_do_not_overlap_tell_of_a_change(pairs: Any, spread: float, zh: str, en: str) -> None:
    assert finding(panels(changed(*pairs, spread=spread), "zh")) == zh
    assert finding(panels(changed(*pairs, spread=spread), "en")) == en


def test_of_one_year_the_worst_is_told_and_across_a_break_nothing() -> None:
    one_year = changed((0.1, 0.3), (0.2, 0.05))
    assert finding(panels(one_year[one_year["period"] == "2022"])) == "2022: City 0 is highest at 30.0%."
    chart = panels(one_year)
    broken = replace(chart, series=tuple(replace(s, points=(s.points[0], replace(s.points[1], begins=True))) for s in chart.series))
    assert finding(broken) == "2022: City 0 is highest at 30.0%."
    partial = one_year.assign(status=["ok", "partial", "ok", "ok"])
    assert "City 0" not in finding(panels(partial)), "what is partly reported is not compared"


@pytest.mark.parametrize("lang", LANGS)
def test_the_slide_has_a_chart_a_place_on_one_scale_with_the_whole_in_each_and_its_words_name_the_chosen_one(lang: Lang) -> None:
    chart = replace(panels(lang=lang), chosen="140300")
    slide = Presentation(io.BytesIO(deck(DeckTitle(title="T", subtitle="S", lang=lang), [chart]))).slides[1]
    frames = [s for s in slide.shapes if s.has_chart]
    whole, places = chart.series[-1], chart.series[:-1]
    assert [[s.name for s in frame.chart.plots[0].series][:2] for frame in frames] == [[whole.name, place.name] for place in places]
    assert {(frame.chart.value_axis.minimum_scale, frame.chart.value_axis.maximum_scale) for frame in frames} == {(chart.y.low, chart.y.high)}
    held = [[None if v is None else round(v, 9) for v in list(frame.chart.plots[0].series)[1].values] for frame in frames]
    known = [{p.label: p.value for p in place.points} for place in places]
    assert held == [[None if one.get(y) is None else round(one[y], 9) for _, y in chart.x.ticks] for one in known]
    texts = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
    assert all(f"{place.name}  {last_told(place, chart)}" in texts for place in places)
    assert all(frame._element.xpath(".//p:cNvPr")[0].get("descr") for frame in frames), "who hears the slide is told each panel"
    told = {"zh": "所选的阳泉市为 22.0 %", "en": "The place chosen, Yangquan: 22.0%"}[lang]
    assert told in alt_text(chart) and headline(chart).startswith({"zh": "卡片：", "en": "Card: "}[lang])


@pytest.mark.parametrize(("region", "level", "around"), [("140300", "county", "140300"), ("140322", "township", "140322")])
def test_the_card_of_the_demo_draws_what_the_build_answers(gate: Gate, region: str, level: str, around: str) -> None:
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "retention", f"region={region}&period=2024&lang=en")
    assert sight is not None
    chart = chart_of(sight, next(c for c in sight.state.page.cards if c.name == "stability_panels"))
    rows = gate.edition().observe(sight.viewer, Query("stability_index", level=level, parent=around, period=None))
    given = {(r.region_code, r.period): r.value for r in rows.itertuples() if pd.notna(r.value) and r.period <= "2024"}
    drawn = {(s.code, p.label): p.value for s in places_of(chart) for p in s.points if p.value is not None}
    assert drawn == {key: value for key, value in given.items() if key[0] in {s.code for s in chart.series}} and drawn
    assert len(places_of(chart)) == min(MOST, rows["region_code"].nunique()) and whole_of(chart) is not None
    assert max(p.label for p in chart.points) == "2024", "the lines end where the reader stands"


def test_a_township_is_seen_and_marked_among_its_neighbours(gate: Gate) -> None:
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "retention", "region=140322101&lang=zh")
    assert sight is not None
    chart = chart_of(sight, next(c for c in sight.state.page.cards if c.name == "stability_panels"))
    heads = [a["text"] for a in figure(chart)["layout"]["annotations"] if "<b>" in a["text"]]
    assert chart.chosen == "140322101" and sum("▶" in head for head in heads) == 1 and "盂县全域" in chart.title
