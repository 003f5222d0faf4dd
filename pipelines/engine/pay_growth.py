"""Growth of mean pay: nominal, real, for the same composition, and the headline taken apart into parts that add up.

Everything is made of sums that SQL takes of two years: of all, of those paid in both (in the same region and category), of cells of like
people. Persons who moved between regions are joiners and leavers of each. An emergency payment is counted as paid, the rest annualised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from pipelines.analysis.interval import normal_quantile
from pipelines.engine.groups import KEYS, Floats, answer_of, grouped, places, taken, where
from pipelines.engine.scope import Columns, Plan, Scope, Statement, asked_cte, scope_cte
from pipelines.engine.statistics.row import Found

Z_95 = normal_quantile(0.95)
MOST_UNTOLD = 0.05  # of those paid in both years, for whom a stated total hides the allowances
Sums = Mapping[str, Floats]  # one entry a region, period and category
YEAR = ("n", "yuan", "spread", "emergency", "spread_total")
SAME = {"n": "n_same"} | {name: name for name in ("now_yuan", "before_yuan", "untold", "now_subsidy", "before_subsidy")}
PRICES = {name: name for name in ("ratio", "now_level", "before_level")}

# the index of the place the site has chosen; else of the nearest place above that has one for both years, else the one that names no place.
# now_level and before_level are of the site's base year, or of the year before where it names none. Indices of two bases are compared only
# where a series of yearly steps links them.
_OF_ONE_BASE = """case
            when {now}.base = {then}.base and {now}.base <> 'previous' then {now}.price_index / nullif({then}.price_index, 0)
            when {now}.run = {then}.run then {now}.level / nullif({then}.level, 0)
        end"""
_PRICES = """
with {asked},
chosen as (
    select max(case when name = 'price_region' then value end) as region_code, max(case when name = 'price_base' then value end) as base
    from site_setting
),
places as (
    select distinct s.region_code, a.period, a.label, a.end_on
    from place_span as s
    inner join asked as a on s.from_on <= a.end_on and s.to_on > a.end_on
    where s.level = $level
),
known as (
    select u.region_code, u.period, {ratio} as ratio, {now_level} as now_level, {before_level} as before_level,
        row_number() over (partition by u.region_code, u.period order by coalesce(a.depth, -1) desc) as nth
    from places as u
    cross join chosen as c
    inner join period as p on u.label = p.label
    inner join price_level as i on p.label = i.period
    inner join price_level as b on p.previous = b.period and i.region_code = b.region_code
    left join price_level as o on o.period = coalesce(nullif(c.base, ''), p.previous) and i.region_code = o.region_code
    left join place_span as a on a.from_on <= u.end_on and a.to_on > u.end_on and a.place_code = replace(u.region_code, '.unassigned', '')
        and i.region_code = a.region_code
    where i.region_code = case when c.region_code <> '' then c.region_code else '' end
        or (coalesce(c.region_code, '') = '' and a.region_code is not null)
)
select region_code, period, ratio, now_level, before_level from known where nth = 1"""

_CELL = "m.staff_group || ',' || m.licence || ',' || m.title"
# in order of size: sums of two years are told apart to the last digit, and DuckDB's threads add in any order
_SUMS = """count(*) as n, sum(annual_yuan order by annual_yuan) as yuan, var_samp(annual_yuan order by annual_yuan) as spread,
    sum(emergency_yuan order by emergency_yuan) as emergency,
    var_samp(annual_yuan + emergency_yuan order by annual_yuan + emergency_yuan) as spread_total"""


def _years(scope: Scope, category: str, base: str) -> str:
    """Return the CTEs `now` and `before` of annualised person-years, both under the label of the later year."""
    columns = f"""s.region_code, s.period, {category} as category, {_CELL} as cell, m.person_key, m.annual_yuan, m.emergency_yuan,
        m.annual_subsidy_yuan"""
    return f"""{scope_cte(scope)},
