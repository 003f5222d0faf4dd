"""To which day the register of grants tells who was paid: what is only planned is not judged, what a county stopped paying is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb

from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell
from tests.unit.subsidies.test_judged import instalment

# Each amount is a power of two, so that a sum names its instalments. The last payment was made on 30 March 2024; days of grace are 7.
PAID = [
    instalment("2024-01-10", 1.0, "2024-01-12"), instalment("2024-02-10", 2.0, "2024-02-12"), instalment("2024-03-10", 4.0, "2024-03-30"),
    instalment("2024-03-12", 8.0, None), instalment("2024-03-25", 16.0, None),
]
BLANK = [instalment("2024-04-10", 32.0, None), instalment("2024-05-10", 64.0, None), instalment("2024-06-10", 128.0, None)]


def built(grants: Sequence[dict[str, object]], recorded_to: str | None, loaded: str | None, came: str | None = None) -> duckdb.DuckDBPyConnection:
    """A build whose personal records reach to one day, the register of grants last loaded on another (having first come on `came`)."""
    raw: dict[str, list[dict[str, Any]]] = {
        "region": regions(("C", "county", "P"), ("T", "township", "C")), "facility": facilities(F="T"), "grant": list(grants),
        "application": [{"application_id": "a", "facility_code": "F", "scheme_id": "s", "submitted_on": "2024-02-01"}],
        "employment": [spell("x", "F", "2015-01-01", recorded_to)] if recorded_to else [],
    }
    info: dict[str, list[tuple[Any, ...]]] = {}
    if loaded:
        info["load_info"] = [("grant", "C", "2024-01", "", "k1", 8, date.fromisoformat(came or loaded))]
        info["batch_info"] = [("k1", f"{loaded}T08:00:00+00:00", "published", "f", 8, "", "replace", None, None)]
    site = small_site("[norms]\npayment_days = 7\n")
    return small_build(site, raw, date(2023, 1, 1), date(2024, 12, 31), only=("grant_judged", "application_wait"), info=info)


def told(con: duckdb.DuckDBPyConnection) -> tuple[date | None, float]:
    """The last day known, and the sum of what is judged."""
    ((known,),) = con.execute("select last_day from grant_known").fetchall()
    ((judged,),) = con.execute("select coalesce(sum(due_yuan), 0) from grant_judged").fetchall()
    return known, judged


def test_a_schedule_sent_in_advance_tells_to_the_day_it_was_last_loaded() -> None:
    assert told(built(PAID + BLANK, "2024-06-30", "2024-07-05", came="2024-01-05")) == (date(2024, 6, 10), 255 - 128)
    assert told(built(PAID + BLANK, "2024-06-30", "2024-04-02", came="2024-01-05")) == (date(2024, 3, 30), 15)
