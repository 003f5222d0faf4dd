"""Every sum a reader could write down over released counts: places, categories, parts of parts, moves.

Where the two sides differ in the data, what makes up the difference is a cell of its own that no table prints; where they
never differ, the sum counts as exact, as a reader would take it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from pipelines.analysis.disclosure.tables import RELATION_COLUMNS, TableSystem, table_system, with_rests
from pipelines.engine.release.cells import Cells, Counted

WHERE = ["level", "region", "period"]
SUM_COLUMNS = ["sum", "cell", "coefficient"]  # -1 for the total


def system_of(cells: Cells, listed: Sequence[str], parents: pd.DataFrame) -> TableSystem:
    """Return the system of the `listed` cells with all their relations.

    `parents` has period, low, child, high, parent: which region of a higher level each region belongs to at the end of a period.
    """
    frame = cells.frame()
    frame = frame[frame["cell"].isin(listed)].reset_index(drop=True)
    kinds = {name: cells.counts[name] for name in sorted(frame["whom"].unique())}
    contained, equal = _contained(frame, kinds)
    sums = pd.concat([_empty(), *_by_place(frame, parents), *_by_category(frame, kinds), *_year_ends(frame), *equal], ignore_index=True)
    relations, rests = _closed(frame, sums)
    table = pd.concat([frame[["cell", "value"]].assign(printed=True, guarded=True), rests], ignore_index=True)
    pairs = pd.DataFrame(
        [(part, whole, guarded) for (part, whole), guarded in {**contained, **_shares(cells, frame)}.items()],
        columns=["numerator", "denominator", "guarded"],
    )
    value = frame.set_index("cell")["value"]
    fits = value.loc[pairs["numerator"]].to_numpy() <= value.loc[pairs["denominator"]].to_numpy()
    return table_system(*with_rests(table, relations, pairs[fits].reset_index(drop=True)))


def _empty() -> pd.DataFrame:
    return pd.DataFrame({c: pd.Series(dtype="int64" if c == "coefficient" else "str") for c in SUM_COLUMNS})


def _sums(name: pd.Series, cell: pd.Series, coefficient: int) -> pd.DataFrame:
    return pd.DataFrame({"sum": name.to_numpy(), "cell": cell.to_numpy(), "coefficient": coefficient})


def _by_place(frame: pd.DataFrame, parents: pd.DataFrame) -> Iterable[pd.DataFrame]:
    """Yield "a place is the sum of the places in it", of the nearest level below that is listed for the same count."""
    levels = frame.groupby("whom")["level"].agg(set)
    for (low, high), step in parents.groupby(["low", "high"], sort=True):
        between = set(step["between"].iloc[0])
        kinds = [whom for whom, have in levels.items() if low in have and high in have and not between & have]
        mine = frame[frame["whom"].isin(kinds)]
        below = mine[mine["level"] == low].merge(step, left_on=["period", "region"], right_on=["period", "child"])
        above = mine[mine["level"] == high].rename(columns={"cell": "total"})
        found = below.merge(above[["whom", "period", "region", "total"]], left_on=["whom", "period", "parent"], right_on=["whom", "period", "region"])
        names = "places:" + found["total"]
        heads = found[["total"]].drop_duplicates()
        yield _sums(names, found["cell"], 1)
        yield _sums("places:" + heads["total"], heads["total"], -1)


def _by_category(frame: pd.DataFrame, kinds: dict[str, Counted]) -> Iterable[pd.DataFrame]:
    """Yield "a total is the sum of its categories", for the total of everybody and that of some categories alike."""
    of = dict(tuple(frame.groupby("whom")))
    columns = sorted({column for k in kinds.values() for column, values in k.sets if len(values) == 1})
    for total, column in ((total, column) for total in kinds.values() for column in columns):
        parts = [of[name] for name, k in kinds.items() if _is_category(k, total, column)]
        if not parts:
            continue
        heads = of[str(total)].rename(columns={"cell": "total"})[["total", *WHERE]]
        found = pd.concat(parts).merge(heads, on=WHERE)
        heads = heads[heads["total"].isin(found["total"])]
        yield _sums(f"{column}:" + found["total"], found["cell"], 1)
        yield _sums(f"{column}:" + heads["total"], heads["total"], -1)


def _is_category(part: Counted, total: Counted, column: str) -> bool:
    """Say whether `part` counts those of one category of `column` among those whom `total` counts."""
    mine, all_of = part.by_column, total.by_column
    own, wanted = mine.pop(column, frozenset()), all_of.pop(column, None)
    alike = (part.what, part.having, mine) == (total.what, total.having, all_of)
    return alike and part != total and len(own) == 1 and (wanted is None or own <= wanted)


def _year_ends(frame: pd.DataFrame) -> Iterable[pd.DataFrame]:
    """Yield "those in post at the end of a year, as flows count them, are the headcount", where the two do not say the same."""
    stock = frame[frame["whom"].isin(_totals(frame))].rename(columns={"cell": "total"})
    found = frame[frame["whom"].str.startswith("presence.stock")].merge(stock[[*WHERE, "total"]], on=WHERE)
    yield _sums("as counted:" + found["total"], found["cell"], 1)
    yield _sums("as counted:" + found["total"], found["total"], -1)


def _totals(frame: pd.DataFrame) -> list[str]:
    """Return the counts of everybody in post of the base: those kept to staff groups and to nothing else."""
    found = [name for name in frame["whom"].unique() if name.startswith("workforce_state.headcount|total||staff_group=")]
    return [name for name in found if ";" not in name and "+" in name]


def _closed(frame: pd.DataFrame, sums: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the sums as relations that hold, and the cells of their differences (moves, people of whom a category is unknown)."""
    value = frame.set_index("cell")["value"]
    signed = sums["coefficient"].astype("int64") * value.reindex(sums["cell"]).to_numpy()
    gap = signed.groupby(sums["sum"]).sum()
    open_ones = gap[gap != 0]
    names = "difference:" + open_ones.index.to_series()
    rests = pd.DataFrame({"cell": names.to_numpy(), "value": open_ones.abs().to_numpy(), "printed": False, "guarded": False})
    side = (open_ones < 0).astype("int64") * 2 - 1
    added = pd.DataFrame({"relation": open_ones.index, "cell": names.to_numpy(), "coefficient": side.to_numpy()})
    relations = sums.rename(columns={"sum": "relation"})[list(RELATION_COLUMNS)]
    return pd.concat([relations, added], ignore_index=True).astype({"coefficient": "int64"}), rests


