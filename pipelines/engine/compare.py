"""Comparisons of observations over time: 同比, 环比, 较年初, 累计同比. Frames in, frames out; nothing is queried here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis.breaks import is_break
from pipelines.core.comparison import OVER_TIME, ComparisonKind, Timing, compared_with
from pipelines.core.indicator import Indicator
from pipelines.core.period import Period, month_end, parse_period
from pipelines.engine.change import CHANGE_COLUMNS, add_change

KEY = ["region_code", "breakdown", "category", "at"]
SIDE_COLUMNS = ["numerator", "denominator", "value", "lower", "upper", "status"]
FILED = ["reported", "expected"]
COMPARED_COLUMNS: tuple[str, ...] = (
    "indicator", "region_code", "region_name", "level", "period", "breakdown", "category", "at", "comparison", "against",
    "value", "against_value", *CHANGE_COLUMNS, "build",
)


def compare_over_time(
    observations: pd.DataFrame,
    indicator: Indicator,
    kinds: Sequence[ComparisonKind],
    timing: Timing,
    *,
    periods: Sequence[str] | None = None,
    fiscal_start_month: int = 1,
    known_to: date | None = None,
) -> pd.DataFrame:
    """Return each observation compared with an earlier one of the same place, category and time: COMPARED_COLUMNS.

    `observations` (OBSERVATION_COLUMNS, one indicator, one level) holds the periods told and those they are set against;
    `periods` keeps the answer to some of them. One row per observation and kind; `period` is the period told (for
    `year_to_date` the months from the start of the year, whose observation has to be in the frame), `against` the label
    of the other. A part of a year meets the same part only. What must not be compared (counting.md §5) has its `reason`,
    with the side it lies on, and no change; so has a period of which cases may still be open (`open_as` of the indicator) on the day the
    data are `known_to`, or always where that is not known. `timing` says whether the figure is as at a day or over a period. Raises
    ValueError for a kind that is not over time, observations of another indicator, or a flow that is called a stock.
    """
    check_indicator(observations, indicator)
    loose = [kind for kind in kinds if kind not in OVER_TIME]
    if loose:
        raise ValueError(f"{loose} are not comparisons over time")
    if timing == "stock" and indicator.kind in ("flow", "survival"):
        raise ValueError(f"indicator {indicator.name} is of kind {indicator.kind}: it is over a period, not as at a day")
    found = [_one_kind(observations, indicator, kind, timing, periods, fiscal_start_month, known_to) for kind in kinds]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(COMPARED_COLUMNS))


def check_indicator(observations: pd.DataFrame, indicator: Indicator) -> None:
    """Raise ValueError when a frame holds observations of another indicator, or the same observation twice."""
    others = set(observations["indicator"]) - {indicator.name}
    if others:
        raise ValueError(f"observations of {sorted(others)} where those of {indicator.name} were expected")
    if observations.duplicated([*KEY, "period"]).any():
        raise ValueError(f"an observation of {indicator.name} is in the frame twice")


def _one_kind(
    observations: pd.DataFrame,
    indicator: Indicator,
    kind: ComparisonKind,
    timing: Timing,
    periods: Sequence[str] | None,
    fiscal_start_month: int,
    known_to: date | None,
) -> pd.DataFrame:
    wanted = observations if periods is None else observations[observations["period"].isin(list(periods))]
    labels = {label: _labels(str(label), kind, timing, fiscal_start_month, indicator, known_to) for label in wanted["period"].unique()}
    told, against, reason = (wanted["period"].map({label: found[i] for label, found in labels.items()}) for i in range(3))
    rows = wanted[[c for c in COMPARED_COLUMNS if c in wanted and c not in ("value", "period")]].assign(
        comparison=kind, period=told.to_numpy(), against=against.to_numpy(), reason=reason.to_numpy(), reason_side="",
    )
    rows = rows.drop_duplicates([*KEY, "period"]).reset_index(drop=True)  # July and the third quarter may tell the same months
    rows = beside(rows, observations, "period", "told")
    rows = beside(rows, observations, "against", "against")
    if indicator.is_proxied:
        parts = (floats(rows[f"{side}_{c}"]) for side in ("told", "against") for c in FILED)
        rows = rows.assign(reason=np.where((rows["reason"] == "") & is_break(*parts), "series_break", rows["reason"]))
    same_people = timing == "stock" and (indicator.interval != "none" or indicator.chance != "")
    compared = add_change(rows, indicator, "same_people" if same_people else "")
    return compared[list(COMPARED_COLUMNS)]


def _labels(
    label: str, kind: ComparisonKind, timing: Timing, fiscal_start_month: int, indicator: Indicator, known_to: date | None
) -> tuple[str, str | None, str]:
    """Return the label told, the label against and the reason, empty where there is a comparison."""
    period = parse_period(label, fiscal_start_month)
    if period is None:
        return label, None, "no_such_period"
    found = compared_with(period, kind, timing, fiscal_start_month)
    if isinstance(found, str):
        return label, None, found
    told, against = found  # of the two the later is told: where its cases are closed those of the other are
    return told.label, against.label, "" if is_closed(told, indicator, known_to) else indicator.open_as


def is_closed(period: Period, indicator: Indicator, known_to: date | None) -> bool:
    """Say whether nearly all cases of a period are closed on the day the data are known to: always of what counts no open cases."""
    if not indicator.open_as:
        return True
    last = period.end_on.year * 12 + period.end_on.month - 1 + indicator.open_months
    return known_to is not None and month_end(last // 12, last % 12 + 1) <= known_to


def beside(rows: pd.DataFrame, observations: pd.DataFrame, period_column: str, side: str) -> pd.DataFrame:
    """Return `rows` with the figures of the observation of the same place in the period named, as `<side>_value` and so on.

    Where nothing is held the figures are missing and the status is `no_observation`.
    """
    held = [*SIDE_COLUMNS, *FILED]
    right = observations[[*KEY, "period", *held]].rename(columns={c: f"{side}_{c}" for c in held})
    right = right.rename(columns={"period": period_column}).astype({period_column: object})
    keys = [*KEY, period_column]
    filled = rows.assign(**{c: _text(rows[c]) for c in keys})
    merged = filled.merge(right.assign(**{c: _text(right[c]) for c in keys}), how="left", on=keys)
    merged = merged.assign(**{c: rows[c].to_numpy() for c in keys})
    return merged.assign(**{f"{side}_status": merged[f"{side}_status"].astype(object).fillna("no_observation")})


def _text(column: pd.Series) -> pd.Series:
    """Return a key column as text, so that missing matches missing whatever its type is."""
    return column.astype(object).where(column.notna(), "").astype(str)


def floats(column: pd.Series) -> NDArray[np.float64]:
    """Return a column as numbers, NaN where it is missing."""
    return np.asarray(pd.to_numeric(column, errors="raise").to_numpy(dtype=float, na_value=np.nan))
