"""Made-up staff of a few prefectures, counted into linked tables the size of the demo's, by plain pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.analysis.disclosure.tables import TableSystem, roll_up, table_system

BREAKDOWNS = {  # categories and how common each is
    "group": [0.45, 0.25, 0.12, 0.10, 0.05, 0.03],
    "sex": [0.55, 0.45],
    "age": [0.04, 0.10, 0.14, 0.18, 0.20, 0.16, 0.12, 0.06],
    "licence": [0.40, 0.30, 0.18, 0.08, 0.04],
    "title": [0.35, 0.35, 0.18, 0.08, 0.03, 0.01],
    "contract": [0.5, 0.3, 0.15, 0.05],
    "education": [0.05, 0.25, 0.35, 0.25, 0.08, 0.02],
    "subsidy": [0.6, 0.25, 0.1, 0.05],
}
KEY = ["measure", "region", "category", "year"]


def people(seed: int, roots: int, counties: int, townships: int, years: int, per_township: int) -> pd.DataFrame:
    """Return one row a person and year in post: person, year, township (moves happen), joined, and each breakdown's category."""
    rng = np.random.default_rng(seed)
    size = rng.integers(3, 2 * per_township, townships)
    n = int(size.sum() * 1.6)
    place = rng.choice(townships, n, p=size / size.sum())
    first = np.where(rng.random(n) < 0.6, 0, rng.integers(1, years + 1, n))
    last = first + rng.geometric(0.08, n)
    fixed = {name: rng.choice(len(p), n, p=np.array(p) / sum(p)) for name, p in BREAKDOWNS.items()}
    frames = []
    for year in range(years):
        moving = rng.random(n) < 0.02
        place = np.where(moving, rng.integers(0, townships, n), place)
        here = (first <= year) & (year < last)
        frames.append(pd.DataFrame({"person": np.arange(n), "year": year, "place": place, **fixed})[here])
    rows = pd.concat(frames, ignore_index=True)
    county = rows["place"] * counties // townships
    rows["township"] = "t" + rows["place"].astype(str)
    rows["county"] = "c" + county.astype(str)
    rows["root"] = "r" + (county * roots // counties).astype(str)
    return rows


def _counted(rows: pd.DataFrame, measure: str, level: str, breakdowns: list[str]) -> pd.DataFrame:
    """Return the cells of one measure at one level: the total and each breakdown."""
    parts = [rows.assign(category="total"), *(rows.assign(category=f"{b}:" + rows[b].astype(str)) for b in breakdowns)]
    found = [p.groupby([level, "category", "year"], sort=True).size().rename("value").reset_index() for p in parts]
    cells = pd.concat(found, ignore_index=True).rename(columns={level: "region"})
    return cells.assign(measure=measure, level=level)


def _flows(rows: pd.DataFrame, level: str, shift: int) -> pd.DataFrame:
    """Return the rows of people who are in a unit in a year and not in the year before (shift 1) or after (-1)."""
    other = rows[["person", "year", level]].assign(year=rows["year"] + shift, there=True)
    merged = rows.merge(other, on=["person", "year", level], how="left")
    inner = merged["year"] > 0 if shift > 0 else merged["year"] < rows["year"].max()
    gone = merged[merged["there"].isna() & inner]
    return gone.assign(year=gone["year"] + (shift < 0))


def staffing(
    seed: int = 0, roots: int = 2, counties: int = 12, townships: int = 79, years: int = 11, per_township: int = 12
) -> TableSystem:
    """Return headcount by eight breakdowns, joiners and leavers by three, for each level and year, with their relations."""
    rows = people(seed, roots, counties, townships, years, per_township)
    some = ["group", "sex", "age"]
    frames = []
    for level in ("township", "county", "root"):
        frames.append(_counted(rows, "headcount", level, list(BREAKDOWNS)))
        frames.append(_counted(_flows(rows, level, 1), "joiners", level, some))
        frames.append(_counted(_flows(rows, level, -1), "leavers", level, some))
    cells = pd.concat(frames, ignore_index=True)
    cells["cell"] = cells[KEY].astype(str).agg("|".join, axis=1)
    up = rows.drop_duplicates("township").set_index("township")["county"].to_dict()
    up |= rows.drop_duplicates("county").set_index("county")["root"].to_dict()
    stock = cells[cells["measure"] == "headcount"]
    terms = [roll_up(stock.drop(columns="level"), "region", up, "regions")]
    for name, shares in BREAKDOWNS.items():
        mine = cells[cells["category"].str.startswith((name + ":", "total"))]
        terms.append(roll_up(mine, "category", {f"{name}:{i}": "total" for i in range(len(shares))}, name))
    moves, linked = _transfers(cells, up)
    kept = pd.concat([cells[["cell", "value"]].assign(printed=True, guarded=True), moves], ignore_index=True)
    return table_system(kept, pd.concat([*terms, linked, _balances(cells)], ignore_index=True))


def _balances(cells: pd.DataFrame) -> pd.DataFrame:
    """Return closing = opening + joiners - leavers, for the total, the group and the sex of each unit."""
    cells = cells[cells["category"].str.startswith(("total", "group", "sex"))]
    name = cells["region"] + "|" + cells["category"] + "|"
    year, stock = cells["year"], cells["measure"] == "headcount"
    last = year.max()
    parts = [
        (stock & (year > 0), 0, -1), (stock & (year < last), 1, 1), (cells["measure"] == "joiners", 0, 1),
        (cells["measure"] == "leavers", 0, -1),
    ]  # fmt: skip
    terms = [
        pd.DataFrame({"relation": "balance:" + name[m] + (year[m] + s).astype(str), "cell": cells.loc[m, "cell"], "coefficient": c})
        for m, s, c in parts
    ]
    return pd.concat(terms, ignore_index=True)


def _transfers(cells: pd.DataFrame, up: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a cell nobody prints for the moves inside each unit, and joiners below = joiners + moves, leavers likewise."""
    flows = cells[cells["measure"] != "headcount"]
    below = flows.assign(region=flows["region"].map(up)).dropna(subset="region")
    sums = below.groupby(KEY)["value"].sum()
    both = sums.to_frame("below").join(flows.set_index(KEY)["value"]).fillna({"value": 0}).reset_index()
    unit = both["region"] + "|" + both["category"] + "|" + both["year"].astype(str)
    both = both.assign(cell="moves|" + unit, relation="moves:" + both["measure"] + "|" + unit, value=both["below"] - both["value"])
    moves = both.drop_duplicates("cell")[["cell", "value"]].assign(printed=False, guarded=False)
    keyed = below.merge(both[[*KEY, "relation"]], on=KEY)[["relation", "cell"]].assign(coefficient=1)
    own = flows.merge(both[[*KEY, "relation"]], on=KEY)[["relation", "cell"]].assign(coefficient=-1)
    return moves, pd.concat([keyed, own, both[["relation", "cell"]].assign(coefficient=-1)], ignore_index=True)
