"""The log-rank test: do those of one category leave sooner than those of another, in a region and a window?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipelines.analysis.logrank import LogRank, log_rank
from pipelines.core.indicator import UNKNOWN
from pipelines.core.text import Text
from pipelines.engine.observe import Query, resolve
from pipelines.engine.scope import Statement
from pipelines.engine.snapshots import is_yearly_rosters
from pipelines.engine.spells import spells
from pipelines.site import Site
from pipelines.warehouse.connect import Connection

FEWEST_EXITS = 5  # expected in a group; with fewer the chi-square is a poor guide
READ = Text(
    "p 值小只说明各组离岗快慢有别，不说明相差多少，更不说明原因；各组人员并非随机分配",
    "A small p says that the groups leave at different speed, not by how much, and nothing about causes: nobody was put into a group by lot",
)
FEW = Text("至少一组的期望离岗数不足 {n}，p 值仅供参考", "In one group at least fewer than {n} exits were expected: the p value is a rough guide")
NOT_KNOWN = Text(
    "检验不含类别不详的 {n} 段任职：离开得早的往往来不及登记，类别不详本身就与离岗有关",
    "The test leaves out {n} spells of no known category: who leaves early is often never recorded, so that not being known goes with leaving",
)
REPEATED = Text("{n} 人在窗口内有不止一段任职，检验把各段当作互不相关", "{n} people have more than one spell in the window; the test takes spells for unrelated")


@dataclass(frozen=True, slots=True)
class CurveTest:
    """The log-rank test between the categories of a breakdown, for one region and window.

    `test` has the figures by category (spells, exits observed and expected), chi-square, degrees of freedom and p (NaN where there is
    nothing to compare); `repeated` people have more than one spell; `notes` is what has to be read beside it.
    """

    region_code: str
    period: str
    by: str
    test: LogRank
    repeated: int
    notes: tuple[Text, ...]

    def tidy(self) -> pd.DataFrame:
        """Return one row a category: region_code, period, category, people, observed, expected, chi_square, degrees, p_value."""
        rows = self.test.tidy().rename(columns={"group": "category"})
        return rows.assign(region_code=self.region_code, period=self.period, by=self.by)


def compare_curves(con: Connection, site: Site, query: Query) -> tuple[CurveTest, ...]:
    """Return the log-rank test of each region and window of `query`, between the categories of its breakdown.

    H0: at every time in post all categories have the same hazard of leaving. `query` is one of `survival` (or another curve) with
    `by`. Spells of no known category are in no group. Persons enter at the time reached when the window opens.
    Raises XiangyiError as `observe`, ValueError without a breakdown.
    """
    scope = resolve(con, site, query)
    if not scope.by or scope.indicator.kind != "survival":
        raise ValueError("a log-rank test is between the categories of a breakdown of a survival curve")
    text, params = spells(scope, by_roster=is_yearly_rosters(con))
    statement = Statement(f"with {text} select * from spell order by all", params)
    rows = con.execute(statement.sql, dict(statement.params)).df()
    found = rows.dropna(subset=["category"]).groupby(["region_code", "period"], sort=True)
    return tuple(_test(str(region), str(period), str(query.by), spell) for (region, period), spell in found)


def _test(region: str, period: str, by: str, followed: pd.DataFrame) -> CurveTest:
    is_known = ~followed["category"].str.split(",").map(lambda parts: UNKNOWN in parts).astype(bool)
    spell = followed[is_known]
    test = log_rank(spell["entry"], spell["exit"], spell["event"], spell["category"])
    repeated = int((spell["person_key"].value_counts() > 1).sum())
    notes = [READ]
    if (test.expected < FEWEST_EXITS).any():
        notes.append(FEW.format(n=FEWEST_EXITS))
    if not is_known.all():
        notes.append(NOT_KNOWN.format(n=int((~is_known).sum())))
    if repeated:
        notes.append(REPEATED.format(n=repeated))
    return CurveTest(region, period, by, test, repeated, tuple(notes))
