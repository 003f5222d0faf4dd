"""Exits per 100 person-years in post, in all or by band of time in post: where in a career people leave."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.analysis.exact import exact_poisson
from pipelines.codelists.tenure_band import TENURE_BANDS
from pipelines.core.period import DAYS_PER_YEAR
from pipelines.engine.groups import answer_of, divided, together
from pipelines.engine.scope import Columns, Plan, Scope, Statement
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
    return Plan({"sums": Statement(f"with {text},{_SUMS}", {**params, **bound})}, lambda found: _finish(scope, found))


def _finish(scope: Scope, found: Mapping[str, Columns]) -> Columns:
    sums = found["sums"]
    keys = {"region_code": sums["region_code"], "period": sums["period"], "category": sums["category"]}
    if "tenure_band" in scope.by:
        keys["category"] = together([sums["band"] if b == "tenure_band" else sums["category"] for b in scope.by])
    exits, years = sums["exits"].astype(float), sums["days"] / DAYS_PER_YEAR
    lower, upper = exact_poisson(exits, years)
    rate = divided(exits, years)
    parts = {"numerator": exits, "denominator": years, "value": rate * PER_YEARS, "lower": lower * PER_YEARS, "upper": upper * PER_YEARS}
    return answer_of(keys, {**parts, "n": exits})
