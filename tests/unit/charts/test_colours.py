"""A category has one colour, that of its place in its list, whichever of the others are there: reasons, kinds, classes, licences, components."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import pytest

from dashboard.charts import build_chart
from dashboard.charts.chart import Chart
from dashboard.charts.colours import PALETTE, colours_of
from dashboard.charts.counted import Said, stacked
from dashboard.data import Gate, Viewer
from dashboard.page import Card
from dashboard.render.plotly import figure
from dashboard.sight import sight_at
from dashboard.theme import DARK, LIGHT
from dashboard.view import chart_of
from pipelines.codelists.exit_reason import EXIT_REASON
from pipelines.core.text import Text
from tests.unit.charts.samples import card, context, frame, survival_frame

YANGQUAN, NGARI = ("140300", "140322", "140322106", "140321"), ("542500", "542522", "542525")


@pytest.fixture(scope="module")
def gate(demo_workspace: Path) -> Iterator[Gate]:
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def _chart(gate: Gate, page: str, name: str, search: str) -> Chart:
    sight = sight_at(gate.edition(), Viewer.local(gate.site), page, search)
    assert sight is not None
    return chart_of(sight, next(c for c in sight.state.page.cards if c.name == name))


def _headcounts(codes: Sequence[str], kind: str = "trend") -> Chart:
    rows = [{"indicator": "headcount", "period": f"{year}", "breakdown": "staff_group", "category": code, "value": 9.0, "n": 9}
            for code in codes for year in (2021, 2022)]
    given = Card(name="c", kind=kind, title=Text("题", "Title"), indicators=("headcount",), by="staff_group", over="years")
    return build_chart(given, frame(*rows), context())


def test_a_theme_has_as_many_colours_as_categories_can_have_and_no_two_alike() -> None:
    assert len(LIGHT.series) == len(DARK.series) == PALETTE
    assert all(one != other for look in (LIGHT, DARK) for one, other in combinations(look.series, 2))


def test_what_lies_beyond_the_palette_takes_a_colour_that_is_left() -> None:
    listed = [f"c{i}" for i in range(PALETTE + 3)]
    assert colours_of(listed[:PALETTE], listed) == {code: i for i, code in enumerate(listed[:PALETTE])}
    for drawn in (("c8", "c0", "c9"), listed[3:], listed[4:]):
        found = colours_of(drawn, listed)
        assert list(found) == list(drawn) and len(set(found.values())) == len(found)
        assert all(found[code] == listed.index(code) for code in drawn if code in listed[:PALETTE])
    assert set(colours_of(listed, listed).values()) <= set(range(PALETTE))


@pytest.mark.parametrize("kind", ["trend", "bars"])
def test_a_line_or_a_part_keeps_its_colour_where_the_others_are_not(kind: str) -> None:
    both, alone = _headcounts(("village_doctor", "township_doctor"), kind), _headcounts(("township_doctor",), kind)
    assert {s.code: s.colour for s in both.series} == {"village_doctor": 0, "township_doctor": 1}
    assert [(s.code, s.colour) for s in alone.series] == [("township_doctor", 1)]


def test_numbers_at_risk_stand_in_the_colours_of_their_curves() -> None:
    chart = build_chart(card("survival", "survival", by="remoteness"), survival_frame(), context())
    order = [code for name, code in context().code_titles if name == "remoteness"]
    assert [s.colour for s in chart.series] == [order.index(s.code) for s in chart.series]
    names = next(a["text"] for a in figure(chart)["layout"]["annotations"] if a.get("xanchor") == "right")
    assert all(f'color:{LIGHT.series[s.colour]}">{s.name}<' in names for s in chart.series)


def test_a_part_that_is_not_there_leaves_the_others_their_colours() -> None:
    parts = [("a", "A"), ("b", "B"), ("c", "C")]
    made = stacked(card("bars", "headcount"), context(), ["2024", "2025"], parts, {(0, "c"): 2.0, (1, "b"): 1.0}, "Year", "person", Said())
    assert [(s.name, s.colour) for s in made.series] == [("B", 1), ("C", 2)]


@pytest.mark.parametrize(("page", "name"), [
    ("retention", "exit_reasons"), ("retention", "survival_remoteness"), ("supply", "headcount_trend"), ("supply", "age_licence"), ("pay", "pay_components"),
])
def test_a_category_has_one_colour_in_every_place_and_period_of_the_demo(gate: Gate, page: str, name: str) -> None:
    seen: dict[str, set[int]] = {}
    for region in (*YANGQUAN, *NGARI):
        for period in ("2025", "2023"):
            chart = _chart(gate, page, name, f"region={region}&period={period}")
            assert len({s.colour for s in chart.series}) == len(chart.series), "no two of one drawing alike"
            for series in chart.series:
                seen.setdefault(series.name, set()).add(series.colour)
    assert len(seen) > 2 and all(len(colours) == 1 for colours in seen.values()), seen


def test_every_reason_is_drawn_and_none_is_put_with_others(gate: Gate) -> None:
    reasons = {code.title.zh for code in EXIT_REASON.codes if code.role == "exit"}
    drawn = {s.name for region in (*YANGQUAN, *NGARI) for s in _chart(gate, "retention", "exit_reasons", f"region={region}").series}
    assert drawn == reasons
