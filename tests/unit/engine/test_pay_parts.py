"""What pay consists of: amounts fall into the year they are for, parts of other roles and persons out of it, totals stay totals."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipelines.engine.pay_parts import MONTHS, PAY, pay_parts
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = regions(("C", "county", "P"), ("T", "township", "C"))


def paid(person: str, first: date, last: date, yuan: float, component: str = "base") -> dict[str, Any]:
    """What was paid of a component for a time, at facility F."""
    return {"person_key": person, "facility_code": "F", "pay_component": component, "period_start": first, "period_end": last, "paid_yuan": yuan}


def parts(*rows: dict[str, Any], group: str = "village_doctor") -> dict[tuple[str, str], float]:
    """Return (year, part) -> amount of a small build."""
    people = sorted({row["person_key"] for row in rows})
    raw = {"region": PLACES, "facility": facilities(F="T"), "pay": rows,
           "employment": [spell(p, "F", "2015-01-01", staff_group=group) for p in people]}
    found = pay_parts(small_build(small_site(), raw, only=("person_pay_year",)))
    assert set(found["place_code"]) <= {"F"}
    return {(str(r.period), str(r.part)): float(r.amount) for r in found.itertuples()}


def months(person: str, year: int, yuan: float, component: str = "base") -> list[dict[str, Any]]:
    """The same amount for each month of a year."""
    return [paid(person, date(year, m, 1), date(year, m, 28), yuan, component) for m in range(1, 13)]


def test_components_are_summed_by_year_and_add_up_to_pay_with_emergency_payments_beside_it():
    rows = [*months("p", 2021, 2000), *months("p", 2021, 300, "performance"), paid("p", date(2021, 2, 1), date(2021, 2, 28), 900, "emergency")]
    found = parts(*rows)
    assert found["2021", "base"] == 24_000 and found["2021", "performance"] == 3_600 and found["2021", "emergency"] == 900
    assert found["2021", PAY] == 27_600 and found["2021", MONTHS] == 12


def test_an_amount_that_runs_over_the_end_of_a_year_is_parted_by_its_months():
    found = parts(*months("p", 2020, 1000), *months("p", 2021, 1000), paid("p", date(2020, 11, 1), date(2021, 2, 28), 400, "performance"))
    assert found["2020", "performance"] == pytest.approx(200) and found["2021", "performance"] == pytest.approx(200)
    assert found["2020", PAY] == pytest.approx(12_200)


def test_a_total_alone_is_pay_without_a_component():
    found = parts(paid("p", date(2021, 1, 1), date(2021, 12, 31), 30_000, "total"))
    assert found["2021", PAY] == 30_000 and {part for _, part in found} == {PAY, MONTHS}


def test_deductions_and_people_who_are_no_doctors_are_not_in_it():
    found = parts(*months("p", 2021, 1000), paid("p", date(2021, 3, 1), date(2021, 3, 28), 500, "deduction"))
    assert ("2021", "deduction") not in found and found["2021", PAY] == 12_000
    assert parts(*months("p", 2021, 1000), group="township_nurse") == {}
