"""Who is served when facilities fill up.

Columns `residents` of a village, `village_code`, of each facility it can reach `facility_code`, `minutes` (missing where the road is closed) and
`capacity` (people it can serve), and `travel_limit` (minutes); one row a village and facility, one without a facility where no travel is known.
"""

from __future__ import annotations

import pandas as pd

from pipelines.analysis.access import coverage_of_pairs
from pipelines.engine.statistics.row import Row


def coverage_by_capacity(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the share of residents served within the longest limit, nearest first, no facility above its capacity.

    Facilities whose capacity nobody knows serve nobody, and villages that could reach no other are left out as unknown. Without a value
    where no capacity is known at all.
    """
    people = rows.groupby("village_code", sort=True)["residents"].first()
    near = rows[rows["minutes"] <= rows["travel_limit"]]
    pairs, unsure = near.dropna(subset=["capacity"]), near[near["capacity"].isna()]["village_code"]
    untold = rows[rows["facility_code"].isna()]["village_code"]
    people = people[people.index.isin(pairs["village_code"]) | ~people.index.isin([*unsure, *untold])]
    if rows["capacity"].isna().all() or not people.sum() > 0:
        return {"n": float(len(people))}
    room = pairs.groupby("facility_code", sort=True)["capacity"].first()
    served = coverage_of_pairs(
        people.index.get_indexer(pairs["village_code"]), room.index.get_indexer(pairs["facility_code"]),
        pairs["minutes"].to_numpy(dtype=float), people.to_numpy(dtype=float), room.to_numpy(dtype=float),
    )
    total, found = float(people.sum()), float(served.sum())
    return {"numerator": found, "denominator": total, "value": found / total, "n": float(len(people))}
