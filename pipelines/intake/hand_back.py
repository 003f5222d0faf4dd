"""What goes back to the sender of a file with mistakes: the same workbook with its cells marked, or a list where that fails."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipelines.core.errors import Problem
from pipelines.core.text import Lang, Text
from pipelines.intake.mark import mark_workbook, marked_name
from pipelines.warehouse.durable import put_text

_ENDING = Text("问题清单", "problems")
_NOTHING = Problem(
    file="", reason=Text("文件中没有可加载的行", "there is no row to load in this file"),
    remedy=Text("请填写后重新发送", "fill it in and send it again"),
)


def hand_back(path: Path, problems: Sequence[Problem], folder: Path, name: str, lang: Lang) -> Path:
    """Write what is wrong with the file `path` into `folder`, under a name made of `name`, and return the file written.

    It holds what the sender wrote, personal values too, so it goes to the sender only. Written again it replaces itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = problems or [_NOTHING]
    marked = folder / marked_name(Path(name if name.lower().endswith(".xlsx") else f"{name}.xlsx"))
    try:
        mark_workbook(path, told, marked, lang)
    except Exception:  # whatever is in a file, the watch goes on and the sender hears of it
        listed = folder / f"{name}.{_ENDING.of(lang)}.txt"
        put_text(listed, "\n".join(problem.line(lang) for problem in told) + "\n")
        return listed
    return marked
