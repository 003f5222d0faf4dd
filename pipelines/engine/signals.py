"""Signals and lights: what deserves a look, and what only looks like it. Frames in, frames out; nothing is queried here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis.control_chart import ControlChart, individuals, p_chart, two_period_rule, u_chart
from pipelines.analysis.funnel import FEWEST
from pipelines.analysis.interval import normal_quantile
from pipelines.core.comparison import previous, same_last_year
from pipelines.core.indicator import Indicator
from pipelines.core.light import Thresholds, is_so_far, judged
from pipelines.core.period import Period, parse_period
from pipelines.core.text import Text
from pipelines.engine.change import directions
from pipelines.engine.compare import check_indicator, floats

Array: TypeAlias = NDArray[np.float64]
FEWEST_PERIODS = 8  # with fewer the limits themselves are guesswork
CHARTED = ("ok", "small_n")
FIGURES = ("value", "numerator", "denominator", "lower", "upper")
SERIES = ["region_code", "breakdown", "category", "at"]
SIGNAL_COLUMNS: tuple[str, ...] = (
    "indicator", "region_code", "region_name", "level", "period", "breakdown", "category", "at", "value", "status", "chart",
    "centre", "limit_lower", "limit_upper", "away", "side", "rule", "state", "direction",
)
CHARTS: Mapping[str, Text] = {
    "xmr": Text("单值-移动极差图（XmR），三倍标准差", "Individuals chart (XmR), three sigma"),
    "p": Text("p′ 图（Laney），三倍标准差，随人数变化", "p\u2032-chart (Laney), three sigma, varying with size"),
    "u": Text("u′ 图（Laney），三倍标准差，随规模变化", "u\u2032-chart (Laney), three sigma, varying with size"),
}
STATES: Mapping[str, Text] = {
    "signal": Text("信号：变化已经证实", "signal: the change is confirmed"),
    "watch": Text("关注：待下一期证实", "watch: to be confirmed by the next period"),
    "none": Text("无信号：在常见波动之内", "no signal: within its usual variation"),
    "too_short": Text(f"不足 {FEWEST_PERIODS} 期，不作判断", f"fewer than {FEWEST_PERIODS} periods: not judged"),
    "no_number": Text("本期无可用数值，不作判断", "no usable figure this period: not judged"),
}
RULES: Mapping[str, Text] = {
    "two_periods": Text("连续两期在同一侧超出控制限", "two periods in a row beyond the limit on one side"),
    "shift": Text("连续八期在中心线同一侧", "eight periods in a row on one side of the centre"),
    "one_period": Text("本期超出控制限", "this period lies beyond the limit"),
    "two_of_three": Text("三期中有两期在同一侧超出两倍标准差", "two of three periods beyond two sigma on one side"),
    "": Text("无", "none"),
}


def control_signals(
    observations: pd.DataFrame, indicator: Indicator, *, baseline: int | None = None, fiscal_start_month: int = 1
) -> pd.DataFrame:
    """Return each place's series with its control limits and what they say: SIGNAL_COLUMNS, one row a place and period.

    `observations`: one indicator, periods of one kind; a period that is missing between two others is filled in as one
    without a number, so that "in a row" means in a row. Partly reported, hidden and unknown figures are no points of the
    chart. Shares of people have a p-chart, counts and what is made of a count (`chance` of the indicator) a u-chart, both widened to
    what the series itself varies by (Laney); everything else the individuals chart, never narrower than the interval of each figure. So a
    stock, mostly the same people again, who vary less than a new draw, is not called up for two doctors fewer. `away` is how many
    standard errors a figure lies from the centre. `baseline`: the first so many periods set the limits (all by default; -2: all but the last two).

    state `signal`: two periods in a row beyond three sigma on one side, or eight in a row on one side of the centre.
    `watch`: one period beyond, or two of three beyond two sigma: noise does this now and then. `direction` is better or
    worse by the direction of good. Source: Western Electric (1956), Statistical quality control handbook; NHS England,
    Making data count, for the principle. Trends of rising points are not used: they add false alarms and find little
    (Davis & Woodall 1988, Journal of Quality Technology 20:260-262). Raises ValueError for periods of several kinds.
    """
    check_indicator(observations, indicator)
    periods = [_period(label, fiscal_start_month) for label in sorted(set(observations["period"]))]
    if len({(p.kind, p.months) for p in periods}) > 1:
        raise ValueError(f"periods of several kinds in one series: {', '.join(p.label for p in periods[:6])}")
    grid = _grid(observations, _chain(periods))
    if grid.empty:
        return pd.DataFrame(columns=list(SIGNAL_COLUMNS))
    length = len(grid) // grid["_series"].nunique()
    usable = grid["status"].isin(CHARTED).to_numpy() & np.isfinite(floats(grid["value"]))
    if baseline is not None and baseline < 0:
        baseline = max(2, length + baseline) if length > 1 else None  # a single period is no history
    figures = {c: np.where(usable, floats(grid[c]), np.nan).reshape(-1, length) for c in FIGURES}
    judged = [_judged({c: rows[i] for c, rows in figures.items()}, indicator, baseline) for i in range(len(grid) // length)]
    columns = {name: np.concatenate([series[name] for series in judged]) for name in judged[0]}
    state = np.where(usable, columns["state"], "no_number").astype(object)
    columns |= {"state": state, "rule": np.where(usable, columns["rule"], ""), "side": np.where(usable, columns["side"], 0)}
    grid = grid.assign(**columns)
    return grid.assign(direction=_directions(grid["side"].to_numpy(), state, indicator))[list(SIGNAL_COLUMNS)]


def funnel_signals(now: pd.DataFrame, before: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return for each place of two `funnel_places` (now, the period before) whether it lies beyond the 99.8 % funnel limits in both, on one side.

    Columns region_code, region_name, position, away, previous_position, previous_away, side, rule, state, direction. One period beyond is
    `watch`: among many like places one lies there by chance. Where the two periods are of the same people (stocks) a place stays
    beyond because it is the same place, and the second period confirms little: hence limits that one in 1,000 crosses on each side.
    `away` is in standard errors, widened as the funnel is. Not judged where there is no funnel, or fewer than ten places, of
    which nobody knows by how much like places differ.
    """
    told = ["funnel_position", "funnel_away"]
    place = now[["region_code", "region_name", *told]].rename(columns=dict(zip(told, ["position", "away"], strict=True)))
    earlier = before[["region_code", *told]].rename(columns=dict(zip(told, ["previous_position", "previous_away"], strict=True)))
    place = place if len(place) >= FEWEST else place.assign(position="")
    earlier = earlier if len(earlier) >= FEWEST else earlier.assign(previous_position="")
    joined = place.merge(earlier, how="left", on="region_code").fillna({"previous_position": ""})
    sides = np.stack([_funnel_side(joined["previous_position"]), _funnel_side(joined["position"])])
    confirmed = np.array([two_period_rule(pair)[1] for pair in sides.T], dtype=bool)
    rule = np.select([confirmed, sides[1] != 0], ["two_periods", "one_period"], "")
    state = np.select([joined["position"].eq(""), confirmed, sides[1] != 0], ["no_number", "signal", "watch"], "none")
    return joined.assign(side=sides[1], rule=rule, state=state, direction=_directions(sides[1], state, indicator))


