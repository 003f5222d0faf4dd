"""Slides of a page: each can travel alone and says which place it is of; what has nothing to tell a meeting is no slide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.export import deck_of
from dashboard.layout.card import card_text
from dashboard.render.powerpoint import DeckTitle, deck
from dashboard.render.sentence import finding
from dashboard.sight import Sight, sight_at
from dashboard.view import chart_of, page_cards, page_charts
from pipelines.core.text import LANGS
from pipelines.engine.observe import Query

VILLAGES = {"zh": r"(\d+) 个村", "en": r"(\d+) villages"}


@pytest.fixture(scope="module")
def gate(demo_workspace: Path) -> Iterator[Gate]:
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def _seen(gate: Gate, search: str) -> Sight:
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "overview", search)
    assert sight is not None
    return sight


@pytest.mark.parametrize(("search", "place"), [("region=140300&lang=zh", "阳泉市"), ("region=140321&lang=en", "Pingding")])
def test_every_slide_names_its_place(gate: Gate, search: str, place: str) -> None:
    body, count = deck_of(_seen(gate, search))
    slides = list(Presentation(BytesIO(body)).slides)
    under = [next(s for s in slide.shapes if s.name == "Subtitle").text_frame.text for slide in slides[1:]]
    assert len(slides) == count and all(words.count(place) == 1 for words in under), under


@pytest.mark.parametrize(("page", "search", "place", "period"), [
    ("overview", "region=140322&period=2025&lang=zh", "盂县", "2025"), ("supply", "region=140322&period=2025-H1&lang=en", "Yuxian County", "2025-H1"),
    ("claims", "region=140322&period=2025&lang=zh", "盂县", "2025"), ("data", "region=140322&period=2025&lang=en", "Yuxian County", "2025"),
])
def test_the_first_slide_names_its_place_and_period_once(gate: Gate, page: str, search: str, place: str, period: str) -> None:
    sight = sight_at(gate.edition(), Viewer.local(gate.site), page, search)
    assert sight is not None
    slide = Presentation(BytesIO(deck_of(sight)[0])).slides[0]
    said = next(shape.text_frame.text for shape in slide.shapes if place in shape.text_frame.text)
    assert said.count(place) == 1 and re.search(rf"{period}(?![-\d])", said.partition("\n")[0]), said


def test_a_card_that_has_nothing_to_tell_a_meeting_is_no_slide(gate: Gate) -> None:
    sight = _seen(gate, "region=140300&lang=zh")
    charts = {card.name: chart for card, chart in zip(page_cards(sight), page_charts(sight), strict=True)}
    assert charts["agreed"].empty, "nothing was agreed on in the demo"
    body, count = deck_of(sight)
    titles = [s.text_frame.text for slide in Presentation(BytesIO(body)).slides for s in slide.shapes if s.name == "Title"]
    assert charts["agreed"].title not in titles and charts["draft"].title in titles and count == len(titles)


@pytest.mark.parametrize("lang", LANGS)
def test_a_table_that_finds_something_says_so_on_the_screen_and_as_the_title_of_its_slide(gate: Gate, lang: str) -> None:
    """Tables of links, villages, gaps, cohorts and destinations: the figures of the sentence are counted again from their own rows."""
    told: dict[str, Chart] = {}
    for name in ("retention", "supply", "telemedicine"):
        sight = sight_at(gate.edition(), Viewer.local(gate.site), name, f"region=140300&lang={lang}")
        assert sight is not None
        told |= {chart.name: chart for chart in page_charts(sight) if chart.kind == "table" and chart.finding}
    assert set(told) == {"destinations", "cohort_triangle", "gap_table", "village_list", "link_matrix", "idle_links", "telemedicine_table",
                         "retention_table", "supply_table"}
    for chart in told.values():
        assert chart.finding in str(card_text(chart)) and finding(chart) == chart.finding
    rows = {name: chart.rows for name, chart in told.items()}
    assert re.findall(r"\d[\d,]*", told["destinations"].finding)[0] == rows["destinations"][-1][-1].text
    short = max(rows["gap_table"], key=lambda row: row[3].value)
    assert all(short[i].text in told["gap_table"].finding for i in (0, 2, 3)), "a sentence prints a figure as the table does"
    assert f"{len(rows['village_list']):,}" == f"{sum(int(n) for n in re.findall(VILLAGES[lang], told['village_list'].finding)):,}"
    last = next(row for row in rows["telemedicine_table"] if row[0].value is not None)
    assert re.match(rf".+(：|: ){last[1].text}", told["telemedicine_table"].finding) and last[5].text.split()[0] in told["telemedicine_table"].finding
    never = sum(row[-1].value is None for row in rows["idle_links"])
    assert {str(len(rows["idle_links"])), str(never)} <= set(re.findall(r"\d+", told["idle_links"].finding))


def _titles(gate: Gate, page: str, lang: str) -> list[str]:
    """The titles of the slides of a page of the prefecture in 2024, without its cover."""
    sight = sight_at(gate.edition(), Viewer.local(gate.site), page, f"region=140300&period=2024&lang={lang}")
    assert sight is not None
    slides = list(Presentation(BytesIO(deck_of(sight)[0])).slides)[1:]
    return [next(s for s in slide.shapes if s.name == "Title").text_frame.text for slide in slides]


@pytest.mark.parametrize("lang", LANGS)
def test_slides_of_services_are_called_what_the_filed_rows_say(gate: Gate, lang: str) -> None:
    """Counted again from the returns as they were staged: who filed, what of, how much; and WISN from its own answer at the counties."""
    titles = _titles(gate, "services", lang)
    filed = gate.edition().rows("select * from stg_service where period = '2024'")
    here = filed[filed["facility_code"].str.startswith("1403")]
    visits = here[here["service_kind"] == "visits"]
    by_county = visits.groupby(visits["facility_code"].str[:6])["service_count"].sum()
    names = {p.code: p.name.of(lang) for p in gate.edition().places(Viewer.local(gate.site))}
    (work,) = [t for t in titles if f"{visits['service_count'].sum():,.0f}" in t]
    assert f"{visits['facility_code'].nunique()} " in work and names[by_county.idxmax()] in work and f"{by_county.max():,.0f}" in work
    filers = here.groupby("service_kind")["facility_code"].nunique()
    ends = [str(filers.min()), str(filers.max())]
    (kinds,) = [t for t in titles if (found := re.findall(r"\d+", t))[-2:] == ends and str(len(filers)) in found]
    assert "2024" in kinds
    ratio = gate.edition().observe(Viewer.local(gate.site), Query("wisn_ratio", level="county", parent="140300", period="2024"))["value"]
    (wisn,) = [t for t in titles if "WISN" in t and re.findall(r"\d\.\d\d", t) == [f"{ratio.min():.2f}", f"{ratio.max():.2f}"]]
    assert wisn.startswith({"zh": "WISN 比值：5 个县区", "en": "WISN ratio: 5 counties"}[lang])


@pytest.mark.parametrize("lang", LANGS)
def test_clinics_of_a_county_are_told_one_by_one_whatever_they_are_called(gate: Gate, lang: str) -> None:
    """Stations of several townships share their names: each is a row of the figures it filed, and the most is one facility's."""
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "services", f"region=140303&period=2024&lang={lang}")
    assert sight is not None
    chart = chart_of(sight, next(card for card in sight.state.page.cards if card.name == "work"))
    filed = gate.edition().rows("select * from stg_service where service_kind = 'visits'")
    here = filed[filed["facility_code"].str.startswith("140303") & filed["period"].isin([head.title for head in chart.columns[1:]])]
    expected = here.pivot_table(index="facility_code", columns="period", values="service_count", aggfunc="sum").sort_index()
    shown = [[cell.value for cell in row[1:]] for row in chart.rows]
    assert shown == expected.astype(object).where(expected.notna(), None).to_numpy().tolist()
    titles = [row[0].text for row in chart.rows]
    names = gate.edition().rows("select place_code, name_zh, name_en from place").set_index("place_code")[f"name_{lang}"]
    plain, towns = names[expected.index], names[expected.index.str[:9]]
    assert len(set(titles)) == len(titles) > plain.nunique() + 20
    for title, name, town, is_shared in zip(titles, plain, towns, plain.duplicated(keep=False), strict=True):
        assert title.endswith(name) and is_shared == title.startswith(f"{town} · ")
    most = expected["2024"].idxmax()
    assert titles[list(expected.index).index(most)] in chart.finding and f"{expected['2024'].max():,.0f}" in chart.finding
    assert f"{expected['2024'].notna().sum()} {'个机构' if lang == 'zh' else 'facilities filed'}" in chart.finding


