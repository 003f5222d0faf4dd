"""What is counted over whole years says so where a part of a year is chosen: it has too few months, not too few people."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from dashboard import words
from dashboard.answer import answer
from dashboard.charts.words import BY_YEAR, YEARS_ARE_COUNTED, YEARS_ARE_FILED, YEARS_ONLY
from dashboard.context import context
from dashboard.data import Gate, Viewer
from dashboard.headline import WHOLE_YEAR, headlines
from dashboard.layout.card import _headline
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.core.light import NO_LIGHT, NOT_SETTLED
from pipelines.core.text import LANGS, Lang
from pipelines.engine.data_end import last_day
from pipelines.engine.observe import Query, all_indicators
from pipelines.engine.signals import add_lights


def seen(gate: Gate, period: str, lang: Lang, name: str = "pay", region: str = "140300") -> Sight:
    """A page of the demo at a period."""
    viewer, page = Viewer.local(gate.site), next(page for page in all_pages() if page.name == name)
    state = read_state(page.path, f"region={region}&period={period}&lang={lang}", choices(gate.edition(), viewer))
    assert state is not None and state.period == period
    return Sight(edition=gate.edition(), viewer=viewer, state=state)


@pytest.mark.parametrize("lang", LANGS)
def test_pay_of_half_a_year_asks_for_a_year(demo_workspace: Path, lang: Lang) -> None:
    gate = Gate(demo_workspace)
    sight = seen(gate, "2024-H1", lang)
    told = {h.name: (h.value, h.change.replace("\u00a0", " ")) for h in headlines(sight)}
    last = next(h for h in headlines(seen(gate, "2023", lang)) if h.name == "median_pay")
    assert told["median_pay"] == ("", WHOLE_YEAR.of(lang).format(year="2023", value=last.fact)), "the half-year meeting has the year before at hand"
    cards = [card for card in sight.state.cards if card.indicators[:1] == ("median_pay",) and card.kind in ("map", "ranking", "bars", "forest")]
    empty = [chart.empty for card in cards if (chart := chart_of(sight, card)).empty]
    assert empty and all(YEARS_ARE_COUNTED.of(lang)[1:] in said for said in empty)
    whole = {h.name: h.value for h in headlines(seen(gate, "2024", lang))}
    assert whole["median_pay"]
    gate.close()


@pytest.mark.parametrize("lang", LANGS)
def test_a_headline_does_not_begin_a_line_with_a_percent_sign(demo_workspace: Path, lang: Lang) -> None:
    gate = Gate(demo_workspace)
    beside = [h.aside for h in headlines(seen(gate, "2024", lang, "training")) if "%" in h.aside]
    assert beside and not [said for said in beside if " %" in said]
    gate.close()


def test_a_part_of_a_year_has_no_line_of_whole_years_beside_it(demo_workspace: Path) -> None:
    gate = Gate(demo_workspace)
    part, whole = ([h for h in headlines(seen(gate, period, "zh", "training")) if h.value] for period in ("2025-Q2", "2025"))
    gate.close()
    assert part and not any(h.line for h in part) and any(h.line for h in whole)


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_filed_by_year_asks_for_a_year_and_blames_nobody(demo_workspace: Path, lang: Lang) -> None:
    """The demo's services are filed once a year."""
    gate = Gate(demo_workspace)
    told = {h.name: (h.value, h.status, h.change.replace("\u00a0", " ")) for h in headlines(seen(gate, "2025-Q2", lang, "services"))}
    first = {h.name: h.change for h in headlines(seen(gate, "2015-Q2", lang, "services"))}
    last = {h.name: h.fact for h in headlines(seen(gate, "2024", lang, "services"))}
    gate.close()
    for name in ("record_coverage", "hypertension_management", "wisn_ratio"):  # it is not too few people that the last lacks
        assert told[name] == ("", BY_YEAR.of(lang), WHOLE_YEAR.of(lang).format(year="2024", value=last[name])), name
    assert first["record_coverage"] == YEARS_ARE_FILED.of(lang) and first["wisn_ratio"] == YEARS_ARE_COUNTED.of(lang), "no year was over then"


