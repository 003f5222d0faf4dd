"""Subsidies of the demo: every indicator at every level equals plain pandas on the workbooks, eligibility the rules person by person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.backtest.dossiers import Dossiers, Window, disagreeing, happened, summed
from tests.backtest.oracle import Books
from tests.backtest.oracle_subsidy import STEPS, Subsidies, quantile_of_waits

Ask = Callable[..., pd.DataFrame]
LEVELS = ("prefecture", "county", "township", "facility")
PERIODS = ("2019", "2024", "2024-Q2")
YEARS = ("2019", "2022", "2024")


@pytest.fixture(scope="module")
def subsidies(demo_workspace: Path, books: Books) -> Subsidies:
    """The registers of subsidies the demo was loaded from."""
    return Subsidies(books, Dossiers(demo_workspace / "incoming"))


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize(("indicator", "subsidy_type"), [("allowance_eligible", "post_allowance"), ("entry_grant_candidates", "entry")])
def test_eligible_by_the_rules(demo: Ask, subsidies: Subsidies, indicator: str, subsidy_type: str, period: str) -> None:
    people = subsidies.eligible(subsidy_type, Window.of(period).last)
    assert people["persons"].sum() > 100
    for level in LEVELS:
        frame = demo(indicator, level=level, period=period)
        assert disagreeing(frame, summed(people, "persons", subsidies.books.home[level])) == {}, level


@pytest.mark.parametrize("period", YEARS)
def test_coverage_of_allowances(demo: Ask, subsidies: Subsidies, period: str) -> None:
    people = subsidies.covered(Window.of(period))
    assert 0 < people["paid"].sum() < people["persons"].sum()
    for level in LEVELS:
        home, frame = subsidies.books.home[level], demo("allowance_coverage", level=level, period=period)
        assert disagreeing(frame, summed(people, "paid", home), summed(people, "persons", home)) == {}, level


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", LEVELS)
def test_the_funnel(demo: Ask, subsidies: Subsidies, level: str, period: str) -> None:
    rows, home = happened(subsidies.reached(), Window.of(period)), subsidies.books.home[level]
    whole = summed(rows, "applications", home)
    assert disagreeing(demo("applications", level=level, period=period), whole) == {}
    for indicator, column in (
        ("employer_pass_share", "employer"), ("authority_pass_share", "authority"), ("notice_share", "notice"), ("paid_application_share", "paid"),
    ):  # fmt: skip
        assert disagreeing(demo(indicator, level=level, period=period), summed(rows, column, home), whole) == {}, indicator


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", LEVELS)
def test_audits_and_payments_on_time(demo: Ask, subsidies: Subsidies, level: str, period: str) -> None:
    home, window = subsidies.books.home[level], Window.of(period)
    for indicator, rows, top, below in (
        ("audit_rejection_share", subsidies.audits(), "failed", "reviewed"), ("grant_on_time_share", subsidies.instalments(), "on_time", "due"),
    ):  # fmt: skip
        found = happened(rows, window)
        assert disagreeing(demo(indicator, level=level, period=period), summed(found, top, home), summed(found, below, home)) == {}, indicator


def _waits_differ(frame: pd.DataFrame, rows: pd.DataFrame, home: dict[str, str], share: float) -> dict[str, tuple[float, float]]:
    wanted = {code: quantile_of_waits(group, share) for code, group in rows.groupby(rows["place"].map(home))}
    found = frame.set_index("region_code")["value"].astype(float)
    expected = pd.Series(wanted, dtype=float).reindex(found.index)
    assert set(wanted) <= set(found.index)
    off = ~np.isclose(found, expected, rtol=1e-9, equal_nan=True)
    return {str(code): (found[code], expected[code]) for code in found.index[off]}


@pytest.mark.parametrize("period", ("2019", "2024", "2025"))
@pytest.mark.parametrize("level", LEVELS)
def test_waits_with_open_ones_censored(demo: Ask, subsidies: Subsidies, level: str, period: str) -> None:
    home, window = subsidies.books.home[level], Window.of(period)
    for suffix, share in (("", 0.5), ("_p90", 0.9)):
        rows = happened(subsidies.waits("whole"), window)
        assert _waits_differ(demo(f"disbursement_days{suffix}", level=level, period=period), rows, home, share) == {}
        frame = demo(f"application_step_days{suffix}", level=level, period=period, by="application_step")
        for step in STEPS:
            rows = happened(subsidies.waits(step), window)
            assert _waits_differ(frame[frame["category"] == step], rows, home, share) == {}, (step, suffix)


def test_a_median_of_counties_is_no_mean_of_their_medians(demo: Ask) -> None:
    whole = demo("disbursement_days", level="prefecture", period="2024", region="140300")["value"].item()
    parts = demo("disbursement_days", level="county", period="2024", region="140300")["value"].dropna()
    assert len(parts) >= 3 and abs(parts.mean() - whole) > 1e-9


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", LEVELS)
def test_commitments_by_year(demo: Ask, subsidies: Subsidies, level: str, period: str) -> None:
    rows, home = subsidies.commitments(Window.of(period).last), subsidies.books.home[level]
    assert disagreeing(demo("committed_payments", level=level, period=period), summed(rows, "yuan", home)) == {}
    frame = demo("committed_payments", level=level, period=period, by="due_year")
    for year, group in rows.groupby("year"):
        assert disagreeing(frame[frame["category"] == str(year)], summed(group, "yuan", home)) == {}, year


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", LEVELS)
def test_breaches_and_what_came_back(demo: Ask, subsidies: Subsidies, level: str, period: str) -> None:
    home = subsidies.books.home[level]
    rows = happened(subsidies.agreements.assign(breaches=1.0), Window.of(period))
    rows = rows.assign(repaid=rows["repaid"].fillna(0.0).where(rows["repay_due"].notna()))
    due = summed(rows, "repay_due", home)
    assert disagreeing(demo("agreement_breaches", level=level, period=period), summed(rows, "breaches", home)) == {}
    assert disagreeing(demo("repayment_due", level=level, period=period), due) == {}
    assert disagreeing(demo("repayment_recovery", level=level, period=period), summed(rows, "repaid", home), due) == {}


@pytest.mark.parametrize("level", LEVELS)
def test_the_cost_of_a_retained_year_is_not_estimable_but_what_was_spent_is_known(demo: Ask, subsidies: Subsidies, level: str) -> None:
    frame = demo("cost_per_retained_doctor_year", level=level, period="2024")
    rows = happened(subsidies.grants.assign(on=subsidies.grants["paid"]), Window.of("2024"))
    assert frame["value"].isna().all() and set(frame.loc[frame["numerator"].notna(), "status"]) == {"not_estimable"}
    spent = frame.set_index("region_code")["numerator"].dropna()
    assert spent.to_dict() == pytest.approx(summed(rows, "paid_yuan", subsidies.books.home[level]).to_dict(), rel=1e-9)
