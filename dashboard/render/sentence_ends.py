"""Who stands at an end of a set of figures: one by name, those that share it together, or how many they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pipelines.core.text import Lang, Text

End = Literal["lowest", "highest", "largest"]
MOST_SHARING = 3  # named one by one where they share an end
ALONE: dict[End, Text] = {
    "lowest": Text("{names}最低，为 {a}", "{names} is lowest at {a}"), "highest": Text("{names}最高，为 {a}", "{names} is highest at {a}"),
    "largest": Text("{names}最大，为 {a}", "{names} is largest at {a}"),
}
ALIKE: dict[End, Text] = {
    "lowest": Text("{names}并列最低，均为 {a}", "{names} are lowest, each at {a}"),
    "highest": Text("{names}并列最高，均为 {a}", "{names} are highest, each at {a}"),
    "largest": Text("{names}并列最大，均为 {a}", "{names} are largest, each at {a}"),
}
LINES = Text("{n} 项", "{n} of them")
ALL_LINES, BOTH_LINES = Text("{n} 项均为 {a}", "all {n} are at {a}"), Text("两项均为 {a}", "both are at {a}")
AND, THEN = Text("、", ", "), Text("和", " and ")


def at_end(end: End, names: Sequence[str], text: str, lang: Lang, several: str = "") -> str:
    """Say that `names` stand at an end of the figures, at `text`; `several` is said instead of their names, "4 townships"."""
    if len(names) == 1 and not several:
        return ALONE[end].of(lang).format(names=names[0], a=text)
    many = several or (LINES.of(lang).format(n=len(names)) if len(names) > MOST_SHARING else "")
    together = many or AND.of(lang).join(names[:-1]) + THEN.of(lang) + names[-1]
    return ALIKE[end].of(lang).format(names=together, a=text)


def all_alike(count: int, text: str, lang: Lang) -> str:
    """Say that all lines have one figure."""
    return (BOTH_LINES if count == 2 else ALL_LINES).of(lang).format(n=count, a=text)