@pytest.mark.parametrize("lang", LANGS)
def test_places_side_by_side_and_measures_of_inequality_are_called_what_they_find(gate: Gate, lang: str) -> None:
    """Density of the counties, and the Gini over the 42 townships, from heads and people alone."""
    titles = _titles(gate, "equity", lang)
    viewer, names = Viewer.local(gate.site), {p.code: p.name.of(lang) for p in gate.edition().places(Viewer.local(gate.site))}
    towns = gate.edition().observe(viewer, Query("density", level="township", parent="140300", period="2024"))
    counties = towns.assign(county=towns["region_code"].str[:6]).groupby("county")[["numerator", "denominator"]].sum()
    density = 1000 * counties["numerator"] / counties["denominator"]
    (beside,) = [t for t in titles if names[density.idxmin()] in t and re.search(r"[:：]", t) and f"{density.min():.2f}" in t]
    assert str((density < 1.0).sum()) in re.findall(r"\d+", beside)
    share = towns["denominator"] / towns["denominator"].sum()
    each = (towns["numerator"] / towns["denominator"]).to_numpy()
    apart = abs(each[:, None] - each[None, :]) * share.to_numpy()[:, None] * share.to_numpy()[None, :]
    gini = apart.sum() / 2 / (towns["numerator"].sum() / towns["denominator"].sum())
    assert any(f"{gini:.3f}" in t and str(len(towns)) in t for t in titles)


