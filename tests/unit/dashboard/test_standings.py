"""Places side by side with ranks: ranks, the rank before and the order recomputed in plain pandas from numerators and denominators."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation

from dashboard import words
from dashboard.cards.ranked import NOT_KNOWN
from dashboard.cards.standings import UNRANKED
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.page import Card, all_pages
from dashboard.render.powerpoint import DeckTitle, deck
from dashboard.render.sentence import finding
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.core.text import LANGS, Text
from pipelines.engine.observe import Query, all_indicators
from pipelines.engine.resolve import indicators_of

TABLES = [("training", "training_table", "training_coverage"), ("telemedicine", "telemedicine_table", "active_share_long")]
LED = ["rank", "region", "rank_set", "rank_before", "movement"]


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def shown(gate, page, name, search, *areas):
    edition, viewer = gate.edition(), Viewer("a", "planner", areas) if areas else Viewer.local(gate.site)
    declared = next(p for p in all_pages() if p.name == page)
    state = read_state(declared.path, search, choices(edition, viewer))
    card = next(c for c in declared.cards if c.name == name)
    assert state is not None
    return chart_of(Sight(edition=edition, viewer=viewer, state=state), card)


def asked(gate, indicator, region, period):
    frame = gate.edition().observe(Viewer.local(gate.site), Query(indicator, level="township", parent=region, period=period))
    return frame[frame["breakdown"].isna()].set_index("region_code")


def ranks(frame):
    ranked = frame[frame["status"].isin(["ok", "small_n"])]
    return (ranked["numerator"] / ranked["denominator"]).rank(ascending=False, method="min")


@pytest.mark.parametrize(("page", "name", "lead"), TABLES)
def test_places_stand_worst_first_with_the_rank_the_shares_give_and_the_one_before(gate, page, name, lead):
    chart = shown(gate, page, name, "?region=140321&period=2025&lang=en")
    heads = [head.name for head in chart.columns]
    assert heads[:7] == [*LED, lead, "interval"] and set(all_indicators()) >= set(heads[7:]) and heads[7:]
    now, before = asked(gate, lead, "140321", "2025"), ranks(asked(gate, lead, "140321", "2024"))
    expected = ranks(now)
    told = {row[1].place: row for row in chart.rows}
    assert set(told) == set(now.index) and len(expected) > 5
    for code, row in told.items():
        for cell, rank in ((row[0], expected.get(code)), (row[3], before.get(code))):
            assert cell.value == (None if rank is None else float(rank)), code
        share = now.loc[code, "numerator"] / now.loc[code, "denominator"] if code in expected else None
        assert share is None or row[5].value == pytest.approx(share), code
        assert bool(row[6].text) == (code in expected), "a rank stands with its interval"
    lowest = [row for row in chart.rows if row[0].value == max(expected)]
    says = {1: "{} is lowest at {}", 2: "{} and {} are lowest, each at {}"}[len(lowest)]
    title = indicators_of(gate.site)[lead].title.en
    assert chart.finding.startswith(f"{title}: " + says.format(*(row[1].text for row in lowest), lowest[0][5].text.split(" (")[0])) and chart.beside == ()
    order = [row[0].value for row in chart.rows if row[0].value is not None]
    assert order == sorted(order, reverse=True) and all(row[0].value is None for row in chart.rows[len(order):])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("page", "name", "lead"), TABLES)
def test_the_foot_says_by_which_of_its_figures(gate, page, name, lead, lang):
    chart = shown(gate, page, name, f"?region=140321&period=2025&lang={lang}")
    head = next(head.title for head in chart.columns if head.name == lead)
    title = indicators_of(gate.site)[lead].title.of(lang)
    assert {"zh": f"按{title}排名", "en": f"ranked by {title[:1].lower()}{title[1:]}"}[lang] in chart.footer.note
    assert head.startswith(title.removesuffix("）").removesuffix(")")) and "））" not in head and "）（" not in head and ") (" not in head
    before = next(head.title for head in chart.columns if head.name == "rank_before")
    assert before == {"zh": "上期名次（2024）", "en": "Rank before (2024)"}[lang]


def test_where_nothing_leads_places_stand_without_ranks(gate):
    chart = shown(gate, "telemedicine", "telemedicine_table", "?region=140321&period=2015&lang=en")
    assert "not collected" in chart.empty and [head.name for head in chart.columns][:2] == ["region", "active_share_long"]
    assert len(chart.rows) > 5 and {cell.text for row in chart.rows for cell in row[1:]} == {"not collected"}


@pytest.mark.parametrize("areas", [
    [("140300", "restricted")], [("140300", "restricted"), ("140322", "internal")], [("140300", "internal"), ("140322", "restricted")],
])
def test_places_of_which_some_are_seen_in_a_protected_profile_are_not_ranked(gate, areas):
    search = "?region=140300&period=2024&lang=en"
    table = shown(gate, "training", "training_table", search, *areas)
    assert [head.name for head in table.columns][:2] == ["region", "training_coverage"] and table.title == UNRANKED.en
    codes = [row[0].place for row in table.rows]
    assert codes == sorted(codes) and len(codes) == 5 and not table.finding and "ranked" not in table.footer.note
    drawn = shown(gate, "overview", "density_ranking", search, *areas)
    assert not drawn.beside and not {"rank", "rank_before"} & {head.name for head in drawn.columns} and not drawn.is_ranked
    told = [row[0].place for row in drawn.rows]
    assert {*told} == {*places_under(gate, "140300")} and [point.code for point in drawn.series[0].points] == told[:12]
    local = [row[1].place for row in shown(gate, "overview", "density_ranking", search).rows]
    assert told != local and "est at" not in finding(drawn) and "told apart" not in finding(drawn)


def test_no_rank_stands_beside_places_of_which_some_are_withheld_whatever_is_told_of_the_others(gate):
    areas = [("140300", "restricted"), ("140322", "internal")]
    chart = shown(gate, "retention", "leaver_ranking", "?region=140300&period=2024&lang=en", *areas)
    told = {row[0].place for row in chart.rows}
    assert told and told < {*places_under(gate, "140300")}, "only those of the county that is seen have a figure"
    assert not chart.is_ranked and not chart.beside and "rank" not in {head.name for head in chart.columns} and "any of the" not in chart.footer.note


@pytest.mark.parametrize("name", ["leaver_ranking", "hazard_tenure", "leaver_funnel"])
def test_what_a_profile_does_not_give_is_withheld_not_uncollected(gate, name):
    search = "?region=140300&period=2024&lang=en"
    chart = shown(gate, "retention", name, search, ("140300", "restricted"))
    assert not shown(gate, "retention", name, search).empty
    assert chart.lack == "withheld" and "suppressed in this release profile" in chart.empty


def test_a_headline_a_profile_does_not_give_is_hidden_not_uncollected(gate):
    edition, viewer = gate.edition(), Viewer("a", "planner", (("140300", "public"),))
    state = read_state("/retention", "?region=140300&period=2024&lang=en", choices(edition, viewer))
    told = {h.status for h in headlines(Sight(edition=edition, viewer=viewer, state=state)) if not h.value}
    assert "suppressed" in told and "not collected" not in told


def places_under(gate, region):
    frame = gate.edition().observe(Viewer.local(gate.site), Query("density", level="township", parent=region, period="2024"))
    return list(frame["region_code"])


def test_inside_ones_own_county_places_are_ranked_whatever_is_seen_elsewhere(gate):
    search = "?region=140322&period=2024&lang=en"
    mixed = shown(gate, "training", "training_table", search, ("140300", "restricted"), ("140322", "internal"))
    assert mixed.rows == shown(gate, "training", "training_table", search).rows and mixed.columns[0].name == "rank"


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_profile_withholds_is_not_called_not_collected(gate, lang):
    search = f"?region=140300&period=2024&lang={lang}"
    table = shown(gate, "training", "training_table", search, ("140300", "restricted"))
    title = all_indicators()["credit_completion"].title.of(lang)
    withheld, silent = (text.of(lang).split("{")[0] for text in (words.UNRELEASED, words.SILENT))
    assert withheld in table.footer.note and title in table.footer.note and silent not in table.footer.note
    mixed = shown(gate, "training", "training_table", search, ("140300", "restricted"), ("140322", "internal"))
    at = [head.name for head in mixed.columns].index("credit_completion")
    assert {row[0].place: row[at].text == "*" for row in mixed.rows} == {c: c != "140322" for c in (row[0].place for row in mixed.rows)}
    public = shown(gate, "training", "training_table", search, ("140300", "public"))
    assert public.empty == words.NONE_RELEASED.of(lang) and public.lack == "withheld" and not public.rows
    inside = shown(gate, "telemedicine", "telemedicine_table", search)
    assert silent in inside.footer.note and withheld not in inside.footer.note


def test_a_place_without_a_rank_is_told_with_the_reason_and_is_not_in_the_finding(gate):
    chart = shown(gate, "training", "training_table", "?region=140300&period=2024-Q3&lang=en")
    frame = gate.edition().observe(Viewer.local(gate.site), Query("training_coverage", level="county", parent="140300", period="2024-Q3"))
    partial = frame.loc[frame["status"] == "partial", "region_code"].tolist()
    share = (frame["numerator"] / frame["denominator"]).set_axis(frame["region_code"])
    assert len(partial) == 1 and share.idxmin() == partial[0], "the lowest of all is the one that is not ranked"
    last = chart.rows[-1]
    assert last[1].place == partial[0] and last[0].text == "" and last[5].value == pytest.approx(share[partial[0]])
    assert "1 county partly reported and not ranked" in chart.footer.note
    lowest = share.drop(partial).idxmin()
    assert chart.finding.startswith(f"Training coverage: of the 4 counties ranked, {next(row[1].text for row in chart.rows if row[1].place == lowest)} is lowest")
    assert [head.title for head in chart.columns][3] == "Rank before (2024-Q2)", "the period just before, as the command line ranks it"


def own(gate, *indicators, kind="standings", lang="en"):
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    state = read_state("/training", f"?region=140300&period=2024&lang={lang}", choices(edition, viewer))
    card = Card(name=f"{kind}_{'_'.join(indicators)}", kind=kind, title=Text("表", "Table"), indicators=indicators, scope="children")
    return chart_of(Sight(edition=edition, viewer=viewer, state=state), card)


def test_without_a_good_side_places_stand_from_the_largest_down(gate):
    chart = own(gate, "female_share", "density")
    heads = [head.name for head in chart.columns]
    values = [row[heads.index("female_share")].value for row in chart.rows]
    assert values == sorted(values, reverse=True) and [row[0].value for row in chart.rows] == sorted(row[0].value for row in chart.rows)
    assert "neither is better" in chart.footer.note and "last three" not in chart.footer.note and " is highest at " in chart.finding


@pytest.mark.parametrize("kind", ["standings", "ranking"])
@pytest.mark.parametrize("lang", LANGS)
def test_a_card_of_no_known_indicator_says_so(gate, kind, lang):
    chart = own(gate, "of_a_later_release", kind=kind, lang=lang)
    assert chart.empty == NOT_KNOWN.of(lang) and not chart.rows


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("page", "name", "lead"), TABLES)
def test_a_slide_holds_every_place_of_a_county(gate, page, name, lead, lang):
    chart = shown(gate, page, name, f"?region=140321&period=2025&lang={lang}")
    slide = list(Presentation(io.BytesIO(deck(DeckTitle(title="t", subtitle="s", lang=lang), [chart]))).slides)[1]
    table = next(shape for shape in slide.shapes if shape.has_table).table
    told = [[cell.text_frame.text for cell in row.cells] for row in table.rows]
    assert told[1:] == [[cell.text for cell in row] for row in chart.rows] and len(told) == 11
    assert not any(shape.name == "More" for shape in slide.shapes)


@pytest.mark.parametrize("lang", LANGS)
def test_residents_for_each_doctor_are_ranked_with_the_chance_of_the_doctors_and_say_of_what_doctors(gate, lang):
    chart = shown(gate, "services", "residents", f"?region=140322&period=2025&lang={lang}")
    own = asked(gate, "residents_per_doctor", "140322", "2025")
    points = {point.code: point for point in chart.series[0].points}
    for code, point in points.items():
        doctors, people = own.loc[code, "denominator"], own.loc[code, "numerator"]
        low, high = doctors * (1 - 1 / (9 * doctors) - 1.96 / (3 * doctors**0.5)) ** 3, doctors + 1
        high = high * (1 - 1 / (9 * high) + 1.96 / (3 * high**0.5)) ** 3
        assert (point.lower, point.upper) == pytest.approx((people / high, people / low), rel=1e-3), "Byar's limits, by hand"
    assert {"zh": "全时当量", "en": "full-time-equivalent"}[lang] in chart.title and "Byar" in chart.footer.method
    assert {"zh": "无法区分", "en": "cannot be told apart"}[lang] in finding(chart)
    assert all(row[2].text for row in chart.rows if row[0].value is not None), "the ranks each may have"
    assert "per doctor" not in points[next(iter(points))].text
