"""Fulfilment of agreements by hand and against Kaplan-Meier."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2
from statsmodels.duration.survfunc import SurvfuncRight

from pipelines.analysis.obligation import STANDINGS, fulfilment, standing_on

DUE = [36, 36, 36, 36, 60, 60]
SERVED = [36, 40, 12, 18, 30, 15]
OUTCOME = ["completed", "completed", "breached", "running", "running", "released"]


def test_by_hand() -> None:
    found = fulfilment(DUE, SERVED, OUTCOME)
    assert (found.agreements, found.completed, found.running, found.breached, found.released) == (6, 2, 2, 1, 1)
    # breach at a third of the term; the released one left a quarter in: 5 were at risk
    assert found.completion == pytest.approx(0.8) and found.completion_lower < 0.8 < found.completion_upper
    served = 36 + 36 + 12 + 18 + 30 + 15
    assert found.served_share == pytest.approx(served / (served + 24))
    assert found.breach_rate == pytest.approx(100 * 12 / served)
    assert found.breach_upper == pytest.approx(chi2.isf(0.025, 4) / 2 * 1200 / served)


def test_agreements_still_running_are_neither_kept_nor_broken() -> None:
    rng = np.random.default_rng(2)
    due, breach, watched = np.full(3000, 60.0), rng.exponential(120, 3000), rng.uniform(1, 90, 3000)
    served = np.minimum.reduce([due, breach, watched])
    outcome = np.where(served == due, "completed", np.where(served == breach, "breached", "running"))
    found = fulfilment(due, served, outcome)
    assert found.completion_lower < np.exp(-0.5) < found.completion_upper
    assert found.completed / found.agreements < np.exp(-0.5) - 0.2  # the crude share calls the running ones failures
    oracle = SurvfuncRight(served, (outcome == "breached").astype(int))
    assert found.completion == pytest.approx(oracle.surv_prob[-1], abs=1e-12)
    assert found.breach_lower < 10 < found.breach_upper  # 1 in 120 months


def test_a_cohort_nobody_of_which_has_come_to_its_end_has_no_completion() -> None:
    young = fulfilment([60, 60], [10, 20], ["running", "breached"])
    assert np.isnan([young.completion, young.completion_lower]).all()
    assert fulfilment([60, 60], [10, 20], ["breached", "breached"]).completion == 0
    running = fulfilment([60, 60, 60], [10, 20, 30], ["running", "breached", "running"])
    assert np.isnan(running.completion) and running.tidy()["statistic"][0] == "completion"
    nobody = fulfilment([], [], [])
    assert np.isnan([nobody.completion, nobody.served_share, nobody.breach_rate, nobody.breach_upper]).all()


def test_rows_that_contradict_themselves_are_counted_and_left_out() -> None:
    found = fulfilment([*DUE, 36, 36, 36, 0, np.nan], [*SERVED, 20, 36, 37, 5, 5],
                       [*OUTCOME, "completed", "running", "breached", "running", "running"])  # fmt: skip
    assert found.left_out == 5 and found.completion == fulfilment(DUE, SERVED, OUTCOME).completion
    with pytest.raises(ValueError, match="expected one of completed, running, breached, released .* found gone"):
        fulfilment([36], [5], ["gone"])


@pytest.mark.parametrize(
    ("agreed", "due", "broken", "outcome", "standing"),
    [
        ("2024-07-01", "2029-06-30", None, "kept", "before"),  # the day after the day
        ("2024-06-30", "2029-06-29", None, "kept", "running"),  # on the day
        ("2020-01-01", "2024-07-01", None, "kept", "running"),  # its last day is to come
        ("2020-01-01", "2024-06-30", None, "kept", "completed"),  # its last day is the day
        ("2020-01-01", None, None, "kept", "running"),  # nobody knows until when
        ("2020-01-01", "2025-12-31", "2024-06-30", "breached", "breached"),
        ("2020-01-01", "2025-12-31", "2024-07-01", "breached", "running"),  # broken only later
        ("2018-01-01", "2022-12-31", "2024-07-01", "breached", "completed"),  # broken after it was over, and after the day
        ("2018-01-01", "2022-12-31", "2022-06-01", "breached", "breached"),  # whatever its last day
        ("2020-01-01", "2025-12-31", None, "released", "undated"),  # by consent, on which day nobody knows
        ("2020-01-01", "2022-12-31", "2021-01-01", "released", "undated"),  # and a day written beside it makes it no breach
        ("2020-01-01", "2025-12-31", None, "unknown", "undated"),
        ("2024-07-01", "2029-06-30", None, "released", "before"),
        (None, None, None, "kept", "running"),
    ],
)
def test_how_an_agreement_stands_on_a_day(agreed, due, broken, outcome, standing) -> None:
    day = np.datetime64("2024-06-30", "D")
    days = [np.array([np.datetime64(d or "NaT", "D")]) for d in (agreed, due, broken)]
    found = standing_on(*days, [outcome], day)
    assert found.tolist() == [standing] and standing in STANDINGS
    assert standing_on(*days, [outcome], np.array([day])).tolist() == [standing], "a day of its own for each"


def test_standings_of_numbers_are_those_of_days() -> None:
    found = standing_on([1, 1, 1, 9], [5, 9, 9, 20], [np.nan, 4, np.nan, np.nan], ["kept", "breached", "kept", "kept"], 6)
    assert found.tolist() == ["completed", "breached", "running", "before"]
