"""Who an amount went to, and the newest of one sent twice: what the pay ledger becomes on its way to a person's year."""

from __future__ import annotations

from typing import Any

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
