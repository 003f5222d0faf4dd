"""Pay: exact intervals against the binomial, compression, dominance, gaps against statsmodels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import binom
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.oaxaca import OaxacaBlinder as Oracle

from pipelines.analysis.exact import quantile_ranks
from pipelines.analysis.pay import compression, dominance, quantile_by_group
from pipelines.analysis.paygap import MINIMUM_GROUP, oaxaca_blinder, pay_gap

PAY = st.lists(st.tuples(st.sampled_from("abc"), st.one_of(st.integers(0, 9000), st.none())), min_size=1, max_size=90)


@given(st.integers(0, 400), st.floats(0.02, 0.98), st.floats(0.5, 0.999))
@settings(deadline=None)
def test_ranks_are_the_narrowest_with_both_tails_small_enough(n: int, p: float, confidence: float) -> None:
    (low,), (high,), (coverage,) = quantile_ranks([n], p, confidence)
    tail = (1 - confidence) / 2 * (1 + 1e-9)
    if low == 0:
        assert high == 0 and np.isnan(coverage)
        assert binom.cdf(0, n, p) > tail * 0.999 or binom.sf(n - 1, n, p) > tail * 0.999
        return
    assert binom.cdf(low - 1, n, p) <= tail and binom.sf(high - 1, n, p) <= tail
    assert binom.cdf(low, n, p) > tail * 0.999 and binom.sf(high - 2, n, p) > tail * 0.999
    assert coverage == pytest.approx(binom.cdf(high - 1, n, p) - binom.cdf(low - 1, n, p), abs=1e-12)
    assert coverage >= confidence - 1e-9


def test_published_ranks_of_the_median() -> None:
    # Conover (1999) Practical nonparametric statistics; coverage of the pair of ranks
    low, high, coverage = quantile_ranks([5, 6, 10, 20, 50, 100], 0.5)
    assert low.tolist() == [0, 1, 2, 6, 18, 40] and high.tolist() == [0, 6, 9, 15, 33, 61]
    assert_allclose(coverage[1:4], [0.96875, 0.978516, 0.958611], atol=1e-6)


def test_a_p90_needs_36_values() -> None:
    low, high, _ = quantile_ranks([35, 36], 0.9)  # 0.9^35 = 0.0250316, 0.9^36 = 0.0225284
    assert low.tolist() == [0, 29] and high.tolist() == [0, 36]


@given(PAY, st.sampled_from([0.1, 0.25, 0.5, 0.9]))
@settings(deadline=None)
def test_each_group_is_what_it_is_alone(rows: list[tuple[str, int | None]], p: float) -> None:
    group = np.array([g for g, _ in rows])
    values = np.array([np.nan if v is None else v for _, v in rows], dtype=float)
    found = quantile_by_group(values, group, p)
    assert found.groups == tuple(sorted(set(group)))
    for place, name in enumerate(found.groups):
        own = np.sort(values[(group == name) & ~np.isnan(values)])
        assert found.n[place] == len(own) and found.missing[place] == np.sum(group == name) - len(own)
        if not len(own):
            assert np.isnan([found.value[place], found.lower[place]]).all()
            continue
        assert found.value[place] == pytest.approx(np.quantile(own, p), rel=1e-9, abs=1e-9)
        (low,), (high,), _ = quantile_ranks([len(own)], p)
        expected = (own[low - 1], own[high - 1]) if low else (np.nan, np.nan)
        assert_allclose((found.lower[place], found.upper[place]), expected)


def test_limits_of_the_median_hold_the_truth_as_often_as_they_say() -> None:
    values = np.random.default_rng(3).lognormal(10, 0.6, (4000, 12))
    found = quantile_by_group(values.ravel(), np.repeat(np.arange(4000), 12))
    hits = np.mean((found.lower <= np.exp(10)) & (np.exp(10) <= found.upper))
    assert hits == pytest.approx(found.coverage[0], abs=0.012) and found.coverage[0] >= 0.95
    assert quantile_by_group(values[0]).groups == ("all",) and len(found.tidy()) == 4000


def test_compression_names_its_variant() -> None:
    found = compression(np.arange(1.0, 102.0))
    assert (found.p90_p10[0], found.highest_lowest[0]) == (91 / 11, 101)
    assert found.lower[0] < 91 / 11 < found.upper[0]
    few = compression(np.arange(1.0, 42.0))
    assert np.isnan(few.lower[0]) and np.isfinite(few.p90_p10[0]) and np.isfinite(compression(np.arange(1.0, 43.0)).lower[0])
    assert np.isnan(compression([0.0, 0.0, 5.0]).highest_lowest[0])
    assert np.isnan(compression([np.nan], ["a"]).tidy()["p90_p10"][0])


def test_limits_of_compression_hold_the_truth() -> None:
    values = np.random.default_rng(5).lognormal(10, 0.5, (600, 80))
    found = compression(values.ravel(), np.repeat(np.arange(600), 80))
    assert np.mean((found.lower <= np.exp(1.2815515655 * 2 * 0.5)) & (found.upper >= np.exp(1.2815515655 * 2 * 0.5))) >= 0.95


def test_who_could_be_read_off_a_total() -> None:
    group = ["one", "two", "two", "big", "big", "big", "even", "even", "even", "close", "close", "close", "none", "nil"]
    amount = [5, 5, 5, 92, 4, 4, 3, 3, 3, 60, 39, 1, np.nan, 0]
    found = dominance(amount, group)
    said = dict(zip(found.groups, found.dominated.tolist(), strict=True))
    assert said == {"one": True, "two": True, "big": True, "even": False, "close": True, "none": False, "nil": False}
    frame = found.tidy().set_index("group")
    assert frame.loc["big", "largest_share"] == 0.92 and frame.loc["even", "rest_share"] == 1
    assert frame.loc["close", "rest_share"] == pytest.approx(1 / 60) and frame.loc["none", "contributors"] == 0
    with pytest.raises(ValueError, match="must not be negative"):
        dominance([-1.0, 2.0])


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=12))
@settings(deadline=None)
def test_when_no_rule_bites_nobody_can_be_guessed_closely(amounts: list[int]) -> None:
    if dominance(amounts).dominated[0] or not sum(amounts):
        return
    first, second, *_ = sorted(amounts, reverse=True)
    guess = sum(amounts) - second  # what the second contributor can say at most about the first
    assert guess - first >= 0.1 * first - 1e-9 and first < 0.9 * sum(amounts)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        quantile_by_group([np.inf])
    with pytest.raises(ValueError, match="group has shape"):
        quantile_by_group([1, 2], ["a"])
    with pytest.raises(ValueError, match="p is 50"):
        quantile_by_group([1, 2], p=50)


def _staff(n: int = 400, seed: int = 1) -> tuple[np.ndarray, np.ndarray, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    woman = rng.random(n) < 0.45
    years = rng.uniform(0, 30, n)
    title = np.where(rng.random(n) < 0.35 + 0.2 * ~woman, "physician", "assistant")
    log_pay = 10 + 0.01 * years + 0.25 * (title == "physician") - 0.08 * woman + rng.normal(0, 0.2, n)
    return np.exp(log_pay), woman, pd.DataFrame({"years": years, "title": title})


def test_the_adjusted_gap_is_the_regression_of_statsmodels() -> None:
    pay, woman, staff = _staff()
    found = pay_gap(pay, woman, staff)
    x = np.column_stack([np.ones(len(pay)), woman, staff["years"], staff["title"] == "physician"]).astype(float)
    fit = OLS(np.log(pay), x).fit(cov_type="HC1")
    lower, upper = fit.conf_int()[1]
    assert_allclose((found.adjusted, found.lower, found.upper), 1 - np.exp([fit.params[1], upper, lower]), rtol=1e-9)
    assert found.lower < 1 - np.exp(-0.08) < found.upper
    assert found.raw_mean == pytest.approx((pay[~woman].mean() - pay[woman].mean()) / pay[~woman].mean())
    assert found.raw_median == pytest.approx(1 - np.median(pay[woman]) / np.median(pay[~woman]))
    assert found.raw_mean > found.adjusted and found.covariates == ("years", "title_physician")
    assert found.tidy()["people"].tolist() == [400, 400, 400]


def test_who_has_no_covariates_is_in_the_raw_gap_only() -> None:
    pay, woman, staff = _staff()
    staff.loc[:9, "title"] = None
    pay[10:15] = np.nan
    pay[15] = 0
    found = pay_gap(pay, woman, staff.assign(months=staff["years"] * 12, all_rural=True))
    assert (found.people_a + found.people_b, found.adjusted_people, found.left_out) == (395, 384, 16)
    assert found.dropped == ("months",) and found.reason == ""
    kept = np.r_[16:400]
    assert found.adjusted == pytest.approx(pay_gap(pay[kept], woman[kept], staff.iloc[kept]).adjusted, rel=1e-9)


def test_where_there_are_no_like_people_there_is_no_adjusted_gap() -> None:
    pay, woman, staff = _staff()
    told = pay_gap(pay, woman, staff.assign(ward=np.where(woman, "gynaecology", "surgery")))
    assert np.isnan([told.adjusted, told.lower]).all() and "no like people" in told.reason and np.isfinite(told.raw_mean)
    few = pay_gap(pay[: MINIMUM_GROUP], woman[: MINIMUM_GROUP], staff[: MINIMUM_GROUP])
    assert np.isnan(few.adjusted) and f"at least {MINIMUM_GROUP}" in few.reason
    assert np.isnan(pay_gap([], np.empty(0, dtype=bool)).raw_mean)
    alone = pay_gap(pay, woman)
    assert alone.adjusted == pytest.approx(1 - np.exp(np.log(pay[woman]).mean() - np.log(pay[~woman]).mean()))


@pytest.mark.parametrize("reference", ["pooled", "a", "b"])
def test_decomposition_equals_statsmodels(reference: Any) -> None:
    pay, woman, staff = _staff()
    found = oaxaca_blinder(pay, woman, staff, reference)
    x = np.column_stack([~woman, staff["years"], staff["title"] == "physician"]).astype(float)
    oracle = Oracle(np.log(pay), x, 0, hasconst=False, swap=False)
    kind, weight = {"pooled": ("pooled", None), "a": ("self_submitted", 0.0), "b": ("self_submitted", 1.0)}[reference]
    # its first group is that coded 0: women, B
    unexplained, explained, gap = oracle.two_fold(two_fold_type=kind, submitted_weight=weight).params
    difference = np.log(pay[~woman]).mean() - np.log(pay[woman]).mean()
    assert found.difference == pytest.approx(difference, rel=1e-12)
    sign = np.sign(gap) * np.sign(difference)
    assert_allclose((found.explained, found.unexplained, found.difference), sign * np.array([explained, unexplained, gap]), rtol=1e-8)


def test_neumark_without_the_group_takes_part_of_the_gap_for_explained() -> None:
    pay, woman, staff = _staff()
    with_group, without = (oaxaca_blinder(pay, woman, staff, r) for r in ("pooled", "neumark"))
    assert without.explained > with_group.explained + 1e-4
    x = np.column_stack([np.ones(400), staff["years"], staff["title"] == "physician"]).astype(float)
    price = OLS(np.log(pay), x).fit().params
    assert without.explained == pytest.approx((x[~woman].mean(axis=0) - x[woman].mean(axis=0)) @ price, rel=1e-9)


@given(st.integers(0, 1000), st.sampled_from(["a", "b", "pooled", "neumark"]))
@settings(max_examples=30, deadline=None)
def test_explained_and_unexplained_add_up(seed: int, reference: Any) -> None:
    pay, woman, staff = _staff(120, seed)
    found = oaxaca_blinder(pay, woman, staff, reference)
    assert found.explained + found.unexplained == pytest.approx(found.difference, abs=1e-12)
    assert found.contribution.sum() == pytest.approx(found.explained, abs=1e-12)
    assert found.tidy()["log_points"][3:].sum() == pytest.approx(found.explained, abs=1e-12)
    assert found.explained_share * found.difference == pytest.approx(found.explained)


def test_a_decomposition_that_says_nothing_is_refused() -> None:
    pay, woman, staff = _staff()
    with pytest.raises(ValueError, match="constant or determined by others within one group"):
        oaxaca_blinder(pay, woman, staff.assign(ward=np.where(woman, "g", "s")))
    with pytest.raises(ValueError, match="at least 10 of each"):
        oaxaca_blinder(pay[:12], woman[:12], staff[:12])
    with pytest.raises(ValueError, match="expected a, b, pooled or neumark"):
        oaxaca_blinder(pay, woman, staff, "cotton")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="pay 0 or more"):
        pay_gap([-1.0], [True])
