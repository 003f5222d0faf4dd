"""Exits per 100 person-years in post, in all or by band of time in post: where in a career people leave."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipelines.analysis.exact import exact_poisson
from pipelines.codelists.tenure_band import TENURE_BANDS
from pipelines.core.period import DAYS_PER_YEAR
from pipelines.engine.scope import Plan, Scope, Statement
from pipelines.engine.spells import spells

HAZARD = "exit_hazard"
PER_YEARS = 100.0
_WHOLE = (("", 0, 99),)
_SUMS = """
bands as (
    select unnest($bands) as band, unnest($lows) as low, unnest($highs) as high
)
select s.period, s.region_code, s.category, b.band,
    sum(case when s.event = 1 and s.exit > b.low and s.exit <= b.high then 1 else 0 end) as exits,
    sum(greatest(least(s.exit, b.high) - greatest(s.entry, b.low), 0)) as days
from spell as s
inner join bands as b on s.exit > b.low and s.entry < b.high
group by s.period, s.region_code, s.category, b.band"""


def plan_hazard(scope: Scope, by_roster: bool = False) -> Plan:
    """Return the plan of the exit rate: exits ÷ person-years watched, exact Poisson limits.

    A day of leaving belongs to the band that ends on it. With the breakdown `tenure_band` a person counts in every band passed through.
    """
    text, params = spells(scope, by_roster=by_roster)
    bands = TENURE_BANDS if "tenure_band" in scope.by else _WHOLE
    names, lows, highs = (list(part) for part in zip(*bands, strict=True))
    bound = {"bands": names, "lows": [low * DAYS_PER_YEAR for low in lows], "highs": [high * DAYS_PER_YEAR for high in highs]}
    return Plan({"sums": Statement(f"with {text},{_SUMS}", {**params, **bound})}, lambda frames: _finish(scope, frames))


def _finish(scope: Scope, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    sums = frames["sums"]
    if "tenure_band" in scope.by:
        names = {b: sums["band"] if b == "tenure_band" else sums["category"] for b in scope.by}
        category = pd.DataFrame(names)[list(scope.by)].agg(",".join, axis=1)
    else:
        category = sums["category"]
    exits, years = sums["exits"].to_numpy(dtype=float), sums["days"].to_numpy(dtype=float) / DAYS_PER_YEAR
    lower, upper = exact_poisson(exits, years)
    rate = np.divide(exits, years, out=np.full_like(years, np.nan), where=years > 0)
    return sums[["region_code", "period"]].assign(
        category=category, numerator=exits, denominator=years, value=rate * PER_YEARS, lower=lower * PER_YEARS, upper=upper * PER_YEARS, n=exits,
    )
