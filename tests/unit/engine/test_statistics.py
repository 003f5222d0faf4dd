"""Statistics of rows and of units: what they refuse, what windows of the site change, what a list of pairs gives."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.analysis.access import coverage_by_capacity, coverage_of_pairs
from pipelines.analysis.wisn import Standards, wisn
from pipelines.engine.groups import Groups
from pipelines.engine.statistics import ROW_STATISTICS, UNIT_STATISTICS
from tests.unit.engine.small_build import facilities, regions, small_build, small_site

PLACES = regions(("C1", "county", "P"), ("T1", "township", "C1"), ("T2", "township", "C1"))


def _alone(name: str, rows: pd.DataFrame, seed: int) -> Any:
    """What a statistic finds of one group: the parts that are known, or a list of them where it is a curve."""
    columns = {c: rows[c].to_numpy(dtype=float if pd.api.types.is_numeric_dtype(rows[c]) else object) for c in rows}
    found = {**ROW_STATISTICS, **UNIT_STATISTICS}[name](Groups.alone(columns, seed))
    points = [{part: float(v[i]) for part, v in found.items() if part != "group" and not np.isnan(v[i])} for i in range(len(found["n"]))]
    return points if "group" in found else points[0]


def _work(**columns: Any) -> pd.DataFrame:
    start = {"service_minutes": [97_200.0, 48_600.0], "fte": [1.0, 2.0], "available_hours": 1800.0, "allowance_share": 0.1, "missing_standards": 0.0}
    return pd.DataFrame(start | columns)


def test_a_need_is_refused_where_a_standard_is_missing_and_is_not_made_smaller() -> None:
    assert _alone("wisn_required_staff", _work(), 1)["value"] == pytest.approx(1.5)
    assert "value" not in _alone("wisn_required_staff", _work(missing_standards=[0.0, 1.0]), 1)
    assert "value" not in _alone("wisn_ratio", _work(service_minutes=[np.nan, np.nan]), 1)


def test_a_facility_that_is_half_known_counts_neither_as_need_nor_as_staff() -> None:
    found = _alone("wisn_difference", _work(service_minutes=[97_200.0, np.nan]), 1)
    assert found == {"numerator": 1.0, "denominator": pytest.approx(1.0), "value": pytest.approx(0.0), "n": 1.0}


def test_one_ratio_for_one_of_two_and_fifty_of_a_hundred_and_two_differences() -> None:
    few, many = (_work(service_minutes=[2 * n * 97_200.0, 0.0], fte=[n, 0.0]) for n in (1.0, 50.0))
    assert [_alone("wisn_ratio", rows, 1)["value"] for rows in (few, many)] == [pytest.approx(0.5)] * 2
    assert [_alone("wisn_difference", rows, 1)["value"] for rows in (few, many)] == [pytest.approx(-1), pytest.approx(-50)]


def test_the_sum_of_needs_is_that_of_the_method() -> None:
    standards = Standards(("visit", "care"), (12.0, 80.0), 1800.0, 0.1)
    volume = np.array([[3000.0, 50.0], [1500.0, 20.0]])
    rows = _work(service_minutes=volume @ [12.0, 80.0])
    assert _alone("wisn_required_staff", rows, 1)["value"] == pytest.approx(wisn(volume, [1.0, 2.0], standards, 0.0).required.sum())


def _units(**columns: Any) -> pd.DataFrame:
    start = {"total": [3.0, 2.0, 1.0], "base": [3000.0, 1000.0, 2000.0], "group": ["A", "A", "B"], "ranking": [2.0, 1.0, 3.0]}
    return pd.DataFrame(start | columns)


def test_between_needs_two_groups_and_a_ranking_two_ranks() -> None:
    assert "value" in _alone("theil_t_between", _units(), 1) and "value" in _alone("concentration_index", _units(), 1)
    assert _alone("theil_t_between", _units(group="A"), 1) == {"n": 3.0}
    assert _alone("concentration_index", _units(ranking=5.0), 1) == {"n": 3.0}
    assert _alone("gini", _units(base=[3000.0, np.nan, 0.0]), 1) == {"n": 1.0}


def test_limits_come_with_ten_units_and_are_the_same_for_the_same_seed() -> None:
    many = pd.DataFrame({"total": np.arange(12.0), "base": 1000.0, "group": "A", "ranking": np.nan})
    first, again, other = (_alone("gini", many, seed) for seed in (1, 1, 2))
    assert first == again and first["lower"] < first["value"] < first["upper"] and first["lower"] != other["lower"]
    few = _alone("gini", many.tail(9), 1)
    assert "value" in few and "lower" not in few


def test_a_curve_has_a_point_for_every_hundredth_of_the_people() -> None:
    curve = _alone("lorenz", _units(), 1)
    assert isinstance(curve, list) and [row["at"] for row in curve] == list(range(101))
    assert (curve[0]["value"], curve[50]["value"], curve[100]["value"]) == (0.0, pytest.approx(1 / 3), pytest.approx(1.0))
    assert _alone("lorenz", _units(total=0.0), 1) == [{"n": 3.0}]


@given(st.integers(1, 6), st.integers(1, 4), st.integers(0, 10_000))
@settings(deadline=None, max_examples=60)
def test_pairs_in_a_list_fill_up_as_those_of_a_matrix(villages: int, places: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    minutes = rng.integers(0, 90, (villages, places)).astype(float)
    people, room = rng.integers(0, 900, villages).astype(float), rng.integers(0, 1500, places).astype(float)
    village, facility = np.nonzero(minutes <= 60)
    shuffled = rng.permutation(len(village))
    found = coverage_of_pairs(village[shuffled], facility[shuffled], minutes[village, facility][shuffled], people, room)
    assert found == pytest.approx(coverage_by_capacity(minutes, people, room, 60.0).served)


def test_pairs_must_be_of_one_length_and_known() -> None:
    one = np.array([0])
    with pytest.raises(ValueError, match="expected as many of each"):
        coverage_of_pairs(one, one, np.array([1.0, 2.0]), np.array([1.0]), np.array([1.0]))
    with pytest.raises(ValueError, match="known and 0 or more"):
        coverage_of_pairs(one, one, np.array([1.0]), np.array([1.0]), np.array([np.nan]))


def test_the_windows_are_those_of_the_site() -> None:
    link = {"hospital_code": "H", "link_kind": "alliance", "start_on": "2021-01-01", "hospital_level": "tertiary_a"}
    use = {"request_id": "1", "hospital_code": "H", "facility_code": "A", "consultation_kind": "other", "requested_at": "2022-05-01 08:00", "period": "2022-05"}
    village = {"village_code": "V", "village_name": "某村", "region_code": "T1", "residents": 100.0, "serving_facility_code": "B", "nearest_clinic_minutes": 50.0}
    kinds = [{**row, "facility_type": "township_health_centre"} for row in facilities(A="T1", B="T2")]
    raw = {"region": PLACES, "facility": kinds, "link": [{**link, "facility_code": "A"}], "consultation": [use], "village": [village]}
    marts = ("link_state", "village_reach")
    for norms, short_until, within in (("", "2022-05-31", 0), ("[norms]\nactive_days = [10, 20]\ntravel_minutes = [55]\n", "2022-05-11", 100)):
        build = small_build(small_site(norms), raw, first=date(2022, 1, 1), last=date(2022, 12, 31), only=marts)
        assert build.execute("select to_on::varchar from link_state where active_short = 1").fetchall() == [(short_until,)]
        reach = build.execute("select residents_within from village_reach where travel_limit = 'short' and season_view = 'ordinary'")
        assert reach.fetchall() == [(within,)]
