"""A set of linked tables as one system of cells and the sums that tie them together."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]
RELATION_COLUMNS = ("relation", "cell", "coefficient")


@dataclass(frozen=True, slots=True, eq=False)
class TableSystem:
    """Cells with whole, non-negative values, and relations whose terms sum to zero (one row a relation).

    `values` counts people, events or smallest money units (fen), one entry a cell. `relations` has shape
    (relations, cells) with entries +1 and -1. `printed` is false for a cell that no table prints but that an attacker can
    write down, such as denominator - numerator. `known` is true for a cell the public has from elsewhere: hiding it is of
    no use and it is never hidden. `guarded` is false where a small value tells nothing about anybody. Raises ValueError
    when a value is negative or a relation does not hold in the data; the message names it.
    """

    cells: pd.Index
    values: IntArray
    relations: Any
    printed: BoolArray
    known: BoolArray
    guarded: BoolArray

    def __post_init__(self) -> None:
        if self.relations.shape[1] != len(self.values):
            raise ValueError(f"relations are over {self.relations.shape[1]} cells, expected {len(self.values)}")
        if len(self.values) and self.values.min() < 0:
            raise ValueError(f"cell {self.cells[int(self.values.argmin())]!r} is negative, expected counts from 0")
        wrong = np.flatnonzero(self.relations @ self.values)
        if len(wrong):
            row = self.relations[[int(wrong[0])], :].tocoo()
            terms = " ".join(f"{c:+d}*{self.cells[j]}({self.values[j]})" for j, c in zip(row.col, row.data, strict=True))
            raise ValueError(f"{len(wrong)} relations do not hold; the first, expected to sum to 0: {terms[:300]}")
        for array in (self.values, self.printed, self.known, self.guarded):
            array.setflags(write=False)


def table_system(cells: pd.DataFrame, relations: pd.DataFrame) -> TableSystem:
    """Return the system of a frame of cells and a frame of relation terms.

    `cells` has one row a cell: `cell` (its id), `value`, and optionally `printed`, `known`, `guarded` (see `TableSystem`;
    true, false, true when absent). `relations` has one row a term: `relation` (any id), `cell`, `coefficient` (+1 or -1).
    Raises ValueError for a cell listed twice, for a term whose cell is not listed, and for what `TableSystem` refuses.
    """
    index = pd.Index(cells["cell"])
    if not index.is_unique:
        raise ValueError(f"cell {index[index.duplicated()][0]!r} is listed twice, expected each once")
    column = index.get_indexer(pd.Index(relations["cell"]))
    if (column < 0).any():
        raise ValueError(f"a relation names cell {relations['cell'].iloc[int(column.argmin())]!r}, which is not listed")
    row, names = pd.factorize(relations["relation"])
    terms = relations["coefficient"].to_numpy(np.int64)
    matrix = sparse.csr_array((terms, (row, column)), shape=(len(names), len(index)))
    matrix.sum_duplicates()
    matrix.eliminate_zeros()

    def flag(name: str, absent: bool) -> BoolArray:
        return cells[name].to_numpy(bool).copy() if name in cells else np.full(len(index), absent)

    values = cells["value"].to_numpy(np.int64).copy()
    return TableSystem(index, values, matrix, flag("printed", True), flag("known", False), flag("guarded", True))


def roll_up(cells: pd.DataFrame, column: str, parent: Mapping[Hashable, Hashable], name: str) -> pd.DataFrame:
    """Return the relations "a total is the sum of its parts" along one column of the key.

    `cells` has `cell`, `column` and the other columns of the key (all but `value`, `printed`, `known`, `guarded`).
    `parent` gives the total of each part: townships to their county, categories to "total", months to their year. A total
    that has no part in the frame gives no relation; a part that is absent counts as 0. `name` is put before the ids of the
    relations: one of its own for each breakdown, as several share a total. Columns as `table_system` takes them. Give it
    only cells that do add up along the column: leavers do not along regions (a transfer).

    >>> frame = pd.DataFrame({"cell": ["a", "b", "c"], "sex": ["f", "m", "all"], "value": [1, 2, 3]})
    >>> roll_up(frame, "sex", {"f": "all", "m": "all"}, "sex")["coefficient"].tolist()
    [1, 1, -1]
    """
    values = {"cell", column, "value", "printed", "known", "guarded"}
    others = [c for c in cells.columns if c not in values]
    keyed = cells[["cell", column, *others]]
    parts = keyed.assign(**{column: keyed[column].map(dict(parent))}).dropna(subset=[column])
    totals = keyed.rename(columns={"cell": "relation"})
    terms = parts.merge(totals, on=[column, *others])[["relation", "cell"]].assign(coefficient=1)
    heads = terms[["relation"]].drop_duplicates().assign(coefficient=-1)
    terms = pd.concat([terms, heads.assign(cell=heads["relation"])], ignore_index=True)
    return terms.assign(relation=f"{name}:" + terms["relation"].astype(str))[list(RELATION_COLUMNS)]


def with_rests(
    cells: pd.DataFrame, relations: pd.DataFrame, subsets: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the two frames with a cell and a relation "denominator = numerator + rest" for each subset.

    `subsets` has one row a pair: `numerator` and `denominator` (cell ids, text), and optionally `guarded` (true when
    absent: a small rest is as telling as a small numerator; false for a mere "is contained in"). The rest is never
    printed, but the attacker knows it is not negative, so the pair is protected as one. Raises ValueError when a numerator
    exceeds its denominator.
    """
    value = cells.set_index("cell")["value"]
    rest = value.loc[subsets["denominator"]].to_numpy() - value.loc[subsets["numerator"]].to_numpy()
    if (rest < 0).any():
        pair = subsets.iloc[int(rest.argmin())]
        raise ValueError(f"{pair['numerator']!r} exceeds {pair['denominator']!r}, expected a part of it")
    names = subsets["denominator"].astype(str) + " - " + subsets["numerator"].astype(str)
    guarded = subsets["guarded"].to_numpy(bool) if "guarded" in subsets else np.ones(len(subsets), dtype=bool)
    rests = pd.DataFrame({"cell": names.to_numpy(), "value": rest, "printed": False, "known": False, "guarded": guarded})
    whole = cells.assign(**{n: cells.get(n, absent) for n, absent in (("printed", True), ("known", False), ("guarded", True))})
    sides = [(subsets["denominator"], 1), (subsets["numerator"], -1), (names, -1)]
    terms = [pd.DataFrame({"relation": "rest:" + names, "cell": side, "coefficient": c}) for side, c in sides]
    return pd.concat([whole, rests], ignore_index=True), pd.concat([relations, *terms], ignore_index=True)