@pytest.mark.parametrize("lang", LANGS)
def test_a_quarter_of_training_has_no_light_of_the_year_and_says_why(demo_workspace: Path, lang: Lang) -> None:
    """Against the thresholds and the interval: the year is judged by them, the quarter, which looks like a failure beside them, is not."""
    gate = Gate(demo_workspace)
    part, whole = (next(h for h in headlines(seen(gate, period, lang, "training")) if h.name == "training_coverage") for period in ("2025-Q2", "2025"))
    limits, why = gate.site.lights["training_coverage"], NO_LIGHT["so_far"].of(lang)
    gate.close()
    assert float(part.value) / 100 < limits.amber and whole.light
    assert (part.light, part.light_word) == ("", "") and part.aside.endswith(why) and why not in whole.aside


def test_what_ends_with_the_year_before_is_as_at_the_end_of_it(demo_workspace: Path) -> None:
    """A half-year's page shows yearly figures up to the year before: their card, slide and file must not say June of the next."""
    gate, ended = Gate(demo_workspace), {}
    for page in all_pages():
        sight = seen(gate, "2025-H1", "en", page.name, "140321")
        for card in sight.state.cards:
            chart = chart_of(sight, card) if card.kind not in ("desk", "draft") else None
            labels = {point.label for s in chart.series for point in s.points} if chart else set()
            if chart and not chart.empty and labels and all(label.isdigit() and len(label) == 4 for label in labels):
                ended[page.name, card.name] = (max(labels), chart.footer.as_at, chart.subtitle)
    gate.close()
    assert {("retention", "exit_reasons"), ("pay", "pay_components"), ("subsidies", "budget"), ("retention", "leaver_trend")} <= set(ended)
    assert {name for name, (last, as_at, _) in ended.items() if as_at != f"as at {min(f'{last}-12-31', '2025-06-30')}"} == set()
    assert ended["retention", "exit_reasons"][2] == "as at 2024-12-31", "years drawn side by side are named by their axis"


def test_a_chart_and_a_tile_know_of_the_same_day(demo_workspace: Path) -> None:
    gate = Gate(demo_workspace)
    sight = seen(gate, "2025-Q2", "zh", "training")
    about = context(sight, sight.state.cards[0])
    found = (about.known_to, about.fiscal_start_month)
    asked = sight.edition.ask(last_day), gate.site.fiscal_year_start_month
    gate.close()
    assert found == asked and about.known_to is not None


def test_what_accumulates_is_declared(demo_workspace: Path) -> None:
    """Whatever the year's figure adds up from its quarters, their denominators not adding up with it, says so; nothing else does."""
    gate = Gate(demo_workspace)
    viewer, wrong, seen_to = Viewer.local(gate.site), {}, set()
    for name, indicator in all_indicators().items():
        if indicator.yearly or indicator.kind not in ("count", "ratio"):
            continue
        labels = ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2024")
        rows = [gate.edition().observe(viewer, Query(name, level="prefecture", region="140300", period=label)) for label in labels]
        if not all(len(row) == 1 and row["numerator"].notna().all() and row["numerator"].iloc[0] > 0 for row in rows):
            continue
        top = [float(row["numerator"].iloc[0]) for row in rows]
        bottom = [float(row["denominator"].fillna(0).iloc[0]) for row in rows]
        grows = top[4] > 1.5 * max(top[:4]) and not bottom[4] > 1.5 * max(bottom[:4])
        seen_to |= {name}
        if grows is not indicator.accumulates:
            wrong[name] = (grows, top, bottom)
    gate.close()
    assert wrong == {} and {"training_coverage", "training_pass_rate", "consultation_rate", "applications", "headcount"} <= seen_to


def test_what_is_no_sum_of_places_accumulates_where_its_quarters_make_its_year(demo_workspace: Path) -> None:
    """Of flows and statistics by their value: a year that is the sum of its quarters, or far above each of them. Those of years only have none."""
    gate = Gate(demo_workspace)
    viewer, wrong, seen_to = Viewer.local(gate.site), {}, set()
    for name, indicator in all_indicators().items():
        if indicator.yearly or indicator.kind not in ("flow", "statistic"):
            continue
        labels = ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2024")
        rows = [gate.edition().observe(viewer, Query(name, level="prefecture", region="140300", period=label)) for label in labels]
        if not all(len(row) == 1 and row["value"].notna().all() for row in rows):
            continue
        *quarters, year = (float(row["value"].iloc[0]) for row in rows)
        grows = year == pytest.approx(sum(quarters)) != 0 or year > 1.5 * max(quarters) > 0
        seen_to |= {name}
        if grows is not indicator.accumulates:
            wrong[name] = (quarters, year)
    gate.close()
    assert wrong == {} and {"headcount_change", "response_within_24h", "disbursement_days", "median_age"} <= seen_to


