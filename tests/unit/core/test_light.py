"""Lights: the boundary is on the good side, the word is always there, and a poor number has none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.indicator import STATUS_TITLES
from pipelines.core.light import LIGHT_WORDS, NO_LIGHT, NOT_SETTLED, Thresholds, against, is_so_far, judged, light_of
from pipelines.engine.observe import all_indicators


@pytest.mark.parametrize(
    ("value", "higher", "lower"),
    [(0.95, "green", "red"), (0.90, "green", "red"), (0.85, "amber", "red"), (0.80, "amber", "amber"), (0.75, "red", "amber"),
     (0.70, "red", "green"), (0.0, "red", "green")],
)  # fmt: skip
def test_boundaries_belong_to_the_better_side(value: float, higher: str, lower: str) -> None:
    assert light_of(value, "ok", Thresholds(0.90, 0.80), "higher").code == higher
    assert light_of(value, "ok", Thresholds(0.70, 0.80), "lower").code == lower


@pytest.mark.parametrize("status", [s for s in STATUS_TITLES if s != "ok"])
def test_only_a_number_that_is_ok_has_a_light_and_the_reason_is_said(status: str) -> None:
    found = light_of(0.5, status, Thresholds(0.9, 0.8), "higher")  # type: ignore[arg-type]
    assert found.code is None and found.word == NO_LIGHT[status]


def test_no_thresholds_no_direction_no_number() -> None:
    assert light_of(0.5, "ok", None, "higher").reason == "no_thresholds"
    assert light_of(0.5, "ok", Thresholds(0.9, 0.8), "neutral").reason == "no_direction"
    assert light_of(None, "ok", None, "higher").reason == light_of(float("nan"), "ok", None, "higher").reason == "no_value"


def test_thresholds_against_the_direction_of_good_are_refused() -> None:
    with pytest.raises(ValueError, match="green must lie above amber"):
        light_of(0.5, "ok", Thresholds(0.1, 0.2), "higher")
    with pytest.raises(ValueError, match="green must lie below amber"):
        light_of(0.5, "ok", Thresholds(0.2, 0.1), "lower")
    with pytest.raises(ValueError, match="nothing would ever be amber"):
        Thresholds(0.1, 0.1)
    with pytest.raises(ValueError, match="expected two numbers"):
        Thresholds(0.1, float("nan"))


@given(st.floats(-1e6, 1e6), st.floats(-1e3, 1e3), st.floats(0.01, 1e3))
def test_turning_the_scale_turns_nothing(value: float, green: float, step: float) -> None:
    up = light_of(value, "ok", Thresholds(green, green - step), "higher")
    down = light_of(-value, "ok", Thresholds(-green, -green + step), "lower")
    assert up == down and up.code is not None and up.word == LIGHT_WORDS[up.code]
    assert {"green": "绿", "amber": "黄", "red": "红"}[up.code] in up.word.zh


def test_a_light_whose_interval_crosses_a_boundary_is_not_settled_and_says_so() -> None:
    limits = Thresholds(0.90, 0.80)
    for value, ends, code, is_settled in (
        (0.85, (0.79, 0.91), "amber", False), (0.95, (0.70, 0.97), "green", False), (0.85, (0.81, 0.91), "amber", False),
        (0.85, (0.81, 0.89), "amber", True), (0.20, (0.036, 0.624), "red", True),
    ):  # fmt: skip
        found = light_of(value, "ok", limits, "higher", ends)
        assert (found.code, found.is_settled, NOT_SETTLED.zh in found.word.zh, NOT_SETTLED.en in found.word.en) == (
            code, is_settled, not is_settled, not is_settled), ends
    assert light_of(1.0, "ok", limits, "higher", (float("nan"), float("nan"))).reason == "no_interval"
    assert light_of(1.0, "ok", limits, "higher").code == "green", "a full count has no interval"


def test_what_accumulates_over_a_year_is_not_judged_by_a_part_of_it() -> None:
    """The year's own figure is; so is a share of cases among cases of a quarter, and a year in the last month of which the data end."""
    trained, passed = all_indicators()["training_coverage"], all_indicators()["training_pass_rate"]
    parts = ("2025-Q2", "2025-H1", "2025-06", "2025-01..2025-09")
    assert [is_so_far(trained, label) for label in (*parts, "2025")] == [True] * 4 + [False]
    assert not any(is_so_far(passed, label, date(2025, 6, 30)) for label in (*parts, "2025"))
    assert is_so_far(trained, "2025", date(2025, 11, 30)) and not is_so_far(trained, "2025", date(2025, 12, 1))
    assert is_so_far(trained, "2024-25", date(2025, 1, 31), 4) and not is_so_far(trained, "2024-25", date(2025, 3, 2), 4)
    assert [is_so_far(trained, label) for label in ("all", "2024-01..2025-06")] == [True] * 2 and not is_so_far(passed, "all"), "no whole year"
    limits = Thresholds(0.9, 0.75)
    found = judged(trained, limits, 0.30, "ok", (0.28, 0.32), is_part=True)
    assert (found.code, found.word) == (None, NO_LIGHT["so_far"]) and judged(trained, limits, 0.30, "ok", (0.28, 0.32)).code == "red"
    assert judged(trained, None, 0.30, "ok", (0.28, 0.32), is_part=True).reason == "no_thresholds", "nothing is asked of the year either"


@pytest.mark.parametrize("name", ["retirement_exposure", "vacancy_rate"])
def test_limits_of_chance_leave_a_light_in_doubt_as_its_own_limits_do(name: str) -> None:
    share, limits = all_indicators()[name], Thresholds(0.15, 0.20)
    assert judged(share, limits, 0.127, "ok", (0.095, 0.166)).word.en.endswith(NOT_SETTLED.en)
    assert judged(share, limits, 0.127, "ok", (0.101, 0.149)).is_settled and judged(share, limits, 0.127, "ok", (None, None)).reason == "no_interval"


def test_a_figure_is_set_against_a_norm_by_its_limits_and_only_where_it_is_ok() -> None:
    met = {(1.1, 1.6): ("meets", "misses"), (0.9, 1.6): ("untold", "untold"), (0.5, 0.9): ("misses", "meets"), (None, None): ("untold", "untold")}
    for ends, (high, low) in met.items():
        assert (against(1.0, 0.9, "ok", "higher", ends), against(1.0, 0.9, "ok", "lower", ends)) == (high, low)
    assert (against(1.0, 0.9, "ok", "higher"), against(1.0, 1.0, "ok", "higher"), against(1.0, 2.0, "ok", "neutral")) == ("misses", "meets", "")
    assert {against(1.0, 0.5, status, "higher") for status in STATUS_TITLES if status != "ok"} == {""}  # type: ignore[arg-type]
