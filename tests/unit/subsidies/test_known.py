"""To which day the register of grants tells who was paid: what is only planned is not judged, what a county stopped paying is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.warehouse.build import SQL
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
        info["batch_info"] = [("k1", f"{loaded}T08:00:00+00:00", "published", "f", 8, "", "replace", None, None, date.fromisoformat(loaded))]
    site = small_site("[norms]\npayment_days = 7\n")
    return small_build(site, raw, date(2023, 1, 1), date(2024, 12, 31), only=("grant_judged", "application_wait"), info=info)


def told(con: duckdb.DuckDBPyConnection) -> tuple[date | None, float]:
    """The last day known, and the sum of what is judged."""
    ((known,),) = con.execute("select last_day from grant_known").fetchall()
    ((judged,),) = con.execute("select coalesce(sum(due_yuan), 0) from grant_judged").fetchall()
    return known, judged


STOPPED, NONE_PAID = PAID + BLANK, BLANK
PLANNED = STOPPED  # the same rows: only the days to which records and register reach tell the two apart


@pytest.mark.parametrize(("grants", "recorded_to", "loaded", "known", "judged"), [
    pytest.param(PAID, "2024-06-30", "2024-07-05", date(2024, 3, 30), 1 + 2 + 4 + 8, id="a register that ends before other records"),
    pytest.param(PLANNED, "2024-03-31", "2024-04-02", date(2024, 3, 30), 1 + 2 + 4 + 8, id="b what is planned is not judged"),
    pytest.param(PLANNED, "2024-03-31", "2024-07-05", date(2024, 3, 30), 1 + 2 + 4 + 8, id="b nor where it was loaded late"),
    pytest.param(STOPPED, "2024-06-30", "2024-07-05", date(2024, 6, 30), 255, id="c nobody was paid any more, other records go on"),
    pytest.param(STOPPED, "2024-05-31", "2024-07-05", date(2024, 5, 31), 255 - 128, id="c nor paid, and more is planned"),
    pytest.param(NONE_PAID, "2024-05-15", "2024-07-05", date(2024, 5, 15), 32, id="d nobody was ever paid"),
    pytest.param(NONE_PAID, "2024-03-31", "2024-07-05", None, 0, id="d nor has anything fallen due"),
    pytest.param(STOPPED, None, "2024-05-12", date(2024, 5, 12), 63, id="e no personal record: to the day of loading"),
    pytest.param(PAID, None, "2024-07-05", date(2024, 3, 30), 1 + 2 + 4 + 8, id="e no personal record, a register that ends"),
    pytest.param(STOPPED, "2024-06-30", "2024-04-20", date(2024, 4, 20), 63, id="f loaded before other records end"),
])  # fmt: skip
def test_instalments_are_judged_as_far_as_the_register_tells(
    grants: list[dict[str, object]], recorded_to: str | None, loaded: str, known: date | None, judged: float,
) -> None:
    assert told(built(grants, recorded_to, loaded)) == (known, judged)


def test_a_schedule_sent_in_advance_tells_to_the_day_it_was_last_loaded() -> None:
    assert told(built(STOPPED, "2024-06-30", "2024-07-05", came="2024-01-05")) == (date(2024, 6, 30), 255)
    assert told(built(STOPPED, "2024-06-30", "2024-04-02", came="2024-01-05")) == (date(2024, 3, 30), 15)


@pytest.mark.parametrize("emptied", ("delete from data_span", "update data_span set last_day = null"))
@pytest.mark.parametrize(("loaded", "known"), [("2024-04-20", date(2024, 4, 20)), (None, date(2024, 3, 30))])
def test_without_an_end_of_the_data_the_register_tells_to_the_day_of_loading(emptied: str, loaded: str | None, known: date) -> None:
    con = built(STOPPED, None, loaded)
    con.execute(emptied)
    assert con.execute((Path(SQL) / "marts" / "grant_known.sql").read_text(encoding="utf-8")).fetchall() == [(known,)]


@pytest.mark.parametrize(("recorded_to", "known"), [("2024-03-31", date(2024, 3, 30)), ("2024-06-30", date(2024, 6, 30))])
def test_an_open_application_waits_to_the_last_day_known_and_not_to_one_planned(recorded_to: str, known: date) -> None:
    waits = built(STOPPED, recorded_to, "2024-07-05").execute("select days, event from application_wait where application_step = 'whole'").fetchall()
    assert waits == [((known - date(2024, 2, 1)).days, 0)]


def test_of_a_county_that_sent_its_register_earlier_no_instalment_due_since_is_judged() -> None:
    """One county sent on 20 April, another on 5 July with payments of June: of the first nobody knows who was paid since."""
    early = [row | {"batch": "k1"} for row in (instalment("2024-04-05", 1.0, None), instalment("2024-05-10", 2.0, None))]
    late = [row | {"batch": "k2", "person_key": "q"} for row in (instalment("2024-05-10", 4.0, None), instalment("2024-06-10", 8.0, "2024-06-28"))]
    con = built([*early, *late], "2024-06-30", "2024-07-05")
    for batch, day in (("k1", date(2024, 4, 20)), ("k2", date(2024, 7, 5))):
        con.execute("delete from batch_info where batch = ?", [batch])
        con.execute("insert into batch_info (batch, made_on) values (?, ?)", [batch, day])
    rows = con.execute((Path(SQL) / "marts" / "grant_judged.sql").read_text(encoding="utf-8")).df()
    assert sorted(rows["due_yuan"]) == [1, 4, 8]


@pytest.mark.parametrize("paid", [{"due_yuan": 0.0}, {"paid_yuan": 32.0}], ids=["nothing due", "paid in full, its day not written"])
def test_what_is_owed_to_nobody_does_not_move_the_day(paid: dict[str, object]) -> None:
    assert told(built([*PAID, BLANK[0] | paid], "2024-06-30", "2024-07-05"))[0] == date(2024, 3, 30)


def test_a_payment_dated_after_the_register_came_is_not_believed() -> None:
    assert told(built([*PAID, instalment("2024-03-01", 32.0, "2034-03-02"), BLANK[1]], "2024-04-30", "2024-05-02"))[0] == date(2024, 3, 30)