def add_lights(
    observations: pd.DataFrame, indicator: Indicator, thresholds: Thresholds | Mapping[str, Thresholds] | None,
    known_to: date | None = None, fiscal_start_month: int = 1,
) -> pd.DataFrame:
    """Return `observations` with light (green, amber, red or missing), light_zh, light_en and light_reason.

    `thresholds` are of the site, or one per region_code; boundaries in the unit of the value. The words stand in every row:
    a colour never speaks alone, and where there is no light they say why (few people, partly reported, hidden, not
    collected, no direction of good, no thresholds, a part of a year, or several years, of what accumulates over one, or a year
    that is not over on the day the data are `known_to`). Raises ValueError for thresholds against the direction of good.
    """
    check_indicator(observations, indicator)
    lights = []
    part = {label: is_so_far(indicator, str(label), known_to, fiscal_start_month) for label in observations["period"].unique()}
    numbers = (floats(observations[c]) for c in ("value", "lower", "upper"))
    rows = zip(observations["region_code"], observations["period"], *numbers, observations["status"], strict=True)
    for code, period, value, lower, upper, status in rows:
        own = thresholds.get(code) if isinstance(thresholds, Mapping) else thresholds
        lights.append(judged(indicator, own, float(value), status, (float(lower), float(upper)), part[period]))
    return observations.assign(
        light=pd.Series([light.code for light in lights], index=observations.index, dtype=object),
        light_zh=[light.word.zh for light in lights],
        light_en=[light.word.en for light in lights],
        light_reason=[light.reason for light in lights],
    )


def _period(label: str, fiscal_start_month: int) -> Period:
    period = parse_period(str(label), fiscal_start_month)
    if period is None:
        raise ValueError(f'"{label}" is no period of a series')
    return period


