"""Observations made up for tests of what is done with them, through the engine's own interval functions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipelines.analysis.interval import byar, wilson
from pipelines.core.indicator import OBSERVATION_COLUMNS, Indicator, Measure
from pipelines.core.text import Text

BOTH = Text("甲", "a")


def indicator(name: str, unit: str, kind: str, interval: str, polarity: str = "higher", scale: float = 1.0) -> Indicator:
    """Return an indicator of the given shape."""
    measure = Measure(mart="m", column="c")
    return Indicator(
        name=name, title=BOTH, definition=BOTH, base=BOTH, source=BOTH, needs=("x",), scale=scale,
        unit=unit, polarity=polarity, kind=kind, interval=interval,  # type: ignore[arg-type]
        numerator=measure if kind in ("count", "ratio") else None, denominator=measure if kind == "ratio" else None,
        additive=kind in ("count", "ratio"), statistic="" if kind in ("count", "ratio") else "s",
    )  # fmt: skip


HEADCOUNT = indicator("headcount", "person", "count", "none")
FEMALE = indicator("female_share", "share", "ratio", "wilson")
DENSITY = indicator("density", "per_1000", "ratio", "byar", scale=1000)
LEAVER = indicator("leaver_rate", "share", "flow", "byar", polarity="lower")
PAYMENT = indicator("payment", "currency", "count", "none", polarity="neutral")
MEDIAN = indicator("median_pay", "currency_per_person", "statistic", "bootstrap")

Row = tuple[str, str, float, float, str]  # region, period, numerator, denominator, status


def observations(of: Indicator, rows: Sequence[Row]) -> pd.DataFrame:
    """Return a frame of OBSERVATION_COLUMNS from region, period, numerator, denominator and status."""
    frame = pd.DataFrame(rows, columns=["region_code", "period", "numerator", "denominator", "status"])
    top, bottom = frame["numerator"].to_numpy(float), frame["denominator"].to_numpy(float)
    value = top * of.scale if of.kind == "count" else np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0) * of.scale
    limits = {"wilson": wilson, "byar": byar}.get(of.interval)
    lower, upper = limits(top, bottom) if limits else (np.full_like(top, np.nan),) * 2
    hidden = frame["status"].isin(["suppressed", "not_collected"]).to_numpy()
    frame = frame.assign(
        indicator=of.name, region_name=frame["region_code"] + "地", level="township", breakdown=None, category=None, at=None,
        value=value, lower=lower * of.scale, upper=upper * of.scale, n=top, reported=1.0, expected=1.0, is_approximate=False, build="b1",
    )  # fmt: skip
    frame.loc[hidden, ["numerator", "denominator", "value", "lower", "upper", "n"]] = np.nan
    return frame[list(OBSERVATION_COLUMNS)]
