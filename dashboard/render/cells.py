"""How words stand in the cells of a table that is drawn: how wide a column may be, where its lines end, how high a row is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from dashboard.render.plotly_parts import text_width
from pipelines.core.text import Text

LINE = 1.36  # height of a line in type sizes: Chinese typefaces stand higher than Latin ones
SLACK = 1.12  # widths are estimates, and the reader's typeface may be wider
PADDING, RISE = 12, 6  # points left and right of a cell's words, above and below them
LONGEST_WORD = 190  # points; a file's name without a blank may break
WHOLE = 120  # points of words in a cell that stay on one line where there is room
MORE_ROWS = Text("此处为前 {n} 行，共 {all} 行；全表见工作簿（xlsx）", "the first {n} of {all} rows; all of them are in the workbook (xlsx)")
MORE_FILTERED = Text(
    "此处为前 {n} 行，筛选后共 {all} 行；筛选后的全部行见工作簿（xlsx）", "the first {n} of the {all} rows that the filter left; the workbook (xlsx) has all of these",
)
_PERIOD = re.compile(r"[\d–-][\d –HQ-]{0,24}")
_WORD = re.compile(r"\s+|[^\s]+")


def breadth(text: str, size: float) -> float:
    """Return about how many points a line of text takes in a cell, with the space at its sides."""
    return text_width(text, size) * SLACK + PADDING


def least(text: str, size: float, is_number: bool, is_whole: bool = False, across: int = 6) -> float:
    """Return the narrowest a column may be for these words: a number, a period, a word whole, so many Chinese characters across; few words on
    one line where that is wished."""
    if is_number or _PERIOD.fullmatch(text) or is_whole and text_width(text, size) <= WHOLE:
        return breadth(text, size)
    longest = max((text_width(part, size) for part in _pieces(text)), default=0.0)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return min(max(longest, min(wide, across) * size), LONGEST_WORD) * SLACK + PADDING


def lower_head(titles: Sequence[str], lowest: Sequence[float], size: float, width: float) -> list[float]:
    """Return the narrowest columns whose heads take as few lines as `width` lets them: a head of seven lines costs the slide five rows."""
    for lines in range(1, max(len(_pieces(title)) for title in titles)):
        raised = [max(low, _room(title, size, lines)) for title, low in zip(titles, lowest, strict=True)]
        if sum(raised) <= width:
            return raised
    return list(lowest)


def _room(text: str, size: float, lines: int) -> float:
    """About the narrowest column, in points, in which a text takes no more than `lines`."""
    room = breadth(text, size) / lines
    while len(wrapped(text, room, size)) > lines:
        room += size / 2
    return room


def shared(wanted: Sequence[float], lowest: Sequence[float], width: float) -> list[float]:
    """Share `width` out and return it: each column its lowest, then what is left by how much more its longest line would take."""
    spare = width - sum(lowest)
    more = [max(w - low, 0.0) for w, low in zip(wanted, lowest, strict=True)]
    if sum(more) <= spare:  # every line stands whole: what is over goes to all alike
        return [low + m + (spare - sum(more)) * (low + m) / (sum(lowest) + sum(more)) for low, m in zip(lowest, more, strict=True)]
    return [low + spare * m / sum(more) for low, m in zip(lowest, more, strict=True)]


def _pieces(text: str) -> list[str]:
    """The parts of a text between which a line may end: blanks, words and the halves of those a hyphen joins, each Chinese character with the
    stop that follows it."""
    found: list[str] = []
    for word in _WORD.findall(text):
        for c in word:
            wide = unicodedata.east_asian_width(c) in "WF"
            stop = unicodedata.category(c) in ("Po", "Pe", "Pf")
            hyphened = found and found[-1][-1] == "-" and found[-1][:-1].lstrip("(").isalpha() and c.isalpha()
            begun = found and not found[-1].isspace() and not hyphened
            joins = begun and (stop or not wide and unicodedata.east_asian_width(found[-1][-1]) not in "WF")
            if joins and not c.isspace():
                found[-1] += c
            else:
                found.append(c)
    return found


def wrapped(text: str, room: float, size: float) -> list[str]:
    """Return the lines a text is broken into in a column of `room` points, set in `size` points."""
    most = (room - PADDING) / SLACK
    lines = [""]
    for piece in _pieces(text):
        while text_width(piece, size) > most and len(piece) > 1:  # a word longer than the column
            fits = max(1, next((i for i in range(len(piece), 0, -1) if text_width(piece[:i], size) <= most), 1))
            lines += [piece[:fits]] if lines[-1] else []
            lines[-1] = piece[:fits]
            lines.append("")
            piece = piece[fits:]
        if text_width((lines[-1] + piece).rstrip(), size) > most and lines[-1]:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return lines if lines[-1] or len(lines) == 1 else lines[:-1]


def cut(text: str, room: float, size: float, most: int) -> str:
    """Return the text, or its first lines and "…" where it takes more than a cell may have."""
    lines = wrapped(text, room, size)
    return text if len(lines) <= most else "".join(lines[:most])[:-2].rstrip() + "…"


def height_of(row: Sequence[str], widths: Sequence[float], size: float, lowest: float) -> float:
    """Return the height of a row in points, by its longest cell."""
    most = max(len(wrapped(text, room, size)) for text, room in zip(row, widths, strict=True))
    return max(lowest, most * size * LINE + RISE)
