"""Tables stacked on one sheet: the same headers again under a title of another period begin a table with that period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.extract.grid import Cell, Grid, as_text
from pipelines.extract.headers import HeaderRow, headers_at
from pipelines.extract.month_heads import has_years
from pipelines.extract.period import said_by
from pipelines.extract.recognise import Match
from pipelines.extract.rows import is_caption_text, is_note

MOST_TITLES = 6  # rows over headers that may belong to their title
_WIDEST_TITLE = 3  # cells with words in a row of a title: 某乡工资表, 2022年2月, 单位：元


@dataclass(frozen=True, slots=True)
class Part:
    """One of the tables of a sheet; its grid ends where the next begins, so that its rows keep their numbers.

    From `unread` (0-based) on nothing of it can be read: the title there says another month and not which, or has no headers under it.
    """

    grid: Grid
    headers: HeaderRow
    unread: int | None = None
    is_later: bool = False


def parts_of(grid: Grid, headers: HeaderRow, match: Match, stem: str, start_month: int) -> list[Part]:
    """Return the tables of a sheet from the top down; one, unless its headers stand again under a title of another period."""
    parts: list[Part] = []
    current, is_of_day, needs_titles = headers, match.dataset.period == "as_at", not _is_dated_by_rows(match)
    state = said_by(headers.titles, start_month) or said_by((grid.name, stem), start_month)
    for row, is_headed in _openings(grid, headers, needs_titles):
        titles = _titles_over(grid, row, current.first, start_month, needs_titles)
        said = said_by([text for _, text in titles], start_month)
        if not said.differs(state, is_of_day):
            continue
        if is_headed and said.is_certain(is_of_day):
            parts.append(Part(replace(grid, rows=grid.rows[: titles[0][0]]), current, None, bool(parts)))
            current, state = headers_at(grid, row, _titles(titles, headers), headers.depth), said
        elif needs_titles:
            return [*parts, Part(grid, current, titles[0][0], bool(parts))]
    return [*parts, Part(grid, current, None, bool(parts))]


def _titles(titles: Sequence[tuple[int, str]], first: HeaderRow) -> tuple[str, ...]:
    """Return the titles of a table, with the unit that the first titles of the sheet give where its own give none."""
    own = tuple(text for _, text in titles)
    is_given = not first.sheet_unit or bool(HeaderRow(0, (), own).sheet_unit)
    return own if is_given else (*own, f"单位：{first.sheet_unit}")


def _is_dated_by_rows(match: Match) -> bool:
    """Say whether the rows or the headers say when they are of: then no title is needed for it."""
    wide, dataset = match.sheet.unpivot, match.dataset
    if dataset.period == "event" or (wide is not None and wide.is_dated and has_years(match.cells)):
        return True
    return any(dataset.column(name).kind == "period" or name in ("as_at", "period_start") for name in match.columns)


def _openings(grid: Grid, headers: HeaderRow, needs_titles: bool) -> Iterator[tuple[int, bool]]:
    """Yield the rows (0-based) in which the headers stand again, wherever in the row they begin, and whether they do.

    Where rows are dated by titles that is also a row of data right under a line that may be one: the headers were not written again.
    """
    written = [tuple(text for text in row if text) for row in headers.written]
    opening, is_under_line = written[0][0], False
    for number in range(headers.first, len(grid.rows)):
        row = grid.rows[number]
        first = row[0] if row and row[0] else next((cell for cell in row if cell is not None and cell != ""), None)
        if first is None:
            continue
        if isinstance(first, str) and first.strip() == opening and [_said(r) for r in grid.rows[number : number + len(written)]] == written:
            yield number, True
        elif is_under_line and 2 * len(_said(row)) > headers.width and any(c.isdigit() for text in _said(row) for c in text):
            yield number, False  # it has figures: other headers, which are told as another table, have none
        is_under_line = needs_titles and isinstance(first, str) and ("月" in first or "年" in first) and len(set(_said(row))) == 1


def _said(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(text for cell in row if cell is not None and (text := as_text(cell).strip()))


def _titles_over(grid: Grid, row: int, lowest: int, start_month: int, takes_cells: bool) -> list[tuple[int, str]]:
    """Return the title over headers, row by row from the first that says a period or a month on; empty where there is none."""
    found: list[tuple[int, str]] = []
    for number in range(row - 1, max(lowest, row - MOST_TITLES) - 1, -1):
        said = _said(grid.rows[number])
        if not said:
            if found:
                break
            continue
        text = " ".join(said)
        is_words = all(isinstance(c, str) for c in grid.rows[number] if c is not None) and len(said) <= _WIDEST_TITLE
        is_title = len(set(said)) == 1 and is_caption_text(text)
        is_title = is_title or any(mark in said[0] for mark in ":：") or (takes_cells and bool(said_by([text], start_month)))
        if not is_words or not is_title:
            break
        found.insert(0, (number, text))
    while found and (is_note(found[0][1]) or not said_by([found[0][1]], start_month)):
        found.pop(0)
    return found
