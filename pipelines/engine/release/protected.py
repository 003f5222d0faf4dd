"""What is hidden under each release profile, decided for all of its tables together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.analysis.disclosure.complement import Goal
from pipelines.analysis.disclosure.protect import Protection, protect
from pipelines.analysis.disclosure.small import small_counts
from pipelines.analysis.disclosure.tables import TableSystem
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.engine.release.cells import Cells
from pipelines.engine.release.relations import system_of

ACCOUNT = ("cells", "primary", "complementary", "kept_hidden", "shown", "fractional")


@dataclass(frozen=True, slots=True)
class Hiding:
    """The cells not printed under a profile, and how many are printed, small by themselves, hidden for the sake of these,
    kept hidden since an earlier build or a wider profile, shown, and proven by fractions alone."""

    profile: str
    hidden: frozenset[str]
    account: Mapping[str, int]


def hide(
    cells: Cells, listed: Mapping[str, Sequence[str]], parents: pd.DataFrame, before: Mapping[str, Collection[str]]
) -> list[Hiding]:
    """Return what is hidden under each profile of `listed` (profile: its cells, the one that shows most first).

    `before` names the cells that stay hidden whatever their neighbours do. A cell hidden under one profile is hidden under
    every narrower one, so that the second tells readers of the first nothing. Raises DAMAGED rather than let a count go
    that could be computed.
    """
    found: list[Hiding] = []
    wider: frozenset[str] = frozenset()
    for profile, names in listed.items():
        system = system_of(cells, names, parents)
        found.append(_hide(system, profile, cells.site.releases[profile].k, wider | frozenset(before.get(profile, ()))))
        wider = wider | found[-1].hidden
    return found


def _hide(system: TableSystem, profile: str, k: int, before: frozenset[str]) -> Hiding:
    withheld = system.cells.isin(list(before)) & system.printed & (system.values > 0)
    done = _protect(system, k, withheld)
    if done.open.any():
        raise XiangyiError(
            Text(f"发布范围“{profile}”有 {int(done.open.sum())} 个数仍可推算，未生成新版本；请把这一行报告给维护者",
                 f'{int(done.open.sum())} counts of release profile "{profile}" could still be computed; no build was made: report this '
                 "line to the maintainers"),
            ExitCode.DAMAGED,
        )
    hidden = done.hidden | withheld
    small = done.primary & system.printed
    numbers = (system.printed, small, done.hidden & ~small, withheld & ~small, system.printed & ~hidden, done.fractional)
    account = {name: int(np.count_nonzero(which)) for name, which in zip(ACCOUNT, numbers, strict=True)}
    return Hiding(profile, frozenset(system.cells[hidden]), account)


def _protect(system: TableSystem, k: int, withheld: np.ndarray) -> Protection:
    """Protect the counts 1 to k - 1, cells of `withheld` being hidden from the start (a reader knows that they are no zeros)."""
    sensitive = small_counts(system.values, k) & system.guarded
    goal = Goal(sensitive, system.values, system.values, sensitive.astype(np.int64), system.printed.astype(np.int64))
    none = np.zeros(len(system.values), dtype=bool)
    if not sensitive.any() or not system.relations.shape[0]:
        return Protection(system, sensitive, sensitive & system.printed & ~withheld, system.values, system.values, none, none)
    apart = TableSystem(system.cells, system.values, system.relations, system.printed & ~withheld, none, system.guarded.copy())
    return protect(apart, goal)
