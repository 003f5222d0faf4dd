"""watch: a folder to drop files into."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.command.loading import ByOption, JsonOption, WorkspaceOption
from pipelines.command.terminal import tell
from pipelines.core.errors import ExitCode
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    from pipelines.intake.watch import Handled, Round

WAIT_SECONDS, EVERY_SECONDS = 60.0, 5.0
_FATES = {"loaded": Text("已加载", "loaded"), "returned": Text("退回", "returned"), "left": Text("留下", "left")}
_WARNING = Text("提示", "warning")


def watch(
    ctx: typer.Context,
    incoming: Annotated[Path, typer.Argument(metavar="IN")],
    workspace: WorkspaceOption,
    out: Annotated[Path, typer.Option("--out", metavar="OUT")],
    once: Annotated[bool, typer.Option("--once")] = False,
    strict: Annotated[bool, typer.Option("--strict")] = False,
    every: Annotated[float, typer.Option("--every", metavar="SECONDS", min=0.1)] = EVERY_SECONDS,
    by: ByOption = "",
    wait: Annotated[float, typer.Option("--wait", metavar="SECONDS", min=0)] = WAIT_SECONDS,
    as_json: JsonOption = False,
) -> int:
    """Load what is dropped into a folder, and return what cannot be loaded."""
    from pipelines.intake.session import Turn
    from pipelines.intake.watch import Watched
    from pipelines.intake.watch import watch as keep_watch
    from pipelines.warehouse.workspace import Workspace

    lang: Lang = ctx.obj
    turn = Turn(by=by, wait_seconds=wait, waiting=lambda text: tell(text.of(lang)))
    watched = Watched(workspace=Workspace.open(workspace), incoming=incoming, out=out, turn=turn, is_strict=strict, every=every)
    faulty: list[str] = []

    def told(done: Round) -> None:
        faulty.extend(file.file for file in done.files if file.errors or file.fate == "returned")
        _tell(done, lang, as_json)

    if not once:
        tell(Text(f"正在监视 {incoming}（按 Ctrl-C 停止）", f"watching {incoming} (Ctrl-C stops)").of(lang))
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service is ended like a person ends it
    try:
        keep_watch(watched, told, lambda text: tell(text.of(lang)), once)
    except KeyboardInterrupt:  # the way to end it, and no error
        tell(Text("监视已停止", "the watch has ended").of(lang))
        return int(ExitCode.OK)
    return int(ExitCode.PROBLEMS if faulty else ExitCode.OK)


def _tell(done: Round, lang: Lang, as_json: bool) -> None:
    if as_json:
        found: dict[str, Any] = {"build": done.build, "batch": done.batch, "files": [_plain(file) for file in done.files]}
        print(json.dumps(found, ensure_ascii=False), flush=True)
        return
    for file in done.files:
        print(_line(file, lang), flush=True)
        for warning in file.warnings:
            print(f"  [{_WARNING.of(lang)}] {warning.line(lang)}", flush=True)
    if done.batch:
        said = Text(f"已发布数据版本 {done.build}（批次 {done.batch}）", f"published build {done.build} (batch {done.batch})")
        print(said.of(lang), flush=True)


def _plain(file: Handled) -> dict[str, Any]:
    paths = {"target": file.target, "handed_back": file.handed_back}
    known: dict[str, Any] = {"file": file.file, "fate": file.fate, "rows": file.rows, "errors": file.errors}
    known["warnings"] = [{"zh": warning.line("zh"), "en": warning.line("en")} for warning in file.warnings]
    return known | {name: None if path is None else str(path) for name, path in paths.items()}


def _line(file: Handled, lang: Lang) -> str:
    parts = [Text(f"{file.rows:,} 行", f"{file.rows:,} rows").of(lang)] if file.fate == "loaded" else []
    if file.loaded_on:
        parts = [Text(f"内容相同，{file.loaded_on} 已加载", f"same content, loaded on {file.loaded_on}").of(lang)]
    if file.errors:
        parts.append(Text(f"错误 {file.errors:,} 处", f"{file.errors:,} errors").of(lang))
    if file.handed_back is not None:
        parts.append(Text(f"标注后的文件在 {file.handed_back}", f"the marked copy is {file.handed_back}").of(lang))
    return f"{_FATES[file.fate].of(lang)} {file.file}{'：' if lang == 'zh' else ': '}{'，'.join(parts) if lang == 'zh' else ', '.join(parts)}"
