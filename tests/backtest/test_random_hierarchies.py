"""Children add up to their parent for all that is additive, whatever the tree and whatever became of its townships; flows do not, by the transfers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from hypothesis import HealthCheck, Phase, given, settings

from pipelines.demo.people import id_number
from pipelines.engine.observe import Query, all_indicators, observe
from pipelines.intake.batch import load_files
from pipelines.warehouse.connect import open_build
from pipelines.warehouse.workspace import Workspace
from tests.backtest.oracle import differing
from tests.backtest.random_places import ROOT, YEARS, World, headcount, moves, people, shared_out, worlds, write_world
from tests.backtest.stored import unlike, with_sums

Ask = Callable[..., pd.DataFrame]
GIVEN = {"employment", "population", "facility", "pay"}
ADDITIVE = [n for n, i in all_indicators().items() if i.additive and i.kind in ("count", "ratio") and not GIVEN.isdisjoint(i.needs)]
IDS = [id_number(date(1960 + n % 40, 1 + n % 12, 1), n % 2 == 0, n, 1) for n in range(162)]


@contextmanager
def loaded(world: World) -> Iterator[tuple[Workspace, duckdb.DuckDBPyConnection, Ask]]:
    """Load a world through the front door; yield it, its open build and what asks it."""
    order = ", ".join(f'"{level}"' for level in (*world.levels, "facility"))
    site = (f'[site]\nname = "random"\ntitle_zh = "随机"\ntitle_en = "Random"\n[[roots]]\ncode = "{ROOT}"\nname_zh = "某地"\nname_en = "Somewhere"\n'
            f"[levels]\norder = [{order}]\n")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "in").mkdir()
        workspace = Workspace.create(folder / "workspace", site)
        result = load_files(workspace, write_world(world, folder / "in", IDS), None, lambda plan: True)
        assert [p.line("en") for p in result.plan.problems if p.severity == "error"] == [] and result.build is not None
        with open_build(workspace.build_path(result.build)) as con:
            yield workspace, con, lambda indicator, **query: observe(con, workspace.site, Query(indicator, **query))


def not_adding_up(world: World, ask: Ask, indicator: str) -> list[str]:
    """Return the places that are not the sum of those below them, in any year, for every part of an indicator."""
    answers = {level: ask(indicator, level=level) for level in world.levels}
    wrong = []
    for upper, lower in zip(world.levels, world.levels[1:], strict=False):
        above, below = answers[upper], answers[lower]
        parents = below["region_code"].map(lambda code: world.parent.get(code, str(code).removesuffix(".unassigned")))
        for part in ("numerator", "denominator"):
            summed = below[part].astype(float).groupby([parents, below["period"]]).sum()
            told = above.set_index(["region_code", "period"])[part].astype(float)
            both = pd.DataFrame({"summed": summed, "told": told}).fillna(0.0)
            off = ~np.isclose(both["summed"], both["told"], rtol=1e-9, atol=1e-9)
            wrong += [f"{indicator} {part} {upper} {key}: {a} of children, {b} told" for key, a, b in both[off].itertuples()]
    return wrong


@settings(max_examples=3, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(world=worlds())
def test_children_add_up_and_flows_differ_by_the_transfers(world: World) -> None:
    with loaded(world) as (workspace, con, ask):
        assert [wrong for indicator in ADDITIVE for wrong in not_adding_up(world, ask, indicator)] == []
        for level in world.levels:
            frames = {name: ask(name, level=level) for name in ("headcount", "registered_population", "density")}
            for year in YEARS:
                counted, lived, density = (frame[frame["period"] == str(year)] for frame in frames.values())
                counted = counted[counted["value"].notna()]  # where nobody ever worked nobody knows
                assert differing(counted, pd.Series(headcount(world, level, date(year, 12, 31)), dtype=float), zero_where_absent=True) == {}
                assert differing(lived, pd.Series(people(world, level, year), dtype=float)) == {}
                told = density[density["value"].notna()]
                marked = shared_out(world, level, year) & set(told["region_code"])
                assert set(told.loc[told["is_approximate"], "region_code"]) == marked, "marked where a part was shared out, and nowhere else"
        _flows_differ(world, ask)
        _sums_stored_agree(world, workspace, con)


def _sums_stored_agree(world: World, workspace: Workspace, con: duckdb.DuckDBPyConnection) -> None:
    """What a large site stores is what is computed, whatever became of the places."""
    queries = [Query(name, level=level, period=period) for name in ADDITIVE for level in world.levels for period in ("2021-05", None)]
    with with_sums(workspace.build_path(workspace.current_build() or ""), workspace.site, workspace.tmp) as stored:
        assert unlike(con, stored, workspace.site, queries) == []


def _flows_differ(world: World, ask: Ask) -> None:
    """A move within a region is a leaver below and none above: the difference is the transfers, counted one by one."""
    left = {level: ask("leaver_rate", level=level, period="2021").set_index("region_code")["numerator"].fillna(0.0) for level in world.levels}
    for upper, lower in zip(world.levels, world.levels[1:], strict=False):
        within = [world.parent[a] for a, b in moves(world, lower) if world.parent[a] == world.parent[b]]
        below = left[lower].groupby(left[lower].index.map(world.parent.get)).sum()
        for region, number in left[upper].items():
            assert below.get(region, 0.0) - number == within.count(str(region)), (region, upper)
        assert below.sum() - left[upper].sum() == len(within)


def test_the_worlds_hold_what_they_are_made_for() -> None:
    """Of twenty worlds: every depth, every kind of change, changes upon changes, parts over county lines, transfers within a parent."""
    found: list[World] = []

    @settings(max_examples=20, deadline=None, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(world=worlds())
    def collect(world: World) -> None:
        found.append(world)

    collect()
    assert {len(w.levels) for w in found} == {2, 3, 4} and {c.kind for w in found for c in w.changes} == {"merge", "split", "boundary"}
    assert any(c.gone in {to for earlier in w.changes for to, _ in earlier.to} for w in found for c in w.changes)
    assert any(shared_out(w, w.levels[-2], 2019) for w in found), "over a line above the township"
    assert any(w.parent[a] == w.parent[b] for w in found for a, b in moves(w, "township"))
    assert len(ADDITIVE) >= 15
