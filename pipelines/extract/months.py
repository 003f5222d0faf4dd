"""A sheet with a column for each month: its records are dated by the month, within the year that stands around the table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.core.text import Text
from pipelines.extract.dating import find_in_surroundings
from pipelines.extract.draft import Body, Refused
from pipelines.extract.report import Fault

_NO_YEAR = Fault(
    Text("每月一列的表没有写明年份", "a sheet with a column for each month does not say its year"),
    Text("请在标题写明年份，如“2024年”", "write the year in the title, such as 2024"),
)


def months_of(body: Body) -> int:
    """Return the calendar year around a table whose columns are months; raises Refused where there is none."""
    around = find_in_surroundings(body)
    period = None if around is None else around.period
    if period is None or period.months != 12 or period.start_on.month != 1:
        raise Refused(_NO_YEAR)
    return period.start_on.year


def spread_months(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return records whose `period_start` holds the number of a month (01 to 12) with the days and the label of that month."""
    months = frame["period_start"].astype(int).to_numpy()
    starts = np.datetime64(f"{year}-01", "M") + (months - 1)
    ends = (starts + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return frame.assign(
        period_start=starts.astype("datetime64[us]"), period_end=ends.astype("datetime64[us]"),
        period=pd.array([str(month) for month in starts], dtype="str"),
    )
