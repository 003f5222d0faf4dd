"""Signals: one period is a question, two in a row are an answer; what is missing is no zero; lights with their words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from pipelines.core.light import Thresholds
from pipelines.engine.ranking import funnel_places, rank_places
from pipelines.engine.signals import CHARTS, RULES, SIGNAL_COLUMNS, STATES, add_lights, control_signals, funnel_signals
from tests.unit.engine.observed import DENSITY, FEMALE, HEADCOUNT, LEAVER, PAYMENT, indicator, observations


def leavers(counts: list[float], code: str = "t1", status: str = "ok") -> pd.DataFrame:
    return observations(LEAVER, [(code, str(2010 + i), x, 100.0, status) for i, x in enumerate(counts)])


def last(frame: pd.DataFrame) -> pd.Series:
    return frame.iloc[-1]


def test_one_period_beyond_is_watched_and_the_second_is_a_signal() -> None:
    quiet = [10.0, 11, 9, 10, 12, 8, 10, 11, 9, 10]
    one = control_signals(leavers([*quiet, 30]), LEAVER, baseline=10)
    two = control_signals(leavers([*quiet, 30, 31]), LEAVER, baseline=10)
    assert list(one.columns) == list(SIGNAL_COLUMNS) and one["chart"].unique().tolist() == ["u"]
    assert (last(one)["state"], last(one)["rule"], last(one)["direction"]) == ("watch", "one_period", "worse")
    assert (last(two)["state"], last(two)["rule"], last(two)["side"]) == ("signal", "two_periods", 1)
    assert two["state"].tolist()[:10] == ["none"] * 10 and two["direction"].tolist()[:10] == [""] * 10
    assert last(two)["limit_upper"] == pytest.approx(0.1 + 3 * np.sqrt(161 / 1200 * (1 / 100 + 1 / 1000)))


def test_a_lasting_shift_is_a_signal_for_the_better() -> None:
    found = control_signals(leavers([20.0, 22, 18, 21, 19, 20, 22, 18, *[14.0, 15, 13, 14, 15, 13, 14, 15]]), LEAVER, baseline=8)
    assert (last(found)["state"], last(found)["rule"], last(found)["direction"]) == ("signal", "shift", "better")


def test_the_chart_fits_the_figure() -> None:
    years = [str(2010 + i) for i in range(9)]
    shares = observations(FEMALE, [("t1", y, 20.0 + i % 2, 50.0, "ok") for i, y in enumerate(years)])
    assert control_signals(shares, FEMALE)["chart"].unique().tolist() == ["p"]
    counts = observations(HEADCOUNT, [("t1", y, 20.0 + i % 2, np.nan, "ok") for i, y in enumerate(years)])
    found = control_signals(counts, HEADCOUNT)
    assert found["chart"].unique().tolist() == ["xmr"]
    assert found["limit_upper"][0] == pytest.approx(np.mean([20, 21] * 4 + [20]) + 3 / 1.128), "a bare count that declares no chance"
    people = control_signals(counts, replace(HEADCOUNT, chance="numerator"))
    assert people["chart"].unique().tolist() == ["u"]
    assert people["limit_upper"][0] == pytest.approx(np.mean([20, 21] * 4 + [20]) + 3 * np.sqrt(np.mean([20, 21] * 4 + [20])))
    per = replace(indicator("residents_per_doctor", "per_doctor", "ratio", "none", polarity="lower"), chance="denominator")
    turned = control_signals(observations(per, [("t1", y, 30000.0, 20.0 if i < 7 else 3.0, "ok") for i, y in enumerate(years)]), per, baseline=7)
    assert turned["state"].tolist()[-2:] == ["watch", "signal"] and last(turned)["direction"] == "worse" and last(turned)["side"] == 1
    assert last(turned)["centre"] == pytest.approx(1500) and last(turned)["limit_lower"] < 1500 < last(turned)["limit_upper"]
    rates = observations(DENSITY, [("t1", y, 20.0, 10000.0 + i, "ok") for i, y in enumerate(years)])
    assert control_signals(rates, DENSITY)["centre"][0] == pytest.approx(1000 * 180 / 90036)


def test_what_is_not_whole_is_no_point_and_breaks_the_row() -> None:
    quiet = [10.0, 11, 9, 10, 12, 8, 10, 11, 9, 10]
    frame = leavers([*quiet, 30, 31, 30])
    frame.loc[11, "status"] = "partial"
    found = control_signals(frame, LEAVER, baseline=10)
    assert found["state"].tolist()[10:] == ["watch", "no_number", "watch"] and found["centre"][0] == pytest.approx(0.1)
    gap = control_signals(frame.drop(index=11), LEAVER, baseline=10)
    assert gap["period"].tolist() == [str(2010 + i) for i in range(13)] and gap["status"][11] == "not_collected"
    assert gap["state"].tolist()[10:] == ["watch", "no_number", "watch"] and gap["region_name"][11] == "t1地"


def test_a_short_series_is_not_judged_and_places_are_judged_apart() -> None:
    frame = pd.concat([leavers([10.0] * 9 + [40, 40]), leavers([10.0, 60, 60], "t2")], ignore_index=True)
    found = control_signals(frame, LEAVER, baseline=9)
    short = found[found["region_code"] == "t2"]
    assert set(short["state"]) == {"too_short", "no_number"} and short["limit_upper"].isna().all()
    assert last(found[found["region_code"] == "t1"])["state"] == "signal"
    assert set(found["state"]) <= set(STATES) and set(found["rule"]) <= set(RULES) and set(found["chart"]) <= set(CHARTS)


def test_periods_of_several_kinds_make_no_series() -> None:
    mixed = observations(HEADCOUNT, [("t1", "2023", 1.0, np.nan, "ok"), ("t1", "2024-01", 1.0, np.nan, "ok")])
    with pytest.raises(ValueError, match="several kinds"):
        control_signals(mixed, HEADCOUNT)
    months = observations(HEADCOUNT, [("t1", p, 1.0, np.nan, "ok") for p in ("2023-11", "2024-02")])
    assert control_signals(months, HEADCOUNT)["period"].tolist() == ["2023-11", "2023-12", "2024-01", "2024-02"]


def test_the_funnel_raises_a_signal_only_for_two_periods_on_one_side() -> None:
    def year(label: str, counts: dict[str, float]) -> pd.DataFrame:
        others = {f"o{i}": 10.0 + i % 3 for i in range(40)}
        return observations(LEAVER, [(code, label, x, 100.0, "ok") for code, x in {**counts, **others}.items()])

    before = funnel_places(year("2023", {"t1": 40, "t2": 11, "t3": 40}), LEAVER)
    now = funnel_places(year("2024", {"t1": 40, "t2": 40, "t3": 0.0}), LEAVER)
    ranked = rank_places(year("2024", {"t1": 40, "t2": 40, "t3": 0.0}), LEAVER).ranked
    assert dict(zip(now["region_code"], now["funnel_position"], strict=True)) == dict(
        zip(ranked["region_code"], ranked["funnel_position"], strict=True)
    )
    found = funnel_signals(now, before, LEAVER).set_index("region_code")
    assert found.loc[["t1", "t2", "t3"], "state"].tolist() == ["signal", "watch", "watch"]
    assert found.loc[["t1", "t2", "t3"], "direction"].tolist() == ["worse", "worse", "better"]
    assert found.loc["o0", "state"] == "none" and found.loc["o0", "direction"] == ""


def test_a_light_has_its_word_and_a_poor_number_has_none() -> None:
    frame = observations(LEAVER, [
        ("t1", "2024", 50.0, 1000.0, "ok"), ("t2", "2024", 125.0, 1000.0, "ok"), ("t3", "2024", 300.0, 1000.0, "ok"),
        ("t4", "2024", 1.0, 3.0, "small_n"), ("t5", "2024", 1.0, 30.0, "partial"), ("t6", "2024", 1.0, 3.0, "not_collected"),
        ("t7", "2024", 12.0, 100.0, "ok"),
    ])  # fmt: skip
    found = add_lights(frame, LEAVER, Thresholds(0.10, 0.15))
    assert found["light"].tolist() == ["green", "amber", "red", None, None, None, "amber"]
    assert [word[0] for word in found["light_zh"]] == ["绿", "黄", "红", "人", "部", "未", "黄"]
    assert found["light_reason"].tolist()[3:] == ["small_n", "partial", "not_collected", "not_settled"], "12 of 100: from 6 to 21 %"
    assert found["light_en"][6] == "amber (watch), interval crosses the line, not settled"
    own = add_lights(frame, LEAVER, {"t1": Thresholds(0.01, 0.02)})
    assert own["light"].tolist()[:2] == ["red", None] and own["light_reason"][1] == "no_thresholds"
    money = observations(PAYMENT, [("t1", "2024", 5.0, np.nan, "ok")])
    assert add_lights(money, PAYMENT, Thresholds(2, 1))["light_reason"].tolist() == ["no_direction"]
    with pytest.raises(ValueError, match="green must lie below"):
        add_lights(frame, LEAVER, Thresholds(0.15, 0.10))


def test_a_part_of_a_year_of_what_accumulates_has_no_light() -> None:
    counted = replace(LEAVER, accumulates=True)
    frame = observations(counted, [("t1", label, 30.0, 100.0, "ok") for label in ("2023", "2024-Q2", "2024")])
    found = add_lights(frame, counted, Thresholds(0.10, 0.15), date(2024, 7, 31))
    assert found["light"].tolist() == ["red", None, None] and found["light_reason"].tolist() == ["", "so_far", "so_far"], "2024 is not over"
    assert set(found["light_en"][1:]) == {"not one whole year: judged by the year"}
    assert add_lights(frame, LEAVER, Thresholds(0.10, 0.15), date(2024, 7, 31))["light"].tolist() == ["red"] * 3
