"""Cells by letter and number, and cells that touch put together as ranges."""

from __future__ import annotations

from collections.abc import Iterable

Spot = tuple[int, int]  # row and column, both from 1
MOST_COLUMNS = 16_384


def letters(column: int) -> str:
    """Return the letters of a column, 1 is A.

    >>> letters(28)
    'AB'
    """
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def reference(spot: Spot) -> str:
    """Return a cell as a spreadsheet names it: (5, 3) is C5."""
    return f"{letters(spot[1])}{spot[0]}"


def spot_of(text: str) -> Spot | None:
    """Return the cell a reference such as C5 names, None for anything else."""
    word = text.replace("$", "").rstrip("0123456789")
    digits = text.replace("$", "")[len(word) :]
    if not word or not digits or not word.isascii() or not word.isalpha() or len(word) > 3:
        return None
    column = 0
    for letter in word.upper():
        column = column * 26 + ord(letter) - 64
    return int(digits), column


def columns_as_ranges(spots: Iterable[Spot]) -> list[str]:
    """Return cells as ranges, those under one another in one column together: C5:C7."""
    found: list[str] = []
    begun: Spot | None = None
    last: Spot | None = None
    for column, row in sorted({(c, r) for r, c in spots}):
        if begun and last and column == last[1] and row == last[0] + 1:
            last = (row, column)
            continue
        if begun and last:
            found.append(_range(begun, last))
        begun = last = (row, column)
    return [*found, _range(begun, last)] if begun and last else found


def rows_as_ranges(rows: Iterable[int], width: int) -> list[str]:
    """Return whole rows `width` columns wide as ranges, neighbours together: A5:L7."""
    return [_range((a, 1), (b, width)) for a, b in _runs(sorted(set(rows)))]


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _range(first: Spot, last: Spot) -> str:
    return reference(first) if first == last else f"{reference(first)}:{reference(last)}"
