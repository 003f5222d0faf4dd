"""Ask the engine for a figure and for all it is compared with or ranked by: other periods, the region above, like places, targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from pipelines.core.comparison import OVER_TIME, ComparisonKind, compared_with
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.indicator import Indicator
from pipelines.core.light import is_so_far
from pipelines.core.period import Period, containing_year, parse_period
from pipelines.engine.compare import COMPARED_COLUMNS, compare_over_time
from pipelines.engine.compare_places import (
    compare_with_class,
    compare_with_parent,
    compare_with_peers,
    compare_with_target,
)
from pipelines.engine.data_end import last_day
from pipelines.engine.observe import all_indicators, observe, resolve
from pipelines.engine.scope import Query
from pipelines.engine.timing import timing_of
from pipelines.site import Site
from pipelines.site.targets import target_of
from pipelines.warehouse.connect import Connection

_PATHS = "select place_code, region_code from place_span where from_on <= $day and to_on > $day order by place_code, depth"
_CLASSES = """
select place_code, any_value(remoteness) as remoteness from place_span
where from_on <= $day and to_on > $day and remoteness <> 'unknown' and level = $level and place_code = region_code group by place_code"""


def compare(con: Connection, site: Site, query: Query, told: pd.DataFrame, kinds: Sequence[ComparisonKind]) -> pd.DataFrame:
    """Return `told` (the answer of `observe` to `query`) compared in each of `kinds`: COMPARED_COLUMNS and region_name_en.

    Asks the engine for what it is compared with; a period the build does not hold is `no_observation`, with its reason.
    """
    indicator = all_indicators()[query.indicator]
    over_time: list[ComparisonKind] = [kind for kind in kinds if kind in OVER_TIME]
    found = [_over_time(con, site, query, told, indicator, over_time)] if over_time else []
    for label, rows in told.groupby("period", sort=False):
        period = parse_period(str(label), site.fiscal_year_start_month)
        if period is None:
            continue
        asked = replace(query, period=str(label))
        if "target" in kinds:
            found.append(against_target(con, site, indicator, rows, period))
        if "parent" in kinds:
            found.append(_with_parent(con, site, asked, rows, indicator, period))
        if "peers" in kinds:
            found += _with_peers(con, site, asked, rows, indicator, period)
    found = [frame for frame in found if len(frame)]
    columns = list(COMPARED_COLUMNS)
    whole = pd.concat([f[columns].astype(object) for f in found], ignore_index=True) if found else pd.DataFrame(columns=columns)
    names = told.drop_duplicates("region_code").set_index("region_code")["region_name_en"]
    whole.loc[whole["reason"] == "no_class", "against_value"] = None
    order = {kind: place for place, kind in enumerate(kinds)}
    whole = whole.assign(region_name_en=whole["region_code"].map(names), _order=whole["comparison"].map(order))
    return whole.sort_values(["region_code", "_order"], kind="stable").drop(columns="_order").reset_index(drop=True)


def _over_time(
    con: Connection, site: Site, query: Query, told: pd.DataFrame, indicator: Indicator, kinds: Sequence[ComparisonKind]
) -> pd.DataFrame:
    timing, month = timing_of(indicator), site.fiscal_year_start_month
    labels = list(dict.fromkeys(str(label) for label in told["period"]))
    wanted: dict[str, None] = {}
    for label in labels:
        period = parse_period(label, month)
        pairs = [compared_with(period, kind, timing, month) for kind in kinds] if period else []
        wanted |= {p.label: None for pair in pairs if not isinstance(pair, str) for p in pair}
    others = [answer_if_held(con, site, replace(query, period=label)) for label in wanted if label not in labels]
    frames = [told, *(frame for frame in others if frame is not None)]
    held = pd.concat([f.astype(object) for f in frames], ignore_index=True)
    end = known_to(con) if indicator.open_as else None
    return compare_over_time(held, indicator, kinds, timing, periods=labels, fiscal_start_month=month, known_to=end)


def known_to(con: Connection) -> date | None:
    """Return the last day the build's records of persons speak of, None where they speak of none."""
    found = con.execute("select last_day from data_span").fetchone()
    return found[0] if found else None


