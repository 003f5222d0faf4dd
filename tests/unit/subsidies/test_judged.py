"""The instalments of which it may be told whether they were paid in time: one table, read by the share paid on time and by the card of schemes."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.cards.granted import _GRANTS, _RATED, RATE_NOTE, _mine
from dashboard.cards.within import Window
from tests.unit.engine.small_build import facilities, regions, small_build, small_site

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