later as (select label as period, previous from period where list_contains($labels, label)),
now as materialized (  -- else the people of all years are joined by category first
    select {columns}
    from person_pay_year as m
    inner join scope as s on m.place_code = s.place_code and m.period = s.label
    where m.annual_yuan is not null {base}
),
before as materialized (
    select {columns}
    from person_pay_year as m
    inner join later as y on m.period = y.previous
    inner join scope as s on m.place_code = s.place_code and y.period = s.label
    where m.annual_yuan is not null {base}
)"""


_SAME = """
select n.region_code, n.period, n.category, count(*) as n, sum(n.annual_yuan order by n.annual_yuan) as now_yuan,
    sum(b.annual_yuan order by b.annual_yuan) as before_yuan,
    sum(case when n.annual_subsidy_yuan is null or b.annual_subsidy_yuan is null then 1 else 0 end) as untold,
    sum(n.annual_subsidy_yuan order by n.annual_subsidy_yuan) filter (where b.annual_subsidy_yuan is not null) as now_subsidy,
    sum(b.annual_subsidy_yuan order by b.annual_subsidy_yuan) filter (where n.annual_subsidy_yuan is not null) as before_subsidy
from now as n
inner join before as b on n.person_key = b.person_key and n.region_code = b.region_code and n.period = b.period
    and coalesce(n.category, '') = coalesce(b.category, '')
