"""Comparisons: which figures meet, what the change is told in, what is not compared and why; figures worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from statsmodels.stats.proportion import confint_proportions_2indep

from pipelines.core.change_words import METHODS, PLACE_VERDICTS, REASONS, VERDICTS, change_unit, verdict_text, why_not
from pipelines.core.indicator import STATUS_TITLES
from pipelines.engine.change import directions
from pipelines.engine.compare import COMPARED_COLUMNS, compare_over_time
from pipelines.engine.compare_places import (
    PEER_COLUMNS,
    compare_with_class,
    compare_with_parent,
    compare_with_peers,
    compare_with_target,
)
from tests.unit.engine.observed import DENSITY, FEMALE, HEADCOUNT, LEAVER, MEDIAN, PAYMENT, indicator, observations


def only(frame: pd.DataFrame, **where: str) -> pd.Series:
    for column, value in where.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1
    return frame.iloc[0]


def test_a_count_changes_in_per_cent_and_a_share_in_percentage_points() -> None:
    frame = observations(HEADCOUNT, [("t1", "2023", 40, np.nan, "ok"), ("t1", "2024", 44, np.nan, "ok")])
    row = only(compare_over_time(frame, HEADCOUNT, ["same_last_year"], "stock", periods=["2024"]))
    assert (row["change"], row["change_unit"], row["difference"], row["against"]) == (pytest.approx(10.0), "percent", 4, "2023")
    assert (row["verdict"], row["direction"], row["method"]) == ("rose_unjudged", "neither", "none")
    frame = observations(FEMALE, [("t1", "2023", 10, 40, "ok"), ("t1", "2024", 24, 48, "ok")])
    row = only(compare_over_time(frame, FEMALE, ["same_last_year"], "stock", periods=["2024"]))
    assert (row["change"], row["change_unit"]) == (pytest.approx(25.0), "percentage_point") and np.isnan(row["ratio"])
    expected = confint_proportions_2indep(24, 48, 10, 40, method="newcomb", compare="diff")
    assert_allclose([row["change_lower"], row["change_upper"]], 100 * np.array(expected), rtol=1e-9)
    assert (row["verdict"], row["direction"], row["method"], row["dependence"]) == ("rose", "better", "newcombe", "same_people")


def test_a_rate_per_thousand_changes_in_its_own_unit_and_has_a_ratio_beside() -> None:
    frame = observations(DENSITY, [("t1", "2023", 20, 10000, "ok"), ("t1", "2024", 25, 10000, "ok")])
    row = only(compare_over_time(frame, DENSITY, ["same_last_year"], "stock", periods=["2024"]))
    assert (row["change"], row["change_unit"], row["verdict"]) == (pytest.approx(0.5), "own_unit", "within_noise")
    assert row["change_lower"] < 0 < row["change_upper"] and row["method"] == "mover"
    width = 1.959963984540054 * np.sqrt(1 / 25 + 1 / 20)
    assert_allclose([row["ratio"], row["ratio_lower"], row["ratio_upper"]], 1.25 * np.exp([0, -width, width]), rtol=1e-12)


def test_each_period_meets_its_own_and_parts_of_years_the_same_part() -> None:
    rows = [("t1", p, 100.0 + i, np.nan, "ok") for i, p in enumerate(
        ["2023", "2023-06", "2023-07", "2023-12", "2024-06", "2024-07", "2023-01..2023-07", "2024-01..2024-07", "2023-Q2"])]  # fmt: skip
    frame = observations(PAYMENT, rows)
    found = compare_over_time(frame, PAYMENT, ["same_last_year", "previous", "year_to_date", "year_opening"], "flow", periods=["2024-07"])
    assert list(found.columns) == list(COMPARED_COLUMNS)
    assert found["against"].tolist()[:3] == ["2023-07", "2024-06", "2023-01..2023-07"] and found["against"].isna().tolist()[3]
    to_date = only(found, comparison="year_to_date")
    assert to_date["period"] == "2024-01..2024-07" and to_date["value"] == 107 and to_date["against_value"] == 106
    assert only(found, comparison="year_opening")["reason"] == "flow_has_no_opening"
    stock = compare_over_time(observations(HEADCOUNT, rows), HEADCOUNT, ["year_opening", "year_to_date"], "stock", periods=["2024-07"])
    assert only(stock, comparison="year_opening")["against_value"] == 103
    assert only(stock, comparison="year_to_date")["reason"] == "stock_is_not_summed"
    span = compare_over_time(frame, PAYMENT, ["previous"], "flow", periods=["2024-01..2024-07"])
    assert span["reason"].tolist() == ["no_such_period"] and span["change"].isna().all()


@pytest.mark.parametrize("status", [s for s in STATUS_TITLES if s != "ok"])
@pytest.mark.parametrize("side", ["told", "against"])
def test_what_is_not_whole_is_not_compared_and_the_reason_is_said(status: str, side: str) -> None:
    pair = {"told": (status, "ok"), "against": ("ok", status)}[side]
    frame = observations(FEMALE, [("t1", "2024", 24, 48, pair[0]), ("t1", "2023", 10, 40, pair[1])])
    row = only(compare_over_time(frame, FEMALE, ["same_last_year"], "stock", periods=["2024"]))
    assert (row["reason"], row["reason_side"], row["verdict"], row["direction"]) == (status, side, "", "")
    assert row[["difference", "change", "change_lower", "change_upper", "ratio"]].isna().all()
    assert why_not(row["reason"], row["reason_side"]).zh.endswith(REASONS[status].zh)


def test_nothing_held_and_nothing_before_are_told_apart_from_zero() -> None:
    frame = observations(HEADCOUNT, [("t1", "2024", 3, np.nan, "ok"), ("t2", "2023", 0, np.nan, "ok"), ("t2", "2024", 3, np.nan, "ok")])
    found = compare_over_time(frame, HEADCOUNT, ["same_last_year"], "stock", periods=["2024"])
    assert only(found, region_code="t1")["reason"] == "no_observation"
    zero = only(found, region_code="t2")
    assert (zero["reason"], zero["difference"], zero["verdict"], zero["change"], zero["change_unit"]) == ("", 3, "rose_unjudged", 3, "own_unit")


@pytest.mark.parametrize(("unit", "before", "now", "change", "told_in"), [
    ("person", 52, 507, 455, "own_unit"), ("person", 4, 39, 35, "own_unit"), ("person", 20, 60, 200, "percent"), ("person", 20, 61, 41, "own_unit"),
    ("facility", 19, 20, 1, "own_unit"), ("currency", 52, 507, 875, "percent"), ("currency", 0, 507, 507, "own_unit"), ("day", 65, 61, -4, "own_unit"),
])
def test_a_count_of_few_or_of_many_times_as_many_changes_by_so_many_row_by_row(unit, before, now, change, told_in) -> None:
    """Beside a count that changes in per cent: each row has its own unit, limits and table follow it."""
    of = indicator("made_up", unit, "count", "none") if unit != "day" else indicator("made_up", unit, "ratio", "none")
    below = np.nan if unit != "day" else 1
    rows = [("t1", "2023", before, below, "ok"), ("t1", "2024", now, below, "ok"), ("t2", "2023", 400, below, "ok"), ("t2", "2024", 440, below, "ok")]
    found = compare_over_time(observations(of, rows), of, ["same_last_year"], "stock", periods=["2024"])
    row, beside = only(found, region_code="t1"), only(found, region_code="t2")
    assert (row["change"], row["change_unit"]) == (pytest.approx(change), told_in) and row["difference"] == now - before
    assert (beside["change"], beside["change_unit"]) == ((40, "own_unit") if unit == "day" else (pytest.approx(10), "percent"))
    assert row["reason"] == ("from_zero" if unit == "currency" and before == 0 else "")


def test_money_that_was_none_has_a_difference_and_says_why_no_per_cent() -> None:
    of = indicator("made_up", "currency", "count", "none")
    frame = observations(of, [("t1", "2023", 0, np.nan, "ok"), ("t1", "2024", 3, np.nan, "ok")])
    row = only(compare_over_time(frame, of, ["same_last_year"], "stock", periods=["2024"]))
    assert (row["change"], row["change_unit"], row["reason"]) == (3, "own_unit", "from_zero")


PEOPLE = replace(HEADCOUNT, chance="numerator")
# As of two Poisson counts with equal means: by the exact test given their sum (binomial, one half) 0 and 4 have p = 0.125, 0 and 6 p = 0.031,
# 1 and 7 p = 0.070, 1 and 8 p = 0.039; of many the limit is 1.96 times the root of the sum: 89.4 of 2,080, 89.8 of 2,100.
COUNTS = [
    (0, 1, "within_noise"), (1, 3, "within_noise"), (1, 2, "within_noise"), (0, 4, "within_noise"), (0, 6, "rose"), (1, 7, "within_noise"),
    (1, 8, "rose"), (6, 0, "fell"), (12, 15, "within_noise"), (33, 31, "within_noise"), (400, 310, "fell"), (1080, 1000, "within_noise"),
    (1100, 1000, "fell"), (40, 40, "same"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "now", "verdict"), COUNTS)
def test_a_count_of_people_is_judged_by_what_such_counts_vary_by(before: int, now: int, verdict: str) -> None:
    frame = observations(PEOPLE, [("t1", "2023", before, np.nan, "ok"), ("t1", "2024", now, np.nan, "ok")])
    row = only(compare_over_time(frame, PEOPLE, ["same_last_year"], "stock", periods=["2024"]))
    assert (row["verdict"], row["method"], row["dependence"]) == (verdict, "counts", "same_people")
    assert row["direction"] == {"rose": "better", "fell": "worse"}.get(verdict, "neither")
    assert np.isnan(row["change_lower"]), "a full count is judged, and printed without an interval"


@pytest.mark.parametrize(("before", "now", "verdict"), COUNTS)
def test_figures_made_of_the_same_people_are_judged_alike(before: int, now: int, verdict: str) -> None:
    """Headcount, doctors per 1,000 and people per doctor, of the same people: one verdict, the last the other way round."""
    per = replace(indicator("residents_per_doctor", "per_doctor", "ratio", "none", polarity="lower"), chance="denominator")
    told = {}
    for of, rows in ((DENSITY, [(before, 9000), (now, 9000)]), (per, [(9000, before), (9000, now)])):
        frame = observations(of, [("t1", str(2023 + i), top, bottom, "ok") for i, (top, bottom) in enumerate(rows)])
        told[of.name] = only(compare_over_time(frame, of, ["same_last_year"], "stock", periods=["2024"]))
    density, residents = told.values()
    if before and now:
        assert residents["verdict"] == {"rose": "fell", "fell": "rose"}.get(verdict, verdict)
        assert residents["direction"] == density["direction"]
    assert density["verdict"] == verdict


def test_people_for_each_of_other_people_are_judged_by_both() -> None:
    """30 of 40 against 20 of 40 are 3 and 1 for each other: the odds ratio is 3, its limits 1.2 to 7.7; of 6 of 8 against 4 of 8 they hold 1."""
    ratio = replace(indicator("renewal_ratio", "ratio", "ratio", "none"), chance="both")
    found = []
    for top, bottom, then, then_of in ((30, 10, 20, 20), (6, 2, 4, 4)):
        frame = observations(ratio, [("t1", "2023", then, then_of, "ok"), ("t1", "2024", top, bottom, "ok")])
        found.append(only(compare_over_time(frame, ratio, ["same_last_year"], "stock", periods=["2024"]))["verdict"])
    assert found == ["rose", "within_noise"]


def test_a_balance_is_judged_by_nobody_and_a_target_is_a_fixed_number() -> None:
    balance = replace(HEADCOUNT, chance="untold")
    frame = observations(balance, [("t1", "2023", 2, np.nan, "ok"), ("t1", "2024", -3, np.nan, "ok")])
    row = only(compare_over_time(frame, balance, ["same_last_year"], "flow", periods=["2024"]))
    assert (row["verdict"], row["direction"], row["method"], row["reason"]) == ("fell_unjudged", "neither", "none", "")
    row = only(compare_with_target(observations(PEOPLE, [("t1", "2024", 926, np.nan, "ok")]), PEOPLE, 1000))
    assert (row["verdict"], row["method"]) == ("fell_unjudged", "none") and row["change"] == pytest.approx(-7.4)


def test_counts_of_a_rate_are_judged_beside_the_region_above_and_like_places() -> None:
    rate = replace(indicator("residents_per_doctor", "per_doctor", "ratio", "none", polarity="lower"), chance="denominator")
    frame = observations(rate, [("t1", "2024", 9000, 3, "ok"), ("t2", "2024", 9000, 30, "ok"), ("t3", "2024", 9000, 24, "ok")])
    peers = compare_with_peers(frame, frame, rate)
    assert peers["verdict"].tolist() == ["rose", "fell", "within_noise"] and peers["direction"].tolist() == ["worse", "better", "neither"]
    above = compare_with_parent(frame, observations(rate, [("c1", "2024", 27000, 57, "ok")]), rate, dict.fromkeys(("t1", "t2", "t3"), "c1"))
    assert above["verdict"].tolist()[0] == "rose" and above["dependence"].tolist()[0] == "part_of_whole"


@pytest.mark.parametrize(("period", "known_to", "reason"), [
    ("2024", date(2025, 12, 31), ""), ("2024", date(2025, 12, 30), "undecided"), ("2025", date(2025, 12, 31), "undecided"), ("2018", date(2025, 12, 31), ""),
    ("2024-H1", date(2025, 6, 30), ""), ("2024-H2", date(2025, 6, 30), "undecided"), ("2024-02", date(2025, 2, 28), ""), ("2018", None, "undecided"),
])  # fmt: skip
def test_cases_that_may_still_be_open_wait_until_the_data_reach_past_them(period: str, known_to: date | None, reason: str) -> None:
    funnel = replace(FEMALE, name="paid_share", open_as="undecided", open_months=12)
    before = str(int(period[:4]) - 1) + period[4:]
    frame = observations(funnel, [("t1", before, 10, 40, "ok"), ("t1", period, 24, 48, "ok")])
    row = only(compare_over_time(frame, funnel, ["same_last_year"], "flow", periods=[period], known_to=known_to))
    assert (row["reason"], row["verdict"]) == (reason, "" if reason else "rose") and np.isnan(row["change"]) == bool(reason)


def test_a_fall_of_what_should_be_low_is_for_the_better() -> None:
    frame = observations(LEAVER, [("t1", "2023", 60, 200, "ok"), ("t1", "2024", 20, 200, "ok")])
    row = only(compare_over_time(frame, LEAVER, ["same_last_year"], "flow", periods=["2024"]))
    assert (row["verdict"], row["direction"], row["dependence"]) == ("fell", "better", "") and row["change"] == pytest.approx(-20)
    assert directions(np.array(["rose", "within_noise", ""], dtype=object), "neutral").tolist() == ["neither", "neither", ""]


def test_amounts_with_limits_of_their_own_are_compared_by_those() -> None:
    frame = observations(MEDIAN, [("t1", "2023", 1, 1, "ok"), ("t1", "2024", 1, 1, "ok")])
    frame[["value", "lower", "upper"]] = [[50000, 47000, 54000], [60000, 55000, 66000]]
    row = only(compare_over_time(frame, MEDIAN, ["same_last_year"], "flow", periods=["2024"]))
    width = np.hypot(np.log(60000 / 55000), np.log(54000 / 50000))
    assert_allclose([row["change"], row["change_lower"]], [20, 100 * (1.2 * np.exp(-width) - 1)], rtol=1e-9)
    assert (row["method"], row["verdict"]) == ("mover_ratio", "rose")


def test_categories_meet_their_own() -> None:
    frame = pd.concat([
        observations(HEADCOUNT, [("t1", "2023", a, np.nan, "ok"), ("t1", "2024", b, np.nan, "ok")]).assign(breakdown="sex", category=c)
        for c, a, b in (("female", 10, 12), ("male", 40, 20))
    ])  # fmt: skip
    found = compare_over_time(frame, HEADCOUNT, ["same_last_year"], "stock", periods=["2024"])
    assert only(found, category="female")["change"] == 2 and only(found, category="male")["change"] == pytest.approx(-50)


def test_a_target_is_met_by_the_direction_of_good_and_judged_against_chance() -> None:
    rows = [("t1", "2024", 8, 100, "ok"), ("t2", "2024", 12, 100, "ok"), ("t3", "2024", 40, 100, "ok"), ("t4", "2024", 1, 9, "partial")]
    frame = observations(LEAVER, rows)
    found = compare_with_target(frame, LEAVER, 0.10)
    assert found["is_met"].isna().tolist() == [False, False, False, True] and found["is_met"].tolist()[:3] == [True, False, False]
    assert found["verdict"].tolist() == ["within_noise", "within_noise", "rose", ""]
    assert found["direction"].tolist() == ["neither", "neither", "worse", ""] and found["reason"].tolist()[3] == "partial"
    assert_allclose(found["change_lower"][2], 100 * (frame["lower"][2] - 0.10)) and set(found["method"]) <= {*METHODS, ""}
    by_place = compare_with_target(frame, LEAVER, {("t1", "2024"): 0.05})
    assert by_place["reason"].tolist() == ["", "no_target", "no_target", "no_target"] and by_place["is_met"].tolist()[0] is False
    counts = observations(HEADCOUNT, [("t1", "2024", 45, np.nan, "ok")])
    row = only(compare_with_target(counts, HEADCOUNT, 50))
    assert row["change"] == pytest.approx(-10) and row["verdict"] == "fell_unjudged" and not row["is_met"]
    neutral = compare_with_target(observations(PAYMENT, [("t1", "2024", 45, np.nan, "ok")]), PAYMENT, 50)
    assert neutral["is_met"].isna().all()


def test_a_place_is_set_against_the_rest_of_the_region_above() -> None:
    frame = observations(FEMALE, [("t1", "2024", 30, 60, "ok"), ("t2", "2024", 50, 200, "ok"), ("t9", "2024", 5, 9, "ok")])
    above = observations(FEMALE, [("c1", "2024", 50, 200, "ok")])
    found = compare_with_parent(frame, above, FEMALE, {"t1": "c1", "t2": "c1"})
    row = only(found, region_code="t1")
    expected = np.array(confint_proportions_2indep(30, 60, 20, 140, method="newcomb", compare="diff"))
    assert row["change"] == pytest.approx(25) and row["against"] == "c1"
    assert_allclose([row["change_lower"], row["change_upper"]], 70 * expected, rtol=1e-9)
    assert (row["verdict"], row["dependence"]) == ("rose", "")
    assert only(found, region_code="t2")["reason"] == "is_the_whole" and only(found, region_code="t9")["reason"] == "no_observation"
    one, whole = [("t1", "2024", 8.0, 100.0, "ok")], [("c1", "2024", 20.0, 400.0, "ok")]
    rates = compare_with_parent(observations(LEAVER, one), observations(LEAVER, whole), LEAVER, {"t1": "c1"})
    assert rates["dependence"].tolist() == ["part_of_whole"] and rates["method"].tolist() == ["mover"]
    totals = compare_with_parent(observations(HEADCOUNT, one), observations(HEADCOUNT, whole), HEADCOUNT, {"t1": "c1"})
    assert totals["reason"].tolist() == ["depends_on_size"] and totals["change"].isna().all()


def test_like_places_are_summed_without_the_place_itself_and_never_averaged() -> None:
    rows = [
        ("t1", "2024", 10, 2000, "ok"), ("t2", "2024", 30, 30000, "ok"), ("t3", "2024", 2, 500, "small_n"),
        ("t4", "2024", 9, 900, "partial"), ("t5", "2024", 9, 900, "suppressed"),
    ]  # fmt: skip
    frame = observations(DENSITY, rows)
    found = compare_with_peers(frame[frame["region_code"] == "t1"], frame, DENSITY)
    assert list(found.columns) == list(PEER_COLUMNS)
    row = only(found)
    assert row["against_value"] == pytest.approx(1000 * 32 / 30500)  # not the mean of 1.0 and 4.0
    assert (row["peers_used"], row["peers_given"]) == (2, 4)
    assert row["change"] == pytest.approx(5 - 1000 * 32 / 30500) and row["verdict"] == "rose"
    alone = only(compare_with_peers(frame[:1], frame[:1], DENSITY))
    assert (alone["reason"], alone["peers_used"], alone["peers_given"]) == ("no_peers", 0, 0)


def test_like_places_of_several_classes_are_kept_apart() -> None:
    rows = [("t1", "2024", 10, 2000, "ok"), ("t2", "2024", 30, 30000, "ok"), ("t3", "2024", 20, 10000, "ok"), ("t4", "2024", 9, 900, "ok")]
    frame = observations(DENSITY, rows)
    found = compare_with_peers(frame, frame, DENSITY, {"t1": "plain", "t2": "plain", "t3": "hill"}).set_index("region_code")
    assert found["against"].to_dict() == {"t1": "plain", "t2": "plain", "t3": "hill", "t4": ""}
    assert found["against_value"].to_dict() == pytest.approx({"t1": 1.0, "t2": 5.0, "t3": np.nan, "t4": np.nan}, nan_ok=True)
    assert found["reason"].to_dict() == {"t1": "", "t2": "", "t3": "no_peers", "t4": "no_class"}


def test_what_is_no_sum_of_places_needs_the_figure_of_its_class() -> None:
    frame = observations(LEAVER, [("t1", "2024", 8, 100, "ok"), ("t2", "2024", 8, 100, "ok")])
    assert compare_with_peers(frame, frame, LEAVER)["reason"].tolist() == ["rolled_apart"] * 2
    of_class = observations(LEAVER, [("remote", "2024", 90, 300, "ok")])
    found = compare_with_class(frame, of_class, LEAVER)
    assert found["against_value"].tolist() == [0.3, 0.3] and found["direction"].tolist() == ["better"] * 2
    assert found["dependence"].tolist() == ["part_of_whole"] * 2
    with pytest.raises(ValueError, match="one class"):
        compare_with_class(frame, frame, LEAVER)


counts = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 40)), min_size=2, max_size=8)


@settings(deadline=None, max_examples=25)
@given(counts)
def test_peers_and_parent_agree_with_written_out_sums(pairs: list[tuple[int, int]]) -> None:
    rows = [(f"t{i}", "2024", float(min(x, n)), float(n), "ok") for i, (x, n) in enumerate(pairs)]
    frame = observations(FEMALE, rows)
    top, bottom = sum(r[2] for r in rows), sum(r[3] for r in rows)
    peers = compare_with_peers(frame, frame, FEMALE)
    parent = compare_with_parent(frame, observations(FEMALE, [("c", "2024", top, bottom, "ok")]), FEMALE, {r[0]: "c" for r in rows})
    for i, row in enumerate(rows):
        rest = (top - row[2]) / (bottom - row[3])
        assert peers["against_value"][i] == pytest.approx(rest)
        assert parent["change"][i] == pytest.approx(100 * (row[2] / row[3] - top / bottom), abs=1e-9)
        assert parent["change_lower"][i] - 1e-9 <= parent["change"][i] <= parent["change_upper"][i] + 1e-9
        # the place and the rest of its county are the place and its peers: one judgement
        assert parent["verdict"][i] == peers["verdict"][i]
    assert set(peers["verdict"]) <= set(VERDICTS)


def test_the_unit_of_a_change() -> None:
    told = {u: change_unit(u) for u in ("share", "facility", "fte", "currency", "patient", "day", "years", "per_100_py", "ratio", "index")}
    assert told == {
        "share": "percentage_point", "facility": "percent", "fte": "percent", "currency": "percent", "patient": "percent",
        "day": "own_unit", "years": "own_unit", "per_100_py": "own_unit", "ratio": "own_unit", "index": "own_unit",
    }  # fmt: skip


def test_a_figure_rises_over_time_and_a_place_is_higher() -> None:
    assert set(PLACE_VERDICTS) == set(VERDICTS)
    assert verdict_text("rose", "previous").zh.startswith("升高") and verdict_text("rose", "peers").zh.startswith("较高")


def test_what_makes_no_sense_is_refused() -> None:
    frame = observations(LEAVER, [("t1", "2024", 8, 100, "ok")])
    with pytest.raises(ValueError, match="over a period"):
        compare_over_time(frame, LEAVER, ["same_last_year"], "stock")
    with pytest.raises(ValueError, match="not comparisons over time"):
        compare_over_time(frame, LEAVER, ["target"], "flow")
    with pytest.raises(ValueError, match="were expected"):
        compare_over_time(frame, FEMALE, ["previous"], "stock")
    with pytest.raises(ValueError, match="twice"):
        compare_over_time(pd.concat([frame, frame]), LEAVER, ["previous"], "flow")
    assert compare_over_time(frame, LEAVER, [], "flow").empty