@pytest.mark.parametrize("lang", LANGS)
def test_a_card_of_what_is_filed_by_year_says_what_its_tile_says(demo_workspace: Path, lang: Lang) -> None:
    """And a table with a column for what was filed tells the others apart: not collected nowhere, but by whole years."""
    gate = Gate(demo_workspace)
    said: list[str] = []
    for name in ("services", "supply", "training", "telemedicine"):
        sight = seen(gate, "2025-Q2", lang, name)
        for chart in (chart_of(sight, card) for card in sight.state.cards):
            said += [part for part in (chart.empty, chart.footer.note) if part]
    filed, nobody = YEARS_ARE_FILED.of(lang), {"zh": "没有单位上报", "en": "reports the data it needs"}[lang]
    table = next(card for card in seen(gate, "2025-Q2", lang, "services").state.cards if card.name == "services_table")
    note = chart_of(seen(gate, "2025-Q2", lang, "services"), table).footer.note
    gate.close()
    assert any(filed in text for text in said) and not [text for text in said if nobody in text]
    assert YEARS_ONLY.of(lang).partition("{names}")[0] in note and words.SILENT.of(lang).partition("{names}")[0] not in note


@pytest.mark.parametrize(("lang", "unit", "told"), [("zh", "人", " 人"), ("en", "", "")])
def test_what_the_name_says_the_unit_does_not_say_again(demo_workspace: Path, lang: Lang, unit: str, told: str) -> None:
    gate = Gate(demo_workspace)
    top = next(h for h in headlines(seen(gate, "2025", lang, "overview")) if h.name == "density")
    gate.close()
    assert {"zh": "每千", "en": "per 1,000"}[lang] in top.title and top.unit == unit and top.fact.partition("（")[0].partition(" (")[0] == top.value + told


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_of_years_asks_for_a_year_in_its_sentence(demo_workspace: Path, lang: Lang) -> None:
    gate = Gate(demo_workspace)
    sight = seen(gate, "2025-Q2", lang, "pay")
    said = answer(sight, [h for h in headlines(sight) if not h.fact])
    draft = [h.name for h in headlines(seen(gate, "2025-Q2", lang, "services")) if h.is_by_year]
    gate.close()
    assert {"zh": "请选择年份", "en": "choose a year"}[lang] in said and {"zh": "没有上报", "en": "reported"}[lang] not in said
    assert {"record_coverage", "hypertension_management", "wisn_ratio"} <= set(draft)


def test_a_light_whose_interval_crosses_a_line_is_hollow_and_says_so(demo_workspace: Path) -> None:
    """Every light of the workforce pages of two counties, against the limits of its figure and the site's two boundaries."""
    gate, told = Gate(demo_workspace), set()
    for name, region in product(("overview", "supply", "retention", "training"), ("140321", "140322")):
        sight = seen(gate, "2025", "en", name, region)
        for tile in (h for h in headlines(sight) if h.light):
            row = gate.edition().observe(sight.viewer, Query(tile.name, level="county", region=region, period="2025")).iloc[0]
            limits = gate.site.lights[tile.name]
            ends = {sum(row[end] >= line - 1e-12 for line in (limits.green, limits.amber)) for end in ("lower", "upper") if pd.notna(row[end])}
            is_certain = len(ends) < 2
            drawn = str(_headline(tile, "en", ""))
            found = (tile.is_settled, "●" in drawn, NOT_SETTLED.en in drawn, f"{tile.light_word}?" in drawn)
            assert found == (is_certain, is_certain, not is_certain, not is_certain), (tile.name, region)
            told.add((tile.name, region, is_certain))
    gate.close()
    assert {is_certain for _, _, is_certain in told} == {True, False}
    assert ("retirement_exposure", "140321", False) in told, "its limits are those of chance"


def test_the_whole_range_of_what_accumulates_is_not_judged_by_the_year(demo_workspace: Path) -> None:
    gate = Gate(demo_workspace)
    told = gate.edition().observe(Viewer.local(gate.site), Query("training_coverage", level="prefecture", region="140300", period="2025"))
    limits, trained = gate.site.lights["training_coverage"], all_indicators()["training_coverage"]
    gate.close()
    lit = add_lights(pd.concat([told, told.assign(period="all")], ignore_index=True), trained, limits)
    assert lit["light"].notna().tolist() == [True, False] and lit["light_reason"][1] == "so_far"
