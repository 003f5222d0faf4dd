"""Who an amount went to, and the newest of one sent twice: what the pay ledger becomes on its way to a person's year."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.engine.small_build import facilities, regions, small_build, small_site

PLACES = regions(("C", "county", "P"), ("T", "township", "C"))


def pay(person: str | None, component: str, yuan: float, **more: Any) -> dict[str, Any]:
    """A year's amount at facility F."""
    return {"person_key": person, "facility_code": "F", "pay_component": component, "period_start": "2021-01-01", "period_end": "2021-12-31",
            "paid_yuan": yuan} | more  # fmt: skip


def test_money_that_went_to_a_clinic_is_in_the_ledger_and_nobodys_pay():
    rows = [pay("p", "base", 12000), pay(None, "medicine", 3600, payee_kind="facility"), pay(None, "public_health", 5000)]
    build = small_build(small_site(), {"region": PLACES, "facility": facilities(F="T"), "pay": rows}, only=("person_pay_year",))
    ledger = build.execute("select payee_kind, sum(paid_yuan) from stg_pay group by 1 order by 1").fetchall()
    assert ledger == [("facility", 8600), ("person", 12000)]
    assert build.execute("select person_key, paid_yuan from person_pay_year").fetchall() == [("p", 12000)]


def test_of_an_amount_sent_twice_the_newest_counts_whoever_was_paid():
    rows = [pay("p", "base", 1, batch="k1"), pay("p", "base", 2, batch="k2"), pay("q", "base", 7, batch="k1"),
            pay(None, "medicine", 3, batch="k2"), pay(None, "medicine", 4, batch="k1")]  # fmt: skip
    build = small_build(small_site(), {"region": PLACES, "facility": facilities(F="T"), "pay": rows}, only=("stg_pay",))
    assert sorted(build.execute("select person_key, paid_yuan from stg_pay").fetchall(), key=str) == [("p", 2), ("q", 7), (None, 3)]


def test_a_payroll_gives_gross_pay_and_its_totals_are_not_added():
    rows = [pay("p", "base", 10000), pay("p", "emergency", 900), pay("p", "pension", 700), pay("p", "deduction", 1500), pay("p", "total", 9400)]
    build = small_build(small_site(), {"region": PLACES, "facility": facilities(F="T"), "pay": rows}, only=("person_pay_year",))
    assert build.execute("select paid_yuan from person_pay_year").fetchall() == [(10000,)]


def spread(person: str, component: str, yuan: float, *months: int) -> list[dict[str, Any]]:
    """The same amount in each of some months of 2021 that have 28 days or more."""
    return [pay(person, component, yuan, period_start=f"2021-{m:02d}-01", period_end=f"2021-{m:02d}-28") for m in months]


@pytest.mark.parametrize(
    ("rows", "yuan"),
    [
        ([pay("p", "post_allowance", 1200), pay("p", "total", 40000)], 40000),
        ([*spread("p", "post_allowance", 100, *range(1, 13)), pay("p", "total", 40000)], 40000),
        ([pay("p", "post_allowance", 1200), pay("p", "emergency", 900), pay("p", "pension", 700), pay("p", "total", 40000)], 38400),
        ([pay("p", "emergency", 900, period_end="2021-03-31"), *spread("p", "total", 3000, *range(1, 13))], 36000),
        ([*spread("p", "total", 3000, 1, 2, 3, 4, 5, 6), *spread("p", "base", 2000, 7, 8, 9, 10, 11, 12)], 30000),
        ([*spread("p", "total", 3000, *range(1, 13)), pay("p", "total", 36500)], 36500),
        ([*spread("p", "total", 3000, *range(1, 13)), pay("p", "year_end", 5000)], 36000),
        ([pay("p", "base", 24000), *spread("p", "total", 2500, 1)], 24000),
        ([pay("p", "base", 6000, facility_code="G"), pay("p", "total", 30000)], 36000),
    ],
    ids=["an allowance beside a total", "an allowance month by month", "what is not ordinary is in the total", "what only overlaps is not",
         "half a year each", "totals of months in that of the year", "a component over many totals", "a total for part of the time", "another payer"],
)
def test_a_stated_total_speaks_for_the_time_it_covers(rows: list[dict[str, Any]], yuan: float):
    build = small_build(small_site(), {"region": PLACES, "facility": facilities(F="T", G="T"), "pay": rows}, only=("person_pay_year",))
    assert build.execute("select paid_yuan, months from person_pay_year where period = '2021'").fetchall() == [(yuan, 12)]


def test_an_emergency_payment_alone_is_no_pay_of_the_year():
    raw = {"region": PLACES, "facility": facilities(F="T"), "pay": [pay("p", "emergency", 900)]}
    assert small_build(small_site(), raw, only=("person_pay_year",)).execute("select * from person_pay_year").fetchall() == []
