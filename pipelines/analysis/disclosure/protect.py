"""Hiding: primary cells, complementary cells, and for each sensitive one the proof that it cannot be computed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.analysis.disclosure.complement import Goal
from pipelines.analysis.disclosure.search import PRICES, Search
from pipelines.analysis.disclosure.small import small_counts
from pipelines.analysis.disclosure.tables import BoolArray, IntArray, TableSystem


@dataclass(frozen=True, slots=True, eq=False)
class Protection:
    """What is hidden, and how far each sensitive cell can be from its value in the eyes of an attacker.

    One array entry a cell of `system`. `primary` cells are sensitive by themselves, `hidden` ones are not printed although
    their table is; `least` and `most` are two values the cell takes in whole tables that agree with everything printed
    (its own value where none was looked for). `fractional` marks cells for which only fractional tables were found (a linear
    programme does not recover them, whole numbers are unproven; a few in blocks of thousands), `open` those that stay
    computable because too much is `known`: print neither them nor what they are computed from, or leave a table out.
    `open` is empty when no cell is known.
    """

    system: TableSystem
    primary: BoolArray
    hidden: BoolArray
    least: IntArray
    most: IntArray
    fractional: BoolArray
    open: BoolArray

    def __post_init__(self) -> None:
        for array in (self.primary, self.hidden, self.least, self.most, self.fractional, self.open):
            array.setflags(write=False)

    @property
    def complementary(self) -> BoolArray:
        """Return the cells hidden beyond the primary rule."""
        return self.hidden & ~self.primary

    def summary(self) -> dict[str, int]:
        """Return the numbers of cells: printed tables, not zero, primary, complementary, shown, fractional, open."""
        shown = self.system.printed & ~self.hidden
        return {
            "cells": int(self.system.printed.sum()),
            "above_zero": int((self.system.printed & (self.system.values > 0)).sum()),
            "primary": int((self.hidden & self.primary).sum()),
            "complementary": int(self.complementary.sum()),
            "shown": int(shown.sum()),
            "fractional": int(self.fractional.sum()),
            "open": int(self.open.sum()),
        }

    def tidy(self) -> pd.DataFrame:
        """Return what may leave: one row a printed cell, `cell`, `value` (missing where hidden) and `status`.

        Primary and complementary cells look alike: telling them apart would tell that the one is small.
        """
        kept = self.system.printed
        value = pd.Series(self.system.values[kept], dtype="Int64").mask(pd.Series(self.hidden[kept]))
        status = np.where(self.hidden[kept], "suppressed", "ok")
        return pd.DataFrame({"cell": self.system.cells[kept], "value": value, "status": status})


def protect_counts(system: TableSystem, k: int, width: int = 1, beyond_k: bool = False) -> Protection:
    """Hide the counts 1..k-1 of a system and what gives them away.

    The standard: for each small count there are two tables of whole numbers that agree with every printed cell, every
    relation and the rule that zeros are shown, and in which it differs by `width` or more (sliding protection: no attacker
    pins it down closer). With `beyond_k` there is one in which it is k or more as well, so that nobody can even show that
    the hidden cell is a small one; it costs more cells and, where most cells are small, far more time. Deterministic.
    Raises ValueError for k below 2 or width below 1.
    """
    if width < 1:
        raise ValueError(f"width is {width}, expected 1 or more: with 0 the value itself would do")
    sensitive = small_counts(system.values, k) & system.guarded & ~system.known
    reach = np.where(sensitive & beyond_k, k, system.values)
    wide = np.where(sensitive, width, 0)
    return protect(system, Goal(sensitive, reach, system.values, wide, system.printed.astype(np.int64)))


def protect_money(system: TableSystem, sensitive: BoolArray, margin: float = 0.10) -> Protection:
    """Hide the sensitive sums of money of a system (see `small.dominated`) and what gives them away.

    `sensitive` has one entry a cell. The standard: an attacker's interval for a hidden sum reaches from `margin` (0-1)
    below it to `margin` above it, the p % rule's own margin. Values are in whole smallest units (fen). Raises ValueError
    for a margin outside 0-1.
    """
    if not 0 < margin < 1:
        raise ValueError(f"margin is {margin}, expected a share between 0 and 1")
    hide = np.asarray(sensitive, dtype=bool) & (system.values > 0) & system.guarded & ~system.known
    move = np.where(hide, np.maximum(1, np.ceil(system.values * margin)), 0).astype(np.int64)
    lowest = system.printed.astype(np.int64)
    fall = np.where(hide, np.maximum(system.values - move, lowest), system.values)
    return protect(system, Goal(hide, system.values + move, fall, np.zeros_like(move), lowest))


def protect(system: TableSystem, goal: Goal) -> Protection:
    """Hide the sensitive cells of a system and what gives them away, whatever rule made them sensitive.

    First complementary cells are chosen sum by sum (`by_relation`). Then every sensitive cell needs a witness: another
    whole table that agrees with all that is printed. Linear programmes over blocks of cells that are tied together find
    most witnesses many at a time; where there are none, movements through shown cells, at a price that falls from round
    to round, name those to hide as well; what is left is sought cell by cell. As a witness stays one when more is hidden, one
    pass is enough. In the end complementary cells that no witness needs are shown again.
    """
    search = Search(system, goal)
    for price, rounds in zip((None, *PRICES), (3, 2, 10), strict=True):
        if price is not None and search.missing().any():
            for block in search.blocks(search.likely()):
                search.buy(block, price)
        for block in search.blocks(search.unknown) if search.missing().any() else []:
            search.sweep(block, rounds)
    for block in search.blocks(search.unknown) if search.missing().any() else []:
        search.relax(block)
    for cell in search.missing().nonzero()[0].tolist():
        while search.missing()[cell]:
            if not search.alone(cell) and not search.widen(cell):
                break
    hidden = system.printed & search.unknown & (goal.sensitive | search.moved)
    return Protection(system, goal.sensitive, hidden, search.least, search.most, search.fractional, search.open)
