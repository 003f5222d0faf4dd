"""What the manual page of a command is made of, and how it is printed."""

from __future__ import annotations

import inspect
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from pipelines.core.errors import ExitCode
from pipelines.core.text import Lang, Text

WIDTH = 96
_JOINED = "\u00a0"  # keeps an option and its value on one line while a synopsis is wrapped


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The manual page of one command; `options` explains its parameters by name."""

    summary: Text
    description: Text
    options: dict[str, Text]
    examples: tuple[str, ...]


EXIT_CODES: dict[ExitCode, Text] = {
    ExitCode.OK: Text("完成", "done"),
    ExitCode.PROBLEMS: Text("部分行或文件不能使用，其余已处理", "some rows or files could not be used; the rest was"),
    ExitCode.USAGE: Text("命令写法有误", "the command line is wrong"),
    ExitCode.NOT_FOUND: Text("没有这个工作区、文件、指标、地区或时期", "no such workspace, file, indicator, region or period"),
    ExitCode.REFUSED: Text(
        "不允许的请求（非本机地址、发布范围中没有的表、不能撤销的批次）",
        "refused: another host, what a release profile does not hold, a batch that cannot be undone",
    ),
    ExitCode.BUSY: Text("工作区正被另一操作占用", "another process holds the workspace"),
    ExitCode.DAMAGED: Text("工作区中有文件无法读取或写入", "a file of the workspace cannot be read or written"),
    ExitCode.FAULT: Text("程序自身出错，详情见事件文件", "the program failed; an incident file says how"),
    ExitCode.INTERRUPTED: Text("被用户中断", "stopped by the user"),
}
COMMON: dict[str, Text] = {
    "--lang zh|en": Text("回答所用语言；默认随站点，再随系统", "language of the answer; else the site's, else the locale's"),
    "--debug": Text("程序出错时打印完整经过", "print the whole traceback when the program fails"),
    "--help": Text("显示本页", "show this page"),
}


def display_width(text: str) -> int:
    """Return how many columns of a terminal `text` takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrap(text: str, width: int) -> Iterator[str]:
    """Yield the lines of `text`, broken at blanks or between Chinese characters to `width` columns."""
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and display_width(line + piece.rstrip()) > width:
                yield line.rstrip()
                line = ""
            line += piece.lstrip() if not line else piece
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for char in text:
        if unicodedata.east_asian_width(char) in "WF":
            closing = char in "，。；：、）”！？"
            if word and not closing:
                yield word
                word = ""
            word += char
            continue
        if word and unicodedata.east_asian_width(word[-1]) in "WF":
            yield word
            word = ""
        word += char
        if char == " ":
            yield word
            word = ""
    yield word


def _section(title: Text, lines: list[str], lang: Lang) -> list[str]:
    return [title.of(lang), *(f"    {line}".rstrip() for line in lines), ""]


def _defined(items: dict[str, str]) -> list[str]:
    lines: list[str] = []
    for term, meaning in items.items():
        lines.append(term)
        lines.extend(f"    {line}" for line in wrap(meaning, WIDTH - 8))
    return lines


def _exit_codes(lang: Lang) -> list[str]:
    return [f"{int(code):>3}  {text.of(lang)}" for code, text in EXIT_CODES.items()]


def _term(param: Any) -> str:
    if param.param_type_name == "argument":
        many = "..." if param.nargs == -1 else ""
        return f"{(param.metavar or param.name).upper()}{many}"
    names = ", ".join([*param.opts, *param.secondary_opts])
    return names if param.is_flag else f"{names} {param.metavar or param.name.upper()}"


def _synopsis(path: str, params: list[Any]) -> str:
    words = [path]
    for param in params:
        term = _term(param)
        if param.param_type_name != "argument":
            value = "" if param.is_flag else f" {param.metavar or param.name.upper()}"
            term = f"{param.opts[0]}{value}".replace(" ", _JOINED)
        words.append(term if param.required else f"[{term}]")
    return " ".join(words)


def page(path: str, entry: Entry, params: list[Any], lang: Lang) -> str:
    """Return the manual page of the command called `path`."""
    shown = [p for p in params if p.name != "help"]
    options = {_term(p): entry.options[p.name].of(lang) for p in shown}
    common = {term: text.of(lang) for term, text in COMMON.items()}
    lines = _section(Text("名称", "NAME"), [f"{path} - {entry.summary.of(lang)}"], lang)
    lines += _section(Text("用法", "SYNOPSIS"), list(wrap(_synopsis(path, shown), WIDTH - 4)), lang)
    lines += _section(Text("说明", "DESCRIPTION"), list(wrap(entry.description.of(lang), WIDTH - 4)), lang)
    lines += _section(Text("选项", "OPTIONS"), _defined({**options, **common}), lang)
    lines += _section(Text("示例", "EXAMPLES"), list(entry.examples), lang)
    lines += _section(Text("退出码", "EXIT CODES"), _exit_codes(lang), lang)
    return "\n".join(lines).replace(_JOINED, " ").rstrip() + "\n"


def overview(path: str, about: Text, entries: dict[str, Entry], lang: Lang) -> str:
    """Return the manual page of the program itself: its commands, common options and exit codes."""
    commands = {name: entry.summary.of(lang) for name, entry in entries.items()}
    common = {term: text.of(lang) for term, text in COMMON.items()}
    synopsis = Text(f"{path} 命令 [选项]        {path} 命令 --help", f"{path} COMMAND [OPTIONS]        {path} COMMAND --help")
    lines = _section(Text("名称", "NAME"), [f"{path} - {about.of(lang)}"], lang)
    lines += _section(Text("用法", "SYNOPSIS"), [synopsis.of(lang)], lang)
    lines += _section(Text("命令", "COMMANDS"), [f"{n:<12}{s}" for n, s in commands.items()], lang)
    lines += _section(Text("通用选项", "COMMON OPTIONS"), _defined(common), lang)
    lines += _section(Text("退出码", "EXIT CODES"), _exit_codes(lang), lang)
    return "\n".join(lines).rstrip() + "\n"


def command_class(entry: Entry) -> type[TyperCommand]:
    """Return the command class that prints `entry` as its help."""

    class Manual(TyperCommand):
        def format_help(self, ctx: Any, formatter: Any) -> None:
            formatter.write(page(ctx.command_path, entry, self.get_params(ctx), ctx.obj or "en"))

    return Manual


def make_app(about: Text, commands: dict[str, tuple[Entry, Any]]) -> typer.Typer:
    """Return the Typer program of `commands`: name -> (manual entry, function).

    Raises ValueError when an entry leaves a parameter of its function unexplained, or explains one that is not there.
    """
    entries = {name: entry for name, (entry, _) in commands.items()}
    for name, (entry, function) in commands.items():
        named = set(inspect.signature(function).parameters) - {"ctx"}
        if named != set(entry.options):
            raise ValueError(f"command {name}: manual and function differ in {sorted(named ^ set(entry.options))}")

    class Overview(TyperGroup):
        def format_help(self, ctx: Any, formatter: Any) -> None:
            formatter.write(overview(ctx.command_path, about, entries, ctx.obj or "en"))

    app = typer.Typer(cls=Overview, add_completion=False, no_args_is_help=True, rich_markup_mode=None)
    app.callback()(_nothing)
    for name, (entry, function) in commands.items():
        app.command(name, cls=command_class(entry))(function)
    return app


def _nothing() -> None:
    """Keep the program a group even when it has one command."""
