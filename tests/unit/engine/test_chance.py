"""A rate made of a count of people has that count's limits wherever it is shown; recomputed from chi-squared quantiles, not by the engine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from pipelines.engine.chance import chance_limits, with_chance
from pipelines.engine.compare import compare_over_time
from pipelines.engine.compare_places import compare_with_target
from pipelines.engine.ranking import rank_places
from tests.unit.engine.observed import DENSITY, HEADCOUNT, PAYMENT, indicator, observations

PER_DOCTOR = replace(indicator("residents_per_doctor", "per_doctor", "ratio", "none", polarity="lower"), chance="denominator")
OLD_BY_YOUNG = replace(indicator("renewal_ratio", "ratio", "ratio", "none"), chance="both")
VACANT = replace(indicator("vacancy_rate", "share", "ratio", "none", polarity="lower"), chance="numerator")
DOCTORS = {"t1": 40.0, "t2": 36.0, "t3": 6.0, "t4": 90.0}


def per_doctor():
    return observations(PER_DOCTOR, [(code, "2025", 36000.0, count, "ok") for code, count in DOCTORS.items()])


def exact(count):
    return chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2


def test_people_for_each_doctor_have_the_limits_of_the_doctors_turned_round():
    told = with_chance(per_doctor(), PER_DOCTOR)
    for row in told.itertuples():
        low, high = exact(row.denominator)  # Byar's limits lie within a hundredth or so of the exact ones
        assert (row.lower, row.upper) == pytest.approx((36000 / high, 36000 / low), rel=0.02)
        assert row.lower < row.value < row.upper


def test_they_are_ranked_as_doctors_per_people_are_the_other_way_round():
    turned = observations(DENSITY, [(code, "2025", count, 36000.0, "ok") for code, count in DOCTORS.items()])
    per, density = rank_places(with_chance(per_doctor(), PER_DOCTOR), PER_DOCTOR).ranked, rank_places(turned, DENSITY).ranked
    for column in ("region_code", "rank", "rank_lower", "rank_upper"):
        assert per[column].tolist() == density[column].tolist(), column
    assert per["lower"].notna().all() and per.loc[per["region_code"] == "t1", "rank_upper"].item() == 3, "40 and 36 are not told apart"


def test_shares_stay_below_one_and_odds_are_those_of_the_share():
    vacant = with_chance(observations(VACANT, [("t1", "2025", 4.0, 4.0, "ok"), ("t2", "2025", 10.0, 46.0, "ok")]), VACANT)
    assert vacant["upper"].tolist()[0] == 1.0 and vacant["lower"].tolist()[1] == pytest.approx(exact(10)[0] / 46, rel=0.03)
    low, high = chance_limits(observations(OLD_BY_YOUNG, [("t1", "2025", 10.0, 20.0, "ok")]), OLD_BY_YOUNG)
    centre, half = (1 / 3 + 1.96**2 / 60) / (1 + 1.96**2 / 30), 1.96 / (1 + 1.96**2 / 30) * np.sqrt(2 / 9 / 30 + 1.96**2 / 3600)
    assert (low[0], high[0]) == pytest.approx(((centre - half) / (1 - centre + half), (centre + half) / (1 - centre - half)), rel=1e-3)


def test_a_bare_count_money_and_what_has_limits_of_its_own_stay_as_they_are():
    counted = replace(HEADCOUNT, chance="numerator")
    assert not any(one.has_chance for one in (counted, PAYMENT, DENSITY))
    frame = observations(counted, [("t1", "2025", 12.0, np.nan, "ok")])
    assert with_chance(frame, counted)["lower"].isna().all()


@pytest.mark.parametrize("of", [PER_DOCTOR, OLD_BY_YOUNG, VACANT], ids=lambda one: one.chance)
def test_a_figure_shown_with_limits_is_judged_as_one_without(of):
    """Over the years by its counts; against a target, which is no count, not at all."""
    rng = np.random.default_rng(5)
    rows = [(f"t{i:02d}", year, float(a), float(b), "ok") for i in range(60) for year in ("2024", "2025") for a, b in [rng.integers(1, 60, 2)]]
    bare = observations(of, rows)
    shown = with_chance(bare, of)
    assert shown["lower"].notna().all() and bare["lower"].isna().all()
    for compared in (lambda f: compare_over_time(f, of, ("same_last_year",), "stock"), lambda f: compare_with_target(f, of, 0.5)):
        pd.testing.assert_frame_equal(compared(shown), compared(bare))
    assert {"rose", "fell", "within_noise"} <= set(compare_over_time(shown, of, ("same_last_year",), "stock")["verdict"])
    assert set(compare_with_target(shown, of, 0.5)["verdict"]) <= {"rose_unjudged", "fell_unjudged", "same"}
