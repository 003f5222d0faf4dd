"""A policy's name is cut only where it stands on one line of a drawing; every other place has it whole."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

from dashboard.charts.context import PolicyEvent
from dashboard.charts.trend import events_note, events_of
from dashboard.context import titles_of
from dashboard.render.plotly_parts import event_line
from dashboard.theme import LIGHT
from pipelines.core.text import Text
from tests.unit.charts.samples import context


def test_a_policy_is_cut_only_where_it_stands_on_one_line():
    """Numbered or named on the drawing: the note, which slides, the aside and the workbook print, has whole names."""
    whole = "阳泉市关于加强乡村医生队伍建设的实施意见"
    short, _ = titles_of(whole, ["阳泉市"])
    years = ["2021", "2022", "2023"]
    events = tuple(PolicyEvent(y, Text(short, short), date(int(y), 3, 1), Text(whole, whole)) for y in years)
    for lang, drawn in itertools.product(("zh", "en"), (years, years[:1])):
        about = replace(context(lang), events=events)
        lines, note = events_of(about, drawn), events_note(about, drawn)
        assert all("…" in line.label or len(drawn) == 3 for line in lines) and "…" not in note
        assert all(whole in event_line(line, LIGHT)[1]["hovertext"] for line in lines), "under the pointer"
        assert note.count(whole) == len(drawn) and ("①" in note) == (len(drawn) == 3)
    uncut = replace(context("zh"), events=(PolicyEvent("2021", Text("津贴", "Allowance"), date(2021, 3, 1), Text("津贴", "Allowance")),))
    assert events_note(uncut, years) == "", "its name on the drawing is whole"


def test_a_policy_has_the_same_number_on_a_card_that_begins_later():
    years = [f"{year}" for year in range(2016, 2023)]
    events = tuple(PolicyEvent(y, Text(f"办法{y}", f"Rule {y}"), date(int(y), 3, 1), Text(f"办法{y}", f"Rule {y}")) for y in years[::2])
    about = replace(context("en"), events=events)
    assert [line.label for line in events_of(about, years)] == ["①", "②", "③", "④"]
    assert [line.label for line in events_of(about, years[2:])] == ["②", "③", "④"]
    told = events_note(about, years[2:])
    assert "② 2018-03 Rule 2018" in told and "①" not in told


def test_a_policy_is_told_by_its_name_in_the_readers_language_and_a_name_that_ends_in_dots_is_whole():
    event = PolicyEvent("2021", Text("村医岗位…", "Post allowance"), date(2021, 3, 1), Text("村医岗位津贴办法", "Post allowance of village doctors"))
    said = {lang: events_note(replace(context(lang), events=(event,)), ["2021"]) for lang in ("zh", "en")}
    assert "2021-03 村医岗位津贴办法" in said["zh"] and said["en"].endswith("2021-03 Post allowance of village doctors")
    dotted = replace(event, title=Text("等等…", "And so on…"), whole=Text("等等…", "And so on…"))
    assert [events_note(replace(context(lang), events=(dotted,)), ["2021"]) for lang in ("zh", "en")] == ["", ""]
    half = replace(event, title=Text("村医岗位…", "Post allowance"), whole=Text("村医岗位津贴办法", "Post allowance"))
    assert [bool(events_note(replace(context(lang), events=(half,)), ["2021"])) for lang in ("zh", "en")] == [True, False], "cut in one language"
