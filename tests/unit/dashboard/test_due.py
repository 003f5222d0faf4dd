"""Why nothing of a place was judged for its time: due before the first load, not due yet, due and not sent, or owed by nobody."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from dashboard import holdings
from dashboard.cards.quality import why_untimed
from tests.unit.engine.small_build import small_build, small_site

SITE = small_site("[due]\nmonth = 10\nyear = 20\n")
MONTHLY, YEARLY = ("pay", "2024-01"), ("workforce_return", "2024")
ROSTER, REGISTER = ("roster", "2024-12"), ("facility", "")
BEFORE, NOT_YET, NOT_SENT = "due before the first load", "not due yet at the last load", "nothing came of what fell due since the first load"
OWED_BY_NONE = "no data set is owed for such a period"


def edition(first: str, last: str, *came: tuple[str, str]):
    """A build with the periods of 2024 and 2025, loads on two days and, long ago, files of some datasets and periods."""
    info = {
        "batch_info": [(f"k{i}", f"{day}T08:00:00+00:00", "published", "f", 1, "x", "replace", None, None, date.fromisoformat(day)) for i, day in enumerate((first, last))],
        "load_info": [(dataset, "T", period, "", "k0", 1, date(2024, 2, 1)) for dataset, period in came],
    }
    con = small_build(SITE, {}, date(2024, 1, 1), date(2025, 12, 31), only=("quality_due",), info=info)
    return SimpleNamespace(ask=lambda ask: ask(con))


@pytest.mark.parametrize(("period", "first", "last", "came", "en"), [
    ("2024", "2025-07-05", "2025-07-05", (MONTHLY, YEARLY), BEFORE),
    ("2025", "2025-07-05", "2025-07-05", (YEARLY,), NOT_YET),
    ("2025", "2025-07-05", "2025-07-05", (MONTHLY, YEARLY), "due before the first load, or not due yet at the last"),
    ("2025-06", "2025-07-05", "2025-07-05", (MONTHLY,), NOT_YET),  # ended before the first load, due on 10 July
    ("2025-06", "2025-07-05", "2025-07-10", (MONTHLY,), NOT_YET),  # due on that very day
    ("2025-06", "2025-07-05", "2025-07-11", (MONTHLY,), NOT_SENT),
    ("2025-06", "2025-07-10", "2025-07-11", (MONTHLY,), NOT_SENT),  # judged, as the test of lateness does
    ("2025-06", "2025-07-11", "2025-07-11", (MONTHLY,), BEFORE),
    ("2025", "2025-07-05", "2025-07-11", (MONTHLY, YEARLY), NOT_SENT),
    ("all", "2026-07-05", "2026-07-05", (YEARLY,), BEFORE),
    ("2025-06", "2025-07-05", "2026-02-11", (("pay", "2025-12"),), OWED_BY_NONE),  # nor is what first came for a later month
    ("2025-06", "2025-07-05", "2025-07-11", (YEARLY,), OWED_BY_NONE),  # a return of the year is not owed month by month
    ("2025-06", "2025-07-05", "2025-07-11", (ROSTER,), OWED_BY_NONE),  # nor is a roster of the end of the year
    ("2025-12", "2025-07-05", "2026-01-11", (ROSTER,), NOT_SENT),
    ("2025", "2025-07-05", "2025-07-11", (REGISTER,), OWED_BY_NONE),  # a register of no period has no day on which it is due
    ("2025", "2025-07-05", "2025-07-11", (), OWED_BY_NONE),
])  # fmt: skip
def test_why_nothing_was_judged_for_its_time(period, first, last, came, en):
    assert why_untimed(holdings.due(edition(first, last, *came), period)).en == en
