"""Tables of a slide: as many rows as stand above its foot, columns in which no number and no word is broken."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.util import Emu, Pt

from dashboard.charts.chart import Chart, ColumnHead
from dashboard.render.plotly_parts import text_width
from dashboard.render.powerpoint_parts import Box, plain_table, rgb, write_cell
from dashboard.theme import LIGHT, tone_colours
from pipelines.core.text import Text

SIZES = (12, 11, 10)  # points
LARGER = (16, 14)  # points, where all rows fit, nothing is cut and no short words are broken for it: to be read from the back of a room
BOLD = 1.16  # the head is wider
MOST_LINES = 4  # of one cell where rows are many; what is longer ends in "…"
LINE = 1.36  # height of a line in type sizes: Chinese typefaces stand higher than Latin ones
SLACK = 1.12  # widths are estimates, and the reader's typeface may be wider
PADDING, RISE = 12, 6  # points left and right of a cell's words, above and below them
LONGEST_WORD = 190  # points; a file's name without a blank may break
CLOSEST, FEW = 9, 13  # points, of columns that do not stand beside each other else, or of so many rows that do not all fit else
MORE_ROWS = Text("此处为前 {n} 行，共 {all} 行；全表见工作簿（xlsx）", "the first {n} of {all} rows; all of them are in the workbook (xlsx)")
ROW, CLOSE_ROW = 26.0, 19.0  # points, the lowest row; where not all rows fit otherwise
WHOLE = 120  # points of words in a cell that stay on one line where there is room
MORE_HEIGHT = 22  # points, the line that says so
_PERIOD = re.compile(r"[\d–-][\d –HQ-]{0,24}")
_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table stands on a slide: type size (points), column widths and row heights (points, the head first), words of each row."""

    size: int
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


def printed(chart: Chart) -> tuple[list[ColumnHead], list[tuple[str, ...]]]:
    """Return the columns and rows of a table without what is only there to be pressed on a screen."""
    kept = [i for i, head in enumerate(chart.columns) if not head.is_control]
    return [chart.columns[i] for i in kept], [tuple(row[i].text for i in kept) for row in chart.rows]


def lay_out(heads: Sequence[ColumnHead], rows: Sequence[tuple[str, ...]], width: float, height: float) -> Layout:
    """Fit the first rows into `width` by `height` points, in the largest type in which all fit, else that in which most do.

    Rows stand close, and short words on one line, where more of them fit by it.
    """
    for size in LARGER:
        large = _at(size, heads, rows, width, height, ROW, True)
        if large is not None and list(large.rows[1:]) == list(rows):
            return large
    fitting: list[tuple[tuple[int, float, int, bool], Layout]] = []
    for sizes, is_low in ((SIZES, False), (SIZES, True), ((CLOSEST,), False)):
        if fitting and (any(len(made.rows) > len(rows) for _, made in fitting) or len(rows) > FEW and not is_low):
            break
        for size, lowest, is_whole in itertools.product(sizes, (ROW, CLOSE_ROW), (False, True)):
            made = _at(size, heads, rows, width, height, lowest, is_whole, is_low)
            fitting += [((len(made.rows), lowest, size, is_whole), made)] if made is not None else []
    if fitting:
        return max(fitting, key=lambda found: found[0])[1]
    return _filled(CLOSEST, heads, rows, [width / len(heads)] * len(heads), height, CLOSE_ROW)  # more columns than there is room for