def _chain(periods: list[Period]) -> list[str]:
    """Return the labels from the first period to the last without a gap."""
    if not periods:
        return []
    first, current = min(periods), max(periods)
    labels = [current.label]
    while current > first:
        before = previous(current) or same_last_year(current)
        if before is None:
            break
        labels.append(before.label)
        current = before
    return labels[::-1]


def _grid(observations: pd.DataFrame, chain: list[str]) -> pd.DataFrame:
    """Return every series with every period of the chain, in order; what is not held is not collected."""
    named = [c for c in SIGNAL_COLUMNS[:8] if c != "period"]
    keys = observations.assign(_series=observations.groupby(SERIES, dropna=False, sort=True).ngroup())
    who = keys.drop_duplicates("_series", keep="last")[["_series", *named]].sort_values("_series")
    whole = who.merge(pd.DataFrame({"period": chain, "_place": range(len(chain))}), how="cross")
    held = keys[["_series", "period", *FIGURES, "status"]]
    grid = whole.merge(held, how="left", on=["_series", "period"]).sort_values(["_series", "_place"], ignore_index=True)
    return grid.assign(status=grid["status"].astype(object).fillna("not_collected"))


def _chart_of(figures: Mapping[str, Array], indicator: Indicator, baseline: int | None) -> ControlChart:
    top, bottom = figures["numerator"], figures["denominator"]
    if indicator.interval == "wilson":
        return p_chart(top, bottom, baseline, widen=True)
    if indicator.interval == "byar" or indicator.chance == "numerator":
        return u_chart(top, np.ones_like(top) if indicator.kind == "count" else bottom, baseline, widen=True)
    if indicator.chance == "denominator":
        return u_chart(bottom, top, baseline, widen=True).turned(_inverse, is_reversed=True)
    if indicator.chance == "both":
        return p_chart(top, top + bottom, baseline, widen=True).turned(_odds)
    value = figures["value"]
    noise = (figures["upper"] - figures["lower"]) / (2 * normal_quantile(0.95))
    return individuals(value, baseline, None if np.nan_to_num(value).min(initial=0.0) < 0 else 0.0, noise)


def _inverse(rate: Array) -> Array:
    return np.divide(1.0, rate, out=np.full_like(rate, np.inf), where=rate > 0)


def _odds(share: Array) -> Array:
    return np.divide(share, 1.0 - share, out=np.full_like(share, np.inf), where=share < 1)


def _judged(figures: Mapping[str, Array], indicator: Indicator, baseline: int | None) -> dict[str, NDArray[Any]]:
    """Return chart, limits, side, rule and state of one series in order of time."""
    chart = _chart_of(figures, indicator, baseline)
    length, scale = len(chart.value), indicator.scale if chart.kind in ("p", "u") else 1.0
    kind = np.full(length, chart.kind, dtype=object)
    if np.isfinite(figures["value"]).sum() < FEWEST_PERIODS:
        none = np.full(length, np.nan)
        names = {"centre": none, "limit_lower": none, "limit_upper": none, "away": none, "side": np.zeros(length, dtype=int)}
        return {"chart": kind, **names, "rule": np.full(length, "", dtype=object), "state": np.full(length, "too_short", dtype=object)}
    conditions = [chart.confirmed, chart.shift, chart.beyond, chart.near]
    rule = np.select(conditions, ["two_periods", "shift", "one_period", "two_of_three"], "").astype(object)
    state = np.select(conditions, ["signal", "signal", "watch", "watch"], "none").astype(object)
    side = np.sign(np.nan_to_num(chart.value - chart.centre)).astype(int)
    return {
        "chart": kind, "centre": chart.centre * scale, "limit_lower": chart.lower * scale, "limit_upper": chart.upper * scale,
        "away": chart.away, "side": np.where(rule != "", side, 0), "rule": rule, "state": state,
    }  # fmt: skip


def _funnel_side(position: pd.Series) -> NDArray[np.int64]:
    return np.select([position.eq("above_998"), position.eq("below_998")], [1, -1], 0)


def _directions(side: NDArray[np.int64], state: NDArray[np.object_], indicator: Indicator) -> NDArray[np.object_]:
    """Return better or worse where something is raised or watched; a watched point is a question, its direction is told too."""
    verdict = np.select([side > 0, side < 0], ["rose", "fell"], "same").astype(object)
    raised = np.isin(state, ["signal", "watch"])
    return np.where(raised, directions(verdict, indicator.polarity), "")