def answer_if_held(con: Connection, site: Site, query: Query) -> pd.DataFrame | None:
    """Return the answer to a question about a period the build may not hold, None where it does not.

    Raises XiangyiError where anything else of the question is unknown.
    """
    try:
        return observe(con, site, query)
    except XiangyiError as error:
        if error.code != ExitCode.NOT_FOUND:
            raise
        resolve(con, site, replace(query, period=None))  # refuses all that is unknown but for the period
        return None


def _with_parent(con: Connection, site: Site, query: Query, rows: pd.DataFrame, indicator: Indicator, period: Period) -> pd.DataFrame:
    level = str(rows["level"].iloc[0])
    place = site.levels.index(level)
    above = observe(con, site, replace(query, level=site.levels[max(place - 1, 0)], region=None, parent=None))
    paths = paths_of(con, period)
    parents = {code: paths[code][place - 1] for code in rows["region_code"] if place and len(paths.get(code, ())) > place - 1}
    return compare_with_parent(rows, above, indicator, parents)


def _with_peers(
    con: Connection, site: Site, query: Query, rows: pd.DataFrame, indicator: Indicator, period: Period
) -> list[pd.DataFrame]:
    """Compare with like places under the same root: nothing is added across roots."""
    level = str(rows["level"].iloc[0])
    paths = paths_of(con, period)
    classes = {str(code): str(c) for code, c in con.execute(_CLASSES, {"day": period.end_on, "level": level}).fetchall()}
    found = []
    for root in site.roots:
        own = rows[[paths.get(code, (code,))[0] == root.code for code in rows["region_code"]]]
        if own.empty:
            continue
        if indicator.additive or query.by or "remoteness" not in indicator.breakdowns:
            peers = observe(con, site, replace(query, level=level, region=None, parent=None if level == site.root_level else root.code))
            found.append(compare_with_peers(own, peers, indicator, classes))
        else:
            whole = observe(con, site, replace(query, level=None, region=root.code, parent=None, by="remoteness"))
            found += _with_classes(own, whole, indicator, classes)
    return found


def _with_classes(own: pd.DataFrame, whole: pd.DataFrame, indicator: Indicator, classes: Mapping[str, str]) -> list[pd.DataFrame]:
    """Compare what is no sum of places with the figure of its class, computed over the people of the class."""
    class_of = own["region_code"].map(classes)
    found = []
    for code in class_of.dropna().unique():
        of_class = whole[whole["category"] == code].assign(category=None, breakdown=None)
        found.append(compare_with_class(own[class_of == code], of_class, indicator).assign(against=code))
    unplaced = own[class_of.isna()]
    return [*found, compare_with_peers(unplaced, unplaced, indicator, {})] if len(unplaced) else found


def paths_of(con: Connection, period: Period) -> dict[str, tuple[str, ...]]:
    """Return, for every place on the last day of a period, its codes from the root down to itself."""
    paths: dict[str, list[str]] = {}
    for code, region in con.execute(_PATHS, {"day": period.end_on}).fetchall():
        paths.setdefault(str(code), []).append(str(region))
    return {code: tuple(path) for code, path in paths.items()}


def against_target(con: Connection, site: Site, indicator: Indicator, rows: pd.DataFrame, period: Period | None) -> pd.DataFrame:
    """Return the rows of one period compared with the target of each place: as `compare_with_target`.

    The target of a year holds for the year and, for what does not accumulate over it, for every part of it. What does is set against
    none while it is told of less than a year (core.light), for the reason `part_of_year`.
    """
    if period is None or not any(t.indicator == indicator.name for t in site.targets):
        return compare_with_target(rows, indicator, None)
    year = containing_year(period.end_on, site.fiscal_year_start_month)
    paths = paths_of(con, period)
    found = {}
    for code in rows["region_code"].unique():
        target = target_of(site, indicator.name, paths.get(code, (code,)), year.label)
        if target is not None:
            found[str(code), period.label] = target.value
    if found and is_so_far(indicator, period.label, last_day(con), site.fiscal_year_start_month):
        return compare_with_target(rows, indicator, None, "part_of_year")
    return compare_with_target(rows, indicator, found)
