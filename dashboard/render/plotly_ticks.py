"""What stands beside each other along x: ticks that do not touch, and names of events on several rows where they would."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from dashboard.charts.axis import DATED
from dashboard.charts.chart import Axis
from dashboard.render.plotly_parts import Mark, escape, folded_lines, text_width

BETWEEN, BETWEEN_PERIODS, BETWEEN_NAMES = 14, 6, 6  # pixels between two numbers, two periods, two names of kinds
SMALL = 10  # pixels of the letters of a word that has no room for larger ones
NAMES_APART = 3  # pixels between the names of two events
CIRCLE = 13  # pixels of a number in a circle, which East Asian fonts draw as wide as a character
NUMBER = re.compile(r"[\u2460-\u2473]|\(\d+\)")  # of a policy, in a circle as far as there are such
NAME_ROW = 18  # pixels of a row of names of events
FIRST_OUT = 3  # pixels that the first period may reach out at the left of its plot, where the words of the other axis stand


def thinned(axis: Axis, plot: float) -> dict[str, Any]:
    """Return the ticks that stand beside each other in `plot` pixels: all, else those at round multiples of the step, at least two."""
    wide = max((text_width(label) for _, label in axis.ticks), default=0) + BETWEEN
    most = max(2, int(plot // wide) + 1)
    every = -(-len(axis.ticks) // most)
    kept = [t for t in axis.ticks if axis.step and round(t[0] / axis.step) % every == 0] if every > 1 else list(axis.ticks)
    if len(kept) < 2:
        kept = list(axis.ticks[::every])
    return _named(kept)


def are_periods(axis: Axis) -> bool:
    """Say whether every tick is a period, of which every second may go unnamed; names of kinds are all told."""
    return all(DATED.fullmatch(label) for _, label in axis.ticks)


def newest(axis: Axis, plot: float) -> dict[str, Any]:
    """Return the periods that stand beside each other in `plot` pixels: all, else every second, third ... counted from the newest."""
    pixels = _pixels(axis, plot)
    wide = max((text_width(label) for _, label in axis.ticks), default=0)
    apart = min((then - at for (at, _), (then, _) in pairwise(axis.ticks)), default=1.0) * pixels
    kept = list(axis.ticks[:: -max(1, math.ceil((wide + BETWEEN_PERIODS) / apart))])[::-1]
    is_out = len(kept) > 1 and (kept[0][0] - axis.low) * pixels < wide / 2 - FIRST_OUT
    return _named(kept[1:] if is_out else kept) | {"tickangle": 0}


def side_by_side(axis: Axis, plot: float, font: Mapping[str, Any]) -> dict[str, Any]:
    """Return all names under a plot of `plot` pixels, folded to the room of each; in smaller letters than of `font` where a word has not that."""
    room = plot / max(len(axis.ticks), 1) - BETWEEN_NAMES
    lines = [folded_lines(label, room) for _, label in axis.ticks]
    is_narrow = any(text_width(line) > room for label in lines for line in label)
    said = [folded_lines(label, room, SMALL) for _, label in axis.ticks] if is_narrow else lines
    return {"ticktext": ["<br>".join(map(escape, label)) for label in said], "tickangle": 0,
            "tickfont": {**font, "size": SMALL} if is_narrow else font}


def in_rows(marks: Sequence[Mark], axis: Axis, plot: float) -> tuple[list[Mark], int]:
    """Return marks over a plot of `plot` pixels, each in the first row in which its name touches none, and the pixels of rows above the first."""
    ends: list[float] = []
    placed = []
    for shape, label in marks:
        at, half = label["x"] * _pixels(axis, plot), _wide(label["text"]) / 2
        row = next((i for i, end in enumerate(ends) if at - half >= end + NAMES_APART), len(ends))
        ends[row:row + 1] = [at + half]
        placed.append((shape, label | {"yshift": label["yshift"] + row * NAME_ROW}))
    return placed, NAME_ROW * max(len(ends) - 1, 0)


def merged(marks: Sequence[Mark], axis: Axis, plot: float) -> list[dict[str, Any]]:
    """Return the labels of numbered policies in one row over a narrow plot of `plot` pixels: neighbours that would touch stand as one, "①–⑤"."""
    groups = [[mark] for mark in marks]
    while True:
        touching = next((i for i, (a, b) in enumerate(pairwise(groups)) if _touch(a, b, axis, plot)), None)
        if touching is None:
            return [_together(group) for group in groups]
        groups[touching:touching + 2] = [groups[touching] + groups[touching + 1]]


def _touch(left: Sequence[Mark], right: Sequence[Mark], axis: Axis, plot: float) -> bool:
    before, after = _together(left), _together(right)
    room = (after["x"] - before["x"]) * _pixels(axis, plot)
    return room < (_wide(before["text"]) + _wide(after["text"])) / 2 + NAMES_APART


def _together(group: Sequence[Mark]) -> dict[str, Any]:
    """Return the one label of some marks, in the middle of them."""
    labels = [label for _, label in group]
    numbers = NUMBER.findall("".join(label["text"] for label in labels))
    told = "<br>".join(label["hovertext"] for label in labels if "hovertext" in label)
    text = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 2 else "".join(numbers)
    return labels[0] | {"text": text, "x": (labels[0]["x"] + labels[-1]["x"]) / 2} | ({"hovertext": told} if told else {})


def _named(ticks: Sequence[tuple[float, str]]) -> dict[str, Any]:
    return {"tickvals": [at for at, _ in ticks], "ticktext": [escape(label) for _, label in ticks]}


def _pixels(axis: Axis, plot: float) -> float:
    return max(plot, 1.0) / ((axis.high - axis.low) or 1.0)


def _wide(name: str) -> float:
    others = re.sub("[\u2460-\u2473]", "", name)
    return (len(name) - len(others)) * CIRCLE + text_width(others)
