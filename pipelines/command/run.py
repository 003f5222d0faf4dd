"""Run a program: every way it can end is an exit code and, where it failed, one line that says what to do."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from copy import copy
from datetime import datetime
from pathlib import Path

import typer

from pipelines.command.barred import barred_line
from pipelines.command.language import choose_language, option_value, without_option
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.masking import hide_numbers
from pipelines.core.text import Lang, Text

QUESTIONS = frozenset(("indicators", "observe", "rank", "trace"))  # they open the build to read, close it and leave nothing behind
_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[2]  # every error of a command line; Typer keeps it private


def run(app: typer.Typer, argv: Sequence[str] | None = None) -> None:
    """Run `app` on the command line and leave the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if not stream.isatty() and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # Windows would write a pipe in its code page and lose characters
    words = list(sys.argv[1:] if argv is None else argv)
    is_question = words[:1] and words[0] in QUESTIONS
    if is_question:
        gc.disable()  # looking for unreachable objects is a tenth of the time of a command that answers and ends
    try:
        code = outcome(app, words)
        sys.stdout.flush()
        sys.stderr.flush()
        if is_question:
            os._exit(code)  # taking pandas apart before leaving is another tenth
        sys.exit(code)
    except BrokenPipeError:  # the reader (head, less) has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.OK)


def outcome(app: typer.Typer, argv: list[str]) -> int:
    """Run `app` on `argv` and return its exit code; errors are told on stderr in one line."""
    debug = "--debug" in argv
    try:
        lang = choose_language(argv)
    except XiangyiError as error:
        return _tell(error.text.en, error.code)
    words = without_option(without_option(argv, "--debug", False), "--lang", True) or ["--help"]
    try:
        code = int(_narrowed(app, words)(words, standalone_mode=False, obj=lang) or 0)
        if code == ExitCode.INTERRUPTED:  # the parser turns Ctrl-C into its code without a word
            raise KeyboardInterrupt
        return code
    except XiangyiError as error:
        return _tell(error.text.of(lang), error.code)
    except (KeyboardInterrupt, typer.Abort):
        return _tell(Text("已中断；正在使用的数据版本不变", "stopped; the build in use is as it was").of(lang), ExitCode.INTERRUPTED)
    except BrokenPipeError:
        raise
    except Exception as error:
        if isinstance(error, _USAGE_ERROR):
            return _tell(_usage_line(error, lang), ExitCode.USAGE)
        if debug:
            raise
        barred = barred_line(error, named_workspace(argv))
        if barred is not None:
            return _tell(barred.of(lang), ExitCode.DAMAGED)
        return _tell(_fault_line(error, argv, lang), ExitCode.FAULT)


def _narrowed(app: typer.Typer, words: Sequence[str]) -> typer.Typer:
    """Return `app` with the one command that is called: making the options of every other takes longer than many an answer."""
    named = [command for command in app.registered_commands if command.name == words[0]]
    if not named:
        return app
    alone = copy(app)
    alone.registered_commands = named
    return alone


def _tell(line: str, code: ExitCode) -> int:
    print(f"xiangyi: {line}", file=sys.stderr)
    return int(code)


def _usage_line(error: Exception, lang: Lang) -> str:
    said = error.format_message() if hasattr(error, "format_message") else str(error)
    said = " ".join(said.split()).rstrip(".")
    where = getattr(getattr(error, "ctx", None), "command_path", "xiangyi")
    return Text(f"{_usage_in_chinese(error) or said}；用法见 {where} --help", f"{said}; see {where} --help").of(lang)


def _usage_in_chinese(error: Exception) -> str:
    kind, param = type(error).__name__, getattr(error, "param", None)
    name = (param.metavar or param.name) if param is not None and not param.opts[0].startswith("-") else param and param.opts[0]
    if kind == "MissingParameter":
        return f"缺少 {name}"
    if kind == "NoSuchOption":
        return f"没有选项 {getattr(error, 'option_name', '')}"
    if kind == "BadParameter":
        return f"{name} 的值无效"
    if kind == "UsageError" and "No such command" in str(error):
        return "没有这个命令"
    return ""


def _fault_line(error: Exception, argv: Sequence[str], lang: Lang) -> str:
    file = write_incident(error, named_workspace(argv))
    kind = type(error).__name__
    return Text(
        f"程序出错（{kind}），经过记在 {file}；请把该文件交给维护人员，或加 --debug 重试",
        f"the program failed ({kind}); what happened is in {file}: send it to whoever maintains this, or retry with --debug",
    ).of(lang)


def named_workspace(argv: Sequence[str]) -> str | None:
    """Return the folder given as --workspace or -w, None where there is none."""
    return option_value(argv, "--workspace") or option_value(argv, "-w")


def write_incident(error: Exception, workspace: str | None) -> Path:
    """Write the traceback of `error` into the workspace's logs, or a temporary folder, and return the file.

    An error may quote what it stumbled over, so numbers of persons are hidden.
    """
    folder = Path(workspace) / "logs" if workspace and Path(workspace, "site.toml").is_file() else None
    text = hide_numbers("".join(traceback.format_exception(error)))
    name = f"incident-{datetime.now():%Y%m%d-%H%M%S}-"
    try:
        if folder is not None:
            folder.mkdir(exist_ok=True)
        handle, path = tempfile.mkstemp(prefix=name, suffix=".txt", dir=folder)
    except OSError:
        handle, path = tempfile.mkstemp(prefix=name, suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
    return Path(path)