def _contained(frame: pd.DataFrame, kinds: dict[str, Counted]) -> tuple[dict[tuple[str, str], bool], list[pd.DataFrame]]:
    """Return the pairs of cells of which the one counts some of those the other counts, nearest ones only.

    Where some are all, everywhere, a reader takes the two for the same: those pairs come back as sums.
    """
    inside = {(a, b) for a, x in kinds.items() for b, y in kinds.items() if a != b and _is_within(x, y)}
    inside |= {(a, b) for a in kinds for b in _totals(frame) if a.startswith("presence.stayers")}
    near = [(a, b) for a, b in inside if not any((a, c) in inside and (c, b) in inside for c in kinds)]
    of = dict(tuple(frame.groupby("whom")))
    found: dict[tuple[str, str], bool] = {}
    same: list[pd.DataFrame] = []
    for a, b in sorted(near):
        both = of[a].merge(of[b][["cell", "value", *WHERE]], on=WHERE)
        if (both["value_x"] == both["value_y"]).all():
            name = f"all of {b}:" + both["cell_x"]
            same += [_sums(name, both["cell_x"], 1), _sums(name, both["cell_y"], -1)]
        else:
            found |= dict.fromkeys(zip(both["cell_x"], both["cell_y"], strict=True), False)
    return found, same


def _is_within(part: Counted, whole: Counted) -> bool:
    """Say whether everybody `part` counts is counted by `whole` as well, and the two are not of the same people."""
    if part.what != whole.what or whole.having not in ("", part.having):
        return False
    mine, other = part.by_column, whole.by_column
    return (mine, part.having) != (other, whole.having) and all(c in mine and mine[c] <= values for c, values in other.items())


def _shares(cells: Cells, frame: pd.DataFrame) -> dict[tuple[str, str], bool]:
    there = set(frame["cell"])
    return {pair: guarded for pair, guarded in cells.shares.items() if set(pair) <= there}
