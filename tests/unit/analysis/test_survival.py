"""Kaplan-Meier against R, against statsmodels on random data, and against what must always hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from statsmodels.duration.survfunc import SurvfuncRight

from pipelines.analysis.survival import KaplanMeier, from_counts, kaplan_meier

REFERENCE = Path(__file__).resolve().parents[2] / "reference"
CASES = {case["id"]: case for case in json.loads((REFERENCE / "cases.json").read_text(encoding="utf-8"))["cases"]}


def _close(found: float, case: dict[str, Any], expected: float) -> None:
    """Assert |a-b| <= tol*max(1e-3,|b|), the tolerance the reference values come with."""
    assert abs(found - expected) <= case["tolerance"] * max(1e-3, abs(expected)), (found, expected)


def _lung(sex: int) -> KaplanMeier:
    rows = pd.read_csv(REFERENCE / "data" / "lung.csv").query("sex == @sex")
    return kaplan_meier(None, rows["time"], rows["status"] == 2)


def _channing(sex: str) -> KaplanMeier:
    rows = pd.read_csv(REFERENCE / "data" / "channing.csv").query("sex == @sex and exit > 816")
    rows = rows.assign(entry=rows["entry"].clip(lower=816)).query("entry < exit")
    return kaplan_meier(rows["entry"], rows["exit"], rows["cens"] == 1, conf_type="log")


def _check_rows(case: dict[str, Any], curves: dict[str, KaplanMeier]) -> None:
    for expected in case["value"]:
        curve = curves[expected["group"]]
        survival, lower, upper, at_risk = curve.at(expected["time"])
        place = int(np.searchsorted(curve.time, expected["time"], side="right")) - 1
        _close(survival, case, expected["surv"])
        _close(lower, case, expected["lower"])
        _close(upper, case, expected["upper"])
        _close(float(curve.std_err[place]), case, expected["se_greenwood"])
        assert at_risk == expected["n_risk"]


def test_lung_by_sex_equals_r() -> None:
    _check_rows(CASES["km_lung_sex_log-log"], {"sex=1": _lung(1), "sex=2": _lung(2)})


def test_channing_with_delayed_entry_from_a_landmark_equals_r() -> None:
    _check_rows(
        CASES["km_channing_left_trunc_cond816"],
        {"sex=Female": _channing("Female"), "sex=Male": _channing("Male")},
    )


def test_lung_quantiles_and_their_limits_equal_r() -> None:
    case = CASES["km_lung_sex_quantiles_log-log"]
    for place, sex in enumerate((1, 2)):
        curve = _lung(sex)
        for per_cent in ("25", "50", "75"):
            for found, which in zip(curve.quantile(int(per_cent) / 100), ("q", "lower", "upper"), strict=True):
                assert found is not None
                _close(found, case, case["value"][which][per_cent][place])


def test_every_kaplan_meier_case_has_its_test() -> None:
    stored = {name for name, case in CASES.items() if case["analysis"].startswith("kaplan_meier")}
    assert stored == {"km_lung_sex_log-log", "km_lung_sex_quantiles_log-log", "km_channing_left_trunc_cond816"}


SPELLS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 15), st.booleans()), min_size=1, max_size=60
).map(lambda rows: [(start, start + length, ended) for start, length, ended in rows])


def _curve(spells: list[tuple[int, int, bool]], **options: Any) -> KaplanMeier:
    entry, stop, ended = zip(*spells, strict=True)
    return kaplan_meier(entry, stop, ended, **options)


@given(SPELLS)
@settings(max_examples=200)
def test_delayed_entry_equals_statsmodels(spells: list[tuple[int, int, bool]]) -> None:
    assume(any(ended for _, _, ended in spells))
    entry, stop, ended = (np.array(column, dtype=float) for column in zip(*spells, strict=True))
    curve = kaplan_meier(entry, stop, ended)
    oracle = SurvfuncRight(stop, ended, entry=entry)
    assert_allclose(curve.at_risk, [np.sum((entry < t) & (t <= stop)) for t in curve.time])
    ends = curve.events > 0
    assert_allclose(curve.time[ends], oracle.surv_times)
    assert_allclose(curve.at_risk[ends], oracle.n_risk)
    assert_allclose(curve.survival[ends], oracle.surv_prob, atol=1e-12)
    # where everybody at risk left, statsmodels puts 1e-16 for 0 and its standard error is not a number
    open_ended = curve.survival[ends] > 0
    assert_allclose(curve.std_err[ends][open_ended], oracle.surv_prob_se[open_ended], atol=1e-12)


@given(SPELLS)
def test_a_curve_falls_from_one_and_lies_between_its_limits(spells: list[tuple[int, int, bool]]) -> None:
    curve = _curve(spells)
    assert np.all(np.diff(curve.survival) <= 1e-15)
    assert np.all((curve.survival >= 0) & (curve.survival <= 1))
    inside = (curve.survival > 0) & (curve.survival < 1)
    assert np.all(curve.lower[inside] <= curve.survival[inside])
    assert np.all(curve.upper[inside] >= curve.survival[inside])
    assert np.all((curve.lower[inside] >= 0) & (curve.upper[inside] <= 1))
    assert curve.events.sum() == sum(ended for _, _, ended in spells)


@given(SPELLS, st.integers(0, 2**32 - 1))
def test_order_of_rows_and_splitting_a_spell_change_nothing(spells: list[tuple[int, int, bool]], seed: int) -> None:
    whole = _curve(spells)
    order = np.random.default_rng(seed).permutation(len(spells))
    shuffled = _curve([spells[i] for i in order])
    assert_allclose(shuffled.survival, whole.survival, atol=0)
    # a person watched in two windows counts as one person watched throughout
    halves = [(s, s + (e - s) // 2, False) for s, e, _ in spells if e - s > 1]
    rest = [(s + (e - s) // 2 if e - s > 1 else s, e, d) for s, e, d in spells]
    split = _curve(halves + rest)
    at = np.searchsorted(split.time, whole.time)
    assert_allclose(split.survival[at], whole.survival, atol=1e-12)
    assert_allclose(split.at_risk[at], whole.at_risk)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=50))
def test_without_losses_it_is_the_share_still_there(stops: list[int]) -> None:
    curve = kaplan_meier(None, stops, np.ones(len(stops), dtype=bool))
    for t in range(31):
        survival, _, _, at_risk = curve.at(t)
        assert survival == pytest.approx(np.mean(np.array(stops) > t), abs=1e-12)
        assert at_risk == (sum(stop >= t for stop in stops) if t <= max(stops) else 0)


@given(SPELLS)
def test_grouped_counts_give_the_same_curve(spells: list[tuple[int, int, bool]]) -> None:
    curve = _curve(spells)
    again = from_counts(curve.time, curve.at_risk, curve.events)
    pd.testing.assert_frame_equal(curve.tidy(), again.tidy())


def test_tidy_is_one_row_a_time() -> None:
    frame = kaplan_meier([0, 0, 1], [2, 3, 3], [True, False, True]).tidy()
    assert list(frame.columns) == ["time", "at_risk", "events", "survival", "std_err", "lower", "upper"]
    assert frame["time"].tolist() == [2, 3] and frame["at_risk"].tolist() == [3, 2]


def test_the_median_is_the_middle_of_a_flat_stretch_and_none_where_not_reached() -> None:
    assert kaplan_meier(None, [1, 2, 3, 4], [1, 1, 1, 1]).quantile(0.5)[0] == 2.5
    # the stretch ends with the last person seen, as in R
    assert kaplan_meier(None, [1, 2, 7, 9], [1, 1, 0, 0]).quantile(0.5)[0] == 5.5
    assert kaplan_meier(None, [1, 2, 3], [1, 1, 1]).quantile(0.5)[0] == 2
    assert kaplan_meier(None, [1, 2, 3, 4], [1, 0, 0, 0]).quantile(0.5)[0] is None
    assert kaplan_meier(None, range(1, 41), [1] + [0] * 39).quantile(0.5) == (None, None, None)
    with pytest.raises(ValueError, match="between 0 and 1"):
        kaplan_meier(None, [1], [1]).quantile(50)


def test_nothing_is_said_beyond_the_last_person_followed() -> None:
    curve = kaplan_meier(None, [5, 10, 20], [1, 0, 0])
    assert curve.at(20)[0] == pytest.approx(2 / 3) and curve.at(20)[3] == 1
    assert np.isnan(curve.at(20.5)[0]) and curve.at(20.5)[3] == 0
    everybody_left = kaplan_meier(None, [5, 10], [1, 1])
    assert everybody_left.at(11)[0] == 0
    assert np.isnan(kaplan_meier([], [], []).at(3)[0])


def test_before_the_first_exit_all_are_there() -> None:
    survival, lower, upper, at_risk = kaplan_meier(None, [5, 10], [1, 0]).at(1)
    assert (survival, at_risk) == (1.0, 2) and np.isnan(lower) and np.isnan(upper)


def test_the_last_of_a_risk_set_leaving_ends_the_curve_without_limits() -> None:
    curve = kaplan_meier([0, 6], [5, 9], [True, False])
    assert curve.survival.tolist() == [0, 0] and curve.std_err.tolist() == [0, 0]
    assert np.isnan(curve.lower).all()


def test_rows_that_were_never_at_risk_are_refused_with_their_number() -> None:
    with pytest.raises(ValueError, match="2 rows have entry >= exit"):
        kaplan_meier([3, 4, 0], [3, 2, 5], [1, 1, 1])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: kaplan_meier([0], [1, 2], [1, 1]), "equal length"),
        (lambda: kaplan_meier(None, [1.0, np.nan], [1, 1]), "missing"),
        (lambda: from_counts([2, 1], [3, 2], [1, 1]), "ascending"),
        (lambda: from_counts([1, 2], [3, 2], [1, 4]), "number at risk"),
        (lambda: kaplan_meier(None, [1], [1], conf_type="loglog"), "expected one of log-log"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_counted_is_refused(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_a_result_cannot_be_changed() -> None:
    times = np.array([1.0, 2.0])
    curve = from_counts(times, [2, 1], [1, 1])
    with pytest.raises(ValueError, match="read-only"):
        curve.survival[0] = 1
    times[0] = 0.5  # the caller's array stays the caller's
    assert curve.time[0] == 1
