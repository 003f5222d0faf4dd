"""What goes back to the sender of a file with mistakes: the list of its problems, beside the file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipelines.core.errors import Problem
from pipelines.core.text import Lang, Text
from pipelines.warehouse.durable import put_text

_ENDING = Text("问题清单", "problems")
_HEAD = Text("{file}：错误 {errors} 处，提示 {warnings} 处", "{file}: {errors} errors, {warnings} warnings")
_NOTHING = Text("文件中没有可加载的行", "there is no row to load in this file")


def hand_back(path: Path, problems: Sequence[Problem], folder: Path, name: str, lang: Lang) -> Path:
    """Write what is wrong with the file `path` into `folder` for its sender, under `name` and an ending; return the file written.

    Written again it replaces itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    errors = sum(problem.severity == "error" for problem in problems)
    lines = [_HEAD.format(file=path.name, errors=errors, warnings=len(problems) - errors).of(lang), ""]
    lines += [problem.line(lang) for problem in problems] or [_NOTHING.of(lang)]
    target = folder / f"{name}.{_ENDING.of(lang)}.txt"
    put_text(target, "\n".join(lines) + "\n")
    return target
