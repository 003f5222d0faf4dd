"""A first, quick choice of complementary cells: no single sum may give a hidden cell away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.analysis.disclosure.tables import BoolArray, IntArray, TableSystem


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """What must stay possible for each sensitive cell: one array entry a cell of the system.

    In the eyes of somebody who knows all that is printed, all relations and the rules, a cell of `sensitive` can be as
    large as `reach` and as small as `fall`, and two of its possible values are `width` apart (Fischetti & Salazar's upper,
    lower and sliding protection levels). Its own value as `reach` or `fall` asks for nothing. `lowest` is what such a
    person takes for the least value of a hidden cell: 1 where it would be printed (a zero is always shown), 0 where it
    never is.
    """

    sensitive: BoolArray
    reach: IntArray
    fall: IntArray
    width: IntArray
    lowest: IntArray


def by_relation(system: TableSystem, goal: Goal) -> BoolArray:
    """Return which cells to hide so that, sum by sum, each sensitive cell keeps its `reach`.

    A sum fails when it holds a single unknown cell (one that no table prints and that is not sensitive may be worked out),
    or when its unknown cells all stand on one side and what they share above their least values is less than a sensitive
    one among them needs. It then loses its cheapest shown cell: cheap
    is small, and tied only to sums that have unknown cells already, so that hiding does not spread (the idea of the
    hypercube method: Hundepool et al. 2012, sec. 4.4). Known and zero cells are never hidden. Deterministic; about one
    pass over the relations. What sums give away jointly is for `protect` to find.
    """
    signs = system.relations.tocsr()
    columns = signs.tocsc()
    size = np.where(system.values > goal.lowest, system.values - goal.lowest, 0)
    unknown = goal.sensitive | ~system.printed
    hideable = system.printed & ~system.known & (system.values > 0)
    rows = [signs.indices[a:b] for a, b in zip(signs.indptr[:-1], signs.indptr[1:], strict=True)]
    sides = [signs.data[a:b] for a, b in zip(signs.indptr[:-1], signs.indptr[1:], strict=True)]
    ties = [columns.indices[a:b] for a, b in zip(columns.indptr[:-1], columns.indptr[1:], strict=True)]
    count = np.asarray(abs(signs) @ unknown.astype(np.int64))
    need = np.where(goal.sensitive, np.maximum(goal.reach - goal.lowest, goal.width), 1)
    secret = goal.sensitive | system.printed
    failing = np.flatnonzero(_failing(signs, unknown, secret, size, need))
    while len(failing):
        touched: set[int] = set()
        for row in failing.tolist():
            while _fails(rows[row], sides[row], unknown, secret, size, need):
                shown = rows[row][~unknown[rows[row]] & hideable[rows[row]]]
                if not len(shown):
                    break
                fresh = np.array([np.count_nonzero(count[ties[j]] == 0) for j in shown])
                cell = int(shown[np.argmin(system.values[shown] * (1.0 + fresh))])
                unknown[cell] = True
                count[ties[cell]] += 1
                touched.update(ties[cell].tolist())
        failing = np.array(sorted(touched), dtype=np.int64)
    return unknown & system.printed


def _fails(
    cells: NDArray[np.integer[Any]], sides: IntArray, unknown: BoolArray, secret: BoolArray, size: IntArray, need: IntArray
) -> bool:
    """Return whether one sum gives an unknown cell away."""
    mask = unknown[cells]
    inside, sign = cells[mask], sides[mask]
    if len(inside) < 2:
        return len(inside) == 1 and bool(secret[inside[0]])
    if sign.min() != sign.max():
        return False
    return bool(size[inside].sum() < need[inside].max())


def _failing(signs: Any, unknown: BoolArray, secret: BoolArray, size: IntArray, need: IntArray) -> BoolArray:
    """Return the same for every sum at once."""
    here = unknown.astype(np.int64)
    both, kept = (np.asarray(abs(signs) @ which) for which in (here, (unknown & secret).astype(np.int64)))
    net = np.asarray(signs @ here)
    spare = np.asarray(abs(signs) @ (here * size))
    most = np.asarray(abs(signs).multiply(here * need).tocsr().max(axis=1).todense()).ravel()
    return np.asarray(((both == 1) & (kept == 1)) | ((both > 1) & (abs(net) == both) & (spare < most)))
