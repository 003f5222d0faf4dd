"""Signals and lights: what deserves a look, and what only looks like it. Frames in, frames out; nothing is queried here."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis.control_chart import ControlChart, individuals, p_chart, two_period_rule, u_chart
from pipelines.core.comparison import Timing, previous, same_last_year
from pipelines.core.indicator import Indicator
from pipelines.core.light import Thresholds, light_of
from pipelines.core.period import Period, parse_period
from pipelines.core.text import Text
from pipelines.engine.change import directions
from pipelines.engine.compare import check_indicator, floats
from pipelines.engine.ranking import Ranking

FEWEST_PERIODS = 8  # with fewer the limits themselves are guesswork
CHARTED = ("ok", "small_n")
SERIES = ["region_code", "breakdown", "category", "at"]
SIGNAL_COLUMNS: tuple[str, ...] = (
    "indicator", "region_code", "region_name", "level", "period", "breakdown", "category", "at", "value", "status", "chart",
    "centre", "limit_lower", "limit_upper", "side", "rule", "state", "direction",
)
CHARTS: Mapping[str, Text] = {
    "xmr": Text("单值-移动极差图（XmR），三倍标准差", "Individuals chart (XmR), three sigma"),
    "p": Text("p 图，三倍标准差，随人数变化", "p-chart, three sigma, varying with size"),
    "u": Text("u 图，三倍标准差，随规模变化", "u-chart, three sigma, varying with size"),
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
    observations: pd.DataFrame, indicator: Indicator, timing: Timing, *, baseline: int | None = None, fiscal_start_month: int = 1
) -> pd.DataFrame:
    """Return each place's series with its control limits and what they say: SIGNAL_COLUMNS, one row a place and period.

    `observations`: one indicator, periods of one kind; a period that is missing between two others is filled in as one
    without a number, so that "in a row" means in a row. Partly reported, hidden and unknown figures are no points of the
    chart. Flows of people out of people have a p-chart, counts and rates with Byar limits a u-chart; everything else,
    and every stock share (mostly the same people again, who vary less than a new draw), the individuals chart.
    `baseline`: the first so many periods set the limits (all by default).

    state `signal`: two periods in a row beyond three sigma on one side, or eight in a row on one side of the centre. `watch`: one
    period beyond, or two of three beyond two sigma: noise does this now and then. `direction` is better or worse by the
    direction of good. Source: Western Electric (1956), Statistical quality control handbook; NHS England, Making data
    count, for the principle. Trends of rising points are not used: they add false alarms and find little (Davis &
    Woodall 1988, Journal of Quality Technology 20:260-262). Raises ValueError for periods of several kinds.
    """
    check_indicator(observations, indicator)
    periods = [_period(label, fiscal_start_month) for label in sorted(set(observations["period"]))]
    if len({(p.kind, p.months) for p in periods}) > 1:
        raise ValueError(f"periods of several kinds in one series: {', '.join(p.label for p in periods[:6])}")
    chain = _chain(periods)
    parts = [
        _one_series(group.set_index("period").reindex(chain), indicator, timing, baseline)
        for _, group in observations.groupby(SERIES, dropna=False, sort=True)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(SIGNAL_COLUMNS))


def funnel_signals(now: Ranking, before: Ranking, indicator: Indicator) -> pd.DataFrame:
    """Return for each ranked place whether it lies beyond the 95 % funnel limits in both periods, on the same side.

    Columns region_code, region_name, position, previous_position, side, rule, state, direction. One period beyond is
    `watch`: of 40 like places one lies above by chance each time; two periods in a row on one side, about one in 800 does
    where the two are independent (stocks of the same people are not: there a place stays beyond because it is the same
    place, and the second period confirms little). Not judged where there is no funnel.
    """
    place = now.ranked[["region_code", "region_name", "funnel_position"]].rename(columns={"funnel_position": "position"})
    earlier = before.ranked[["region_code", "funnel_position"]].rename(columns={"funnel_position": "previous_position"})
    joined = place.merge(earlier, how="left", on="region_code").fillna({"previous_position": ""})
    sides = np.stack([_funnel_side(joined["previous_position"]), _funnel_side(joined["position"])])
    confirmed = np.array([two_period_rule(pair)[1] for pair in sides.T], dtype=bool)
    rule = np.select([confirmed, sides[1] != 0], ["two_periods", "one_period"], "")
    state = np.select([joined["position"].eq(""), confirmed, sides[1] != 0], ["no_number", "signal", "watch"], "none")
    return joined.assign(side=sides[1], rule=rule, state=state, direction=_directions(sides[1], state, indicator))


def add_lights(
    observations: pd.DataFrame, indicator: Indicator, thresholds: Thresholds | Mapping[str, Thresholds] | None
) -> pd.DataFrame:
    """Return `observations` with light (green, yellow, red or missing), light_zh, light_en and light_reason.

    `thresholds` are of the site, or one per region_code; boundaries in the unit of the value. The words stand in every row:
    a colour never speaks alone, and where there is no light they say why (few people, partly reported, hidden, not
    collected, no direction of good, no thresholds). Raises ValueError for thresholds against the direction of good.
    """
    check_indicator(observations, indicator)
    lights = []
    rows = zip(observations["region_code"], floats(observations["value"]), observations["status"], strict=True)
    for code, value, status in rows:
        own = thresholds.get(code) if isinstance(thresholds, Mapping) else thresholds
        lights.append(light_of(float(value), status, own, indicator.polarity))
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


def _chart_of(series: pd.DataFrame, usable: NDArray[np.bool_], indicator: Indicator, timing: Timing, baseline: int | None) -> ControlChart:
    value, top, bottom = (np.where(usable, floats(series[c]), np.nan) for c in ("value", "numerator", "denominator"))
    if indicator.interval == "wilson" and timing == "flow":
        return p_chart(top, bottom, baseline)
    if indicator.interval == "byar" and timing == "flow":
        return u_chart(top, np.ones_like(top) if indicator.kind == "count" else bottom, baseline)
    floor = None if np.nanmin(value, initial=0.0) < 0 else 0.0
    return individuals(value, baseline, floor)


def _one_series(series: pd.DataFrame, indicator: Indicator, timing: Timing, baseline: int | None) -> pd.DataFrame:
    """Chart one place; `series` is indexed by period without gaps."""
    usable = series["status"].isin(CHARTED).to_numpy() & np.isfinite(floats(series["value"]))
    chart = _chart_of(series, usable, indicator, timing, baseline)
    scale = indicator.scale if chart.kind in ("p", "u") else 1.0
    away = np.sign(np.nan_to_num(chart.value - chart.centre)).astype(int)
    conditions = [chart.confirmed, chart.shift, chart.beyond, chart.near]
    rule = np.select(conditions, ["two_periods", "shift", "one_period", "two_of_three"], "").astype(object)
    state = np.select(conditions, ["signal", "signal", "watch", "watch"], "none").astype(object)
    short = usable.sum() < FEWEST_PERIODS
    state[:] = "too_short" if short else state
    state[~usable] = "no_number"
    rule[(state == "too_short") | (state == "no_number")] = ""
    side = np.where(rule != "", away, 0)
    known = series.dropna(subset=["region_name"]).iloc[-1]
    named = {c: known[c] for c in ("indicator", "region_code", "region_name", "level", "breakdown", "category", "at")}
    frame = series.reset_index(names="period").assign(
        **named, status=series["status"].astype(object).fillna("not_collected").to_numpy(), chart=chart.kind,
        centre=chart.centre * scale, limit_lower=chart.lower * scale, limit_upper=chart.upper * scale,
        side=side, rule=rule, state=state, direction=_directions(side, state, indicator),
    )  # fmt: skip
    if short:
        frame = frame.assign(centre=np.nan, limit_lower=np.nan, limit_upper=np.nan)
    return frame[list(SIGNAL_COLUMNS)]


def _funnel_side(position: pd.Series) -> NDArray[np.int64]:
    return np.select([position.str.startswith("above"), position.str.startswith("below")], [1, -1], 0)


def _directions(side: NDArray[np.int64], state: NDArray[np.object_], indicator: Indicator) -> NDArray[np.object_]:
    """Return better or worse where something is raised or watched; a watched point is a question, its direction is told too."""
    verdict = np.select([side > 0, side < 0], ["rose", "fell"], "same").astype(object)
    raised = np.isin(state, ["signal", "watch"])
    return np.where(raised, directions(verdict, indicator.polarity), "")
