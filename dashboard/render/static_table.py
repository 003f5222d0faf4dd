"""A table as a picture for slides and paper: what it is above it, its rows, and under them its notes, its source and the synthetic mark."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.render.cells import (
    LINE,
    MORE_FILTERED,
    MORE_ROWS,
    PADDING,
    RISE,
    breadth,
    height_of,
    least,
    shared,
)
from dashboard.render.lettering import FINDING_SIZE, NOTE_SIZE, TITLE_SIZE, drawable, eased, font, lines_of, told_under
from dashboard.render.paletted import paletted_png
from dashboard.render.static_map import DPI, WIDTH
from dashboard.render.workbook import shown_columns
from dashboard.theme import LIGHT, TONES, tone_colours

MOST_ROWS = 60  # a picture of more is not read; the line under them counts the others
TALLEST = 2_600.0  # points of the rows of a picture, where their words are long
NARROWEST, WIDEST = WIDTH * 72, 1_300.0  # points; wider only where words of columns do not stand beside each other else
MARGIN, GAP = 14.0, 8.0  # points around everything, between its parts
LONGEST_LINE, WIDENED_BY = 380.0, 0.15  # points of a column in which words stand on one line; the share of what is longer that it is widened by
SIZE = 10  # points
MOST_PIXELS = 12e6  # a long table has fewer dots an inch than a short one
LOWEST_ROW, ASCENT = 19.6, 1.05  # points of a row; from the upper edge of a line to what its letters stand on, in type sizes
SWATCH = 10.0


@dataclass(frozen=True, slots=True)
class Grid:
    """The part of a table that is drawn: its columns and their widths, its rows and, the head first, their heights (points)."""

    heads: tuple[ColumnHead, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    heights: tuple[float, ...]


def has_picture(chart: Chart) -> bool:
    """Return whether a chart is a table with rows to draw; what is drawn otherwise is its own picture."""
    return chart.kind == "table" and not chart.empty and bool(chart.rows) and bool(shown_columns(chart))


def table_png(chart: Chart) -> bytes:
    """Return the table as a PNG of a palette; raises ValueError where the chart is none or has no rows."""
    picture = table_picture(chart)
    with matplotlib.rc_context({"text.hinting": "none"}):
        picture.canvas.draw()
    return paletted_png(np.asarray(picture.canvas.buffer_rgba()), picture.dpi)  # type: ignore[attr-defined]  # of FigureCanvasAgg


def table_svg(chart: Chart) -> bytes:
    """Return the table as an SVG, its words as outlines: no machine needs the font; raises ValueError where there is none to draw."""
    title, out = " · ".join(part for part in (chart.title, chart.place) if part), io.BytesIO()
    # the salt names the parts of an SVG: the same table is the same bytes
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": chart.name}):
        table_picture(chart).savefig(out, format="svg", facecolor=LIGHT.card, metadata={"Title": title, "Date": None})
    return out.getvalue()


def table_picture(chart: Chart) -> Figure:
    """Return the drawing of the first rows of a table, in the order they stand in; raises ValueError where there is none to draw."""
    if not has_picture(chart):
        raise ValueError(f"chart {chart.name} is no table with rows")
    grid = laid_out(chart)
    sheet = _Sheet(sum(grid.widths) + 2 * MARGIN)
    _head(sheet, chart)
    _rows(sheet, grid)
    _foot(sheet, chart, len(grid.rows))
    return sheet.finished()


def laid_out(chart: Chart) -> Grid:
    """Return the columns that paper shows, as wide as their words ask for, with the first rows, as many as a picture has room for."""
    columns = shown_columns(chart)
    heads = [head for _, head in columns]
    rows = [tuple(row[at] for at, _ in columns) for row in chart.rows[:MOST_ROWS]]
    said = [[head.title, *(row[c].text for row in rows)] for c, head in enumerate(heads)]
    low = [max(least(text, SIZE, head.is_number and i > 0, True) for i, text in enumerate(texts)) for head, texts in zip(heads, said, strict=True)]
    wanted = [max(one, *(_wanted(text) for text in texts)) for one, texts in zip(low, said, strict=True)]
    width = max(sum(low), min(max(sum(wanted), NARROWEST - 2 * MARGIN), WIDEST - 2 * MARGIN))
    widths = shared(wanted, low, width)
    heights, shown = [_tall([head.title for head in heads], widths)], 0
    for row in rows:
        tall = _tall([cell.text for cell in row], widths)
        if shown and sum(heights) + tall > TALLEST:
            break
        heights.append(tall)
        shown += 1
    return Grid(tuple(heads), tuple(widths), tuple(rows[:shown]), tuple(heights))


def _wanted(text: str) -> float:
    whole = breadth(text, SIZE)
    return whole if whole <= LONGEST_LINE else LONGEST_LINE + (whole - LONGEST_LINE) * WIDENED_BY


def _tall(row: Sequence[str], widths: Sequence[float]) -> float:
    return height_of(row, [eased(text, wide - PADDING) for text, wide in zip(row, widths, strict=True)], SIZE, LOWEST_ROW)


class _Sheet:
    """A picture that is written from above: what was put on it says how tall it is."""

    def __init__(self, width: float) -> None:
        self.width, self.at = width, MARGIN
        self.picture = Figure(dpi=DPI, facecolor=LIGHT.card)
        FigureCanvasAgg(self.picture)
        self.area: Any = self.picture.add_axes((0.0, 0.0, 1.0, 1.0))
        self.area.set_axis_off()

    def text(self, x: float, y: float, lines: Sequence[str], size: float, colour: str, *, right: bool = False) -> None:
        """Write lines under `y`, each on a line of its own whichever letters are in it."""
        for i, line in enumerate(lines):
            self.area.text(x, y + (i * LINE + ASCENT) * size, drawable(line), fontproperties=font(), fontsize=size, color=colour,
                           ha="right" if right else "left", va="baseline", parse_math=False)

    def ground(self, x: float, y: float, width: float, height: float, colour: str, edge: str = "none") -> None:
        """Paint a rectangle."""
        self.area.add_patch(Rectangle((x, y), width, height, facecolor=colour, edgecolor=edge, linewidth=0.5))

    def paragraph(self, words: str, size: float, colour: str, *, beside: float = 0.0) -> None:
        """Write words over the whole width, save so many points at the right, and go on under them."""
        if not words:
            return
        lines = lines_of(words, self.width - 2 * MARGIN - beside, size)
        self.text(MARGIN, self.at, lines, size, colour)
        self.at += len(lines) * size * LINE + GAP / 2

    def finished(self) -> Figure:
        """Return the picture, as tall as what stands on it."""
        height = self.at + MARGIN - GAP / 2
        self.picture.set_size_inches(self.width / 72, height / 72)
        self.picture.set_dpi(min(DPI, math.floor(math.sqrt(MOST_PIXELS / (self.width / 72 * height / 72)))))
        self.area.set_xlim(0, self.width)
        self.area.set_ylim(height, 0)
        return self.picture


def _head(sheet: _Sheet, chart: Chart) -> None:
    """Write the title, under it place, unit, period and as-at day, and what is found; in the corner that the data are made up."""
    mark = chart.footer.synthetic
    if mark:
        sheet.text(sheet.width - MARGIN, sheet.at, [mark], NOTE_SIZE, LIGHT.watch, right=True)
    sheet.paragraph(chart.title, TITLE_SIZE, LIGHT.ink, beside=breadth(mark, NOTE_SIZE) if mark else 0.0)
    sheet.paragraph(" · ".join(part for part in (chart.place, chart.unit, chart.subtitle) if part), NOTE_SIZE, LIGHT.sub)
    sheet.paragraph(chart.finding, FINDING_SIZE, LIGHT.ink)
    sheet.at += GAP / 2


def _rows(sheet: _Sheet, grid: Grid) -> None:
    """Draw the head and the rows, every other one on a ground, cells with a tone on theirs."""
    for r, tall in enumerate(grid.heights):
        row = grid.rows[r - 1] if r else tuple(TableCell(head.title) for head in grid.heads)
        if r % 2 == 0:
            sheet.ground(MARGIN, sheet.at, sum(grid.widths), tall, LIGHT.ground if r else LIGHT.line)
        _cells(sheet, grid, row, tall, LIGHT.ink if r else LIGHT.sub)
        sheet.at += tall
    sheet.ground(MARGIN, sheet.at, sum(grid.widths), 0.75, LIGHT.line)
    sheet.at += GAP


def _cells(sheet: _Sheet, grid: Grid, row: Sequence[TableCell], tall: float, ink: str) -> None:
    x = MARGIN
    for head, cell, wide in zip(grid.heads, row, grid.widths, strict=True):
        ground, toned = tone_colours(cell.tone)
        if ground:
            sheet.ground(x, sheet.at, wide, tall, ground, LIGHT.card)
        lines = lines_of(cell.text, wide - PADDING, SIZE)
        edge = x + wide - PADDING / 2 if head.is_number else x + PADDING / 2
        sheet.text(edge, sheet.at + RISE / 2, lines, SIZE, toned if ground else ink, right=head.is_number)
        x += wide


def _foot(sheet: _Sheet, chart: Chart, shown: int) -> None:
    """Write how many rows are left out, what the shades stand for, the notes, what is defined, the source and the day."""
    if shown < len(chart.rows):
        more = MORE_FILTERED if chart.is_filtered else MORE_ROWS
        sheet.paragraph(more.of(chart.lang).format(n=f"{shown:,}", all=f"{len(chart.rows):,}"), NOTE_SIZE, LIGHT.ink)
    _shades(sheet, chart)
    for line in told_under(chart):
        sheet.paragraph(line, NOTE_SIZE, LIGHT.sub)


def _shades(sheet: _Sheet, chart: Chart) -> None:
    """Write what shades and tones stand for in a row, and in another one where they have no room in it."""
    x = MARGIN
    classes = [*((str(shade.index), shade.label) for shade in chart.shades), *chart.tones]
    for tone, words in classes:
        wide = SWATCH + breadth(words, NOTE_SIZE)
        if x > MARGIN and x + wide > sheet.width - MARGIN:
            x, sheet.at = MARGIN, sheet.at + NOTE_SIZE * LINE
        sheet.ground(x, sheet.at + 2, SWATCH, SWATCH, TONES[tone])
        sheet.text(x + SWATCH + 4, sheet.at, [words], NOTE_SIZE, LIGHT.sub)
        x += wide + GAP
    if classes:
        sheet.at += NOTE_SIZE * LINE + GAP / 2
