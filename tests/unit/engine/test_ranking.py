"""Rankings: who is first, how sure that is, who is not ranked and why, and what stands beside the bare figure."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, rankdata, studentized_range

from pipelines.analysis.interval import wilson
from pipelines.core.indicator import STATUS_TITLES
from pipelines.engine.ranking import GROUPS, MOST_PAIRED, MOVEMENTS, RANKED_COLUMNS, rank_places
from tests.unit.engine.observed import DENSITY, FEMALE, HEADCOUNT, LEAVER, MEDIAN, observations

PLACES = [("t1", 90, 100), ("t2", 60, 100), ("t3", 60, 100), ("t4", 1, 2), ("t5", 10, 100)]


def shares(rows: list[tuple[str, int, int]], period: str = "2024") -> pd.DataFrame:
    return observations(FEMALE, [(code, period, float(x), float(n), "ok") for code, x, n in rows])


def test_a_ranking_of_shares() -> None:
    found = rank_places(shares(PLACES), FEMALE)
    ranked = found.ranked.set_index("region_code")
    assert list(found.ranked.columns) == list(RANKED_COLUMNS) and found.ranked["region_code"].tolist() == ["t1", "t2", "t3", "t4", "t5"]
    assert ranked["rank"].tolist() == [1, 2, 2, 4, 5] and ranked["is_tied"].tolist() == [False, True, True, False, False]
    value, critical = np.array([0.9, 0.6, 0.6, 0.5, 0.1]), studentized_range.ppf(0.95, 5, np.inf) / np.sqrt(2)
    lower, upper = wilson([90, 60, 60, 1, 10], [100, 100, 100, 2, 100], 2 * norm.cdf(critical) - 1)
    for k in range(5):
        surely_before = [value[j] - value[k] > np.hypot(value[j] - lower[j], upper[k] - value[k]) for j in range(5)]
        surely_behind = [value[k] - value[j] > np.hypot(value[k] - lower[k], upper[j] - value[j]) for j in range(5)]
        assert ranked["rank_lower"].iloc[k] == 1 + sum(surely_before) and ranked["rank_upper"].iloc[k] == 5 - sum(surely_behind)
    assert ranked["group"].tolist() == ["front", "middle", "middle", "open", "back"]
    assert ranked.loc["t4", "alike"] == 4, "one of two people says nothing of its rank"
    assert found.overall == pytest.approx(221 / 402) and found.has_direction
    assert found.last(1)["region_code"].tolist() == ["t4", "t5"]


def test_where_less_is_better_the_least_is_first() -> None:
    frame = observations(LEAVER, [("t1", "2024", 30.0, 100.0, "ok"), ("t2", "2024", 6.0, 100.0, "ok"), ("t3", "2024", 12.0, 100.0, "ok")])
    found = rank_places(frame, LEAVER).ranked
    assert found["region_code"].tolist() == ["t2", "t3", "t1"] and found["rank"].tolist() == [1, 2, 3]
    assert found["rank_lower"].tolist() == [1, 1, 3] and found["shrunken_rank"].tolist() == [1, 2, 3]


@pytest.mark.parametrize("status", [s for s in STATUS_TITLES if s not in ("ok", "small_n")])
def test_places_that_are_not_ranked_stand_apart_with_the_reason(status: str) -> None:
    frame = observations(FEMALE, [("t1", "2024", 5.0, 9.0, "ok"), ("t2", "2024", 1.0, 2.0, "small_n"), ("t3", "2024", 9.0, 9.0, status)])
    found = rank_places(frame, FEMALE)
    assert found.ranked["region_code"].tolist() == ["t1", "t2"] and found.ranked["status"].tolist() == ["ok", "small_n"]
    assert found.unranked[["region_code", "status"]].to_numpy().tolist() == [["t3", status]]
    assert STATUS_TITLES[status].zh in found.unranked["reason_zh"][0] and STATUS_TITLES[status].en in found.unranked["reason_en"][0]
    assert found.overall == pytest.approx(6 / 11), "what is not ranked is not in the middle of the funnel either"
    tidy = found.tidy()
    assert tidy["region_code"].tolist() == ["t1", "t2", "t3"] and tidy["rank"].isna().tolist() == [False, False, True]


def test_the_rank_of_the_period_before_and_whether_the_move_is_noise() -> None:
    before = shares([("t1", 5, 100), ("t2", 50, 100), ("t3", 52, 100), ("t6", 90, 100)], "2023")
    now = shares([("t1", 95, 100), ("t2", 52, 100), ("t3", 50, 100), ("t7", 10, 100)])
    ranked = rank_places(now, FEMALE, before).ranked.set_index("region_code")
    assert ranked["previous_rank"].dropna().to_dict() == {"t1": 4, "t2": 3, "t3": 2}
    assert ranked["movement"].to_dict() == {"t1": "up", "t2": "within_noise", "t3": "within_noise", "t7": ""}
    assert ranked["rank_change"].dropna().to_dict() == {"t1": 3, "t2": 1, "t3": -1}
    assert set(ranked["movement"]) <= set(MOVEMENTS) and set(ranked["group"]) <= set(GROUPS)


def test_a_figure_without_an_interval_pretends_no_certainty() -> None:
    frame = observations(HEADCOUNT, [("t1", "2024", 30.0, np.nan, "ok"), ("t2", "2024", 20.0, np.nan, "ok")])
    before = observations(HEADCOUNT, [("t1", "2023", 10.0, np.nan, "ok"), ("t2", "2023", 20.0, np.nan, "ok")])
    found = rank_places(frame, HEADCOUNT, before)
    assert found.ranked["rank"].tolist() == [1, 2] and found.ranked[["rank_lower", "rank_upper", "alike", "tier"]].isna().all(axis=None)
    assert found.ranked["movement"].tolist() == ["unjudged", "unjudged"] and found.ranked["shrunken"].isna().all()
    assert np.isnan(found.overall) and "无区间" in found.notes[0].zh and len(found.last(1)) == 1


def test_shrunken_rates_and_funnel_stand_beside_the_raw_ones_in_the_unit_of_the_value() -> None:
    rng = np.random.default_rng(3)
    size = rng.integers(1000, 40000, 30).astype(float)
    count = rng.poisson(rng.gamma(6, 0.0004, 30) * size).astype(float)
    frame = observations(DENSITY, [(f"t{i:02d}", "2024", count[i], size[i], "ok") for i in range(30)])
    found = rank_places(frame, DENSITY)
    overall = 1000 * frame["numerator"].sum() / frame["denominator"].sum()
    assert found.overall == pytest.approx(overall)
    low, high = np.minimum(found.ranked["value"], overall), np.maximum(found.ranked["value"], overall)
    assert found.ranked["shrunken"].between(low - 1e-9, high + 1e-9).all()
    assert (found.ranked["funnel_lower_998"] <= found.ranked["funnel_lower_95"]).all() and (found.ranked["funnel_upper_95"] > overall).all()
    assert found.is_widened and found.dispersion > 1 and "放宽" in found.notes[2].zh
    assert "1.5" in found.notes[3].en, "of thirty like places one or two lie beyond by chance"


def test_a_place_whose_interval_is_unknown_may_stand_anywhere() -> None:
    frame = observations(MEDIAN, [(f"t{i}", "2024", 1.0, 1.0, "ok") for i in range(3)])
    frame[["value", "lower", "upper"]] = [[9e4, 8.9e4, 9.1e4], [5e4, 4.9e4, 5.1e4], [1e4, np.nan, np.nan]]
    found = rank_places(frame, MEDIAN).ranked
    assert found["rank_lower"].tolist() == [1, 2, 1] and found["rank_upper"].tolist() == [2, 3, 3]


def test_too_many_places_for_pairs_are_ranked_by_intervals_that_do_not_overlap() -> None:
    rng = np.random.default_rng(4)
    frame = shares([(f"t{i:05d}", int(x), 300) for i, x in enumerate(rng.binomial(300, rng.beta(4, 4, MOST_PAIRED + 1)))])
    found = rank_places(frame, FEMALE)
    assert "Klein" in found.notes[0].en and "Tukey" in rank_places(frame[:50], FEMALE).notes[0].en
    lower, upper = wilson(frame["numerator"], frame["denominator"], 0.95 ** (1 / len(frame)))
    place = frame.index[frame["region_code"] == found.ranked["region_code"][2000]][0]
    assert found.ranked["rank_lower"][2000] == 1 + np.sum(lower > upper[place])


def test_nobody_to_rank_is_an_empty_ranking() -> None:
    frame = observations(FEMALE, [("t1", "2024", 5.0, 9.0, "partial")])
    found = rank_places(frame, FEMALE)
    assert found.ranked.empty and found.unranked["region_code"].tolist() == ["t1"] and found.last().empty
    single = rank_places(shares([("t1", 5, 9)]), FEMALE).ranked
    assert single[["rank", "rank_lower", "rank_upper"]].to_numpy().tolist() == [[1, 1, 1]] and single["group"].tolist() == ["open"]


def test_a_place_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        rank_places(shares([("t1", 1, 2), ("t1", 1, 3)]), FEMALE)
    with pytest.raises(ValueError, match="of one period"):
        rank_places(pd.concat([shares([("t1", 1, 2)]), shares([("t2", 1, 2)], "2023")]), FEMALE)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), min_size=1, max_size=12))
def test_every_ranking_holds_its_own_ranks_and_leaves_nobody_out(pairs: list[tuple[int, int]]) -> None:
    rows = [(f"t{i:02d}", min(x, n), n) for i, (x, n) in enumerate(pairs)]
    found = rank_places(shares(rows), FEMALE)
    ranked = found.ranked.sort_values("region_code")
    assert ranked["region_code"].tolist() == [r[0] for r in rows]
    assert ranked["rank"].tolist() == rankdata([-round(x / n, 9) for _, x, n in rows], method="min").tolist()
    assert (ranked["rank_lower"] <= ranked["rank"]).all() and (ranked["rank"] <= ranked["rank_upper"]).all()
    assert found.ranked["rank"].is_monotonic_increasing
