"""A statistic of many groups at once gives each what it is given alone, whatever is missing and whoever is beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipelines.engine.groups import Groups, answer_of, grouped, places, seed_of
from pipelines.engine.pay_growth import GROWTH
from pipelines.engine.statistics import ROW_STATISTICS, UNIT_STATISTICS

FIRST = {"median_age": "birth_year", "needs_effect": "paid_yuan"} | dict.fromkeys(("median_wait", "p90_wait"), "days")
PAID = ("p90_p10", "highest_lowest", "pay_gap")


def _maybe(rng: np.random.Generator, values: NDArray[Any], missing: Any) -> NDArray[Any]:
    return np.where(rng.random(len(values)) < 0.15, missing, values)


def _days(rng: np.random.Generator, size: int, since: str, span: int) -> NDArray[Any]:
    return np.datetime64(since, "us") + rng.integers(0, span, size).astype("timedelta64[D]")


def _text(rng: np.random.Generator, size: int, *codes: str) -> NDArray[Any]:
    return _maybe(rng, rng.choice(np.array(codes, dtype=object), size), None)


def _rows(rng: np.random.Generator, size: int, name: str) -> dict[str, NDArray[Any]]:
    """Columns that any statistic could ask for, the first as the statistic wants it."""
    amount = rng.integers(1, 9, size) * 1000.0
    nat = np.datetime64("NaT", "us")
    begun = _days(rng, size, "2020-06-01", 500)
    columns = {
        "annual_yuan": _maybe(rng, amount, np.nan), "paid_yuan": amount, "days": _maybe(rng, rng.integers(0, 9, size), np.nan),
        "hours_waited": _maybe(rng, rng.integers(0, 50, size), np.nan), "event": rng.integers(0, 2, size),
        "birth_year": _maybe(rng, rng.integers(1950, 1999, size), np.nan), "change": _maybe(rng, rng.normal(size=size), np.nan),
        "opened_on": begun, "from_on": begun, "filled_on": _maybe(rng, begun + np.timedelta64(40, "D"), nat),
        "to_on": _maybe(rng, begun + np.timedelta64(90, "D"), nat), "closed_on": _maybe(rng, begun + np.timedelta64(200, "D"), nat),
        "agreed_from": begun, "due_on": _maybe(rng, begun + np.timedelta64(300, "D"), nat), "breach_on": begun + np.timedelta64(50, "D"),
        "outcome": _text(rng, size, "kept", "breached", "consent"), "start_on": np.full(size, np.datetime64("2021-01-01", "us")),
        "end_on": np.full(size, np.datetime64("2021-12-31", "us")), "residents": np.full(size, 700.0), "village_code": _text(rng, size, "v", "w", "x"),
        "facility_code": _text(rng, size, "f", "g"), "minutes": _maybe(rng, rng.integers(1, 60, size), np.nan), "capacity": np.full(size, 900.0),
        "travel_limit": np.full(size, 45), "service_minutes": _maybe(rng, amount, np.nan), "fte": _maybe(rng, rng.random(size), np.nan),
        "available_hours": np.full(size, 1800.0), "allowance_share": np.full(size, 0.1), "missing_standards": (rng.random(size) < 0.02) * 1.0,
        "sex": _text(rng, size, "male", "female"), "contract": _text(rng, size, "established", "contract"),
        "licence": _text(rng, size, "physician", "none"), **{c: _text(rng, size, "a", "b") for c in ("staff_group", "age_band", "education")},
        "title": _text(rng, size, "c"), "remoteness_class": _text(rng, size, "d", "e"),
        "total": _maybe(rng, rng.integers(0, 9, size), np.nan), "base": _maybe(rng, rng.integers(0, 4, size) * 100.0, np.nan),
        "group": _text(rng, size, "A", "B"), "ranking": _maybe(rng, rng.integers(0, 4, size), np.nan),
    }  # fmt: skip
    columns["village_code"] = np.where(columns["village_code"] == None, "u", columns["village_code"])  # noqa: E711
    columns["minutes"] = np.where([f is None for f in columns["facility_code"]], np.nan, columns["minutes"])
    first = FIRST.get(name, "annual_yuan" if name.startswith(PAID) else "hours_waited")
    return {first: columns[first], **columns}


@pytest.mark.parametrize("name", [*ROW_STATISTICS, *UNIT_STATISTICS])
@given(st.lists(st.integers(0, 60), min_size=1, max_size=4), st.integers(0, 100_000))
@settings(deadline=None, max_examples=12)
def test_each_group_gets_what_it_is_given_alone(name: str, sizes: list[int], seed: int) -> None:
    rng, group = np.random.default_rng(seed), np.repeat(np.arange(len(sizes)), sizes)
    rows, statistic = _rows(rng, len(group), name), {**ROW_STATISTICS, **UNIT_STATISTICS}[name]
    found = statistic(Groups(rows, group, len(sizes), lambda g: 7 + g))
    of = found.get("group", np.arange(len(sizes)))
    assert set(of) == set(range(len(sizes)))
    for g in range(len(sizes)):
        alone = statistic(Groups.alone({column: values[group == g] for column, values in rows.items()}, 7 + g))
        for part, values in found.items():
            if part != "group":
                assert values[of == g] == pytest.approx(alone[part], rel=1e-9, abs=1e-12, nan_ok=True), part


def test_rows_are_grouped_by_their_keys_and_seeds_are_those_of_the_question() -> None:
    told = [("R1", "2020", None, 1.0), ("R1", "2020", None, 2.0), ("R1", "2021", None, 3.0), ("R2", "2021", "a", 4.0), ("R2", "2021", "b", 5.0)]
    columns = dict(zip(("region_code", "period", "category", "x"), (np.array(c, dtype=object) for c in zip(*told, strict=True)), strict=True))
    keys, groups = grouped(columns, "headcount")
    assert list(zip(keys["region_code"], keys["category"], strict=True)) == [("R1", None), ("R1", None), ("R2", "a"), ("R2", "b")]
    assert groups.sums(groups.first).tolist() == [3, 3, 4, 5] and groups.counts.tolist() == [2, 1, 1, 1]
    assert groups.seed(2) == seed_of("headcount", "R2", "2021", "a") != groups.seed(3)
    assert np.isnan(answer_of(keys, {"n": groups.counts})["value"]).all()
    assert places({"k": np.array(["b", None, "z"])}, {"k": np.array(["a", "b", None])}, ("k",)).tolist() == [1, 2, -1]
    empty, none = grouped({name: column[:0] for name, column in columns.items()}, "headcount")
    assert none.size == 0 and len(empty["period"]) == 0


def test_the_same_persons_alone_move_no_mean_not_even_in_the_last_digit() -> None:
    rng = np.random.default_rng(3)
    n, now, before = (rng.integers(2, 900, 200).astype(float), *(rng.random(200) * 1e7 for _ in range(2)))
    sums = {"n_now": n, "n_before": n, "n_same": n, "yuan_now": now, "yuan_before": before, "now_yuan": now, "before_yuan": before}
    found = GROWTH["pay_growth_composition"](sums | dict.fromkeys(("emergency_now", "emergency_before"), np.zeros(200)))
    assert (found["value"] == 0).all() and (found["denominator"] == before / n).all()
