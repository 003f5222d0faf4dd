"""Undo a batch: its loads no longer count, what they replaced counts again, and a new build says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.intake.completing import complete
from pipelines.intake.diff import compare
from pipelines.intake.lock import UNDOING
from pipelines.intake.moment import local_time
from pipelines.intake.plan import Diff
from pipelines.intake.session import Progress, Turn, scratch_staging, silent, take_turn
from pipelines.intake.staging import Staging
from pipelines.warehouse.build import live_files
from pipelines.warehouse.ledger import Ledger, Live
from pipelines.warehouse.loads import Step
from pipelines.warehouse.publish import publish_build
from pipelines.warehouse.schema import all_datasets
from pipelines.warehouse.workspace import Workspace

LAST = "last"
_LOAD_AGAIN = Text("要恢复其数据，请重新加载其文件", "load its files again to have its data back")


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoPlan:
    """What undoing a batch would change: `diffs` lead from the present rows to those that count afterwards.

    `made_at` is when the batch was loaded, in the site's time.
    """

    batch: str
    sender: str
    made_at: str
    files: str
    diffs: tuple[Diff, ...]
    said: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoResult:
    """What an undo did; `build` is None when it was not confirmed."""

    build: str | None
    plan: UndoPlan


def undo_batch(
    workspace: Workspace, batch: str, confirm: Callable[[UndoPlan], bool], progress: Progress | None = None, turn: Turn | None = None
) -> UndoResult:
    """Undo `batch` (or the `last` one that counts) and publish a build without it, after `confirm` saw the plan and said yes.

    Raises NOT_FOUND for a batch there is none of; REFUSED for one that does not count (any more), when nothing is left to
    undo, and while a correction that counts rests upon the batch; BUSY while another holds the workspace. Killed at any
    moment it leaves the build before, or the new one.
    """
    mine = turn or Turn()
    with take_turn(workspace, mine, UNDOING) as (ledger, said):
        record = choose(ledger, batch, workspace.site.time_zone)
        chosen = str(record["batch"])
        with scratch_staging(workspace) as staging:
            diffs = _differences(staging, ledger.live(), ledger.live(without=chosen))
        plan = UndoPlan(
            batch=chosen, sender=str(record["sender"]), made_at=local_time(record["made_at"], workspace.site.time_zone),
            files=str(record["files"] or ""), diffs=tuple(diffs), said=tuple(said),
        )
        if not confirm(plan):
            return UndoResult(build=None, plan=plan)
        build = publish_build(workspace, ledger, Step(kind="undo", batch=chosen, by=mine.name), progress or silent, complete)
    return UndoResult(build=build, plan=plan)


def choose(ledger: Ledger, word: str, zone: str) -> dict[str, object]:
    """Return the record of the batch meant by `word`, an id or `last`; raises XiangyiError when it cannot be undone."""
    records, counted = {str(record["batch"]): record for record in ledger.batches()}, ledger.counted()
    if not counted and (word == LAST or word in records):
        raise _refused("没有可撤销的批次：没有任何批次计入数据", "nothing is left to undo: no batch counts")
    name = max(counted, default="") if word == LAST else word
    if name not in records:
        raise XiangyiError(
            Text(f"没有批次 {word}；用 xiangyi batches 查看全部批次", f"there is no batch {word}; xiangyi batches lists them all"), ExitCode.NOT_FOUND
        )
    record = records[name]
    if record["undone_at"]:
        when, whom = local_time(record["undone_at"], zone), record["undone_by"] or "?"
        raise _refused(
            f"批次 {name} 已于 {when} 由 {whom} 撤销；{_LOAD_AGAIN.zh}", f"batch {name} was undone on {when} by {whom}; {_LOAD_AGAIN.en}"
        )
    if name not in counted:
        raise _refused(f"批次 {name} 加载时中断，从未计入数据，无需撤销", f"batch {name} was cut short and never counted; there is nothing to undo")
    later = ledger.built_upon(name)
    if later:
        first = "、".join(later), ", ".join(later)
        raise _refused(
            f"批次 {first[0]} 更正了批次 {name} 的行并沿用其余的行；请先撤销 {first[0]}",
            f"batch {first[1]} corrects rows of batch {name} and keeps its others; undo {first[1]} first",
        )
    return record


def _refused(zh: str, en: str) -> XiangyiError:
    return XiangyiError(Text(zh, en), ExitCode.REFUSED)


def _differences(staging: Staging, before: Sequence[Live], after: Sequence[Live]) -> list[Diff]:
    """Compare the rows that count now with those that would, for every load that changes."""
    present, coming = {load.key: load for load in before}, {load.key: load for load in after}
    changed = [key for key, load in present.items() if coming.get(key) != load]
    returning = [coming[key] for key in changed if key in coming and coming[key].rows]
    for name in sorted({load.key.dataset for load in returning}):
        live_files(staging.connection, staging.workspace, name, [load for load in returning if load.key.dataset == name])
        staging.connection.execute("create or replace temp table coming_back as select *, 0 as file_no, 0 as table_no from live_rows")
        staging.bring_back(all_datasets()[name], "coming_back")
    return compare(staging, changed, before, staging.unit_names(before), {})