@pytest.mark.parametrize("lang", LANGS)
def test_attendances_rises_and_cases_are_told_as_their_own_rows_add_up(gate: Gate, lang: str) -> None:
    found: dict[str, Chart] = {}
    for page in ("training", "subsidies"):
        sight = sight_at(gate.edition(), Viewer.local(gate.site), page, f"region=140300&period=2024&lang={lang}")
        assert sight is not None
        found |= {chart.name: chart for chart in page_charts(sight)}
    said = {name: re.findall(r"\d[\d,]*(?:\.\d+)?", found[name].finding) for name in ("training_reach", "ladder_of_the_year", "cases")}
    modes = found["training_reach"].rows
    times = sum(row[1].value or 0 for row in modes[:-1])
    assert said["training_reach"][:2] == [f"{times:,.0f}", modes[-1][2].text] and modes[0][0].text in found["training_reach"].finding
    people = [sum(row[2].value or 0 for row in found["ladder_of_the_year"].rows if row[0].text == name)
              for name in dict.fromkeys(row[0].text for row in found["ladder_of_the_year"].rows)]
    assert said["ladder_of_the_year"] == [f"{n:,.0f}" for n in people] and sum(people) > 20
    cases = gate.edition().rows("select * from reconciliation_place where region_code = '140300' and period = '2024' and kind = 'all'").iloc[0]
    money = cases["at_stake_yuan"] / (1e4 if lang == "zh" else 1)
    assert said["cases"][:2] == [f"{cases['cases']:,.0f}", f"{cases['persons']:,.0f}"]
    assert float(said["cases"][2].replace(",", "")) == pytest.approx(money, abs=0.051 if lang == "zh" else 0.51)


@pytest.mark.parametrize("lang", LANGS)
def test_the_share_that_falls_due_first_is_printed_as_shares_are(gate: Gate, lang: str) -> None:
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "subsidies", f"region=140300&lang={lang}")
    assert sight is not None
    chart = next(chart for chart in page_charts(sight) if chart.name == "liability")
    at = [head.name for head in chart.columns].index("value")
    due = {row[0].text: row[at].value or 0.0 for row in chart.rows}
    assert f"{100 * due[min(due)] / sum(due.values()):.1f}{' %' if lang == 'zh' else '%'}" in chart.finding


def _called(body: bytes) -> list[str]:
    return [s.text_frame.text for slide in Presentation(BytesIO(body)).slides for s in slide.shapes if s.name == "Title"]


@pytest.mark.parametrize(("lang", "said"), [("zh", "3 处需要关注：李家庄乡、东梁乡、上社镇。"),
                                            ("en", "3 places need attention: Lijiazhuang Township, Dongliang Township, Shangshe Town.")])
def test_the_slide_of_what_needs_attention_is_called_by_its_finding(gate: Gate, lang: str, said: str) -> None:
    """The places are those of test_overview, one by one."""
    assert said in _called(deck_of(_seen(gate, f"region=140300&period=2025&lang={lang}"))[0])


@pytest.mark.parametrize(("period", "calm"), [("2019", "No place went beyond"), ("2018", "no place can be judged")])
def test_no_place_that_needs_attention_is_a_finding_too(gate: Gate, period: str, calm: str) -> None:
    sight = _seen(gate, f"region={'140300' if period == '2019' else '140311'}&period={period}&lang=en")
    chart = next(chart for chart in page_charts(sight) if chart.name == "attention")
    title = _called(deck(DeckTitle(title="t", subtitle="", lang="en"), [chart]))[-1]
    assert chart.empty and calm in title and calm in str(chart.finding)
