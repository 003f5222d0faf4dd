"""Who the mart calls eligible for a post allowance: what the rules say of rates that contradict each other, of two schemes, of years of service."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = [
    place | {"remoteness": "class_2" if place["region_code"] == "T" else None}
    for place in regions(("C", "county", "P"), ("T", "township", "C"), ("D", "county", "P"), ("U", "township", "D"))
]
CLINICS = [f | {"facility_type": "village_clinic"} for f in facilities(A="T", B="U")]
SCHEME = {"scheme_id": "s", "scheme_title": "s", "subsidy_type": "post_allowance", "area_code": "C"}
RATE = {"scheme_id": "s", "facility_level": "village", "rate_yuan": 200.0, "paid_per": "month", "valid_from": "2021-01-01"}


def _eligible(schemes: list[dict[str, Any]], rates: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Stretches (person, from, to) of a doctor in the area of scheme s since 2020-07-01, and of one outside of it."""
    raw = {
        "region": PLACES, "facility": CLINICS,
        "employment": [spell("p", "A", "2020-07-01"), spell("q", "B", "2020-07-01", "2022-12-31"), spell("r", "B", "2019-01-01", "2020-01-31")],
        "subsidy_scheme": schemes, "subsidy_rate": rates,
    }  # fmt: skip
    build = small_build(small_site(), raw, date(2020, 1, 1), date(2022, 12, 31), only=("subsidy_eligibility",))
    return build.execute("select person_key, from_on::varchar, to_on::varchar from subsidy_eligibility order by all").fetchall()


@pytest.mark.parametrize(("schemes", "rates", "since"), [
    ([SCHEME], [RATE], "2021-01-01"),
    ([SCHEME | {"service_years_needed": 1.0}], [RATE], "2021-07-01"),
    ([SCHEME, SCHEME | {"scheme_id": "t"}], [RATE, RATE | {"scheme_id": "t", "valid_from": "2020-10-01"}], "2020-10-01"),
    ([SCHEME], [RATE, RATE | {"remoteness": "class_3", "rate_yuan": 900.0}], "2021-01-01"),
], ids=["in the area", "after a year of service", "under two schemes, once", "a rate for other places"])  # fmt: skip
def test_one_stretch_from_the_day_every_condition_is_met(schemes: Any, rates: Any, since: str) -> None:
    assert _eligible(schemes, rates) == [("p", since, "2023-01-01")]


def test_rates_that_say_as_much_and_differ_make_nobody_eligible_while_both_are_in_force() -> None:
    other = {"scheme_id": "s", "facility_level": None, "remoteness": "class_2", "rate_yuan": 300.0, "paid_per": "month", "valid_from": "2022-01-01"}
    assert _eligible([SCHEME], [RATE, other]) == [("p", "2021-01-01", "2022-01-01")]
    assert _eligible([SCHEME], [RATE, other | {"facility_level": "village"}]) == [("p", "2021-01-01", "2023-01-01")], "the one that names both says more"


def test_without_a_rate_nobody_is_eligible() -> None:
    assert _eligible([SCHEME], [RATE | {"facility_level": "township"}]) == []
