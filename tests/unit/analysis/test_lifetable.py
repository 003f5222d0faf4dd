"""Annual returns: life table against Kaplan-Meier of whole years, and when it is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from statsmodels.duration.survfunc import SurvfuncRight

from pipelines.analysis.identifiers import MINIMUM_KEPT, identifier_check
from pipelines.analysis.lifetable import NO_PAIR, annual_retention, life_table

PAIRS = st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=80)


@given(PAIRS)
@settings(deadline=None)
def test_it_is_kaplan_meier_at_whole_years(pairs: list[tuple[int, bool]]) -> None:
    years, left = (np.array(c) for c in zip(*pairs, strict=True))
    found = life_table(years, left, start=int(years.min()))
    assert_allclose(found.at_risk, [np.sum(years == y - 1) for y in found.year])
    watched = years < years.min() + len(found.year)
    oracle = SurvfuncRight(years[watched] + 1.0, left[watched].astype(int), entry=years[watched].astype(float))
    for t, s, e in zip(oracle.surv_times, oracle.surv_prob, oracle.surv_prob_se, strict=True):
        place = int(t) - found.start - 1
        assert found.survival[place] == pytest.approx(s, abs=1e-12)
        if s > 1e-9:
            assert found.std_err[place] == pytest.approx(e, abs=1e-12)


def test_by_hand() -> None:
    # first year: 4 watched, 1 leaves; second: 3 and a transfer from before the returns, 2 leave; nobody watched in year 4
    found = life_table([0, 0, 0, 0, 1, 1, 1, 1, 2, 4], [1, 0, 0, 0, 1, 1, 0, 0, 0, 1])
    assert found.survival.tolist() == [0.75, 0.375, 0.375]
    assert found.at(2)[0] == 0.375 and found.at(0)[0] == 1 and np.isnan(found.at(5)[0])
    assert found.time_between(0.5) == (1, 2) and found.time_between(0.9) is None
    assert found.tidy()["exits"].tolist() == [1, 2, 0]
    assert life_table([0, 1, 1], [1, 1, 0], start=1).survival.tolist() == [0.5]
    assert len(life_table([3], [1]).year) == 0  # nobody was watched from the beginning
    with pytest.raises(ValueError, match="whole years only"):
        found.at(1.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="whole years, 0 or more"):
        life_table([0.5], [1])


def _returns(seed: int = 3, people: int = 300, leave: float = 0.1) -> pd.DataFrame:
    """Return rows of six annual returns of people who keep their number, place and role."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(people):
        start = int(rng.integers(2012, 2022))
        year = start
        place = int(rng.integers(0, 25))
        while year <= 2023:
            if year >= 2018:
                rows.append((person, year, place, "doctor" if person % 3 else "nurse", start))
            if rng.random() < leave:
                break
            year += 1
    return pd.DataFrame(rows, columns=["person", "year", "place", "role", "start_year"])


def _retention(rows: pd.DataFrame, **options: Any) -> Any:
    return annual_retention(*(rows[c] for c in ("person", "year", "place", "role", "start_year")), **options)


def test_returns_of_people_give_their_retention() -> None:
    rows = _returns(people=4000)
    found = _retention(rows)
    assert found.refusal is None and [(y, z) for y, z, _ in found.checks] == [(y, y + 1) for y in range(2018, 2023)]
    for year in (1, 3, 5):
        value, lower, upper = found.table.at(year)
        assert value == pytest.approx(0.9**year, abs=0.03) and lower < value < upper
    last = rows[rows["year"] == 2022]
    assert found.pending == (~last["person"].isin(rows[rows["year"] == 2023]["person"])).sum()
    assert (found.bridged, found.left_out) == (0, 0)


def test_who_is_missing_once_and_back_has_not_left() -> None:
    rows = _returns()
    whole = _retention(rows)
    often = rows.groupby("person")["year"].transform("size")
    gap = (rows["year"] == 2020) & (often == 6) & (rows["person"] % 5 == 0)
    assert gap.sum() > 5
    found = _retention(rows[~gap])
    assert found.bridged == gap.sum()
    assert_allclose(found.table.survival, whole.table.survival)
    assert_allclose(found.table.at_risk, whole.table.at_risk)


