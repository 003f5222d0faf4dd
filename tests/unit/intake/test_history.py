"""Random histories of loads, corrections and undos: the rows are those of a plain model, and every build can be made again."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.intake.rebuild import rebuild
from pipelines.warehouse.durable import remove
from pipelines.warehouse.history import tables_of
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.loads import Mode
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, rows, undo, write
from tests.unit.intake.test_diff import FIGURES, UNITS, Figures, text

ROWS = "select facility_code, period, staff_group, headcount::INTEGER from raw_workforce_return"
LOAD = st.tuples(FIGURES, st.sampled_from(["replace", "correct"]))
UNDO = st.integers(0, 5)
HISTORIES = st.lists(st.one_of(LOAD, LOAD, UNDO), min_size=3, max_size=5)
Loaded = tuple[Figures, Mode]


def counted(batches: list[Loaded]) -> Figures:
    """Return the figures that count after some batches, by dictionaries alone."""
    found: Figures = {}
    for figures, mode in batches:
        units = {(UNITS[facility], year) for facility, year, _ in figures}
        kept = {k: v for k, v in found.items() if mode == "correct" or (UNITS[k[0]], k[1]) not in units}
        found = {**kept, **figures}
    return found


def run(workspace: Workspace, folder: Path, history: list[Loaded | int]) -> dict[str, Loaded]:
    """Load and undo as the history says; return the batches that are left. An undo may be refused for a correction upon it."""
    left: dict[str, Loaded] = {}
    for number, step in enumerate(history):
        if isinstance(step, tuple):
            result = load(workspace, write(folder, f"{number}.csv", text(step[0])), mode=step[1])
            left |= {result.batch: step} if result.batch else {}
        elif left:
            chosen = sorted(left)[step % len(left)]
            try:
                undo(workspace, chosen)
            except XiangyiError as error:
                assert error.code == ExitCode.REFUSED and any(b > chosen and left[b][1] == "correct" for b in left)
                continue
            del left[chosen]
    return left


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_any_history_is_counted_rightly_and_rebuilt_the_same(
    tmp_path: Path, registered_workspace: Registered, history: list[Loaded | int]
) -> None:
    workspace = registered_workspace()
    try:
        left = run(workspace, tmp_path, history)
        found = {(str(f), str(p), str(g)): n for f, p, g, n in rows(workspace, ROWS)}
        assert found == counted(list(left.values()))
        with Ledger(workspace.ledger_path) as ledger:
            builds = ledger.builds()
        for build in builds:
            assert rebuild(workspace, str(build["build"])).is_same
        assert rebuild(workspace, from_archive=True).is_same
        undone = raw_hashes(tables_of(builds[-1]))
        remove(workspace.path)
        afresh = registered_workspace()  # with the same secret
        for number, (figures, mode) in enumerate(left.values()):
            load(afresh, write(tmp_path, f"again{number}.csv", text(figures)), mode=mode)
        with Ledger(afresh.ledger_path) as ledger:
            assert raw_hashes(tables_of(ledger.builds()[-1])) == undone
    finally:
        remove(workspace.path)


def raw_hashes(tables: dict[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """Return the hashes of the tables of loaded rows."""
    return {name: found for name, found in tables.items() if name.startswith("raw_")}
