"""What is computed for many groups at once is what the method gives of each alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipelines.analysis.curves import curves_of_counts, curves_of_spells, running
from pipelines.analysis.duration import earliest_reached
from pipelines.analysis.likeforlike import adjusted_gaps
from pipelines.analysis.obligation import completions, fulfilment
from pipelines.analysis.paygap import pay_gap
from pipelines.analysis.survival import KaplanMeier, kaplan_meier

WHENS = (-1.0, 0.0, 2.0, 3.5, 7.0, 30.0)
Times = NDArray[np.float64]
LEFT_OUT = {"rel": 1e-12, "nan_ok": True}


@st.composite
def groups_of(draw: st.DrawFn) -> tuple[NDArray[np.int64], int, np.random.Generator]:
    """Some rows of up to five groups, of which any may be empty, and a source of numbers."""
    sizes = draw(st.lists(st.integers(0, 12), min_size=1, max_size=5))
    return np.repeat(np.arange(len(sizes)), sizes), len(sizes), np.random.default_rng(draw(st.integers(0, 100_000)))


def _or_nan(times: tuple[float | None, ...]) -> list[float]:
    return [np.nan if t is None else t for t in times]


def _followed(entry: Times, exit: Times) -> float:
    """The last time up to which somebody was watched at every moment since 0, moment by moment."""
    if not len(exit) or entry.min() > 0:
        return 0.0
    grid = sorted({*entry, *exit})
    for before, now in zip([0.0, *grid], grid, strict=False):
        if now > 0 and not np.any((entry < now) & (exit >= now)):
            return before
    return grid[-1]


@given(groups_of(), st.booleans())
@settings(deadline=None, max_examples=150)
def test_curves_of_groups_are_those_of_each_alone(rows: tuple[NDArray[np.int64], int, np.random.Generator], is_late: bool) -> None:
    group, size, rng = rows
    entry = rng.integers(0, 5, len(group)).astype(float) if is_late else np.full(len(group), -1.0)
    exit = np.maximum(entry, 0) + rng.integers(1, 8, len(group))
    event = rng.random(len(group)) < 0.6
    curves = curves_of_spells(group, size, entry if is_late else None, exit, event)
    at = {when: curves.at(when) for when in WHENS}
    quantiles, first, followed = curves.quantile(0.5), curves.earliest(), curves_of_spells(group, size, entry, exit, event).followed_to
    for g in range(size):
        mine = group == g
        alone: KaplanMeier = kaplan_meier(entry[mine] if is_late else None, exit[mine], event[mine])
        for when in WHENS if not is_late else ():
            assert [part[g] for part in at[when]] == pytest.approx(list(alone.at(when)), **LEFT_OUT)
        last = curves.time[curves.group == g]
        assert list(last) == sorted({*exit[mine], *(entry[mine] if is_late else ())})
        assert [part[g] for part in quantiles] == pytest.approx(_or_nan(alone.quantile(0.5)), **LEFT_OUT)
        assert [part[g] for part in first] == pytest.approx(list(earliest_reached(alone)), **LEFT_OUT)
        assert followed[g] == _followed(entry[mine], exit[mine])


def test_the_fewest_at_risk_are_counted_up_to_the_stretch_that_holds_the_horizon() -> None:
    curves = curves_of_spells(np.array([0, 0, 0, 1]), 3, np.array([0.0, 0, 5, 0]), np.array([3.0, 9, 12, 4]), np.array([True, False, True, True]))
    assert [curves.fewest_at_risk(when).tolist() for when in (2, 4, 10, 20)] == [[2, 1, 0], [1, 1, 0], [1, 1, 0], [1, 1, 0]]


def test_spells_and_counts_that_contradict_themselves_are_refused() -> None:
    one = np.zeros(1, dtype=np.int64)
    with pytest.raises(ValueError, match="entry must come before exit"):
        curves_of_spells(one, 1, np.array([3.0]), np.array([3.0]), np.array([True]))
    with pytest.raises(ValueError, match="between 0 and the number at risk"):
        curves_of_counts(one, 1, np.array([1.0]), np.array([1.0]), np.array([2.0]))
    with pytest.raises(ValueError, match="must ascend"):
        curves_of_counts(np.zeros(2, dtype=np.int64), 1, np.array([2.0, 1.0]), np.ones(2), np.ones(2))


@given(groups_of())
@settings(deadline=None, max_examples=80)
def test_what_runs_on_starts_anew_in_each_group(rows: tuple[NDArray[np.int64], int, np.random.Generator]) -> None:
    group, size, rng = rows
    values = rng.random(len(group))
    for step in (np.add, np.multiply):
        alone = [step.accumulate(values[group == g]) for g in range(size) if (group == g).any()]
        assert running(step, values, group).tolist() == np.concatenate([*alone, []]).tolist()


@given(groups_of())
@settings(deadline=None, max_examples=100)
def test_agreements_of_groups_are_kept_as_those_of_each_alone(rows: tuple[NDArray[np.int64], int, np.random.Generator]) -> None:
    group, size, rng = rows
    due, outcome = rng.choice([36.0, 60.0], len(group)), rng.choice(["completed", "running", "breached"], len(group))
    served = np.where(outcome == "completed", due, rng.integers(0, 70, len(group)))  # some contradict themselves
    found = completions(due, served, outcome == "completed", outcome == "breached", group, size)
    for g in range(size):
        mine = group == g
        alone = fulfilment(due[mine], served[mine], outcome[mine])
        counts = (alone.agreements, alone.completed, alone.breached)
        assert (found.agreements[g], found.completed[g], found.breached[g]) == counts
        shares = [alone.completion, alone.completion_lower, alone.completion_upper]
        assert [found.completion[g], found.lower[g], found.upper[g]] == pytest.approx(shares, **LEFT_OUT)


@given(st.integers(0, 100_000), st.lists(st.integers(0, 150), min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)
def test_the_gap_of_like_people_in_groups_is_that_of_each_alone(seed: int, sizes: list[int]) -> None:
    rng = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(sizes)), sizes)
    like = np.column_stack([rng.integers(0, k, len(group)) for k in (2, 5, 7)])
    like[:, 2] = np.where(group % 2, like[:, 1], like[:, 2])  # in every other group one covariate tells another
    in_b = (rng.random(len(group)) < 0.4) | ((group == 3) & (like[:, 0] == 0))
    pay = np.exp(10 + 0.1 * like[:, 1] - 0.1 * in_b + 0.2 * rng.standard_normal(len(group)))
    found = adjusted_gaps(pay, in_b, like, group, len(sizes))
    for g in range(len(sizes)):
        mine = group == g
        alone = pay_gap(pay[mine], in_b[mine], pd.DataFrame({name: like[mine, c].astype(str) for c, name in enumerate("xyz")}))
        assert [part[g] for part in found] == pytest.approx([alone.adjusted, alone.lower, alone.upper], rel=1e-9, abs=1e-11, nan_ok=True)


def test_people_who_are_told_by_what_is_alike_have_no_gap() -> None:
    like = np.column_stack([np.repeat([0, 1], 30), np.tile([0, 1, 2], 20)])
    pay = np.linspace(10_000.0, 20_000.0, 60)
    assert np.isnan(adjusted_gaps(pay, like[:, 0] == 1, like, np.zeros(60, dtype=np.int64), 1)).all()
