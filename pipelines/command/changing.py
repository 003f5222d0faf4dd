"""batches, undo, rebuild: what was loaded, taking it back, making it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.command.loading import ByOption, JsonOption, WaitOption, WorkspaceOption, YesOption, refuse_silence
from pipelines.command.terminal import ask, print_json, print_table, progress_display, tell
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    from pipelines.intake.plan import Diff
    from pipelines.intake.rebuild import Rebuilt
    from pipelines.intake.session import Turn
    from pipelines.intake.undo import UndoPlan
    from pipelines.warehouse.ledger import Ledger
    from pipelines.warehouse.workspace import Workspace

_TABLE_HEADS = Text("表|当时行数|现在行数|核对", "table|rows then|rows now|check")


def batches(
    ctx: typer.Context,
    workspace: WorkspaceOption,
    batch: Annotated[str | None, typer.Argument(metavar="BATCH")] = None,
    as_json: JsonOption = False,
) -> int:
    """List the batches, or show one in detail."""
    from pipelines.command.batches import batch_detail, batch_list, print_batches, print_detail
    from pipelines.intake.session import readable_ledger
    from pipelines.warehouse.workspace import Workspace

    opened = Workspace.open(workspace)
    with readable_ledger(opened) as ledger:
        if batch is None:
            found = batch_list(ledger)
            if as_json:
                print_json(found)
            else:
                print_batches(found, opened.site.time_zone, ctx.obj)
            return int(ExitCode.OK)
        detail = batch_detail(ledger, batch)
        diffs = _named_diffs(opened, ledger, detail["diff"])
    if as_json:
        print_json(detail)
    else:
        print_detail(detail, opened, diffs, ctx.obj)
    return int(ExitCode.OK)


def _named_diffs(workspace: Workspace, ledger: Ledger, kept: list[dict[str, Any]]) -> tuple[Diff, ...]:
    from pipelines.intake.plan import Diff
    from pipelines.intake.session import scratch_staging

    with scratch_staging(workspace) as staging:
        names = staging.unit_names(ledger.live())
    return tuple(Diff(**row, name=names.get(row["unit"])) for row in kept)


def undo(
    ctx: typer.Context,
    batch: Annotated[str, typer.Argument(metavar="BATCH|last")],
    workspace: WorkspaceOption,
    by: ByOption = "",
    wait: WaitOption = 0.0,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> int:
    """Undo a batch and publish a build without it."""
    from pipelines.intake.session import Turn
    from pipelines.intake.undo import undo_batch
    from pipelines.warehouse.workspace import Workspace

    opened, lang = Workspace.open(workspace), ctx.obj
    refuse_silence(yes, Text("撤销", "undone"))
    turn = Turn(by=by, wait_seconds=wait, waiting=lambda text: tell(text.of(lang)))
    with progress_display(quiet=as_json or not yes) as progress:
        result = undo_batch(opened, batch, lambda plan: _agreed(plan, lang, yes, as_json), progress, turn)
    if as_json:
        print_json({"build": result.build, **asdict(result.plan)})
    elif result.build is None:
        print(Text("没有撤销；正在使用的数据版本不变", "nothing was undone; the build in use is unchanged").of(lang))
    else:
        said = Text("已撤销批次 {batch}，发布数据版本 {build}", "undone batch {batch}, published build {build}")
        print(said.format(batch=result.plan.batch, build=result.build).of(lang))
    return int(ExitCode.OK)


def _agreed(plan: UndoPlan, lang: Lang, yes: bool, as_json: bool) -> bool:
    from pipelines.command.plan import print_differences

    if not as_json:
        for text in plan.said:
            tell(text.of(lang))
        about = Text("批次 {batch}（{sender}，{made_at}）：{files}", "batch {batch} ({sender}, {made_at}): {files}")
        print(about.format(batch=plan.batch, sender=plan.sender or "–", made_at=plan.made_at, files=plan.files).of(lang))
        if not plan.diffs:
            print(Text("其数据已全部被后来的批次替换，现有数据不变", "later batches replaced all of it; the data stay as they are").of(lang))
        print_differences(plan.diffs, lang)
    return yes or ask(Text("撤销并发布？", "Undo and publish?"), lang)


def rebuild(
    ctx: typer.Context,
    workspace: WorkspaceOption,
    build: Annotated[str | None, typer.Argument(metavar="BUILD")] = None,
    from_archive: Annotated[bool, typer.Option("--from-archive")] = False,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE.duckdb")] = None,
    verify: Annotated[bool, typer.Option("--verify")] = False,
    publish: Annotated[bool, typer.Option("--publish")] = False,
    by: ByOption = "",
    wait: WaitOption = 0.0,
    as_json: JsonOption = False,
) -> int:
    """Make an earlier build again and hold it against what it was, or publish the present one anew."""
    from pipelines.intake.rebuild import rebuild as make_again
    from pipelines.intake.session import Turn
    from pipelines.warehouse.workspace import Workspace

    opened, lang = Workspace.open(workspace), ctx.obj
    turn = Turn(by=by, wait_seconds=wait, waiting=lambda text: tell(text.of(lang)))
    if publish:
        _refuse_beside_publish({"BUILD": build, "--from-archive": from_archive, "--to": to, "--verify": verify})
        return _publish_anew(opened, turn, lang, as_json)
    with progress_display(quiet=as_json) as progress:
        made = make_again(opened, build, from_archive=from_archive, to=to, progress=progress, turn=turn)
    if as_json:
        print_json({**asdict(made), "path": None if made.path is None else str(made.path), "is_same": made.is_same})
    else:
        _tell_rebuilt(made, lang, verify)
    return int(ExitCode.OK if made.is_same else ExitCode.PROBLEMS)


def _refuse_beside_publish(given: Mapping[str, object]) -> None:
    """Raise XiangyiError USAGE when --publish comes with what belongs to the verifying of an earlier build."""
    beside = ", ".join(name for name, value in given.items() if value)
    if beside:
        raise XiangyiError(Text(f"--publish 不能与 {beside} 同时使用", f"--publish cannot be used with {beside}"), ExitCode.USAGE)


def _publish_anew(workspace: Workspace, turn: Turn, lang: Lang, as_json: bool) -> int:
    from pipelines.intake.rebuild import renew

    with progress_display(quiet=as_json) as progress:
        build, said = renew(workspace, progress=progress, turn=turn)
    for text in said:
        tell(text.of(lang))
    if as_json:
        print_json({"build": build})
    else:
        print(Text(f"已按现有数据重新生成并发布数据版本 {build}", f"published build {build}, made anew from the same data").of(lang))
    return int(ExitCode.OK)


def _tell_rebuilt(made: Rebuilt, lang: Lang, verify: bool) -> None:
    """Print every table with --verify, else those that differ; then the sum of it."""
    shown = [table for table in made.tables if verify or not table.is_same]
    if shown:
        said = {True: Text("相同", "same"), False: Text("不同", "differs")}
        rows = [[t.table, _count(t.rows_then), _count(t.rows_now), said[t.is_same].of(lang)] for t in shown]
        print_table(_TABLE_HEADS.of(lang).split("|"), rows, right=(1, 2))
    for note in made.notes:
        tell(note.of(lang))
    differing = sum(not table.is_same for table in made.tables)
    if made.is_same:
        text = Text(f"数据版本 {made.build}：{len(made.tables)} 个表全部相同", f"build {made.build}: all {len(made.tables)} tables are the same")
    else:
        text = Text(
            f"数据版本 {made.build}：{len(made.tables)} 个表中有 {differing} 个不同", f"build {made.build}: {differing} of {len(made.tables)} tables differ"
        )
    print(text.of(lang))
    if made.path is not None:
        print(Text(f"已写入 {made.path}", f"written to {made.path}").of(lang))


def _count(rows: int | None) -> str:
    return "–" if rows is None else f"{rows:,}"
