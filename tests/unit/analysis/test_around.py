"""Leaving before and after a day of one's own, against a count day by day."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipelines.analysis.around import leaving_around, people_around

LAST = pd.Timestamp("2025-12-31")


def invented(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Forty people with a day each and one or two stays; some go on, some leave around the day."""
    rng = np.random.default_rng(seed)
    due = pd.to_datetime("2024-06-30") + pd.to_timedelta(rng.integers(-500, 500, 40), unit="D")
    people = [f"p{i:02}" for i in range(40)]
    days = pd.DataFrame({"person_key": people, "due_on": due, "agreed_from": due - pd.DateOffset(years=2)})
    stays = []
    for person, day in zip(people, due, strict=True):
        start, end = day - pd.Timedelta(days=int(rng.integers(200, 1500))), day + pd.Timedelta(days=int(rng.integers(-400, 700)))
        left = int(end < LAST)
        stays.append((person, start, min(end, LAST + pd.Timedelta(days=1)), left))
        if left and rng.random() < 0.3:
            stays.append((person, end + pd.Timedelta(days=100), LAST + pd.Timedelta(days=1), 0))
    return days, pd.DataFrame(stays, columns=["person_key", "start_on", "end_on", "has_left"])


@pytest.mark.parametrize("seed", range(4))
def test_every_span_equals_a_count_person_by_person(seed):
    days, stays = invented(seed)
    found = leaving_around(days, stays, LAST, around=12, width=3)
    assert found["low"].tolist() == list(range(-12, 12, 3)) and found["n"].sum() > 50 and found["left"].sum() > 3
    for row in found.itertuples(index=False):
        n = left = 0
        for person in days.itertuples(index=False):
            opens, closes = person.due_on + pd.DateOffset(months=row.low), person.due_on + pd.DateOffset(months=row.low + 3)
            mine = stays[stays["person_key"] == person.person_key]
            here = [s for s in mine.itertuples(index=False) if s.start_on <= opens <= s.end_on]
            if not here or closes > LAST or opens < person.agreed_from:
                continue
            n += 1
            left += here[0].has_left == 1 and here[0].end_on < closes
        assert (row.n, row.left) == (n, left)
        assert row.n == 0 or row.lower <= row.left / row.n <= row.upper


def test_nobody_watched_is_no_share():
    days, stays = invented(1)
    found = leaving_around(days, stays, pd.Timestamp("2000-01-01"), around=6, width=3)
    assert found["n"].sum() == 0 and found["lower"].isna().all()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("first", [-12, 0])
def test_the_people_behind_a_year_are_counted_once_each(seed, first):
    days, stays = invented(seed)
    seen, quarters = set(), 0
    for person in days.itertuples(index=False):
        for low in range(first, first + 12, 3):
            opens, closes = person.due_on + pd.DateOffset(months=low), person.due_on + pd.DateOffset(months=low + 3)
            here = stays[(stays["person_key"] == person.person_key) & (stays["start_on"] <= opens) & (stays["end_on"] >= opens)]
            if len(here) and closes <= LAST and opens >= person.agreed_from:
                seen.add(person.person_key)
                quarters += 1
    assert 0 < len(seen) < quarters, "somebody is watched for several quarters"
    assert people_around(days, stays, LAST, first=first, until=first + 12, width=3) == len(seen)


def test_nobody_stands_behind_what_was_not_watched():
    days, stays = invented(1)
    assert people_around(days, stays, pd.Timestamp("2000-01-01"), first=-12, until=0, width=3) == 0
