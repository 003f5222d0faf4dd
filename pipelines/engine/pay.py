"""Pay of persons: medians and growth, computed afresh from person-years at every level (counting.md §3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from pipelines.analysis.interval import FloatArray, bootstrap_median, normal_quantile
from pipelines.engine.rows import plain_key, seed_of
from pipelines.engine.scope import Plan, Scope, Statement, asked_cte, category_of, scope_cte
from pipelines.engine.statistics import Row

PAY_CATEGORIES = ("staff_group", "sex", "age_band", "licence")
PAY_BASE = "rural_doctors"
DRAWS = 1000
Z_95 = normal_quantile(0.95)


def plan_pay(scope: Scope) -> Plan:
    """Return the plan of a pay statistic: person-years of the periods asked for, and those of the year before."""
    category = category_of(scope.by, PAY_CATEGORIES)
    base = "" if "staff_group" in scope.by else "and m.staff_group in (select staff_group from site_base where base = $base)"
    # the same persons are those whom both years count: a nurse who became a doctor is paid for another post
    same = base.replace("m.staff_group", "m.staff_group_before") or "and m.staff_group_before = m.staff_group"
    people = f"""
with {scope_cte()}
select s.region_code, s.period, {category} as category, m.annual_yuan, m.annual_yuan_before, m.person_key
from (
    select period, person_key, place_code, staff_group, sex, age_band, licence, annual_yuan,
        cast(null as double) as annual_yuan_before, staff_group as staff_group_before
    from person_pay_year where annual_yuan is not null and $pairs = false
    union all
    select period, person_key, place_code, staff_group, sex, age_band, licence, annual_yuan,
        annual_yuan_before, staff_group_before
    from pay_pair where $pairs
) as m
inner join scope as s on m.place_code = s.place_code and m.period = s.label
where true {base} {same}
order by s.region_code, s.period, category, m.person_key"""
    params: dict[str, Any] = {**scope.params(), **({"base": PAY_BASE} if base else {})}
    pairs = scope.indicator.statistic == "pay_growth_same_person"
    statements = {"people": Statement(people, {**params, "pairs": pairs})}
    if scope.indicator.statistic in ("pay_growth_nominal", "pay_growth_real"):
        statements["prices"] = Statement(_PRICES.format(asked=asked_cte()), {"level": scope.level, **scope.asked()})
        statements["before"] = Statement(_year_before(category, base), params)
    return Plan(statements, lambda frames: _finish(scope, frames))


# the index of the nearest place above that has one for both years, else the one that names no place
_PRICES = """
with {asked},
places as (
    select distinct s.region_code, a.period, a.label, a.end_on
    from place_span as s
    inner join asked as a on s.from_on <= a.end_on and s.to_on > a.end_on
    where s.level = $level
),
known as (
    select u.region_code, u.period, i.price_index / nullif(b.price_index, 0) as ratio,
        row_number() over (partition by u.region_code, u.period order by coalesce(a.depth, -1) desc) as nth
    from places as u
    inner join period as p on u.label = p.label
    inner join stg_price_index as i on p.label = i.period
    inner join stg_price_index as b on p.previous = b.period and i.region_code = b.region_code
    left join place_span as a on a.from_on <= u.end_on and a.to_on > u.end_on and a.place_code = replace(u.region_code, '.unassigned', '')
        and i.region_code = a.region_code
    where i.region_code = '' or a.region_code is not null
)
select region_code, period, ratio from known where nth = 1"""


def _year_before(category: str, base: str) -> str:
    """Return the statement of person-years of the year before each period asked for, under that period's label."""
    return f"""
with {scope_cte()}, later as (select label as period, previous from period where list_contains($labels, label))
select s.region_code, y.period, {category} as category, m.annual_yuan
from person_pay_year as m
inner join later as y on m.period = y.previous
inner join scope as s on m.place_code = s.place_code and y.period = s.label
where m.annual_yuan is not null {base}
order by s.region_code, y.period, category, m.person_key"""


def _median(values: pd.DataFrame, _before: FloatArray, _prices: float, seed: int) -> Row:
    pay = values["annual_yuan"].to_numpy(dtype=float)
    lower, upper = bootstrap_median(pay, draws=DRAWS, seed=seed)
    return {"value": float(np.median(pay)), "lower": lower, "upper": upper}


def _same_person(values: pd.DataFrame, _before: FloatArray, _prices: float, seed: int) -> Row:
    growth = (values["annual_yuan"] / values["annual_yuan_before"] - 1).to_numpy(dtype=float)
    growth = growth[np.isfinite(growth)]
    if not len(growth):
        return {}
    lower, upper = bootstrap_median(growth, draws=DRAWS, seed=seed)
    return {"value": float(np.median(growth)), "lower": lower, "upper": upper}


def _mean_growth(values: pd.DataFrame, before: FloatArray, prices: float, _seed: int) -> Row:
    now = values["annual_yuan"].to_numpy(dtype=float)
    if not len(before) or before.mean() <= 0 or np.isnan(prices):
        return {}
    ratio = now.mean() / before.mean() / prices
    half = Z_95 * np.sqrt(_relative_variance(now) + _relative_variance(before))
    lower, upper = ratio * np.exp(-half) - 1, ratio * np.exp(half) - 1
    return {
        "numerator": float(now.mean()), "denominator": float(before.mean()),
        "value": float(ratio - 1), "lower": float(lower), "upper": float(upper),
    }


def _relative_variance(values: FloatArray) -> float:
    """Return the variance of a mean over the mean squared (NaN below two values).

    Two such sum to the variance of the log of a ratio of means; that people are paid in both years is left out, which
    errs on the wide side.
    """
    if len(values) < 2:
        return float("nan")
    return float(values.var(ddof=1) / len(values) / values.mean() ** 2)


STATISTICS: Mapping[str, Callable[[pd.DataFrame, FloatArray, float, int], Row]] = {
    "median_pay": _median,
    "pay_growth_same_person": _same_person,
    "pay_growth_nominal": _mean_growth,
    "pay_growth_real": _mean_growth,
}


def _finish(scope: Scope, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    keys = ["region_code", "period", "category"]
    statistic = scope.indicator.statistic
    earlier = {}
    if "before" in frames:
        grouped = frames["before"].groupby(keys, dropna=False)["annual_yuan"]
        earlier = {plain_key(k): g.to_numpy(dtype=float) for k, g in grouped}
    prices: dict[tuple[Any, ...], float] = {}
    if statistic == "pay_growth_real":
        prices = frames["prices"].set_index(["region_code", "period"])["ratio"].to_dict()
    rows = []
    for key, group in frames["people"].groupby(keys, dropna=False):
        plain = plain_key(key)
        ratio = prices.get(plain[:2], np.nan) if statistic == "pay_growth_real" else 1.0
        seed = seed_of(statistic, *plain)
        row = STATISTICS[statistic](group, earlier.get(plain, np.array([])), ratio, seed)
        rows.append(dict(zip(keys, plain, strict=True)) | {"n": float(len(group))} | row)
    return pd.DataFrame(rows, columns=[*keys, "numerator", "denominator", "value", "lower", "upper", "n"])
