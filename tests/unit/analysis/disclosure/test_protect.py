"""Linked tables under attack: what is hidden stays hidden, and would not without complementary cells."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from pipelines.analysis.disclosure.printed import public_counts, rounded, shares
from pipelines.analysis.disclosure.protect import Protection, protect_counts, protect_money
from pipelines.analysis.disclosure.small import dominated, small_counts, small_ratios
from pipelines.analysis.disclosure.tables import TableSystem, roll_up, table_system
from tests.unit.analysis.disclosure.attack import Found, attack
from tests.unit.analysis.disclosure.random_tables import random_system
from tests.unit.analysis.disclosure.staffing import staffing

SYSTEMS = range(500)


def attacked(system: TableSystem, hidden: np.ndarray, k: int, base: int | None = None, quick: bool = False) -> list[Found]:
    """Attack the small counts of a system of which `hidden` is not printed."""
    wanted = (system.values > 0) & (system.values < k) & system.guarded
    return attack(system.relations.toarray().astype(float), system.values, system.printed, hidden, wanted, base, quick)


def two_way(rows: list[list[int]]) -> TableSystem:
    """Return a table of regions by sex with its margins."""
    table = np.array(rows)
    table = np.vstack([table, table.sum(axis=0)])
    table = np.column_stack([table, table.sum(axis=1)])
    names = [("all" if i == len(table) - 1 else f"r{i}", "all" if j == table.shape[1] - 1 else f"c{j}") for i, j in np.ndindex(table.shape)]
    cells = pd.DataFrame(names, columns=["region", "sex"]).assign(value=table.ravel())
    cells["cell"] = cells["region"] + "/" + cells["sex"]
    up = roll_up(cells, "region", {f"r{i}": "all" for i in range(len(rows))}, "regions")
    across = roll_up(cells, "sex", {f"c{j}": "all" for j in range(len(rows[0]))}, "sex")
    return table_system(cells, pd.concat([up, across]))


@pytest.mark.parametrize("part", range(5))
def test_no_hidden_count_of_500_random_systems_is_recovered(part: int, record_property: Callable[[str, object], None]) -> None:
    recovered, primary, extra, without = [], 0, 0, 0
    for seed in SYSTEMS[part::5]:
        system = random_system(seed)
        k = (3, 5, 10)[seed % 3]
        done = protect_counts(system, k)
        assert not done.open.any()
        assert not done.fractional.any()
        found = attacked(system, done.hidden, k, quick=True)
        recovered += [(seed, f) for f in found if f.recovered]
        primary += done.summary()["primary"]
        extra += done.summary()["complementary"]
        if seed % 50 < 5:
            without += sum(f.recovered for f in attacked(system, done.primary & system.printed, k, quick=True))
    record_property("hidden", f"{primary} primary, {extra} beyond")
    assert recovered == []
    assert primary > 500
    assert without > 20, "without complementary cells the attack must find some"


@pytest.mark.parametrize("seed", range(500, 530))
def test_beyond_k_nobody_can_show_that_a_hidden_cell_is_small(seed: int) -> None:
    system = random_system(seed)
    done = protect_counts(system, 5, beyond_k=True)
    assert not done.open.any()
    assert [f for f in attacked(system, done.hidden, 5) if f.high < 5 - 1e-6] == []


@pytest.mark.parametrize("seed", range(600, 620))
def test_width_is_kept(seed: int) -> None:
    system = random_system(seed)
    done = protect_counts(system, 5, width=3)
    assert [f for f in attacked(system, done.hidden, 5) if f.high - f.low < 3 - 1e-6] == []


@pytest.mark.parametrize("seed", range(700, 730))
def test_rounding_does_not_undo_hiding(seed: int) -> None:
    system = random_system(seed)
    done = protect_counts(system, 10)
    exact = {f.cell: f for f in attacked(system, done.hidden, 10)}
    for found in attacked(system, done.hidden, 10, base=5):
        assert not found.recovered
        assert found.low <= exact[found.cell].low + 1e-6
        assert found.high >= exact[found.cell].high - 1e-6


@pytest.mark.parametrize("seed", range(800, 830))
def test_each_witness_lies_within_what_the_attacker_thinks_possible(seed: int) -> None:
    system = random_system(seed)
    done = protect_counts(system, 5)
    for found in attacked(system, done.hidden, 5):
        assert found.low - 1e-6 <= done.least[found.cell] < done.most[found.cell] <= found.high + 1e-6


def test_a_county_with_flows_moves_and_eight_breakdowns_holds_as_well() -> None:
    system = staffing(4, roots=1, counties=1, townships=3, years=2, per_township=25)
    done = protect_counts(system, 5)
    assert not done.open.any()
    found = attacked(system, done.hidden, 5, quick=True)
    assert len(found) > 100
    assert [f for f in found if f.recovered] == []
    assert sum(f.recovered for f in attacked(system, done.primary & system.printed, 5, quick=True)) > 10


def test_the_same_tables_are_hidden_alike_every_time() -> None:
    first, second = (protect_counts(random_system(3), 5) for _ in range(2))
    assert np.array_equal(first.hidden, second.hidden)


def test_a_single_small_count_takes_three_others_with_it() -> None:
    done = protect_counts(two_way([[3, 9, 20], [30, 12, 40], [50, 60, 70]]), 5)
    hidden = set(done.system.cells[done.hidden])
    assert hidden == {"r0/c0", "r0/c1", "r1/c0", "r1/c1"}
    assert done.summary()["complementary"] == 3


def test_hidden_ones_that_must_all_be_one_are_seen() -> None:
    """7 = 5 + * + * with zeros shown can only be 1 + 1: two hidden cells in a sum are not enough."""
    system = two_way([[5, 1, 1], [5, 1, 1]])
    assert all(f.recovered for f in attacked(system, small_counts(system.values, 2) & (system.values > 0), 2))
    done = protect_counts(system, 2)
    assert not any(f.recovered for f in attacked(system, done.hidden, 2))


def test_zero_is_shown_and_nothing_is_hidden_without_small_counts() -> None:
    done = protect_counts(two_way([[0, 9], [7, 0]]), 5)
    assert not done.hidden.any()
    assert done.tidy()["value"].tolist() == done.system.values.tolist()


def test_what_is_known_from_elsewhere_is_never_hidden_and_is_said_when_it_tells_too_much() -> None:
    cells = pd.DataFrame({"cell": ["a", "b", "all"], "value": [3, 20, 23], "known": [False, True, True]})
    terms = pd.DataFrame({"relation": "sum", "cell": ["a", "b", "all"], "coefficient": [1, 1, -1]})
    done = protect_counts(table_system(cells, terms), 5)
    assert done.hidden.tolist() == [True, False, False]
    assert done.open.tolist() == [True, False, False]


def test_a_small_rest_hides_the_numerator() -> None:
    found = [random_system(seed) for seed in range(5)]
    for system in found:
        done = protect_counts(system, 5)
        by = dict(zip(system.cells, range(len(system.cells)), strict=True))
        for cell, at in by.items():
            whole, _, part = str(cell).partition(" - ")
            if part and 0 < system.values[at] < 5:
                assert done.hidden[by[whole]] or done.hidden[by[part]]


def test_a_relation_that_does_not_hold_is_named() -> None:
    cells = pd.DataFrame({"cell": ["a", "b", "all"], "value": [3, 20, 24]})
    terms = pd.DataFrame({"relation": "sum", "cell": ["a", "b", "all"], "coefficient": [1, 1, -1]})
    with pytest.raises(ValueError, match=r"1 relations do not hold.*all\(24\)"):
        table_system(cells, terms)
    with pytest.raises(ValueError, match="names cell 'all', which is not listed"):
        table_system(cells[:2], terms)
    with pytest.raises(ValueError, match="listed twice"):
        table_system(pd.concat([cells, cells]), terms)


def test_ratios_at_their_ends() -> None:
    assert small_ratios([0, 10, 1, 9, 5, 0], [10, 10, 10, 10, 10, 4], 5).tolist() == [False, False, True, True, False, True]


def test_dominance_prior_and_few_contributors() -> None:
    rows = {"even": [10, 10, 10, 10, 10, 10], "one": [900, 20, 20, 20, 20, 20], "two": [500, 490, 5, 5, 5, 5], "few": [10, 10]}
    amounts = pd.DataFrame([(c, f"{c}{i}", a) for c, each in rows.items() for i, a in enumerate(each)], columns=["cell", "contributor", "amount"])
    found = dominated(amounts, k=5)
    assert found["few"].to_dict() == {"even": False, "few": True, "one": False, "two": False}
    assert found["dominance"].to_dict() == {"even": False, "few": False, "one": True, "two": False}
    assert found["prior"].to_dict() == {"even": False, "few": True, "one": True, "two": True}
    split = pd.concat([amounts.assign(amount=amounts["amount"] / 2)] * 2)
    assert dominated(split, k=5)["sensitive"].equals(found["sensitive"])


def test_money_keeps_its_margin() -> None:
    system = two_way([[90_000, 50_000], [40_000, 70_000], [65_000, 20_000]])
    sensitive = np.isin(system.cells, ["r0/c0"])
    done = protect_money(system, sensitive, margin=0.1)
    relations = system.relations.toarray().astype(float)
    found = attack(relations, system.values, system.printed, done.hidden, sensitive)[0]
    assert found.low <= 81_000
    assert found.high >= 99_000
    alone = attack(relations, system.values, system.printed, sensitive, sensitive)[0]
    assert alone.recovered


def small_protection() -> Protection:
    """Return a protected table with hidden and shown cells."""
    return protect_counts(two_way([[3, 9, 23], [30, 12, 41], [50, 62, 77]]), 5)


def test_public_counts_are_rounded_and_rates_come_from_them() -> None:
    frame = public_counts(small_protection()).set_index("cell")
    assert frame.loc["r2/c2", "value"] == 75
    assert frame.loc["r0/c0", "status"] == "suppressed"
    assert pd.isna(frame.loc["r0/c1", "value"])
    ratios = pd.DataFrame({"numerator": ["r0/c0", "r2/c1"], "denominator": ["r0/all", "r2/all"]})
    found = shares(frame.reset_index(), ratios)
    assert found["status"].tolist() == ["suppressed", "ok"]
    assert found["value"].isna().tolist() == [True, False]
    assert found["value"][1] == pytest.approx(60 / 190)


def test_rounding_is_to_the_nearest_and_never_puts_a_part_above_its_whole() -> None:
    numbers = np.arange(200)
    assert rounded(numbers).tolist() == [min(range(0, 205, 5), key=lambda r: (abs(r - n), -r)) for n in numbers]
    assert (np.diff(rounded(numbers)) >= 0).all()
    assert rounded([5], 10).tolist() == [10]


@pytest.mark.parametrize("call", [lambda: small_counts([1], 1), lambda: rounded([1], 0), lambda: protect_counts(two_way([[1, 2]]), 5, 0)])
def test_what_makes_no_sense_is_refused(call: object) -> None:
    with pytest.raises(ValueError, match="expected"):
        call()  # type: ignore[operator]
