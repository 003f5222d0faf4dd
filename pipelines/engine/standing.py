"""The ranking of places as a reader gets it: asked of the engine, with lights, targets and the period before."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from pipelines.core.comparison import compared_with
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.indicator import Indicator
from pipelines.core.light import Against, against
from pipelines.core.period import parse_period
from pipelines.core.text import Text
from pipelines.engine.comparing import against_target, answer_if_held
from pipelines.engine.data_end import last_day
from pipelines.engine.observe import all_indicators, observe
from pipelines.engine.ranking import Ranking, rank_places
from pipelines.engine.scope import Query
from pipelines.engine.signals import add_lights
from pipelines.engine.timing import timing_of
from pipelines.site import Site
from pipelines.warehouse.connect import Connection

BESIDE = (
    "region_name_en", "light", "light_zh", "light_en", "target", "is_met", "target_told", "target_reason", "numerator", "denominator", "reported",
    "expected",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """A ranking, and `places`: Ranking.tidy() with the columns BESIDE, indicator, level, period and build.

    `is_met` compares the figure with its target, `target_told` its interval, by the rule of charts (`core.light.against`): meets, misses,
    untold (not certain), missing where nothing is set against a target.
    """

    ranking: Ranking
    places: pd.DataFrame
    before: str | None


def standing(con: Connection, site: Site, query: Query, category: str | None = None) -> Standing:
    """Rank the places of the level and period of `query`, kept to one `category` where it is broken down.

    Raises XiangyiError as `observe` does, and USAGE where more than one period or category would be ranked in one list.
    """
    now = _one_list(observe(con, site, query), category)
    indicator = all_indicators()[query.indicator]
    period = parse_period(str(now["period"].iloc[0]), site.fiscal_year_start_month) if len(now) else None
    pair = compared_with(period, "previous", timing_of(indicator), site.fiscal_year_start_month) if period else ""
    earlier = None if isinstance(pair, str) else answer_if_held(con, site, replace(query, period=pair[1].label))
    before = None if earlier is None else _one_list(earlier, category, lenient=True)
    ranking = rank_places(now, indicator, before)
    lit = add_lights(now, indicator, site.lights.get(indicator.name), last_day(con), site.fiscal_year_start_month)
    target = against_target(con, site, indicator, now, period)
    beside = lit.assign(
        target=target["against_value"].to_numpy(), is_met=target["is_met"].to_numpy(), target_told=_told(now, target, indicator),
        target_reason=target["reason"].to_numpy(),
    )  # fmt: skip
    shared = ["indicator", "level", "period", "breakdown", "category", "build"]
    places = ranking.tidy().merge(beside[["region_code", *shared, *BESIDE]], how="left", on="region_code")
    return Standing(ranking, places, None if before is None or before.empty or isinstance(pair, str) else pair[1].label)


def _told(now: pd.DataFrame, target: pd.DataFrame, indicator: Indicator) -> list[Against | None]:
    """Return what may be said of each observation and its target, row by row alike; None where nothing is."""
    told: list[Against | None] = []
    for row, at, is_met in zip(now.itertuples(index=False), target["against_value"], target["is_met"], strict=True):
        limits = (row.lower, row.upper) if indicator.has_limits else None
        said = "" if pd.isna(is_met) else against(at, row.value, row.status, indicator.polarity, limits)
        told.append(said or None)
    return told


def _one_list(frame: pd.DataFrame, category: str | None, lenient: bool = False) -> pd.DataFrame:
    """Return the rows of one period and category; raises USAGE where there are several (or, unless `lenient`, none)."""
    kept = frame if category is None else frame[frame["category"] == category].reset_index(drop=True)
    there = [str(c) for c in frame["category"].dropna().unique()]
    if frame["period"].nunique() > 1:
        raise XiangyiError(Text("排名只能在一个时期之内；请写 --period", "places are ranked within one period; say --period"), ExitCode.USAGE)
    if kept.duplicated("region_code").any() or (kept.empty and there and not lenient):
        listed = ", ".join(there) or "-"
        raise XiangyiError(
            Text(f"排名只能在一个类别之内；请用 --category 指明：{listed}", f"places are ranked within one category; name it with --category: {listed}"),
            ExitCode.USAGE,
        )
    return kept