group by all"""


def plan_growth(scope: Scope, category: str, base: str, params: Mapping[str, Any]) -> Plan:
    """Return the plan of a growth of mean pay: the sums of both years that its statistic is made of."""
    years = f"with {_years(scope, category, base)}"
    cell = ", cell" if scope.indicator.statistic == ADJUSTED else ""
    statements = {
        name: Statement(f"{years}\nselect region_code, period, category{cell}, {_SUMS}\nfrom {name}\ngroup by all\norder by all", params)
        for name in ("now", "before")
    }
    if scope.indicator.statistic in NEEDS_SAME:
        statements["same"] = Statement(years + _SAME, params)
    if scope.indicator.statistic in NEEDS_PRICES:
        statements["prices"] = _prices_statement(scope)
    return Plan(statements, lambda found: _finish(scope, found))


def _prices_statement(scope: Scope) -> Statement:
    parts = {"ratio": ("i", "b"), "now_level": ("i", "o"), "before_level": ("b", "o")}
    compared = {name: _OF_ONE_BASE.format(now=now, then=then) for name, (now, then) in parts.items()}
    return Statement(_PRICES.format(asked=asked_cte(), **compared), {"level": scope.level, **scope.asked()})


def _finish(scope: Scope, found: Mapping[str, Columns]) -> Columns:
    if scope.indicator.statistic == ADJUSTED:
        return _finish_adjusted(scope, found)
    now = found["now"]
    sums = {f"{name}_now": now[name] for name in YEAR}
    for source, keys, names in (("before", KEYS, {name: f"{name}_before" for name in YEAR}), ("same", KEYS, SAME), ("prices", KEYS[:2], PRICES)):
        if source in found:
            rows = places(now, found[source], keys)
            sums |= {shown: taken(found[source][name], rows) for name, shown in names.items()}
    known = (sums["n_before"] > 0) & (sums["yuan_before"] > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = where(known, **GROWTH[scope.indicator.statistic](sums))
    return answer_of({key: now[key] for key in KEYS}, {"n": now["n"].astype(float), **parts})


def _ratio(now: Floats, before: Floats, variance: Floats) -> Found:
    """Return now ÷ before − 1 and its limits; `variance` is that of the log of the ratio.

    That people are paid in both years is left out of the variance, which errs on the wide side.
    """
    half = Z_95 * np.sqrt(variance)
    lower, upper = (now / before * np.exp(k * half) - 1 for k in (-1, 1))
    return where(~np.isnan(now / before), numerator=now, denominator=before, value=now / before - 1, lower=lower, upper=upper)


def _relative_variance(n: Floats, mean: Floats, spread: Floats) -> Floats:
    """Return the variance of a mean over the mean squared (NaN below two values)."""
    return spread / n / mean**2


def _nominal(s: Sums) -> Found:
    now, before = s["yuan_now"] / s["n_now"], s["yuan_before"] / s["n_before"]
    variance = _relative_variance(s["n_now"], now, s["spread_now"]) + _relative_variance(s["n_before"], before, s["spread_before"])
    return _ratio(now, before, variance)


def _real(s: Sums) -> Found:
    """Return nominal growth over the ratio of indices; numerator and denominator are the means in prices of the base year."""
    found = _nominal(s)
    growth = {k: (1 + found[k]) / s["ratio"] - 1 for k in ("value", "lower", "upper")}
    means = {"numerator": found["numerator"] / s["now_level"], "denominator": found["denominator"] / s["before_level"]}
    return where(~np.isnan(s["ratio"]), **means, **growth)


def _total(s: Sums) -> Found:
    now, before = ((s[f"yuan_{y}"] + s[f"emergency_{y}"]) / s[f"n_{y}"] for y in ("now", "before"))
    variance = _relative_variance(s["n_now"], now, s["spread_total_now"])
    return _ratio(now, before, variance + _relative_variance(s["n_before"], before, s["spread_total_before"]))


def _part(s: Sums, yuan: Floats) -> Found:
    """Return a part of the headline: yuan a person over the mean of the year before."""
    before = (s["yuan_before"] + s["emergency_before"]) / s["n_before"]
    return where(~np.isnan(yuan), numerator=yuan, denominator=before, value=yuan / before)


def _emergency(s: Sums) -> Floats:
    return s["emergency_now"] / s["n_now"] - s["emergency_before"] / s["n_before"]


def _same(s: Sums) -> Floats:
    return (s["now_yuan"] - s["before_yuan"]) / s["n_same"]


def _composition(s: Sums) -> Floats:
    """Return how the mean of all moved beside that of the same persons: exactly 0 where these are all."""
    now, before = (s[f"yuan_{year}"] / s[f"n_{year}"] - s[f"{year}_yuan"] / s["n_same"] for year in ("now", "before"))
    return now - before


def _subsidy(s: Sums) -> Floats:
    """Return what the allowances of the same persons rose by; not known where stated totals hide too many of them."""
    return np.where(s["untold"] <= MOST_UNTOLD * s["n_same"], (s["now_subsidy"] - s["before_subsidy"]) / s["n_same"], np.nan)


def _prices(s: Sums) -> Floats:
    return s["before_yuan"] / s["n_same"] * (s["ratio"] - 1)


def _rest(s: Sums) -> Floats:
    return _same(s) - _subsidy(s) - _prices(s)


def _part_of(yuan: Callable[[Sums], Floats]) -> Callable[[Sums], Found]:
    return lambda s: _part(s, yuan(s))


ADJUSTED = "pay_growth_adjusted"
GROWTH: Mapping[str, Callable[[Sums], Found]] = {
    "pay_growth_nominal": _nominal,
    "pay_growth_real": _real,
    "pay_growth_total": _total,
    "pay_growth_composition": _part_of(_composition),
    "pay_growth_emergency": _part_of(_emergency),
    "pay_growth_subsidy": _part_of(_subsidy),
    "pay_growth_prices": _part_of(_prices),
    "pay_growth_rest": _part_of(_rest),
    ADJUSTED: _nominal,
}
NEEDS_SAME = ("pay_growth_composition", "pay_growth_subsidy", "pay_growth_prices", "pay_growth_rest")
NEEDS_PRICES = ("pay_growth_real", "pay_growth_prices", "pay_growth_rest")


def _finish_adjusted(scope: Scope, found: Mapping[str, Columns]) -> Columns:
    """Weigh the means of cells of like people by how many there were the year before; cells of one year only are left out.

    The variance within cells is pooled, so that a cell of one person has one.
    """
    rows = places(found["now"], found["before"], (*KEYS, "cell"))
    both = {"now": {name: column[rows >= 0] for name, column in found["now"].items()}}
    both["before"] = {name: column[rows[rows >= 0]] for name, column in found["before"].items()}
    keys, cells = grouped(both["now"], scope.indicator.name)
    weight = both["before"]["n"].astype(float)
    all_weight = cells.sums(weight)
    means, variance = [], np.zeros(cells.size)
    with np.errstate(divide="ignore", invalid="ignore"):
        for year in both.values():
            n = year["n"].astype(float)
            mean = cells.sums(weight * year["yuan"] / n) / all_weight
            freedom = cells.sums(n - 1)
            pooled = np.where(freedom > 0, cells.sums(np.nan_to_num(year["spread"]) * (n - 1)) / freedom, np.nan)
            variance += np.where(mean > 0, pooled * cells.sums(weight**2 / n) / all_weight**2 / mean**2, np.nan)
            means.append(mean)
        parts = where(means[1] > 0, **_ratio(means[0], means[1], variance))
    return answer_of(keys, {"n": cells.sums(both["now"]["n"]), **parts})
