"""init, check, load, status: from files to a published build."""

from __future__ import annotations

import glob
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.command.marking import prepare_folder, tell_marked, write_marked
from pipelines.command.terminal import ask, print_json, progress_display, tell
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    from pipelines.intake.batch import Plan

WorkspaceOption = Annotated[Path, typer.Option("--workspace", "-w", metavar="DIR")]
PeriodOption = Annotated[str | None, typer.Option("--period", metavar="P")]
JsonOption = Annotated[bool, typer.Option("--json")]
_OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")
MarkOption = Annotated[Path | None, typer.Option("--mark", metavar="DIR")]
FilesArgument = Annotated[list[str], typer.Argument(metavar="FILE")]
CorrectOption = Annotated[bool, typer.Option("--correct")]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME")]
WaitOption = Annotated[float, typer.Option("--wait", metavar="SECONDS", min=0)]
YesOption = Annotated[bool, typer.Option("--yes", "-y")]


def init(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    site: Annotated[str, typer.Option("--site", metavar="NAME|FILE")],
) -> None:
    """Make a workspace."""
    from pipelines.site import site_text
    from pipelines.warehouse.workspace import Workspace

    made = Workspace.create(folder, site_text(site))
    told = Text(
        f"工作区已建立：{folder}（{made.site.title.zh}）。设置在 {folder / 'site.toml'}；"
        f"下一步：xiangyi check 文件 --workspace {folder}",
        f"workspace made: {folder} ({made.site.title.en}). Its settings are in {folder / 'site.toml'}; "
        f"next: xiangyi check FILE --workspace {folder}",
    )
    print(told.of(ctx.obj))


def check(
    ctx: typer.Context, files: FilesArgument, workspace: WorkspaceOption, period: PeriodOption = None, correct: CorrectOption = False,
    as_json: JsonOption = False, mark: MarkOption = None,
) -> int:
    """Show what would be loaded, and every problem."""
    from pipelines.command.plan import print_plan
    from pipelines.intake.batch import check_files
    from pipelines.warehouse.workspace import Workspace

    opened, paths = Workspace.open(workspace), named_files(files)
    prepare_folder(mark)
    with progress_display(quiet=as_json) as progress:
        plan = check_files(opened, paths, period, progress, "correct" if correct else "replace")
    if as_json:
        print_json(plan.to_json())
    else:
        print_plan(plan, ctx.obj)
    if mark is not None:
        tell_marked(write_marked(opened, plan, paths, period, mark, ctx.obj), mark, ctx.obj)
    return int(plan.exit_code)


def load(
    ctx: typer.Context,
    files: FilesArgument,
    workspace: WorkspaceOption,
    period: PeriodOption = None,
    correct: CorrectOption = False,
    by: ByOption = "",
    wait: WaitOption = 0.0,
    yes: YesOption = False,
    as_json: JsonOption = False,
    mark: MarkOption = None,
) -> int:
    """Load files and publish one build."""
    from pipelines.intake.batch import load_files
    from pipelines.warehouse.workspace import Workspace

    opened, paths, lang = Workspace.open(workspace), named_files(files), ctx.obj
    refuse_silence(yes, Text("加载", "loaded"))
    prepare_folder(mark)
    shown: list[Plan] = []
    with progress_display(quiet=as_json or not yes) as progress:
        result = load_files(
            opened, paths, period, lambda plan: _agreed(plan, lang, yes, as_json, shown), progress, wait, sender=by,
            mode="correct" if correct else "replace", waiting=lambda text: tell(text.of(lang)),
        )
    if as_json:
        print_json({"build": result.build, "batch": result.batch, "exit_code": int(result.exit_code), **result.plan.to_json()})
    else:
        _tell_result(result, lang, shown)
    if mark is not None:
        tell_marked(write_marked(opened, result.plan, paths, period, mark, lang), mark, lang)
    return int(result.exit_code)


def refuse_silence(yes: bool, what: Text) -> None:
    """Raise XiangyiError USAGE where a question would have to be asked and nobody is there to answer."""
    if not yes and not sys.stdin.isatty():
        raise XiangyiError(
            Text(f"无法在此处提问；确认要{what.zh}时请加 --yes", f"there is nobody to ask here; add --yes if it is to be {what.en}"), ExitCode.USAGE
        )


def _agreed(plan: Plan, lang: Lang, yes: bool, as_json: bool, shown: list[Plan]) -> bool:
    from pipelines.command.plan import print_plan

    if not as_json:
        print_plan(plan, lang)
    shown.append(plan)
    return yes or ask(Text("加载并发布？", "Load and publish?"), lang)


def _tell_result(result: Any, lang: Lang, shown: list[Plan]) -> None:
    from pipelines.command.plan import print_plan

    if not shown:  # nothing to ask about: nothing new, or nothing readable
        print_plan(result.plan, lang)
    if result.batch:
        said = Text(f"已发布数据版本 {result.build}（批次 {result.batch}）", f"published build {result.build} (batch {result.batch})")
    else:
        said = Text("没有加载任何新内容；正在使用的数据版本不变", "nothing new was loaded; the build in use is unchanged")
    print(said.of(lang))


def named_files(words: list[str]) -> list[Path]:
    """Return the files meant on the command line: patterns filled in where the shell leaves them (Windows), folders opened.

    Raises XiangyiError NOT_FOUND naming the first that is no file, or the folder that holds none.
    """
    found: list[Path] = []
    for word in words:
        paths = [Path(word)]
        if not paths[0].exists() and any(c in word for c in "*?["):
            paths = [Path(p) for p in sorted(glob.glob(word))]
        for path in paths or [Path(word)]:
            if not path.exists():
                raise _no_file(path)
            found += _files_in(path) if path.is_dir() else [path]
    return found


def _files_in(folder: Path) -> list[Path]:
    """Return the files of a folder and of the folders in it, sorted; hidden ones and those a program keeps open are left out."""
    found = [
        path for path in folder.rglob("*")
        if path.is_file() and path.name.lower() not in _OF_THE_SYSTEM
        and not any(part.startswith((".", "~$", "__MACOSX")) for part in path.relative_to(folder).parts)
    ]  # fmt: skip
    if not found:
        raise _no_file(folder)
    return sorted(found)


def _no_file(path: Path) -> XiangyiError:
    if path.is_dir():
        text = Text(f"文件夹 {path} 中没有可读取的文件；请检查路径", f"the folder {path} holds no files to read; check the path")
    else:
        text = Text(f"没有文件 {path}；请检查路径", f"there is no file {path}; check the path")
    return XiangyiError(text, ExitCode.NOT_FOUND)


def status(ctx: typer.Context, workspace: WorkspaceOption, as_json: JsonOption = False) -> int:
    """Show what a workspace holds and what is being served."""
    from pipelines.command.status import print_status, workspace_status
    from pipelines.warehouse.workspace import Workspace

    opened = Workspace.open(workspace)
    found = workspace_status(opened)
    if as_json:
        print_json(found)
    else:
        print_status(found, ctx.obj)
    if found["note"]:
        tell(found["note"][ctx.obj])
    is_stepped_back = found["build"] is not None and found["build"] != opened.named_build()
    return int(ExitCode.DAMAGED if is_stepped_back else ExitCode.OK)
