"""Answers under a protected profile: rows of table `released`, and nothing else."""

from __future__ import annotations

import pandas as pd

from pipelines.core.release import RELEASED_KINDS
from pipelines.engine.release.listing import not_listed, questions, refused
from pipelines.engine.scope import Scope
from pipelines.warehouse.connect import Connection

_ROWS = """
select region_code, period, category, at_time as "at", numerator, denominator, value, lower, upper, n, reported, expected, status
from released
where profile = $profile and indicator = $indicator and level = $level and coalesce(breakdown, '') = $by"""


def answer_released(con: Connection, scope: Scope, profile: str, regions: pd.DataFrame) -> pd.DataFrame:
    """Return the released rows of a question, for the `regions` (region_code, period) it asks about.

    Raises XiangyiError REFUSED for what is not on the list, for a period or a kind of population it does not hold, and for a
    build that was made under other limits or before there were any.
    """
    by = ",".join(scope.by)
    if (scope.indicator.name, scope.level, by) not in questions(scope.site, profile):
        raise not_listed(scope.site, profile, (scope.indicator.name, scope.level, by))
    _check(con, scope, profile)
    asked = {"profile": profile, "indicator": scope.indicator.name, "level": scope.level, "by": by}
    rows = con.execute(_ROWS, asked).df()
    found = regions[["region_code", "period"]].drop_duplicates().merge(rows, on=["region_code", "period"])
    found = found.assign(category=found["category"].astype(object).where(found["category"].notna(), None))
    return _at(found, scope.at) if scope.at else found


def _check(con: Connection, scope: Scope, profile: str) -> None:
    shorter = [p.label for p in scope.periods if p.kind not in RELEASED_KINDS]
    if shorter:
        raise refused(
            f"发布范围“{profile}”只有整年的数，没有 {'、'.join(shorter)}；请用年度", f'release profile "{profile}" holds years only, not '
            f"{', '.join(shorter)}; ask for a year",
        )
    if scope.population_kind != scope.site.population_kind:
        raise refused(
            f"发布范围“{profile}”只按本站点的人口口径 {scope.site.population_kind} 计算", f'release profile "{profile}" counts by '
            f"{scope.site.population_kind} population only",
        )
    known = con.execute("select count(*) from duckdb_tables() where table_name = 'released_account'").fetchone()
    limits = con.execute("select k, round_to from site_release where profile = $profile", {"profile": profile}).fetchone()
    is_made = bool(known and known[0]) and bool(
        con.execute("select count(*) > 0 from released_account where profile = $profile", {"profile": profile}).fetchall()[0][0]
    )
    now = scope.site.releases[profile]
    if not is_made or limits != (now.k, now.round_to):
        raise refused(
            f"正在使用的数据版本没有按现在的设置生成发布范围“{profile}”的表单；请重新加载任一文件以生成新版本",
            f'the build in use holds no tables of release profile "{profile}" as it is set now; load any file again to make a new one',
        )


def _at(rows: pd.DataFrame, times: tuple[int, ...]) -> pd.DataFrame:
    """Return a curve at given times: as it stood after the last step before, not known beyond the last step."""
    found = []
    for _, curve in rows.groupby(["region_code", "period", "category"], dropna=False, sort=False):
        curve = curve.sort_values("at")
        for when in times:
            before = curve[curve["at"] <= when]
            if before.empty or curve["at"].max() < when:
                gone = curve.iloc[[0]].assign(value=float("nan"), denominator=float("nan"), status="not_estimable")
                before = gone if curve["value"].notna().any() else curve.iloc[[0]]
            found.append(before.iloc[[-1]].assign(at=when))
    return pd.concat(found, ignore_index=True) if found else rows
