"""What a check is made of, and how all of them are found."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipelines.core.codelist import CodeList
from pipelines.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing to look for in the rows of `subject` before they are loaded.

    `statement` is one select that names the rows at fault: file_no, table_no, source_row; `thing`, by which rows of a sheet
    are told together in one line; `found`, the value to show (never a personal one), or null. It may add `other` and
    `expected` (words for the sentence) and other_file, other_table, other_row (where the other half of a contradiction
    stands). It reads in_<subject>, the rows that arrive; known_<dataset> of `needs`, what arrives together with what was
    loaded before and stays, whose file_no is then null; replaced_<dataset> of `replaced`, what was loaded before and would go;
    and the tables `ground.lay_ground` makes.

    `words` are the code lists whose codes `other` and `expected` hold, told by their titles.

    `reason` may name {rows}, {values}, {other}, {expected} and {where}. An error keeps the row out and is for what must not
    be loaded; all else is a warning. `column` is the cell that is marked (`total.due_yuan`: that of a wide sheet,
    `gp.staff_group`: the first of that code there). A check that `names_nothing` tells of values that stand for nothing known: it
    goes before those that judge such cells by what they mean.
    """

    name: str
    title: Text
    subject: str
    statement: str
    reason: Text
    remedy: Text
    column: str = ""
    needs: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    words: tuple[CodeList, ...] = ()
    severity: Literal["error", "warning"] = "warning"
    names_nothing: bool = False


@cache
def all_checks() -> tuple[Check, ...]:
    """Return the CHECKS of every file of this package, in the order they speak: a cell is told of once.

    Errors first, as what is kept out is not told of again; then what names nothing known, of which nothing else can be said.
    """
    package = importlib.import_module("pipelines.intake.checks")
    modules = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    families: Iterable[tuple[Check, ...]] = (
        getattr(importlib.import_module(f"pipelines.intake.checks.{name}"), "CHECKS", ()) for name in modules
    )
    return tuple(sorted((check for family in families for check in family), key=lambda c: (c.severity == "warning", not c.names_nothing)))
