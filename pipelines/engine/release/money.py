"""Sums of money that may leave: none that one or two payees dominate, none that gives such a sum away."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipelines.analysis.disclosure.protect import protect_money
from pipelines.analysis.disclosure.small import dominated
from pipelines.analysis.disclosure.tables import roll_up, table_system
from pipelines.engine.observe import Known, Query, all_indicators, observe
from pipelines.engine.release.listing import Question
from pipelines.engine.release.printed import as_released
from pipelines.site import Site
from pipelines.warehouse.connect import Connection

SMALLEST = 100  # smallest units in one of the currency
_PLACES = """
select distinct y.label as period, f.region_code as payee, p.level, p.region_code
from place_span as f
inner join place_span as p on f.place_code = p.place_code
inner join period as y on f.from_on <= y.as_at and f.to_on > y.as_at and p.from_on <= y.as_at and p.to_on > y.as_at
where f.level = $facility and f.region_code = f.place_code and y.kind in ('year', 'fiscal_year')
order by all"""


def money_rows(con: Connection, site: Site, asked: Mapping[str, tuple[Question, ...]], known: Known) -> list[pd.DataFrame]:
    """Return the rows of every listed sum of money under each profile: hidden where few payees, or one, make it up.

    A sum hidden under one profile is hidden under every narrower one; sums are printed to the whole unit.
    """
    found: list[pd.DataFrame] = []
    indicators = all_indicators()
    for name in sorted({q[0] for questions in asked.values() for q in questions if indicators[q[0]].unit == "currency"}):
        levels = [q[1] for questions in asked.values() for q in questions if q[0] == name]
        answers = {level: observe(con, site, Query(name, level=level), known) for level in dict.fromkeys(levels)}
        if not any(answer["value"].notna().any() for answer in answers.values()):
            found += [_as_known(p, answers[q[1]]) for p, questions in asked.items() for q in questions if q[0] == name]
            continue
        paid = _paid(con, site, name, known)
        hidden: frozenset[str] = frozenset()
        for profile, questions in asked.items():
            mine = pd.concat([answers[q[1]] for q in questions if q[0] == name] or [next(iter(answers.values())).iloc[:0]])
            hidden |= _hidden(site, profile, mine, paid)
            which = _cell(mine).isin(hidden).to_numpy() | (mine["value"] < 0).to_numpy()
            found.append(as_released(profile, mine.assign(value=mine["value"].round(), numerator=mine["value"].round()), which))
    return found


def _as_known(profile: str, answer: pd.DataFrame) -> pd.DataFrame:
    return as_released(profile, answer, np.zeros(len(answer), dtype=bool))


def _cell(frame: pd.DataFrame) -> pd.Series:
    return frame["level"] + "/" + frame["region_code"] + "/" + frame["period"]


def _paid(con: Connection, site: Site, name: str, known: Known) -> pd.DataFrame:
    """Return what each facility was paid, once for every region it lies in: period, payee, level, region_code, amount."""
    each = observe(con, site, Query(name, level=site.facility_level), known)[["region_code", "period", "value"]].dropna()
    places = con.execute(_PLACES, {"facility": site.facility_level}).df()
    return each.rename(columns={"region_code": "payee", "value": "amount"}).merge(places, on=["payee", "period"])


def _hidden(site: Site, profile: str, rows: pd.DataFrame, paid: pd.DataFrame) -> frozenset[str]:
    """Return the cells not to be printed among `rows` (of several levels), after those of a level below add up to those above."""
    cells = rows[rows["value"] > 0].assign(cell=_cell)[["cell", "level", "region_code", "period", "value"]]
    rule = site.dominance
    told = paid.assign(cell=_cell(paid), contributor=paid["payee"])
    found = dominated(told[told["cell"].isin(cells["cell"])][["cell", "contributor", "amount"]], site.releases[profile].k, rule.n, rule.share)
    cells["value"] = (cells["value"] * SMALLEST).round().astype("int64")
    relations = _sums(cells, paid)
    gap = (relations["coefficient"] * cells.set_index("cell")["value"].reindex(relations["cell"]).to_numpy()).groupby(relations["relation"]).sum()
    system = table_system(cells[["cell", "value"]], relations[relations["relation"].isin(gap.index[gap == 0])])
    sensitive = pd.Series(system.cells).isin(found.index[found["sensitive"]]).to_numpy()
    return frozenset(system.cells[protect_money(system, sensitive).hidden])


def _sums(cells: pd.DataFrame, paid: pd.DataFrame) -> pd.DataFrame:
    """Return the relations "a region is the sum of those in it" for each two neighbouring levels there are."""
    levels = [level for level in paid["level"].unique() if level in set(cells["level"])]
    keyed = cells.assign(place=cells["level"] + "/" + cells["region_code"])[["cell", "place", "period", "value"]]
    homes = paid.assign(place=paid["level"] + "/" + paid["region_code"])
    size = homes.groupby("level")["region_code"].nunique().reindex(levels).sort_values()
    terms = [pd.DataFrame(columns=["relation", "cell", "coefficient"])]
    for high, low in zip(size.index, size.index[1:], strict=False):
        both = homes[homes["level"] == low].merge(homes[homes["level"] == high], on=["payee", "period"])
        for period, step in both.groupby("period"):
            parent = dict(zip(step["place_x"], step["place_y"], strict=True))
            terms.append(roll_up(keyed[keyed["period"] == period], "place", parent, f"{low}-{high}"))
    return pd.concat(terms, ignore_index=True)
