"""A rate made of a count of people has that count's limits where places are ranked; recomputed from chi-squared quantiles, not by the engine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chi2

from pipelines.engine.chance import chance_limits, has_chance, with_chance
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
    per, density = rank_places(per_doctor(), PER_DOCTOR).ranked, rank_places(turned, DENSITY).ranked
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
    assert not any(has_chance(one) for one in (counted, PAYMENT, DENSITY))
    frame = observations(counted, [("t1", "2025", 12.0, np.nan, "ok")])
    assert with_chance(frame, counted)["lower"].isna().all()
