"""What goes back to the sender of a file with mistakes: the same workbook with every mistake marked in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipelines.core.errors import Problem
from pipelines.core.text import Lang, Text
from pipelines.intake.mark import mark_workbook, marked_name

_NOTHING = Text("文件中没有可加载的行", "there is no row to load in this file")
_COMPARE = Text("请对照模板核对", "compare it with the template")


def hand_back(path: Path, problems: Sequence[Problem], folder: Path, name: str, lang: Lang) -> Path:
    """Write a marked copy of the file `path` into `folder` for its sender, named after `name`; return the copy.

    Written again it replaces itself. A file without a problem and without a row is told that it has none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    said = problems or [Problem(file=path.name, reason=_NOTHING, remedy=_COMPARE)]
    target = folder / marked_name(Path(name))
    mark_workbook(path, said, target, lang)
    return target
