"""Tables of a slide: as many rows as stand above its foot, columns in which no number and no word is broken."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.util import Emu, Pt

from dashboard.charts.chart import Chart, ColumnHead
from dashboard.render.cells import LINE, MORE_ROWS, breadth, cut, height_of, least, lower_head, shared
from dashboard.render.powerpoint_parts import Box, plain_table, rgb, write_cell
from dashboard.theme import LIGHT, tone_colours

SIZES = (12, 11, 10)  # points
LARGER = (16, 14)  # points, where all rows fit, nothing is cut and no short words are broken for it: to be read from the back of a room
BOLD = 1.16  # the head is wider
MOST_LINES = 4  # of one cell where rows are many; what is longer ends in "…"
CLOSEST, SMALLEST, FEW = 9, 8, 13  # points, of columns that do not stand beside each other else, or of so many rows that do not all fit else
ROW, CLOSE_ROW = 26.0, 19.0  # points, the lowest row; where not all rows fit otherwise
MORE_HEIGHT = 22  # points, the line that says so


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
    for sizes, is_low in ((SIZES, False), (SIZES, True), ((CLOSEST,), False), ((SMALLEST,), False)):
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
    said = [[least(r[c], size, head.is_number, is_whole) for r in seen] for c, head in enumerate(heads)]
    low = [max(least(titles[c], size * BOLD, False, across=4), *said[c]) for c in range(len(heads))]
    if sum(low) > width:
        return None
    if is_low:
        low = lower_head(titles, low, size * BOLD, width)
    wanted = [max(breadth(titles[c], size * BOLD), *(breadth(r[c], size) for r in seen)) for c in range(len(heads))]
    return _filled(size, heads, rows, shared(wanted, low, width), height, lowest)


def _filled(
    size: int, heads: Sequence[ColumnHead], rows: Sequence[tuple[str, ...]], widths: Sequence[float], height: float, lowest: float
) -> Layout:
    """The rows that fit; where not all do, the line that counts the others finds its place too."""
    titles = tuple(head.title for head in heads)
    heights, shown = [height_of(titles, widths, size * BOLD, lowest)], [titles]
    most = max(MOST_LINES, int(height / (len(rows) + 1) / (size * LINE)))  # few rows have room for all they say
    for i, row in enumerate(rows):
        said = tuple(cut(text, room, size, most) for text, room in zip(row, widths, strict=True))
        tall = height_of(said, widths, size, lowest)
        if sum(heights) + tall > height - (MORE_HEIGHT if i + 1 < len(rows) else 0):
            break
        heights.append(tall)
        shown.append(said)
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
