"""What an empty card says: there is none, which is an answer; it is not for who looks; or there is a gap."""

from __future__ import annotations

import pytest

from dashboard.cards.attention import CALM, NOT_JUDGED, RELEASED, WITHHELD
from dashboard.cards.inside import NOT_INSIDE, lack_of
from dashboard.data import Gate
from dashboard.export import for_meeting
from dashboard.once import HIDDEN_TOGETHER, leads, told_once
from dashboard.page import all_pages
from tests.unit.dashboard.opened import page

ZEROS = [
    ("telemedicine", "idle_links", "region=542521100&period=2025-Q1"), ("subsidies", "breach", "region=542521&period=2016"),
    ("subsidies", "talk", "region=542521&period=2016"), ("subsidies", "expiries", "region=542521&period=2016"),
    ("subsidies", "cases", "region=542521101&period=2016"), ("retention", "destinations", "region=542521100&period=2016"),
    ("overview", "agreed", "region=140321&period=2025"),
]  # fmt: skip
GAPS = [
    ("equity", "region=140321101&period=2025", ("lorenz", "gini_trend", "theil_parts", "clusters")), ("subsidies", "region=140321101&period=2025", ("budget", "around_end")),
]  # fmt: skip
UNTRUE = {
    "zh": ("没有培训参加记录", "不足八期", "没有对不上的", "没有待核实", "没有记录。", "所有地区都有上级", "还没有议定"),
    "en": ("No training", "fewer than eight", "Nothing fails", "Nothing was found", "No records", "Every place has", "Nothing has been agreed"),
}


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("name", "wanted", "search"), ZEROS)
def test_none_of_it_is_an_answer_and_stands_in_its_card(gate, name, wanted, search, lang):
    _, cards, charts = page(gate, name, f"{search}&lang={lang}")
    place = next(i for i, card in enumerate(cards) if card.name == wanted)
    chart, told = charts[place], told_once(cards, charts)
    assert chart.empty and chart.lack == "none" and told[place] is chart
    assert not any(chart.title in one.empty for one in told if one is not None and leads(one))
    slides = for_meeting(cards, charts)
    if wanted != "agreed":  # nobody ends a meeting on what was not agreed
        assert slides.index(chart) < min((i for i, slide in enumerate(slides) if leads(slide)), default=len(slides))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("name", "search", "some"), GAPS)
def test_the_gaps_of_a_page_stand_in_one_card(gate, name, search, some, lang):
    _, cards, charts = page(gate, name, f"{search}&lang={lang}")
    told = told_once(cards, charts)
    (gathered,) = (chart for chart in told if chart is not None and leads(chart))
    gaps = [chart for chart in charts if chart.empty and lack_of(chart) in ("", "not_collected")]
    assert {gap.name for gap in gaps} >= set(some) and all(gap.title in gathered.empty for gap in gaps)
    assert [chart for chart in told if chart is not None and chart.empty and chart.lack != "none"] == [gathered]


@pytest.mark.parametrize("profile", ["public", "restricted"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("name", "some"), [
    ("training", ("online_steps", "training_reach")), ("data", ("scores", "findings", "cases", "case_list", "unmatched")), ("overview", ("agreed",)),
])  # fmt: skip
def test_what_is_not_for_who_looks_is_not_told_as_none(gate, name, some, lang, profile):
    search = f"region=140321&period=2025&lang={lang}"
    _, cards, own = page(gate, name, search)
    held = {card.name: chart for card, chart in zip(cards, own, strict=True)}
    _, cards, charts = page(gate, name, search, profile)
    for card, chart in zip(cards, charts, strict=True):
        assert not any(said in chart.empty for said in UNTRUE[lang]), (card.name, chart.empty)
        if card.name in some:
            assert chart.empty and lack_of(chart) == "withheld" and not chart.rows and not chart.footer.n, card.name
    assert all(held[name].rows for name in ("training_reach", "online_steps", "scores", "findings", "cases", "case_list") if name in some)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_no_place_is_released_none_is_said_to_lack_years(gate, lang):
    _, cards, charts = page(gate, "overview", f"region=140321&period=2025&lang={lang}", "public")
    chart = next(chart for card, chart in zip(cards, charts, strict=True) if card.name == "attention")
    assert chart.empty == chart.finding == WITHHELD.of(lang) and lack_of(chart) == "withheld" and not chart.rows


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("region", ["140300", "140322", "542500"])
def test_what_a_release_tells_of_attention_holds_of_the_whole(gate, region, lang):
    """Where places are hidden from a reader nobody says that all is calm, nor looks it."""
    search = f"region={region}&period=2025&lang={lang}"
    _, cards, charts = page(gate, "overview", search, "restricted")
    chart = next(chart for card, chart in zip(cards, charts, strict=True) if card.name == "attention")
    _, _, whole = page(gate, "overview", search)
    own = next(chart for chart in whole if chart.name == "attention")
    assert chart.rows or chart.lack == "withheld" and chart.finding == RELEASED.of(lang) and CALM.of(lang) not in chart.empty
    assert {row[1].place for row in chart.rows} <= {row[1].place for row in own.rows}
    assert not chart.rows or NOT_JUDGED.of(lang) in chart.footer.note


@pytest.mark.parametrize(("period", "lang"), [("2025-Q3", "zh"), ("2025", "en")])
def test_what_is_withheld_is_not_looked_for_in_another_year_and_has_its_own_look(gate, period, lang):
    """A release hides pay of the year as of its quarters."""
    _, cards, charts = page(gate, "pay", f"region=140300&period={period}&lang={lang}", "restricted")
    hidden = [chart for chart in charts if lack_of(chart) == "withheld"]
    assert len(hidden) > 3 and not any({"zh": "请选择年份", "en": "choose a year"}[lang] in chart.empty for chart in hidden)
    _, cards, charts = page(gate, "training", f"region=140300&period=2025&lang={lang}", "restricted")
    gaps = [chart for chart in charts if chart.empty]
    (gathered,) = (chart for chart in told_once(cards, charts) if chart is not None and leads(chart))
    assert {lack_of(chart) for chart in gaps} == {"withheld"} == {lack_of(gathered)} and gathered.title == HIDDEN_TOGETHER.of(lang)


@pytest.mark.parametrize(("name", "search", "profile"), [("equity", "region=140300&period=2025", "internal"), ("supply", "region=140300&period=2025", "restricted")])
def test_what_cannot_be_shown_stands_behind_all_that_can(gate, name, search, profile):
    _, cards, charts = page(gate, name, f"{search}&lang=zh", profile)
    kinds = [bool(slide.empty) and slide.lack != "none" for slide in for_meeting(cards, charts)]
    assert True in kinds and kinds == sorted(kinds)


@pytest.mark.parametrize("region", ["542500", "140321101"])
@pytest.mark.parametrize("period", ["2015", "2015-Q1", "2016-Q1"])
def test_no_card_fails_where_the_data_begin(gate, period, region):
    """One year is no history: charts of years have a single one to go by."""
    failed = [(name.name, chart.name) for name in all_pages() for chart in page(gate, name.name, f"region={region}&period={period}&lang=en")[2]
              if chart.lack == "error"]
    assert failed == []


def test_a_card_of_records_says_for_whom_it_is(gate):
    _, cards, charts = page(gate, "data", "region=140321&period=2025&lang=en", "public")
    assert [chart.empty for card, chart in zip(cards, charts, strict=True) if card.name == "cases"] == [NOT_INSIDE.en]
