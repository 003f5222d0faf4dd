"""What became of people by training, what became of students, which links lie idle: worked by hand on little tables."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.cards.destiny import DOSES, destiny_of, dose_of
from dashboard.cards.links import pairs
from dashboard.cards.students import fate
from dashboard.cards.training import _highest_told, foremost
from dashboard.charts.chart import Point

YEAR = (pd.Timestamp("2024-01-01"), pd.Timestamp("2024-12-31"))
OPEN_END = pd.Timestamp("9999-12-31")


def people(**hours):
    return pd.DataFrame({"person_key": list(hours), "hours": list(hours.values())})


def presence(**ends):
    """Everybody in post since 2020; (last day, whether that is leaving)."""
    rows = [(who, pd.Timestamp("2020-01-01"), pd.Timestamp(end), left) for who, (end, left) in ends.items()]
    return pd.DataFrame(rows, columns=["person_key", "start_on", "end_on", "has_left"])


def test_each_person_has_one_outcome_and_leaving_comes_before_rising():
    learned = people(stays=0.0, rises=16.0, rises_and_leaves=16.0, leaves=64.0, leaves_later=64.0, dies=0.0, gone_before=16.0, blank=None)
    there = presence(
        stays=(OPEN_END, 0), rises=(OPEN_END, 0), rises_and_leaves=("2024-06-30", 1), leaves=("2024-12-30", 1), leaves_later=("2024-12-31", 1),
        dies=("2024-03-01", 0), gone_before=("2023-12-30", 1), blank=(OPEN_END, 0),
    )
    found = destiny_of(learned, there, pd.Series(["rises", "rises_and_leaves"]), YEAR)
    assert found.people == (2, 2, 0, 2)
    assert {key: n for key, n in found.counts.items() if n} == {
        (0, "stayed"): 1, (1, "rose"): 1, (1, "left"): 1, (3, "left"): 1, (3, "stayed"): 1,
    }
    assert (found.other, found.unknown) == (1, 1)
    assert sum(found.counts.values()) + found.other == sum(found.people)


@pytest.mark.parametrize(("hours", "place"), [(0.0, 0), (0.5, 1), (20.0, 1), (20.1, 2), (40.0, 2), (40.1, 3), (500.0, 3)])
def test_doses_meet_and_do_not_overlap(hours, place):
    assert dose_of(hours) == place
    assert [end for end, _ in DOSES] == sorted(end for end, _ in DOSES)


@pytest.mark.parametrize(
    ("standing", "in_post", "expected"),
    [
        ("running", True, "in_post"), ("running", False, "gone"), ("completed", True, "stayed"), ("completed", False, "served"),
        ("breached", False, "breached"), ("breached", True, "breached"),
    ],
)
def test_what_became_of_a_student(standing, in_post, expected):
    assert fate(standing, in_post) == expected


def test_of_several_links_of_a_pair_the_one_used_last_counts():
    day = pd.Timestamp("2024-12-20")
    links = pd.DataFrame(
        [("C1", "H", "tele_ecg", "idle", pd.NaT), ("C1", "H", "tele_imaging", "short", day), ("C2", "H", "tele_ecg", "long", day),
         ("C1", "J", "tele_ecg", "idle", pd.NaT)],
        columns=["place_code", "hospital_code", "link_kind", "state", "last_on"],
    )
    found = {(r.place_code, r.hospital_code): (r.state, r.kinds) for r in pairs(links).itertuples()}
    assert found == {
        ("C1", "H"): ("short", ("tele_imaging", "tele_ecg")), ("C2", "H"): ("long", ("tele_ecg",)), ("C1", "J"): ("idle", ("tele_ecg",)),
    }


@pytest.mark.parametrize(
    ("modes", "expected"),
    [
        (["online", "online", "blended"], ("online", 2)), (["online", "blended"], None), (["online", "online", "blended", "blended", "classroom"], None),
        (["unknown", "unknown", "unknown", "blended", "blended", "online"], ("blended", 2)), (["unknown", "unknown", "online"], None),
        (["unknown", "online", "blended"], None), (["online", "online"], None), (["unknown"], None), ([], None),
    ],
)
def test_a_mode_has_most_attendances_where_it_is_told_and_strictly_the_first(modes, expected):
    assert foremost(pd.Series(modes, dtype=object)) == expected


@pytest.mark.parametrize(("lang", "one", "two"), [
    ("zh", "有学分要求的资格中，甲人均最高，为 20.1，要求 25 学分。", "有学分要求的资格中，甲和丙人均最高，均为 20.1，要求 25 学分。"),
    ("en", "Of the licences asked for credits: 甲 reaches the most a person, 20.1; asked are 25.",
     "Of the licences asked for credits: 甲 and 丙 reach the most a person, 20.1 each; asked are 25."),
])
def test_licences_that_print_the_most_credits_are_named_together(lang, one, two):
    points = [Point(label=name, code=name, x=v, y=0.0, value=v, status="ok", text=f"{v:.1f}") for name, v in (("甲", 20.12), ("乙", 3.0), ("丙", 20.08))]
    assert (_highest_told(points[:2], 25.0, lang), _highest_told(points, 25.0, lang), _highest_told([], 25.0, lang)) == (one, two, "")
