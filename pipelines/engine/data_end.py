"""To which day the data of a build reach."""

from __future__ import annotations

from datetime import date

import pandas as pd

from pipelines.warehouse.connect import Connection

# What was filed of days, months and years. A year that was not over when it was last loaded is planned, not told, and so is a month that
# had not begun then: a register of grants may hold the instalments of months to come, paid when it is sent again.
_FILED = """
select p.as_at, p.start_on, p.kind in ('year', 'fiscal_year') as is_year, l.dataset = 'workforce_return' as is_return
from load_info as l inner join period as p on l.period = p.label left join batch_info as b on l.batch = b.batch
where case when p.kind in ('year', 'fiscal_year') then p.as_at else p.start_on end <= coalesce(b.made_on, l.came_on)
"""


def last_day(con: Connection) -> date | None:
    """Return the last day that anything loaded speaks of, None where nothing is dated.

    Dated records and months say it to the day, a yearly return of its as-at day. A bare year ("2025") says it of a year of which
    nothing finer is loaded: where there is something, the year may not be over.
    """
    filed = con.execute(_FILED).df()
    recorded = con.execute("select last_day from data_span").df()["last_day"]
    exact = pd.concat([recorded, filed.loc[~filed["is_year"] | filed["is_return"], "as_at"]])
    dated = pd.to_datetime(exact).max()
    years = filed[filed["is_year"]]
    bare = years["as_at"] if pd.isna(dated) else years.loc[years["start_on"] > dated, "as_at"]
    known = [pd.Timestamp(day) for day in (dated, bare.max()) if not pd.isna(day)]
    ends = con.execute("select max(as_at) as as_at from period").df()["as_at"]
    latest = max(known, default=pd.Timestamp(ends.iloc[0]))
    return None if pd.isna(latest) else latest.date()
