"""Hazards, log-rank, restricted means and times against R, statsmodels and sums written out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import chi2
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from pipelines.analysis.duration import NOT_REACHED, response_time, restricted_mean, survival_after, time_reached
from pipelines.analysis.exact import exact_poisson
from pipelines.analysis.hazard import exit_hazard, nelson_aalen
from pipelines.analysis.logrank import log_rank
from pipelines.analysis.survival import kaplan_meier
from pipelines.core.text import Text
from tests.unit.analysis.reference import CASES, assert_close, table

SPELLS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 15), st.booleans(), st.integers(0, 2), st.integers(0, 1)), min_size=2, max_size=60
).map(lambda rows: tuple(np.array(c) for c in zip(*[(s, s + length, e, g, r) for s, length, e, g, r in rows], strict=True)))


def test_cumulative_hazard_equals_r() -> None:
    case, lung = CASES["nelson_aalen_lung"], table("lung")
    found = nelson_aalen(None, lung["time"], lung["status"] == 2)
    at = np.searchsorted(found.time, [180, 365], side="right") - 1
    assert_close(found.hazard[at], case, case["value"]["cumhaz"])
    assert_close(found.std_err[at], case, case["value"]["se"])


@given(SPELLS)
@settings(deadline=None)
def test_cumulative_hazard_is_the_sum_of_shares(spells: Any) -> None:
    entry, stop, event, *_ = spells
    found = nelson_aalen(entry, stop, event)
    total = 0.0
    for place, t in enumerate(found.time):
        at_risk = np.sum((entry < t) & (t <= stop))
        total += np.sum(event & (stop == t)) / at_risk
        assert found.hazard[place] == pytest.approx(total)
    inside = found.hazard > 0
    assert np.all((found.lower <= found.hazard)[inside] & (found.hazard <= found.upper)[inside])
    assert list(found.tidy().columns) == ["time", "at_risk", "events", "hazard", "std_err", "lower", "upper"]


@pytest.mark.parametrize(
    ("name", "data", "by"), [("logrank_lung_sex", "lung", "sex"), ("logrank_veteran_celltype", "veteran", "celltype")]
)
def test_log_rank_equals_r(name: str, data: str, by: str) -> None:
    case, rows = CASES[name], table(data)
    order = rows[by].drop_duplicates().tolist() if data == "veteran" else [1, 2]  # R's factor keeps the order of the study
    found = log_rank(None, rows["time"], rows["status"] == (2 if data == "lung" else 1), rows[by])
    place = [found.groups.index(g) for g in order]
    assert_close(found.chi_square, case, case["value"]["chisq"])
    assert_close(found.observed[place], case, case["value"]["observed"])
    assert_close(found.expected[place], case, case["value"]["expected"])
    assert found.degrees == case["value"]["df"]
    assert found.p_value == pytest.approx(chi2.sf(case["value"]["chisq"], found.degrees), rel=1e-6)


def test_stratified_log_rank_equals_r() -> None:
    case, rows = CASES["logrank_lung_sex_strat_inst"], table("lung").dropna(subset=["inst"])
    found = log_rank(None, rows["time"], rows["status"] == 2, rows["sex"], rows["inst"])
    assert_close(found.chi_square, case, case["value"]["chisq"])
    assert_close(found.observed, case, case["value"]["observed"])
    assert_close(found.expected, case, case["value"]["expected"])


def test_log_rank_with_delayed_entry_equals_statsmodels_on_channing() -> None:
    rows = table("channing").query("exit > 816")
    rows = rows.assign(entry=rows["entry"].clip(lower=816)).query("entry < exit")
    found = log_rank(rows["entry"], rows["exit"], rows["cens"] == 1, rows["sex"])
    oracle = survdiff(rows["exit"].to_numpy(), rows["cens"].to_numpy(), rows["sex"].to_numpy(), entry=rows["entry"].to_numpy())
    assert_allclose((found.chi_square, found.p_value), oracle, rtol=1e-10)
    ignored = log_rank(None, rows["exit"], rows["cens"] == 1, rows["sex"])
    assert abs(ignored.chi_square - found.chi_square) > 0.05


@given(SPELLS, st.booleans())
@settings(max_examples=150, deadline=None)
def test_log_rank_equals_statsmodels(spells: Any, strata: bool) -> None:
    entry, stop, event, group, stratum = spells
    if strata:  # statsmodels 0.15 takes delayed entry or strata, not both
        entry = np.zeros_like(entry)
    found = log_rank(entry, stop, event, group, stratum if strata else None)
    assume(found.degrees == len(np.unique(group)) - 1 > 0)
    try:
        options = {"strata": stratum} if strata else {"entry": entry}
        oracle = survdiff(stop, event.astype(int), group, **options)
    except np.linalg.LinAlgError:
        assume(False)
    assume(np.isfinite(found.chi_square) and np.isfinite(oracle[0]) and abs(oracle[0]) < 1e3)  # its variance is singular
    assert found.chi_square == pytest.approx(float(oracle[0]), rel=1e-7, abs=1e-8)


@given(SPELLS)
@settings(deadline=None)
def test_expected_exits_with_strata_and_delayed_entry_are_the_sums_written_out(spells: Any) -> None:
    entry, stop, event, group, stratum = spells
    found = log_rank(entry, stop, event, group, stratum)
    for place, name in enumerate(found.groups):
        expected = 0.0
        for layer in np.unique(stratum):
            for t in np.unique(stop[event & (stratum == layer)]):
                there = (entry < t) & (t <= stop) & (stratum == layer)
                expected += np.sum(there & event & (stop == t)) * np.sum(there & (group == name)) / np.sum(there)
        assert found.expected[place] == pytest.approx(expected)
        assert found.observed[place] == np.sum(event & (group == name))
        assert found.people[place] == np.sum(group == name)


def test_groups_that_cannot_be_compared_have_no_test() -> None:
    one = log_rank(None, [1, 2, 3], [1, 1, 0], ["a", "a", "a"])
    assert np.isnan(one.chi_square) and np.isnan(one.p_value) and one.degrees == 0
    nobody_left = log_rank(None, [1, 2], [0, 0], ["a", "b"])
    assert np.isnan(nobody_left.p_value) and nobody_left.tidy()["observed"].tolist() == [0, 0]
    with pytest.raises(ValueError, match="group must have one entry a spell"):
        log_rank(None, [1, 2], [1, 1], ["a", None])


def test_restricted_mean_equals_r() -> None:
    case, lung = CASES["rmst_lung_365"], table("lung")
    for sex in (1, 2):
        rows = lung[lung["sex"] == sex]
        found = restricted_mean(kaplan_meier(None, rows["time"], rows["status"] == 2), 365)
        assert_close(found.mean, case, case["value"]["rmst"][f"sex={sex}"])
        assert_close(found.std_err, case, case["value"]["se"][f"sex={sex}"])


@given(st.lists(st.integers(1, 30), min_size=1, max_size=50), st.integers(1, 30))
@settings(deadline=None)
def test_restricted_mean_without_losses_is_the_mean_of_shortened_times(stops: list[int], horizon: int) -> None:
    found = restricted_mean(kaplan_meier(None, stops, [True] * len(stops)), horizon)
    cut = np.minimum(stops, horizon)
    assert found.mean == pytest.approx(cut.mean())
    assert found.std_err == pytest.approx(cut.std() / np.sqrt(len(cut)), abs=1e-9)
    assert found.lower <= found.mean <= found.upper <= horizon + 1e-12


def test_a_horizon_nobody_was_followed_to_has_no_mean() -> None:
    curve = kaplan_meier(None, [5, 10, 20], [1, 0, 0])
    assert np.isnan(restricted_mean(curve, 21).mean) and np.isfinite(restricted_mean(curve, 20).mean)
    assert np.isnan(restricted_mean(kaplan_meier([], [], []), 5).tidy()["mean"][0])
    landmark = kaplan_meier([12, 12], [14, 16], [1, 1])
    assert restricted_mean(landmark, 20, start=12).mean == 3
    with pytest.raises(ValueError, match="after the start"):
        restricted_mean(curve, 5, 5)


def test_exit_hazard_by_hand() -> None:
    # watched 0-6, 6-18 and 12-30 months; the exit at 18 belongs to the band that ends there
    found = exit_hazard([0, 6, 12], [6, 18, 30], [0, 1, 1], [0, 12, 18, 36, np.inf])
    assert_allclose(found.person_years, [1.0, 1.0, 1.0, 0.0])
    assert found.exits.tolist() == [0, 1, 1, 0]
    assert found.rate[:3].tolist() == [0, 100, 100] and np.isnan(found.rate[3])
    assert found.upper[0] == pytest.approx(368.888, abs=1e-3) and found.lower[1] == pytest.approx(2.53178, abs=1e-5)
    assert np.isnan([found.lower[3], found.upper[3]]).all() and len(found.tidy()) == 4


@given(SPELLS)
@settings(deadline=None)
def test_bands_share_out_all_exits_and_all_time(spells: Any) -> None:
    entry, stop, event, *_ = spells
    found = exit_hazard(entry, stop, event, [0, 3, 7, 12, 40], units_per_year=1)
    assert found.exits.sum() == event.sum()
    assert found.person_years.sum() == pytest.approx((stop - entry).sum())
    months = [(s, t) for e, x in zip(entry, stop, strict=True) for s, t in zip(range(e, x), range(e + 1, x + 1), strict=True)]
    for low, high, years in zip(found.start, found.stop, found.person_years, strict=True):
        assert years == sum(low <= s and t <= high for s, t in months)


@given(st.integers(0, 500), st.floats(0.1, 1e4), st.floats(0.5, 0.999))
@settings(deadline=None)
def test_exact_poisson_is_garwoods(count: int, years: float, confidence: float) -> None:
    tail = (1 - confidence) / 2
    expected = (chi2.ppf(tail, 2 * count) / 2 if count else 0.0, chi2.isf(tail, 2 * count + 2) / 2)
    assert_allclose(exact_poisson(count, years, confidence), np.array(expected) / years, rtol=1e-9)


def test_exact_poisson_of_nothing() -> None:
    lower, upper = exact_poisson([1, -1, np.nan, 2], [0, 5, 5, np.nan])
    assert np.isnan(lower).all() and np.isnan(upper).all()


@pytest.mark.parametrize("edges", [[5], [0, 0, 3], [3, 1], [0, np.nan]])
def test_bands_must_ascend(edges: list[float]) -> None:
    with pytest.raises(ValueError, match="expected two or more, ascending"):
        exit_hazard(None, [4], [1], edges)


def test_median_with_limits_in_words() -> None:
    lung = table("lung").query("sex == 1")
    found = time_reached(kaplan_meier(None, lung["time"], lung["status"] == 2), len(lung))
    assert (found.time, found.lower, found.upper, found.people, found.events) == (270, 210, 306, 138, 112)
    words = found.words(Text("天", "days"))
    assert words == Text("270.0 天（95% 区间 210.0 至 306.0）", "270.0 days (95 % interval 210.0 to 306.0)")
    never = time_reached(kaplan_meier(None, range(1, 41), [1] + [0] * 39), 40)
    assert never.words(Text("月", "months")).zh.startswith(NOT_REACHED.zh) and np.isnan(never.tidy()["time"][0])


def test_open_requests_are_censored_and_not_dropped() -> None:
    waited, answered = [0, 2, 4, 30, 50, 60, 80, 90], [1, 1, 1, 1, 0, 0, 0, 0]
    found = response_time(waited, answered, within=24)
    assert (found.requests, found.answered, found.share_within) == (8, 4, pytest.approx(3 / 8))
    assert found.lower < 3 / 8 < found.upper
    assert found.p90.time is None and found.median.time is not None and found.median.time >= 30
    assert found.tidy()["statistic"].tolist() == ["median", "p90", "share_within"]
    oracle = SurvfuncRight(np.array(waited) + 1.0, np.array(answered))
    assert 1 - oracle.surv_prob[oracle.surv_times <= 25][-1] == pytest.approx(found.share_within)
    assert np.isnan(response_time([3, 5], [0, 0]).share_within)
    with pytest.raises(ValueError, match="1 requests waited less than 0"):
        response_time([-1], [1])


def test_after_the_obligation_the_clock_starts_anew() -> None:
    curve = survival_after([36, 36, 36, 60], [40, 36, 48, 72], [1, 1, 0, 1])
    assert curve.time.tolist() == [4, 12] and curve.at_risk.tolist() == [3, 2]
    assert curve.survival == pytest.approx([2 / 3, 1 / 3])
