"""Who is near leaving by age: persons in post, and whether they are due to leave within five years, by rule or as people were seen to.

Both are computed from persons in post by staff group, sex, contract and birth year, afresh at every level.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from pipelines.analysis.interval import wilson
from pipelines.core.period import DAYS_PER_YEAR
from pipelines.engine.groups import Floats, answer_of, grouped, years
from pipelines.engine.kept import kept_rows
from pipelines.engine.scope import Columns, Plan, Scope, Statement

YEARS_AHEAD = 5
YEARS_BACK = 5  # calendar years of observation, that of the period the last of them
BANDS = (55, 60, 65, 70)  # ages at which a band of the observed hazard begins; below the first nobody leaves for their age
BIRTH_MONTH = 6  # only the birth year is kept: everybody is taken to be born in June
Due = Callable[[Columns, Columns], Floats]

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
    return Plan(statements, lambda found: _finish(scope, found, due))


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


def _by_hazard(persons: Columns, beside: Columns) -> Floats:
    """Return the probability that each is gone in five years, by the exits per person-year seen at these ages.

    The hazard of a band of ages is that of the five calendar years up to the period, of the root and the staff group; a band in which
    nobody was watched has that of the band below. Nobody below the first band leaves. Missing where there is none to go by.
    """
    year, day = years(persons["end_on"]), persons["end_on"].astype("datetime64[D]")
    first, following = ((day.astype("datetime64[Y]") + ahead).astype("datetime64[D]") for ahead in (0, 1))
    part = ((day - first).astype(float) + 1) / (following - first).astype(float)  # of the year that is over
    age = year - persons["birth_year"].astype(np.int64)
    hazards = {int(y): _hazards(beside, int(y)) for y in np.unique(year)}
    unseen = (np.nan,) * len(BANDS)
    keys = zip(year.tolist(), persons["root_code"].tolist(), persons["staff_group"].tolist(), strict=True)
    rates = np.array([(*hazards[y].get((root, group), unseen), 0.0) for y, root, group in keys]).reshape(-1, len(BANDS) + 1)
    cumulated = np.zeros(len(age))
    for ahead in range(YEARS_AHEAD + 1):
        weight = 1 - part if ahead == 0 else part if ahead == YEARS_AHEAD else 1.0
        band = np.searchsorted(BANDS, age + ahead, side="right") - 1  # -1, below the first, is the 0 at the end
        cumulated += rates[np.arange(len(age)), band] * weight
    return 1 - np.exp(-cumulated)


def _hazards(beside: Columns, year: int) -> Mapping[tuple[str, str], tuple[float, ...]]:
    """Return exits per person-year by root and staff group in each band of age, of the years up to `year`."""
    seen = (beside["on_year"] > year - YEARS_BACK) & (beside["on_year"] <= year) & (beside["age"] >= BANDS[0])
    band = np.searchsorted(BANDS, beside["age"][seen], side="right") - 1
    keys = list(zip(beside["region_code"][seen].tolist(), beside["staff_group"][seen].tolist(), strict=True))
    known = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    cell = np.array([known[key] for key in keys], dtype=np.int64) * len(BANDS) + band
    exits, days = (np.bincount(cell, weights=beside[c][seen], minlength=len(known) * len(BANDS)) for c in ("exits", "days"))
    found = {}
    for key, place in known.items():
        rates, rate = [], float("nan")
        for of in range(place * len(BANDS), (place + 1) * len(BANDS)):
            rate = float(exits[of] / days[of] * DAYS_PER_YEAR) if days[of] > 0 else rate
            rates.append(rate)
        found[key] = tuple(rates)
    return found


def _by_rule(persons: Columns, beside: Columns) -> Floats:
    """Return 1 for who reaches the age of the site's rule within five years or has, 0 for who does not, missing without a rule."""
    alike = ("staff_group", "contract", "sex")
    rules: dict[tuple[str, str, str], list[tuple[str, str, float]]] = {}
    named = (*alike, "born_from", "born_to", "age_months")
    for group, contract, sex, since, until, months in zip(*(beside[c].tolist() for c in named), strict=True):
        rules.setdefault((group, contract, sex), []).append((since, until, months))
    kinds = list(zip(*(persons[c].tolist() for c in (*alike, "birth_year")), strict=True))
    leaving = {kind: _leaving(rules.get(kind[:3], []), int(kind[3])) for kind in dict.fromkeys(kinds)}
    months = np.array([leaving[kind] for kind in kinds], dtype=float)
    due = persons["birth_year"] * 12 + BIRTH_MONTH + months
    ahead = persons["end_on"].astype("datetime64[M]").astype(np.int64) + 1970 * 12 + 1 + YEARS_AHEAD * 12
    return np.where(np.isnan(months), np.nan, (due <= ahead).astype(float))


def _leaving(rules: list[tuple[str, str, float]], year: int) -> float:
    """Return the age in months at which who is born in a year leaves by the rules of people like him, NaN without one."""
    born = f"{year:04d}-{BIRTH_MONTH:02d}"
    return next((months for since, until, months in rules if since <= born <= until), float("nan"))


EXPOSURES: Mapping[str, tuple[str, Due]] = {
    "by_hazard": ("select region_code, staff_group, on_year, age, days, exits from exit_exposure", _by_hazard),
    "by_rule": (_RULES, _by_rule),
}


def _finish(scope: Scope, found: Mapping[str, Columns], due: Due) -> Columns:
    """Add up persons and those due; whoever nothing can be said of is in neither (by rule), or leaves the share unknown (by hazard)."""
    persons = found["persons"]
    share = due(persons, found["beside"])
    if scope.indicator.statistic == "by_rule":
        persons, share = {name: column[~np.isnan(share)] for name, column in persons.items()}, share[~np.isnan(share)]
    keys, groups = grouped(persons, scope.indicator.name)
    n, top = groups.sums(groups["persons"]), groups.sums(groups["persons"] * share)
    limits = dict(zip(("lower", "upper"), wilson(top, n), strict=True)) if scope.indicator.interval == "wilson" else {}
    return answer_of(keys, {"numerator": top, "denominator": n, "value": top / n, "n": n, **limits})
