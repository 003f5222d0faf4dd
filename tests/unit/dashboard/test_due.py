"""Why nothing of a place was judged for its time: due before the first load, not due yet, due and not sent, or never due."""

from __future__ import annotations

from types import SimpleNamespace

import duckdb
import pytest

from dashboard import holdings
from dashboard.cards.quality import why_untimed


def edition(first, last, days):
    """A build with the periods of 2024 and 2025 and loads on two days; `days` allowed by kind of period."""
    con = duckdb.connect()
    con.execute("create table period (label text, kind text, start_on date, end_on date)")
    con.execute("create table site_due (dataset text, kind text, days integer)")
    con.execute("create table batch_info (made_at text)")
    for year in (2024, 2025):
        con.execute("insert into period values (?, 'year', ?, ?)", [str(year), f"{year}-01-01", f"{year}-12-31"])
        con.execute("insert into period select strftime(m, '%Y-%m'), 'month', m, last_day(m) from range(make_date(?, 1, 1), make_date(?, 1, 1), interval 1 month) t(m)",
                    [year, year + 1])
    con.executemany("insert into site_due values ('pay', ?, ?)", list(days.items()) or [("week", 1)])
    con.executemany("insert into batch_info values (?)", [(f"{first}T08:00:00+00:00",), (f"{last}T08:00:00+00:00",)])
    return SimpleNamespace(ask=lambda ask: ask(con))


MONTHS, YEARS = {"month": 10}, {"year": 20}


@pytest.mark.parametrize(("period", "first", "last", "days", "en"), [
    ("2024", "2025-07-05", "2025-07-05", MONTHS | YEARS, "due before the first load"),
    ("2025", "2025-07-05", "2025-07-05", YEARS, "not due yet at the last load"),
    ("2025", "2025-07-05", "2025-07-05", MONTHS | YEARS, "due before the first load, or not due yet at the last"),
    ("2025-06", "2025-07-05", "2025-07-05", MONTHS, "not due yet at the last load"),  # ended before the first load, due on 10 July
    ("2025-06", "2025-07-05", "2025-07-10", MONTHS, "not due yet at the last load"),  # due on that very day
    ("2025-06", "2025-07-05", "2025-07-11", MONTHS, "nothing came of what fell due since the first load"),
    ("2025-06", "2025-07-10", "2025-07-11", MONTHS, "nothing came of what fell due since the first load"),  # judged, as the test of lateness does
    ("2025-06", "2025-07-11", "2025-07-11", MONTHS, "due before the first load"),
    ("2025", "2025-07-05", "2025-07-11", MONTHS | YEARS, "nothing came of what fell due since the first load"),
    ("2025", "2025-07-05", "2025-07-05", {}, "no day is set on which it is due"),
    ("all", "2026-07-05", "2026-07-05", YEARS, "due before the first load"),
])  # fmt: skip
def test_why_nothing_was_judged_for_its_time(period, first, last, days, en):
    assert why_untimed(holdings.due(edition(first, last, days), period)).en == en
