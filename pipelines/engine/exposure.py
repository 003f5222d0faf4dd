"""Who is near leaving by age: persons in post, and whether they are due to leave within five years, by rule or as people were seen to.

Both are computed from persons in post by staff group, sex, contract and birth year, afresh at every level.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from pipelines.analysis.interval import wilson
from pipelines.core.period import DAYS_PER_YEAR
from pipelines.engine.kept import kept_rows
from pipelines.engine.rows import ANSWER, KEYS, plain_key
from pipelines.engine.scope import Plan, Scope, Statement

YEARS_AHEAD = 5
YEARS_BACK = 5  # calendar years of observation, that of the period the last of them
BANDS = (55, 60, 65, 70)  # ages at which a band of the observed hazard begins; below the first nobody leaves for their age
BIRTH_MONTH = 6  # only the birth year is kept: everybody is taken to be born in June
Due = Callable[[pd.DataFrame, pd.DataFrame], "pd.Series[float]"]

_RULES = """
select r.staff_group, r.contract_type as contract, r.sex, coalesce(r.age_months, a.age_months) as age_months,
    coalesce(a.born_from, '0001-01') as born_from, coalesce(a.born_to, '9999-12') as born_to
from site_exit_rule as r
left join site_exit_age as a on r.category = a.category
order by all"""


def plan_exposure(scope: Scope) -> Plan:
    """Return the plan of a share of persons near leaving; raises ValueError for an indicator that names no persons or no known share."""
    if scope.indicator.rows is None or scope.indicator.statistic not in EXPOSURES:
        raise ValueError(f"indicator {scope.indicator.name}: {scope.indicator.statistic!r} is no share of persons near leaving")
    beside, due = EXPOSURES[scope.indicator.statistic]
    statements = {"persons": _persons(scope), "beside": Statement(beside, {})}
    return Plan(statements, lambda frames: _finish(scope, frames, due))


def _persons(scope: Scope) -> Statement:
    """Return the statement that counts persons by region, period, category, root, staff group, sex, contract and birth year."""
    measure = scope.indicator.rows
    assert measure is not None
    kept = kept_rows(measure, scope)
    return kept.select(
        f"s.region_code, s.period, {kept.category} as category, r.region_code as root_code, s.end_on, m.staff_group, m.sex, m.contract, "
        "m.birth_year, cast(count(*) as double) as persons",
        joins="""
inner join place_span as r on m.place_code = r.place_code and r.level = $root_level and r.from_on <= s.end_on and r.to_on > s.end_on
where m.birth_year is not null""",
        end="group by all\norder by all", root_level=scope.site.root_level,
    )


def _by_hazard(persons: pd.DataFrame, beside: pd.DataFrame) -> pd.Series[float]:
    """Return the probability that each is gone in five years, by the exits per person-year seen at these ages.

    The hazard of a band of ages is that of the five calendar years up to the period, of the root and the staff group; a band in which
    nobody was watched has that of the band below. Nobody below the first band leaves. Missing where there is none to go by.
    """
    days = pd.to_datetime(persons["end_on"])
    part = days.dt.dayofyear / (365 + days.dt.is_leap_year)  # of the year of the period that is over
    age = days.dt.year - persons["birth_year"]
    hazards = {year: _hazards(beside, year) for year in days.dt.year.unique()}
    cumulated = pd.Series(0.0, index=persons.index)
    for ahead in range(YEARS_AHEAD + 1):
        weight = 1 - part if ahead == 0 else part if ahead == YEARS_AHEAD else 1.0
        band = np.searchsorted(BANDS, (age + ahead).to_numpy(), side="right") - 1
        keys = zip(days.dt.year, persons["root_code"], persons["staff_group"], band, strict=True)
        rate = [0.0 if b < 0 else hazards[y].get((root, group, b), np.nan) for y, root, group, b in keys]
        cumulated += pd.Series(rate, index=persons.index) * weight
    return 1 - np.exp(-cumulated)


def _hazards(beside: pd.DataFrame, year: int) -> Mapping[tuple[str, str, int], float]:
    """Return exits per person-year by root, staff group and band of age (0 the first), of the years up to `year`."""
    seen = beside[(beside["on_year"] > year - YEARS_BACK) & (beside["on_year"] <= year) & (beside["age"] >= BANDS[0])]
    band = np.searchsorted(BANDS, seen["age"].to_numpy(), side="right") - 1
    sums = seen.groupby(["region_code", "staff_group", band])[["exits", "days"]].sum()
    found: dict[tuple[str, str, int], float] = {}
    for root, group in sorted({(r, g) for r, g, _ in sums.index}):
        rate = float("nan")
        for b in range(len(BANDS)):
            exits, days = sums.loc[(root, group, b)] if (root, group, b) in sums.index else (0.0, 0.0)
            rate = exits / days * DAYS_PER_YEAR if days > 0 else rate
            found[root, group, b] = rate
    return found


def _by_rule(persons: pd.DataFrame, beside: pd.DataFrame) -> pd.Series[float]:
    """Return 1 for who reaches the age of the site's rule within five years or has, 0 for who does not, missing without a rule."""
    alike = ["staff_group", "contract", "sex", "birth_year"]
    kinds = persons[alike].drop_duplicates().merge(beside, on=alike[:3])
    born = kinds["birth_year"].map(lambda year: f"{int(year):04d}-{BIRTH_MONTH:02d}")
    kinds = kinds[(kinds["born_from"] <= born) & (born <= kinds["born_to"])]
    leaving = persons.merge(kinds, how="left", on=alike)["age_months"].set_axis(persons.index)
    due = persons["birth_year"] * 12 + BIRTH_MONTH + leaving
    days = pd.to_datetime(persons["end_on"])
    horizon = (days.dt.year + YEARS_AHEAD) * 12 + days.dt.month
    return (due <= horizon).astype(float).where(leaving.notna())


EXPOSURES: Mapping[str, tuple[str, Due]] = {
    "by_hazard": ("select region_code, staff_group, on_year, age, days, exits from exit_exposure", _by_hazard),
    "by_rule": (_RULES, _by_rule),
}


def _finish(scope: Scope, frames: Mapping[str, pd.DataFrame], due: Due) -> pd.DataFrame:
    """Add up persons and those due; whoever nothing can be said of is in neither (by rule), or leaves the share unknown (by hazard)."""
    persons = frames["persons"]
    persons = persons.assign(due=due(persons, frames["beside"]))
    if scope.indicator.statistic == "by_rule":
        persons = persons[persons["due"].notna()]
    rows = []
    for key, group in persons.groupby(KEYS, dropna=False, sort=False):
        n = float(group["persons"].sum())
        top = float((group["persons"] * group["due"]).sum(skipna=False))
        row = {"numerator": top, "denominator": n, "value": top / n, "n": n}
        if scope.indicator.interval == "wilson":
            lower, upper = wilson([top], [n])
            row |= {"lower": float(lower[0]), "upper": float(upper[0])}
        rows.append(dict(zip(KEYS, plain_key(key), strict=True)) | row)
    return pd.DataFrame(rows, columns=ANSWER)
