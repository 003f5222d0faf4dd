"""Bars of counts and shares that no indicator holds: what is drawn, what stands in the table, what is said of nobody."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from pptx import Presentation

from dashboard.charts.context import PolicyEvent
from dashboard.charts.counted import Said, Share, side_by_side, stacked, steps
from dashboard.render.plotly import figure
from dashboard.render.plotly_parts import LEGEND_ROW
from dashboard.render.powerpoint import DeckTitle, deck
from dashboard.render.sentence import finding
from pipelines.core.text import Text
from tests.unit.charts.samples import card, context

YEARS = ["2023", "2024", "2025"]
PARTS = [("a", "Junior"), ("b", "Senior"), ("c", "Nobody")]
COUNTS = {(0, "a"): 2.0, (1, "a"): 3.0, (1, "b"): 4.0, (2, "b"): 1.0}


def flows(lang="en", counts=COUNTS):
    said = Said(note="note", n="n = 10", empty="none at all")
    return stacked(card("bars", "headcount"), context(lang), YEARS, PARTS, counts, "Year", "person", said)


def test_parts_stand_on_one_another_and_the_table_says_zero():
    made = flows()
    assert [(s.name, [(p.x, p.base, p.value) for p in s.points]) for s in made.series] == [
        ("Junior", [(0.0, 0.0, 2.0), (1.0, 0.0, 3.0), (2.0, 0.0, 0.0)]), ("Senior", [(0.0, 2.0, 0.0), (1.0, 3.0, 4.0), (2.0, 0.0, 1.0)]),
    ]
    assert [s.name for s in made.series] == ["Junior", "Senior"], "a part that nobody is in is not drawn"
    assert [[c.text for c in row] for row in made.rows] == [["2023", "2", "0", "2"], ["2024", "3", "4", "7"], ["2025", "0", "1", "1"]]
    assert finding(made) == "2025: 1 in all: Senior 1."
    assert all(at == int(at) and "." not in words for at, words in made.y.ticks)


def test_bars_by_year_carry_the_policies_that_began_in_them():
    begun = [PolicyEvent("2024", Text("津贴", name), date(2024, month, 1), Text("津贴", name)) for name, month in (("Allowance", 4), ("Agreements", 5), ("Titles", 9))]
    made = stacked(card("bars", "headcount"), replace(context("en"), events=tuple(begun)), YEARS, PARTS, COUNTS, "Year", "person", Said(note="a note"))
    assert [(line.at, line.label) for line in made.events] == [(1.0, "①②③")]
    assert "① 2024-04 Allowance" in made.footer.events
    assert made.footer.note.startswith("a note") and "2024-Q2" in made.footer.note, "two in one quarter are told"
    assert flows(counts={}).events == (), "an empty card has none"


@pytest.mark.parametrize("period", ["", "2022-23"])
def test_bars_by_calendar_year_carry_policies_of_years_that_are_no_periods_of_the_data(period):
    begun = PolicyEvent(period, Text("津贴", "Allowance"), date(2023, 3, 1), Text("津贴", "Allowance"))
    made = stacked(card("bars", "headcount"), replace(context("en"), events=(begun,)), YEARS, PARTS, COUNTS, "Year", "person", Said())
    assert [(line.at, line.label) for line in made.events] == [(float(YEARS.index("2023")), "Allowance")]


def test_a_narrow_card_gives_its_legend_another_row_above_the_marks():
    wide, narrow = (figure(flows(), width=width)["layout"]["margin"]["t"] for width in (600, 150))
    assert narrow - wide == LEGEND_ROW


def test_nothing_counted_says_why_and_shows_no_note():
    made = flows(counts={})
    assert made.empty == "none at all" == finding(made)
    assert made.footer.note == "" and made.footer.n == ""


def test_shares_have_intervals_few_are_hollow_and_of_nobody_there_is_a_gap():
    shares = {(0, "a"): Share(1, 4, 0.05, 0.70), (1, "a"): Share(30, 100, 0.22, 0.40), (2, "a"): Share(0, 0, None, None)}
    shares |= {(i, "b"): Share(3, 4, 0.3, 0.95) if i == 0 else Share(70, 100, 0.6, 0.78) if i == 1 else Share(0, 0, None, None) for i in range(3)}
    made = side_by_side(card("bars", "headcount"), context("en"), YEARS, PARTS[:2], shares, "Dose", Said(), untold=("b",))
    assert [s.code for s in made.series] == ["a"], "the untold part is in the table alone"
    assert [(p.status, p.value, p.n) for p in made.series[0].points] == [("small_n", 0.25, 4), ("ok", 0.3, 100), ("no_denominator", None, 0)]
    assert [words for _, words in made.x.ticks] == ["2023 (n\u00a0=\u00a04)", "2024 (n\u00a0=\u00a0100)", "2025 (n\u00a0=\u00a00)"]
    assert [c.text for c in made.rows[1]] == ["2024", "100", "30.0% (22.0–40.0%)", "70.0% (60.0–78.0%)"]
    assert [c.value for c in made.rows[2]] == [None, 0.0, None, None]
    assert made.y.high < 0.9, "the axis fits what is drawn"


def test_steps_run_from_the_whole_down_and_name_their_bases():
    named = [("Enrolled", Share(50, 50, None, None)), ("Begun", Share(0, 0, None, None)), ("Completed", Share(20, 40, 0.35, 0.65))]
    made = steps(card("distribution", "headcount"), context("en"), named, "Step", "50 enrolments", Said())
    assert [p.text for p in made.series[0].points] == ["50 enrolments", "no denominator", "50.0% (20/40)"]
    assert [p.x for p in made.series[0].points] == [1.0, 0.0, 0.5]
    assert [c.value for c in made.rows[2][1:]] == [0.5, None, 20.0, 40.0]


@pytest.mark.parametrize("made", [flows(), flows("zh")])
def test_the_slide_has_the_bars_as_an_editable_chart(made):
    slide = list(Presentation(io.BytesIO(deck(DeckTitle(title="T", subtitle="S", lang=made.lang), [made]))).slides)[1]
    chart = next(s for s in slide.shapes if s.has_chart).chart
    assert [list(s.values) for s in chart.plots[0].series] == [[2.0, 3.0, 0.0], [0.0, 4.0, 1.0]]
    drawn = [t for t in figure(replace(made, finding=""))["data"] if t["x"] != [None]]
    assert [t["name"] for t in drawn] == [s.name for s in made.series] and len(drawn) == 2
