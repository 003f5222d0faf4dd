"""The instalments of which it may be told whether they were paid in time: one table, read by the share paid on time and by the card of schemes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import pytest

from dashboard.cards.granted import _GRANTS, _RATED, RATE_NOTE, _mine
from dashboard.cards.within import Window
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

DAYS, END = 7, pd.Timestamp("2024-05-31")
MARTS = ("grant_due", "grant_rate", "grant_judged")
YEAR = Window(pd.Timestamp("2024-01-01"), pd.Timestamp("2024-12-31"))  # other data reach to its end


def instalment(due: str, yuan: float, paid_on: str | None, **more: object) -> dict[str, object]:
    """A grant of one person, paid in full where it has a day of payment."""
    return {"person_key": "p", "facility_code": "F", "scheme_id": "s", "due_on": due, "due_yuan": yuan,
            "paid_yuan": yuan if paid_on else 0.0, "paid_on": paid_on, **more}  # fmt: skip


# The register ends on 31 May 2024: the last payment it knows of. Days of grace of what was due on 24 May end on that day.
GRANTS = [
    instalment("2023-12-24", 1.0, "2024-01-02"), instalment("2023-12-25", 2.0, "2024-01-02"), instalment("2024-03-31", 4.0, "2024-05-31"),
    instalment("2024-05-24", 8.0, None), instalment("2024-05-25", 16.0, None), instalment("2024-05-30", 32.0, "2024-05-30"),
    instalment("2024-04-30", 64.0, "2024-05-01", scheme_id=None, application_id="a"),
]


def test_a_register_that_ends_before_other_data_is_judged_as_far_as_it_reaches() -> None:
    raw = {
        "region": regions(("C", "county", "P"), ("T", "township", "C")), "facility": facilities(F="T"), "grant": GRANTS,
        "subsidy_rate": [{"scheme_id": "s", "rate_yuan": 4.0, "paid_per": "month", "valid_from": "2020-01-01"}],
    }
    con = small_build(small_site(f"[norms]\npayment_days = {DAYS}\n"), raw, date(2023, 1, 1), date(2024, 12, 31), only=MARTS)
    until = pd.to_datetime(pd.Series([str(g["due_on"]) for g in GRANTS])) + pd.Timedelta(days=DAYS)
    wanted = [g["due_yuan"] for g, day in zip(GRANTS, until, strict=True) if YEAR.first <= day <= END]
    assert wanted == [2.0, 4.0, 8.0, 64.0]
    for read in (_GRANTS, _RATED):
        assert sorted(_mine(con.execute(read).df(), frozenset("F"), YEAR)["due_yuan"]) == wanted
    told = con.execute("select sum(instalments), sum(paid_on_time) from grant_due where on_date >= date '2024-01-01'").fetchone()
    assert told == (4, 1), "only what was due on 30 April was paid within its days of grace"


def test_the_note_says_to_which_day_money_counts_and_where_the_last_days_of_a_period_go() -> None:
    said = {lang: RATE_NOTE.of(lang).format(days=DAYS, tolerance="1") for lang in ("zh", "en")}  # type: ignore[arg-type]
    assert "实发截至期末" in said["zh"] and "期末前 7 天内应发的，计入下一期" in said["zh"]
    assert "paid up to the last day of the period" in said["en"] and "due in the last 7 days of a period is counted in the next one" in said["en"]


PAID_MAY = instalment("2024-05-10", 1.0, "2024-05-31")
OWED_MAY, OWED_JUNE = instalment("2024-05-24", 2.0, None), instalment("2024-06-30", 4.0, None)
LATER = [instalment("2024-09-30", 8.0, None), instalment("2024-12-31", 16.0, None)]


def judged(grants: Sequence[Mapping[str, object]], came: str = "2025-01-15", end: str | None = "2024-12-31") -> list[float]:
    """What is due of the instalments judged in a register that came on a day, beside a spell of work that ended on one."""
    people = [spell("p", "F", "2020-01-01", end)] if end else []
    raw = {"region": regions(("C", "county", "P"), ("T", "township", "C")), "facility": facilities(F="T"), "grant": grants, "employment": people}
    info = {"load_info": [("grant", "C", "2024", "", "k1", len(grants), date.fromisoformat(came))]}
    site = small_site(f"[norms]\npayment_days = {DAYS}\n")
    con = small_build(site, raw, date(2020, 1, 1), date(2024, 12, 31), only=("grant_judged",), info=info)
    return sorted(row[0] for row in con.execute("select due_yuan from grant_judged").fetchall())


@pytest.mark.parametrize(("grants", "came", "end", "wanted"), [
    pytest.param([PAID_MAY, OWED_MAY], "2025-01-15", "2024-12-31", [1, 2], id="to the last payment, however far other data reach"),
    pytest.param([PAID_MAY, OWED_MAY, *LATER], "2024-06-10", "2024-12-31", [1, 2], id="due after the register came: planned"),
    pytest.param([PAID_MAY, OWED_MAY, *LATER], "2025-01-15", "2024-06-15", [1, 2], id="due later than the records reach: planned"),
    pytest.param([PAID_MAY, OWED_MAY, *LATER], "2024-06-10", None, [1, 2], id="planned, without personal records"),
    pytest.param([PAID_MAY, OWED_MAY, OWED_JUNE, *LATER], "2025-01-15", "2024-12-31", [1, 2, 4, 8], id="owed since the last payment"),
    pytest.param([OWED_MAY, OWED_JUNE], "2025-01-15", "2024-12-31", [2, 4], id="nobody was ever paid"),
    pytest.param(LATER, "2024-06-10", "2024-05-31", [], id="all is planned"),
    pytest.param([PAID_MAY, OWED_MAY, OWED_JUNE], "2025-01-15", None, [1, 2, 4], id="without personal records, to the end of the periods"),
])  # fmt: skip
def test_what_is_only_planned_is_not_judged_and_what_is_owed_is(
    grants: list[dict[str, object]], came: str, end: str | None, wanted: list[float],
) -> None:
    assert judged(grants, came, end) == wanted


def test_an_application_waits_for_its_payment_as_long_as_the_registers_tell_of_not_of_what_is_planned() -> None:
    application = {"application_id": "a", "facility_code": "F", "scheme_id": "s", "person_key": "p", "submitted_on": "2024-05-01",
                   "employer_reviewed_on": "2024-05-02", "authority_reviewed_on": "2024-05-03", "decided_on": "2024-05-06", "decision": "approved"}  # fmt: skip
    con = _wait([PAID_MAY, *LATER], application)
    assert con == [("payment", 25, 0), ("whole", 30, 0)], "from 6 and from 1 May to 31 May, the last payment, not to December"


def _wait(grants: Sequence[Mapping[str, object]], application: Mapping[str, object]) -> list[tuple[object, ...]]:
    raw = {"region": regions(("C", "county", "P"), ("T", "township", "C")), "facility": facilities(F="T"), "grant": grants,
           "application": [application]}  # fmt: skip
    info = {"load_info": [("grant", "C", "2024", "", "k1", len(grants), date(2024, 6, 10))]}
    con = small_build(small_site(), raw, date(2020, 1, 1), date(2024, 12, 31), only=("application_wait",), info=info)
    wanted = "where application_step in ('payment', 'whole') order by 1"
    return con.execute(f"select application_step, days, event from application_wait {wanted}").fetchall()
