"""Movements: how the numbers of hidden cells could be other than they are without anything printed changing."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from pipelines.analysis.disclosure.tables import BoolArray, IntArray

FloatArray = NDArray[np.float64]
FREEZES = 6  # searches for whole numbers before fractions are given up
WHOLE_NODES = 100  # of the search for a whole-number movement where the linear one has fractions: a clock would differ by machine


class Web:
    """The cells and relations of a system as a graph, for taking parts out of it (never changes)."""

    def __init__(self, relations: Any) -> None:
        self.by_row = relations.tocsr()
        self.by_cell = relations.tocsc()

    def part(self, cells: IntArray) -> Any:
        """Return the relations among `cells` alone, all others standing still (csc, columns in the order of `cells`)."""
        taken = self.by_cell[:, cells]
        rows, place = np.unique(taken.indices, return_inverse=True)
        shape = (len(rows), len(cells))
        return sparse.csc_array((taken.data.astype(float), place.astype(np.int32), taken.indptr), shape=shape)

    def near(self, start: int, allowed: BoolArray, limit: int) -> IntArray:
        """Return about `limit` allowed cells around `start`, nearest first by relations passed, then by number."""
        seen = np.zeros(len(allowed), dtype=bool)
        seen[start] = True
        found, edge, size = [np.array([start])], np.array([start]), 1
        while len(edge) and size < limit:
            rows = np.unique(_entries(self.by_cell, edge))
            beyond = np.unique(_entries(self.by_row, rows))
            edge = beyond[allowed[beyond] & ~seen[beyond]]
            seen[edge] = True
            found.append(edge)
            size += len(edge)
        return np.concatenate(found)[: max(limit, 1)].astype(np.int64)

    def components(self, cells: BoolArray) -> list[IntArray]:
        """Return the groups of `cells` that relations tie together when every other cell stands still."""
        inside = np.flatnonzero(cells)
        part = self.part(inside)
        tie = sparse.block_array([[None, part.T], [part, None]]) if part.shape[0] else sparse.csr_array((len(inside),) * 2)
        label = sparse.csgraph.connected_components(tie, directed=False)[1][: len(inside)]
        order = np.argsort(label, kind="stable")
        cuts = np.flatnonzero(np.diff(label[order])) + 1
        return [inside[group] for group in np.split(order, cuts)] if len(inside) else []


def _entries(matrix: Any, keys: NDArray[np.integer[Any]]) -> IntArray:
    """Return the minor indices of some rows of a csr (columns of a csc) array."""
    spans = [matrix.indices[matrix.indptr[k] : matrix.indptr[k + 1]] for k in keys.tolist()]
    return np.concatenate(spans) if spans else np.zeros(0, dtype=np.int64)


def best(
    part: Any, lower: FloatArray, upper: FloatArray, weight: FloatArray, cost: FloatArray
) -> FloatArray | None:
    """Return the movement d within lower..upper with part @ d = 0 that makes weight @ d - cost @ |d| largest; None: none."""
    paid = np.flatnonzero(cost > 0)
    # |d| = rise + drop: a paid cell has a second variable for its drop
    wide = sparse.hstack([part, -part[:, paid]], format="csc") if len(paid) else part
    floor = lower.copy()
    floor[paid] = np.maximum(lower[paid], 0.0)
    bounds = Bounds(
        np.concatenate([floor, np.maximum(-upper[paid], 0.0)]), np.concatenate([upper, np.maximum(-lower[paid], 0.0)])
    )
    price = np.concatenate([cost - weight, (cost + weight)[paid]])
    found = milp(price, constraints=LinearConstraint(wide, 0, 0), bounds=bounds)
    if found.x is None:
        return None
    moved = np.asarray(found.x[: len(cost)], dtype=float)
    moved[paid] -= found.x[len(cost) :]
    return moved


def best_whole(part: Any, lower: FloatArray, upper: FloatArray, weight: FloatArray) -> IntArray | None:
    """Return a large movement in whole numbers: cells that move by fractions are made to stand still, a few times over."""
    lower, upper = lower.copy(), upper.copy()
    for _ in range(FREEZES):
        found = best(part, lower, upper, weight, np.zeros(len(weight)))
        if found is None:
            return None
        fraction = np.abs(found - np.rint(found)) > 1e-6
        if not fraction.any():
            return whole(part, found, lower, upper)
        lower[fraction] = upper[fraction] = 0.0
    return None


def whole(part: Any, moved: FloatArray, lower: FloatArray, upper: FloatArray) -> IntArray | None:
    """Return a movement in whole numbers, checked without rounding error; None when `moved` has fractions."""
    near = np.rint(moved)
    if not np.allclose(near, moved, atol=1e-5):
        return None
    exact = near.astype(np.int64)
    still = not np.any(part.astype(np.int64) @ exact)
    return exact if still and np.all(near >= lower) and np.all(near <= upper) else None


def whole_search(part: Any, lower: FloatArray, upper: FloatArray) -> IntArray | None:
    """Return any whole-number movement within lower..upper with part @ d = 0, sought in `WHOLE_NODES` steps at most."""
    sums = LinearConstraint(part, 0, 0)
    found = milp(
        np.zeros(len(lower)), constraints=sums, bounds=Bounds(lower, upper), integrality=np.ones(len(lower)),
        options={"node_limit": WHOLE_NODES},
    )  # fmt: skip
    return None if found.x is None else whole(part, np.asarray(found.x), lower, upper)