def test_row_numbers_are_refused_with_the_figures() -> None:
    rows = _returns()
    rng = np.random.default_rng(1)
    rows = rows.assign(person=rows.groupby("year")["person"].transform(lambda p: rng.permutation(len(p))))
    found = _retention(rows)
    assert found.table is None and len(found.tidy()) == 0
    check = found.checks[-1][2]
    assert check.verdict == "does_not_follow" and check.kept_share > 0.8
    assert abs(check.same_share - check.by_chance) < 0.06
    assert f"{check.same_share:.1%}" in found.refusal.en and f"{check.same_share:.1%}" in found.refusal.zh


def test_a_year_in_which_numbers_were_given_anew_is_left_out() -> None:
    rows = _returns()
    rows["person"] = rows["person"] + np.where(rows["year"] >= 2021, 100_000, 0)
    found = _retention(rows)
    verdicts = {(y, z): check.verdict for y, z, check in found.checks}
    assert verdicts[(2020, 2021)] == "does_not_follow" and verdicts[(2021, 2022)] == "follows"
    whole = _retention(_returns())
    assert found.table.at_risk.sum() < whole.table.at_risk.sum()
    assert found.table.at(1)[0] == pytest.approx(whole.table.at(1)[0], abs=0.08)


def test_returns_two_years_apart_are_not_compared() -> None:
    rows = _returns()
    found = _retention(rows[rows["year"].isin([2018, 2020, 2022])])
    assert found.table is None and found.refusal == NO_PAIR and found.checks == ()


def test_rows_that_say_nothing_are_counted() -> None:
    rows = _returns().astype({"start_year": float, "person": float})
    rows.loc[:2, "start_year"] = [np.nan, 2040, 2015.5]
    rows.loc[3, "person"] = np.nan
    found = _retention(rows)
    assert found.left_out == 4 and found.table is not None
    with pytest.raises(ValueError, match="one entry a row of a return"):
        annual_retention([1, 2], [2020], ["a"], ["b"], [2019])


def _check(first: pd.DataFrame, second: pd.DataFrame) -> Any:
    return identifier_check(*(part[c] for part in (first, second) for c in ("person", "place", "role")))


def _snapshot(people: int, places: int = 10) -> pd.DataFrame:
    person = np.arange(people)
    return pd.DataFrame({"person": person, "place": person % places, "role": np.where(person % 2, "doctor", "nurse")})


def test_the_figures_of_the_test_by_hand() -> None:
    first = _snapshot(100)
    second = first.iloc[20:].assign(place=lambda f: np.where(f["person"] < 30, 99, f["place"]))
    second = pd.concat([second, second.tail(1).assign(place=5)])  # one number on two rows
    found = _check(first, second)
    assert (found.first, found.second, found.repeated, found.kept) == (100, 79, 1, 79)
    assert found.kept_share == 0.79 and found.same_share == pytest.approx(69 / 79)
    assert found.same_place_share == pytest.approx(69 / 79) and found.same_role_share == 1
    assert found.same_lower < found.same_share < found.same_upper
    first_kept, second_kept = first.iloc[20:99], second.iloc[:79]
    chance = np.mean([((first_kept["place"] == p) & (first_kept["role"] == r)).mean()
                      for p, r in zip(second_kept["place"], second_kept["role"], strict=True)])  # fmt: skip
    assert found.by_chance == pytest.approx(chance)
    assert found.follows and found.refusal is None and found.tidy()["verdict"][0] == "follows"


def test_few_people_or_one_place_cannot_tell() -> None:
    few = _snapshot(MINIMUM_KEPT - 1)
    assert _check(few, few).verdict == "cannot_tell" and "19" in _check(few, few).refusal.en
    one_place = _snapshot(200).assign(place=1, role="doctor")
    assert _check(one_place, one_place).by_chance == 1
    assert _check(one_place, one_place).verdict == "cannot_tell"
    empty = _snapshot(0)
    assert _check(empty, empty).verdict == "cannot_tell" and np.isnan(_check(empty, empty).same_share)
    assert _check(_snapshot(50), _snapshot(50).assign(person=lambda f: f["person"] + 1000)).verdict == "does_not_follow"
