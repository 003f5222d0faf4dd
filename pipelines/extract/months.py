"""A sheet with a column for each month: its records are dated by the month, within the year that stands around the table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.core.dataset import Unpivot
from pipelines.core.period import Period, parse_period
from pipelines.core.text import Text
from pipelines.extract.dating import find_in_surroundings
from pipelines.extract.draft import Body, Refused
from pipelines.extract.month_heads import has_years, months_said
from pipelines.extract.report import Fault

_NO_YEAR = Fault(
    Text("每月一列的表没有写明年份", "a sheet with a column for each month does not say its year"),
    Text("请在标题写明年份，如“2024年”", "write the year in the title, such as 2024"),
)
_OTHER_MONTHS = Fault(
    Text("标题写的时期不包括表头的全部月份", "the period in the title does not hold all months of the headers"),
    Text("请核对标题，写成表头各月所在的时期，如“2024年”“2024年1-3月”", "write the period of these months in the title, such as 2024 or 2024-Q1"),
)


def months_of(body: Body) -> int | None:
    """Return the calendar year of a table whose columns are months without one, 0 where their headers say their years.

    The period around it is that year or a part of it that holds all of the months: 2024年一季度 over 1月, 2月 and 3月. None for a
    table that is dated by rows; raises Refused where no year stands around it, or one that does not go with the headers.
    """
    wide = body.match.sheet.unpivot
    if wide is None or not wide.is_by_month:
        return None
    if wide.is_dated and has_years(body.match.cells):
        return 0
    around = find_in_surroundings(body)
    period = None if around is None else around.period
    if period is None or period.start_on.year != period.end_on.year:
        raise Refused(_NO_YEAR)
    if not all(period.start_on.month <= int(month[-2:]) <= period.end_on.month for month in months_said(body.match.cells)):
        raise Refused(_OTHER_MONTHS)
    return period.start_on.year


def covered_by(body: Body, stated: Period | None, year: int | None) -> Period | None:
    """Return what of the period a sheet states it speaks for: where it has a column for each month, from the first to the last of them.

    `year` is what `months_of` says of the table. None where months in between have no column, as those are not told empty by being left out.
    """
    if stated is None or not year:
        return stated
    months = [int(month[-2:]) for month in months_said(body.match.cells)]
    if months != list(range(months[0], months[-1] + 1)):
        return None
    if (stated.start_on.month, stated.end_on.month) == (months[0], months[-1]):
        return stated
    return parse_period(f"{year}-{months[0]:02d}..{year}-{months[-1]:02d}", body.job.site.fiscal_year_start_month)


def spread_months(frame: pd.DataFrame, wide: Unpivot | None, year: int) -> pd.DataFrame:
    """Return records of a month (01 to 12 of `year`, or 2022-01) with the days and the label of that month.

    The month stands in `period_start`, or before the code of the item: 2022-01/base.
    """
    into = "period_start" if wide is None else wide.into
    parts = frame[into].astype(str).str.partition("/")
    if into != "period_start":
        frame = frame.assign(**{into: parts[2].astype("str")})
    months = np.where(parts[0].str.len() == 2, f"{year}-" + parts[0], parts[0])
    starts = months.astype("datetime64[M]")
    ends = (starts + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return frame.assign(
        period_start=starts.astype("datetime64[us]"), period_end=ends.astype("datetime64[us]"),
        period=pd.array([str(month) for month in starts], dtype="str"),
    )
