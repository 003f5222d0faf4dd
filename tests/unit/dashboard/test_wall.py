"""What stands on a wall: drawings that fill two rows and have its room, no hole at the end of one; without drawings a page's list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.charts import build_chart
from dashboard.charts.context import PolicyEvent
from dashboard.charts.survival import with_ends_told
from dashboard.charts.trend import events_note, events_of, unnumbered
from dashboard.charts.words import ALL_YEARS, NAMED, POLICIES_TOGETHER, SEMICOLON
from dashboard.context import context
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.layout.card import (
    BARE_KINDS,
    COLUMNS,
    GRAPH_KINDS,
    card_figure,
    card_foot,
    filled,
    headline_row,
    on_wall,
)
from dashboard.layout.shell import bar_links
from dashboard.page import Card, all_pages
from dashboard.sight import sight_at
from dashboard.view import chart_of
from pipelines.core.text import Text
from tests.unit.charts import samples

PAGES = {page.name: page for page in all_pages()}


def spans(*widths):
    return [Card(name=f"c{i}", kind="trend", title=Text("题", "Title"), span=wide) for i, wide in enumerate(widths)]


def rows(cards):
    """Sum the spans as a grid of twelve columns places them."""
    found, taken = [], 0
    for card in cards:
        if taken + card.span > COLUMNS:
            found.append(taken)
            taken = 0
        taken += card.span
    return [*found, taken]


@pytest.mark.parametrize(("given", "wanted"), [
    ((5, 6, 6, 6), [5, 7, 6, 6]), ((6, 6), [6, 6]), ((4,), [12]), ((7, 7), [12, 12]), ((), []), ((3, 3, 3, 4), [3, 3, 6, 12]),
])
def test_the_last_card_of_a_row_takes_what_is_left(given, wanted):
    assert [card.span for card in filled(spans(*given))] == wanted


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_has_something_for_the_wall_and_no_row_has_a_hole(name):
    page = PAGES[name]
    shown = filled(on_wall(page))
    assert shown and [card.name for card in shown] == [card.name for card in on_wall(page)]
    assert all(total == COLUMNS for total in rows(shown)) and len(rows(shown)) <= 3
    if any(card.kind in GRAPH_KINDS for card in page.cards):
        assert all(card.kind in GRAPH_KINDS or card.kind == "attention" for card in shown)
    else:
        assert len(shown) == 1 and shown[0] == replace(next(c for c in page.cards if c.kind not in BARE_KINDS), span=COLUMNS)


def test_a_curve_has_the_room_of_the_numbers_at_risk():
    chart = build_chart(samples.card("survival", "survival", by="remoteness"), samples.survival_frame(), samples.context())
    page, wall = (card_figure(chart, 6, mode=mode)[1]["layout"] for mode in ("", "wall"))
    assert chart.at_risk and wall["margin"]["b"] < page["margin"]["b"] - 40
    assert wall["height"] - wall["margin"]["b"] == page["height"] - page["margin"]["b"]


@pytest.mark.parametrize("count", [1, 2, 3, 9])
@pytest.mark.parametrize("kind", ["trend", "bars"])
def test_a_wall_marks_policies_that_stand_by_name_and_none_that_stand_by_number(kind, count):
    """Nobody at a wall can point at ① and be told what it is; the page, the desk of a meeting and slides keep their marks."""
    titles = [Text(f"办法{i}", f"Rule {i}") for i in range(1, count + 1)]
    events = tuple(PolicyEvent(f"{2015 + i}", title, date(2015 + i, 3, 1), title) for i, title in enumerate(titles))
    given = Card(name="c", kind=kind, title=Text("题", "Title"), indicators=("headcount",), by="staff_group", over="years")
    chart = build_chart(given, samples.trend_frame(), replace(samples.context(), events=events))
    named = {title.zh for title in titles}
    marks = {mode: {a["text"] for a in card_figure(chart, 6, mode=mode)[1]["layout"]["annotations"]} for mode in ("", "wall")}
    assert len(chart.events) >= min(count, 8) and (named & marks[""] == named if count <= 2 else "①" in marks[""])
    assert named & marks["wall"] == (named if count <= 2 else set())
    assert not any(mark[:1] in "①②③④⑤⑥⑦⑧⑨" for mark in marks["wall"] if mark)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("kind", ["trend", "bars"])
def test_a_wall_warns_of_policies_that_began_together_only_where_it_marks_them(kind, count, lang):
    names = [Text(f"办法{i}", f"Rule {i}") for i in range(count)]
    events = tuple(PolicyEvent("2021", name, date(2021, 2, 1), name) for name in names)
    given = Card(name="c", kind=kind, title=Text("题", "Title"), indicators=("headcount",), by="staff_group", over="years")
    chart = build_chart(given, samples.trend_frame(), replace(samples.context(lang), events=events))
    said, semicolon = POLICIES_TOGETHER.of(lang).format(quarters="2021-Q1"), SEMICOLON.of(lang)
    for note in (said, semicolon.join(("before", said)), semicolon.join((said, "after")), semicolon.join(("before", said, "after"))):
        feet = {mode: str(card_foot(chart.with_note(note), mode)) for mode in ("", "wall")}
        assert said in chart.footer.note and note in feet[""]
        others = semicolon.join(part for part in ("before", "after") if part in note)
        assert note in feet["wall"] if count <= 2 else "2021-Q1" not in feet["wall"] and others in feet["wall"]
        assert count <= 2 or unnumbered(chart.with_note(note)).footer.note == others, "no stop is left over"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_map_says_first_what_may_not_be_done_with_it(lang):
    about = replace(samples.context(lang), all_years=lambda: [0.1 * i for i in range(200)])
    chart = build_chart(samples.card("map", "density"), samples.places_frame(), about)
    assert ALL_YEARS.of(lang) in chart.footer.note and chart.footer.note.startswith(about.geography.note.of(lang))


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_wall_begins_with_a_page_that_walls_show(name, demo_workspace):
    """From the page itself; from the lists of those at work on the data, which no wall turns to, with the first of the others."""
    gate = Gate(demo_workspace)
    seen = sight_at(gate.edition(), Viewer.local(gate.site), name, "region=140321&period=2024&lang=en")
    wall = bar_links(seen.state, gate.edition().build)["~wall"]
    gate.close()
    path, _, query = wall.partition("?")
    assert path == (PAGES["overview"] if name in ("data", "indicators") else PAGES[name]).path
    assert {"region=140321", "period=2024", "lang=en", "mode=wall"} == set(query.split("&"))


@pytest.mark.parametrize(("lang", "said"), [("zh", "点选机构可看人员"), ("en", "select a facility to see its people")])
def test_what_a_hand_can_do_is_a_part_of_the_foot_that_a_wall_leaves_out(demo_workspace, lang, said):
    gate = Gate(demo_workspace)
    try:
        sight = sight_at(gate.edition(), Viewer.local(gate.site), "clinics", f"region=140322&period=2024&lang={lang}")
        chart = chart_of(sight, sight.state.page.cards[0])
        assert chart.footer.act == said and said not in chart.footer.note
        (foot,) = card_foot(chart)
        assert [part.className for part in foot.tree if part.children == said] == ["pressed"]
    finally:
        gate.close()


OVER_TIME = (("retention", "exit_reasons", "period=2025"), ("pay", "pay_components", "period=2025"), ("telemedicine", "expert_days", "period=2023"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("name", "card", "search"), OVER_TIME)
def test_bars_over_time_carry_policies_and_tell_them_as_trends_do(demo_workspace, name, card, search, lang):
    gate = Gate(demo_workspace)
    try:
        sight = sight_at(gate.edition(), Viewer.local(gate.site), name, f"region=140300&{search}&lang={lang}")
        wanted = {one.name: one for one in sight.state.page.cards}
        about, made = context(sight, wanted[card]), chart_of(sight, wanted[card])
        trend = chart_of(sight, next(one for one in sight.state.page.cards if one.kind == "trend"))
    finally:
        gate.close()
    periods = [label for _, label in made.x.ticks]
    assert made.events and made.events == events_of(about, periods) and made.footer.events == events_note(about, periods)
    assert made.footer.crowded in made.footer.note
    if card != "expert_days":  # months of one year
        assert [line.label for line in made.events] == [line.label for line in trend.events]
        assert "2016-Q1" in made.footer.crowded and made.footer.events == trend.footer.events


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wall_tells_on_how_many_a_rate_rests_and_a_count_needs_none(demo_workspace, lang):
    gate = Gate(demo_workspace)
    try:
        sight = sight_at(gate.edition(), Viewer.local(gate.site), "overview", f"region=140300&period=2025&lang={lang}")
        shown = headlines(sight)
        known = {h.name: h.size for h in shown}
        assert known["headcount"] == "" and known["density"] == "n = 1,415" and all(h.size in h.aside for h in shown)
        made = {mode: str(headline_row(shown, lang, mode=mode)) for mode in ("", "wall")}
        assert made["wall"].count("className='size'") == len([h for h in shown if h.size]) >= 4 and "className='size'" not in made[""]
    finally:
        gate.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_curve_on_a_wall_tells_those_at_risk_at_its_start_and_its_last_ones_at_its_foot(lang):
    chart = build_chart(samples.card("survival", "survival", by="remoteness"), samples.survival_frame(), samples.context(lang))
    (first, cells), (last, ends) = chart.at_risk[0], chart.at_risk[-1]
    told = with_ends_told(chart)
    foot = str(card_foot(chart, "wall"))
    for (name, start), (_, end) in zip(cells, ends, strict=True):
        said = NAMED.of(lang).format(name=name, said=f"{start} → {end}")
        assert said in told.footer.n and said in foot
    assert told.x.ticks[-1][1] == {"zh": "60 个月", "en": "60 months"}[lang] and not told.x.title
    assert f"{first} → {last}" in told.footer.n and not told.at_risk and with_ends_told(told) == told
    short = replace(chart, at_risk=(*chart.at_risk[:-1], (last, tuple((name, "") for name, _ in ends))))
    assert chart.at_risk[-2][0] + {"zh": "）", "en": ")"}[lang] in with_ends_told(short).footer.n, "where people were followed less far, how far"
    assert "→" not in str(card_foot(chart)), "on the page they stand under the curve"