def _at(
    size: int, heads: Sequence[ColumnHead], rows: Sequence[tuple[str, ...]], width: float, height: float, lowest: float, is_whole: bool,
    is_low: bool = False,
) -> Layout | None:  # fmt: skip
    """The layout in a type size, with a head as low as it goes where that is wished; None where the words of the columns do not stand beside
    each other."""
    seen = rows[: int(height // lowest)]
    titles = [head.title for head in heads]
    said = [[_least(r[c], size, head.is_number, is_whole) for r in seen] for c, head in enumerate(heads)]
    least = [max(_least(titles[c], size * BOLD, False, across=4), *said[c]) for c in range(len(heads))]
    if sum(least) > width:
        return None
    if is_low:
        least = _lower_head(titles, least, size * BOLD, width)
    wanted = [max(_breadth(titles[c], size * BOLD), *(_breadth(r[c], size) for r in seen)) for c in range(len(heads))]
    return _filled(size, heads, rows, _widths(wanted, least, width), height, lowest)


def _filled(
    size: int, heads: Sequence[ColumnHead], rows: Sequence[tuple[str, ...]], widths: Sequence[float], height: float, lowest: float
) -> Layout:
    """The rows that fit; where not all do, the line that counts the others finds its place too."""
    titles = tuple(head.title for head in heads)
    heights, shown = [_height(titles, widths, size * BOLD, lowest)], [titles]
    most = max(MOST_LINES, int(height / (len(rows) + 1) / (size * LINE)))  # few rows have room for all they say
    for i, row in enumerate(rows):
        cut = tuple(_cut(text, room, size, most) for text, room in zip(row, widths, strict=True))
        tall = _height(cut, widths, size, lowest)
        if sum(heights) + tall > height - (MORE_HEIGHT if i + 1 < len(rows) else 0):
            break
        heights.append(tall)
        shown.append(cut)
    return Layout(size, tuple(widths), tuple(heights), tuple(shown))


def add_table(slide: Any, chart: Chart, box: Box) -> Any:
    """Add the chart's rows as a native table: as many as the slide has room for, and where the others are."""
    heads, rows = printed(chart)
    left, top, width, height = box
    made = lay_out(heads, rows, Emu(width).pt, Emu(height).pt)
    tall = [Pt(h) for h in made.heights]
    frame = slide.shapes.add_table(len(made.rows), len(heads), Emu(left), Emu(top), Emu(width), Emu(sum(tall)))
    table = frame.table
    plain_table(table)
    for column, wide in zip(table.columns, made.widths, strict=True):
        column.width = Pt(wide)
    for r, row in enumerate(made.rows):
        table.rows[r].height = tall[r]
        for c, text in enumerate(row):
            write_cell(table.cell(r, c), text, made.size, LIGHT.ink if r else LIGHT.sub, bold=not r, right=heads[c].is_number)
            if not r:
                table.cell(r, c).fill.solid()
                table.cell(r, c).fill.fore_color.rgb = rgb(LIGHT.ground)
    _tint(table, chart, len(made.rows) - 1)
    if len(rows) >= len(made.rows):
        words = MORE_ROWS.of(chart.lang).format(n=f"{len(made.rows) - 1:,}", all=f"{len(rows):,}")
        _say_more(slide, words, (left, top + sum(tall) + Pt(2), width, Pt(MORE_HEIGHT - 4)))
    return frame


def _tint(table: Any, chart: Chart, count: int) -> None:
    """Colour the cells of the first rows that have a tone; words on the darkest grounds are white."""
    kept = [i for i, head in enumerate(chart.columns) if not head.is_control]
    for r, row in enumerate(chart.rows[:count], 1):
        for c, place in enumerate(kept):
            ground, ink = tone_colours(row[place].tone)
            if ground:
                table.cell(r, c).fill.solid()
                table.cell(r, c).fill.fore_color.rgb = rgb(ground)
                table.cell(r, c).text_frame.paragraphs[0].runs[0].font.color.rgb = rgb(ink)


def _say_more(slide: Any, words: str, box: Box) -> None:
    shape = slide.shapes.add_textbox(*(Emu(v) for v in box))
    shape.name = "More"
    frame = shape.text_frame
    frame.word_wrap, frame.margin_left, frame.margin_top, frame.margin_bottom = True, Pt(8), 0, 0
    frame.text = words
    frame.paragraphs[0].runs[0].font.size, frame.paragraphs[0].runs[0].font.color.rgb = Pt(11), rgb(LIGHT.faint)


def _breadth(text: str, size: float) -> float:
    """About how many points a line of text takes in a cell, with the space at its sides."""
    return text_width(text, size) * SLACK + PADDING


def _least(text: str, size: float, is_number: bool, is_whole: bool = False, across: int = 6) -> float:
    """The narrowest a column may be for these words: a number, a period, a word whole, so many Chinese characters across; few words on one line
    where that is wished."""
    if is_number or _PERIOD.fullmatch(text) or is_whole and text_width(text, size) <= WHOLE:
        return _breadth(text, size)
    longest = max((text_width(part, size) for part in _pieces(text)), default=0.0)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return min(max(longest, min(wide, across) * size), LONGEST_WORD) * SLACK + PADDING


def _lower_head(titles: Sequence[str], least: Sequence[float], size: float, width: float) -> list[float]:
    """The narrowest columns whose heads take as few lines as `width` lets them: a head of seven lines costs the slide five rows."""
    for lines in range(1, max(len(_pieces(title)) for title in titles)):
        raised = [max(low, _room(title, size, lines)) for title, low in zip(titles, least, strict=True)]
        if sum(raised) <= width:
            return raised
    return list(least)


def _room(text: str, size: float, lines: int) -> float:
    """About the narrowest column, in points, in which a text takes no more than `lines`."""
    room = _breadth(text, size) / lines
    while len(wrapped(text, room, size)) > lines:
        room += size / 2
    return room


def _widths(wanted: Sequence[float], least: Sequence[float], width: float) -> list[float]:
    """Share `width` out: each column its least, then what is left by how much more its longest line would take."""
    spare = width - sum(least)
    more = [max(w - low, 0.0) for w, low in zip(wanted, least, strict=True)]
    if sum(more) <= spare:  # every line stands whole: what is over goes to all alike
        return [low + m + (spare - sum(more)) * (low + m) / (sum(least) + sum(more)) for low, m in zip(least, more, strict=True)]
    return [low + spare * m / sum(more) for low, m in zip(least, more, strict=True)]


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


def _cut(text: str, room: float, size: float, most: int) -> str:
    """The text, or its first lines and "…" where it takes more than a cell may have."""
    lines = wrapped(text, room, size)
    return text if len(lines) <= most else "".join(lines[:most])[:-2].rstrip() + "…"


def _height(row: Sequence[str], widths: Sequence[float], size: float, lowest: float) -> float:
    """The height of a row in points, by its longest cell."""
    most = max(len(wrapped(text, room, size)) for text, room in zip(row, widths, strict=True))
    return max(lowest, most * size * LINE + RISE)
