"""Every card that shows figures says what they count, on how many they rest and how their intervals are made, in its explanation as beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashboard.cards import CARDS
from dashboard.cards.defined import DEFINED, OPEN_FACILITY
from dashboard.charts.chart import Chart
from dashboard.charts.words import is_chinese
from dashboard.data import Gate
from dashboard.page import all_pages
from dashboard.render.asked import asked
from dashboard.render.workbook import about
from tests.unit.dashboard.opened import page

PREFECTURE, COUNTY = "140300", "140321"
WORDS = {"zh": ("口径", "样本量", "区间方法", "文件"), "en": ("Definition", "Size", "Interval", "Files")}


@pytest.fixture(scope="module")
def gate(demo_workspace) -> Iterator[Gate]:
    made = Gate(demo_workspace)
    yield made
    made.close()


def shown(gate: Gate, region: str, lang: str, profile: str = "internal") -> list[tuple[str, Chart]]:
    """The cards of every page that show something, each with its page and name."""
    found = []
    for declared in all_pages():
        _, cards, charts = page(gate, declared.name, f"region={region}&period=2025&lang={lang}", profile)
        found += [(f"{declared.name}/{card.name}", chart) for card, chart in zip(cards, charts, strict=True) if not chart.empty]
    return found


def told(gate: Gate, name: str, card: str, lang: str) -> dict[str, str]:
    """What is asked of a card of the prefecture."""
    _, cards, charts = page(gate, name, f"region={PREFECTURE}&period=2025&lang={lang}")
    return dict(asked(next(chart for one, chart in zip(cards, charts, strict=True) if one.name == card)))


@pytest.mark.parametrize(("region", "lang"), [(PREFECTURE, "zh"), (COUNTY, "en")])
def test_every_card_with_figures_is_explained_and_beside_it_no_other_way(gate, region, lang):
    definition, size, method, _ = WORDS[lang]
    lacking = []
    for name, chart in shown(gate, region, lang):
        said, beside = dict(about(chart)), dict(asked(chart))
        has_limits = any(p.lower is not None for p in chart.points) or any(
            row[at].text for row in chart.rows for at, head in enumerate(chart.columns) if "interval" in head.name
        )
        lacking += [(name, what) for what in (definition, size) if not said.get(what) or beside.get(what) != said[what]]
        lacking += [(name, method)] if has_limits and not (said.get(method) and beside[method].endswith(said[method])) else []
    assert not lacking


def test_what_is_declared_is_of_kinds_there_are_and_in_both_languages():
    assert set(DEFINED) - {OPEN_FACILITY} <= set(CARDS)
    texts = [text for one in DEFINED.values() for text in (one.counted, one.size, one.method) if text is not None]
    assert texts and not [text.en for text in texts if is_chinese(text.en)] and all(text.zh for text in texts)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_around_the_end_the_months_on_either_side_are_told_with_their_unit(gate, lang):
    size = told(gate, "subsidies", "around_end", lang)[WORDS[lang][1]]
    spans = {"zh": ["届满前 6–3 个月", "届满前 3–0 个月", "届满后 0–3 个月", "届满后 3–6 个月"],
             "en": ["6–3 months before the end", "3–0 months before the end", "0–3 months after the end", "3–6 months after the end"]}[lang]
    parts = size.split("；" if lang == "zh" else "; ")
    assert [part.partition(" n = ")[0] for part in parts[:4]] == spans and len(parts) == 5


@pytest.mark.parametrize(("name", "card", "methods"), [
    ("subsidies", "around_end", ("Wilson", "Newcombe")), ("subsidies", "stay", ("Wilson", "Newcombe")),
    ("training", "dose_and_destiny", ("Wilson", "Newcombe")),
    ("training", "online_steps", ("Wilson",)), ("telemedicine", "reply_time", ("Greenwood",)), ("equity", "measures", ("bootstrap",)),
])
def test_intervals_that_no_observation_holds_have_their_method_named(gate, name, card, methods):
    assert all(method in told(gate, name, card, "en")["Interval"] for method in methods)


def test_files_are_named_a_line_a_data_set_a_dozen_and_how_many_more(gate):
    files = told(gate, "overview", "density_map", "zh")["文件"].splitlines()
    assert len(files) == 4, "spells, rosters, returns, people"
    names = [line.partition("：")[2].partition("，另有")[0].split("、") for line in files]
    assert all(1 <= len(each) <= 12 and all("." in name for name in each) for each in names)
    assert any("，另有 8 个文件" in line for line in files), "twenty rosters"


def test_files_are_those_of_the_chosen_place(gate):
    """Counted again from the rows themselves: a file of the county holds rows of facilities that lie in it."""
    held = gate.edition().rows(
        "select distinct r.file from raw_roster as r join place_span as p on p.place_code = r.facility_code where p.region_code = '140321'"
    )["file"]
    _, cards, charts = page(gate, "overview", f"region={COUNTY}&period=2025&lang=zh")
    foot = next(chart.footer for one, chart in zip(cards, charts, strict=True) if one.name == "density_map")
    listed = next(line for line in foot.files.splitlines() if line.startswith("人员花名册：")).partition("：")[2].split("、")
    assert sorted(held) == sorted(listed) and len(listed) < gate.edition().rows("select distinct file from raw_roster").shape[0]
    assert f"人员花名册（{len(listed)} 个文件）" in foot.source


def test_who_sees_no_records_is_told_no_file(gate):
    charts = shown(gate, PREFECTURE, "zh", "restricted")
    assert charts and not [name for name, chart in charts if chart.footer.files]


def test_a_file_of_another_place_is_nobodys_but_its_own(gate):
    """Some sheets name no unit (rates, published means): they are of the places of the file they stand in."""
    other = {"140300": "阿里", "542500": "阳泉"}
    for region, foreign in other.items():
        charts = shown(gate, region, "zh")
        named = [(name, chart.footer.files) for name, chart in charts if chart.footer.files]
        assert len(named) > 20 and not [name for name, files in named if foreign in files]
    assert any("价格指数" in chart.footer.files for _, chart in shown(gate, PREFECTURE, "zh")), "what is of no place is everybody's"


@pytest.mark.parametrize(("name", "card", "origin"), [
    ("overview", "density_map", "人口"), ("equity", "gini_trend", "人口"), ("equity", "measures", "对照收入"), ("pay", "relative_pay", "对照收入"),
    ("pay", "pay_growth", "价格指数"),
])
def test_what_a_figure_is_divided_by_or_set_against_is_among_its_sources(gate, name, card, origin):
    _, cards, charts = page(gate, name, f"region={PREFECTURE}&period=2025&lang=zh")
    foot = next(chart.footer for one, chart in zip(cards, charts, strict=True) if one.name == card)
    assert origin in foot.files and (origin in foot.source or "等" in foot.source)
