"""Cumulative incidence against R, statsmodels, Kaplan-Meier and resampling."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from statsmodels.duration.survfunc import CumIncidenceRight

from pipelines.analysis.competing import aalen_johansen, incidence_from_counts
from pipelines.analysis.survival import kaplan_meier
from tests.unit.analysis.reference import CASES, assert_close, table

REASONS = ("resigned", "retired", "transferred")
SPELLS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 15), st.sampled_from([None, *REASONS])), min_size=1, max_size=60
).map(lambda rows: ([s for s, _, _ in rows], [s + t for s, t, _ in rows], [r for *_, r in rows]))


def test_mgus2_by_sex_equals_r() -> None:
    case, rows = CASES["cif_mgus2_aj"], table("mgus2")
    time = np.where(rows["pstat"] == 0, rows["futime"], rows["ptime"])
    cause = np.where(rows["pstat"] == 1, "pcm", np.where(rows["death"] == 1, "death", ""))
    value = case["value"]
    for sex in ("F", "M"):
        own = (rows["sex"] == sex).to_numpy()
        found = aalen_johansen(None, time[own], cause[own])
        places = [i for i, group in enumerate(value["group"]) if group == f"sex={sex}"]
        at = np.searchsorted(found.time, [value["time"][i] for i in places], side="right") - 1
        for name in ("pcm", "death"):
            row = found.causes.index(name)
            assert_close(found.incidence[row, at], case, [value[name][i] for i in places])
            assert_close(found.std_err[row, at], case, [value[f"se_{name}"][i] for i in places])


@given(SPELLS)
@settings(max_examples=150, deadline=None)
def test_everybody_is_still_there_or_left_for_one_reason(spells: Any) -> None:
    entry, stop, cause = spells
    found = aalen_johansen(entry, stop, cause)
    assert_allclose(found.survival + found.incidence.sum(axis=0), 1, atol=1e-12)
    curve = kaplan_meier(entry, stop, [c is not None for c in cause])
    assert_allclose(found.survival, curve.survival, atol=1e-12)
    assert np.all(np.diff(found.incidence, axis=1) >= -1e-15)
    inside = ~np.isnan(found.lower)
    assert np.all((found.lower <= found.incidence + 1e-12)[inside]) and np.all((found.incidence <= found.upper + 1e-12)[inside])
    assert len(found.tidy()) == len(found.causes) * len(found.time)
    # one reason alone is what Kaplan-Meier says, error and all
    alone = aalen_johansen(entry, stop, [c and "left" for c in cause])
    if alone.causes:
        assert_allclose(alone.incidence[0], 1 - curve.survival, atol=1e-12)
        open_ended = curve.survival > 0
        assert_allclose(alone.std_err[0][open_ended], curve.std_err[open_ended], atol=1e-7)


@pytest.mark.filterwarnings("ignore::RuntimeWarning:statsmodels")
@given(SPELLS)
@settings(max_examples=150, deadline=None)
def test_without_delayed_entry_it_equals_statsmodels(spells: Any) -> None:
    entry, stop, cause = spells
    time = np.array(stop) - np.array(entry)
    codes = np.array([0 if c is None else 1 + REASONS.index(c) for c in cause])
    assume(codes.max() == 3)
    found = aalen_johansen(None, time, cause)
    oracle = CumIncidenceRight(time, codes)
    at = np.searchsorted(found.time, oracle.times)
    for code, name in enumerate(REASONS):
        if name not in found.causes:
            continue
        row = found.causes.index(name)
        assert_allclose(found.incidence[row, at], oracle.cinc[code], atol=1e-12)
        known = np.isfinite(oracle.cinc_se[code])  # statsmodels divides by 0 where the last of a risk set leaves
        assert_allclose(found.std_err[row, at][known], oracle.cinc_se[code][known], atol=1e-7)


def test_delayed_entry_has_the_error_that_resampling_shows() -> None:
    rng = np.random.default_rng(4)
    entry, length = rng.uniform(0, 20, 400), rng.exponential(30, 400)
    stop = entry + np.minimum(length, 40)
    cause = np.where(length > 40, "", rng.choice(["resigned", "retired"], 400, p=[0.7, 0.3])).astype(object)
    entry, stop = np.append(np.zeros(40), entry), np.append(rng.uniform(30, 60, 40), stop)
    cause = np.append(cause, [""] * 40)
    whole = aalen_johansen(entry, stop, cause)
    drawn = []
    for _ in range(300):
        pick = rng.integers(0, len(stop), len(stop))
        drawn.append(aalen_johansen(entry[pick], stop[pick], cause[pick]).at(35, "resigned")[0])
    place = int(np.searchsorted(whole.time, 35, side="right")) - 1
    assert whole.std_err[0, place] == pytest.approx(np.std(drawn), rel=0.15)
    value, lower, upper = whole.at(35, "resigned")
    assert lower < value < upper


def test_delayed_entry_by_hand() -> None:
    # at 2: A and B watched, A resigns; C comes at 3; at 5: B and C, B retires; at 6: C alone resigns
    found = aalen_johansen([0, 0, 3], [2, 5, 6], ["resigned", "retired", "resigned"])
    assert found.at_risk.tolist() == [2, 2, 1]
    assert found.incidence[0].tolist() == [0.5, 0.5, 0.75] and found.incidence[1].tolist() == [0, 0.25, 0.25]
    assert found.at(1, "resigned")[0] == 0 and found.at(100, "resigned")[0] == 0.75
    with pytest.raises(ValueError, match="no cause 'died'"):
        found.at(5, "died")
    with pytest.raises(ValueError, match="never at risk"):
        aalen_johansen([3], [3], ["resigned"])


def test_one_less_kaplan_meier_says_too_much() -> None:
    time, cause = [1, 2, 3, 4], ["retired", "resigned", "retired", "resigned"]
    alone = 1 - kaplan_meier(None, time, [c == "resigned" for c in cause]).survival
    assert aalen_johansen(None, time, cause).incidence[0].tolist()[-1] == pytest.approx(0.5) and alone[-1] == pytest.approx(1.0)


def test_nothing_is_said_beyond_the_last_person_followed() -> None:
    found = aalen_johansen(None, [5, 10], ["resigned", None])
    assert np.isnan(found.at(11, "resigned")).all() and found.at(10, "resigned")[0] == 0.5
    assert aalen_johansen(None, [5.0], [None]).causes == ()
    assert len(aalen_johansen([], [], []).tidy()) == 0


def test_grouped_counts_give_the_same() -> None:
    found = aalen_johansen([0, 0, 3], [2, 5, 6], ["resigned", "retired", "resigned"])
    again = incidence_from_counts(found.time, found.at_risk, found.events, found.causes)
    assert_allclose(again.incidence, found.incidence)
    with pytest.raises(ValueError, match="causes by times"):
        incidence_from_counts([1], [2], [1], ("resigned",))
    with pytest.raises(ValueError, match="between 0 and the number at risk"):
        incidence_from_counts([1], [2], [[3]], ("resigned",))
