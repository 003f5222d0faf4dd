"""What is owed and since when; whose allowances are known; whose prices count; years at risk."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipelines.core.indicator import Measure
from pipelines.engine.additive import _summed
from pipelines.engine.marts import mart_of
from pipelines.engine.observe import Query, observe
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = regions(("C", "county", "P"), ("T", "township", "C"))


def due(person: str, month: int, due_yuan: float, paid: float | None = None, on: str | None = None, **more: Any) -> dict[str, Any]:
    """Base pay due for a month of 2021 at facility F."""
    return {"person_key": person, "facility_code": "F", "pay_component": "base", "period_start": date(2021, month, 1),
            "period_end": date(2021, month, 28), "due_yuan": due_yuan, "paid_yuan": paid, "paid_on": on} | more  # fmt: skip


def owed(*rows: dict[str, Any], on: str) -> tuple[float, int, int]:
    """Return (yuan, months, persons) owed on a day."""
    raw = {"region": PLACES, "facility": facilities(F="T"), "pay": rows, "employment": [spell("p", "F", "2015-01-01"), spell("q", "F", "2015-01-01")]}
    build = small_build(small_site(), raw, only=("pay_arrear",))
    found = build.execute("select coalesce(sum(owed_yuan), 0), coalesce(sum(owed_months), 0)::int, coalesce(sum(persons), 0)::int from pay_arrear"
                          " where from_on <= cast($d as date) and to_on > cast($d as date)", {"d": on}).fetchone()  # fmt: skip
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("day", "found"), [("2021-03-30", (0, 0, 0)), ("2021-03-31", (2000, 1, 1)), ("2021-05-09", (2000, 1, 1)), ("2021-05-10", (0, 0, 0))]
)
def test_pay_is_in_arrears_from_the_end_of_the_month_after_until_it_is_paid(day: str, found: tuple[float, int, int]):
    assert owed(due("p", 2, 2000, 2000, "2021-05-10"), on=day) == found


def test_what_was_paid_short_is_owed_for_ever_and_what_was_not_paid_whole():
    rows = [due("p", 2, 2000, 1500, "2021-03-05"), due("p", 3, 2000), due("p", 3, 300, pay_component="performance"), due("q", 3, 1000, 1000)]
    assert owed(*rows, on="2021-12-31") == (2800, 2, 1), "two components of a month are one month; a day of payment left blank is no arrears"
    assert owed(due("p", 2, 2000.004, 2000), on="2021-12-31") == (0, 0, 0), "less than half a fen is rounding"


def test_a_total_is_owed_only_where_no_component_of_its_time_is():
    total = due("p", 2, 2500, pay_component="total")
    assert owed(total, on="2021-12-31") == (2500, 1, 1)
    assert owed(total, due("p", 2, 2000), on="2021-12-31") == (2000, 1, 1)


def test_money_of_a_clinic_and_what_is_due_for_years_to_come_are_nobodys_arrears():
    assert owed(due("p", 2, 0), due("p", 12, 2000), on="2021-12-31") == (0, 0, 0)
    assert owed({**due("p", 2, 2000), "person_key": None, "payee_kind": "facility"}, on="2021-12-31") == (0, 0, 0)


def _years(person: str, **amounts: float) -> list[dict[str, Any]]:
    """Pay of whole years by component and year: base_2021=..."""
    return [
        {"person_key": person, "facility_code": "F", "pay_component": name[:-5], "period_start": f"{name[-4:]}-01-01",
         "period_end": f"{name[-4:]}-12-31", "paid_yuan": yuan}
        for name, yuan in amounts.items()
    ]  # fmt: skip


def _ask(rows: list[dict[str, Any]], indicator: str, extra: str = "", **more: Any) -> dict[str, Any]:
    people = sorted({str(r["person_key"]) for r in rows})
    raw = {"region": PLACES, "facility": facilities(F="T"), "pay": rows, "employment": [spell(p, "F", "2015-01-01") for p in people], **more}
    return observe(small_build(small_site(extra), raw), small_site(extra), Query(indicator, level="county", period="2022")).to_dict("records")[0]


def test_a_total_without_components_hides_the_allowances_and_what_rests_on_them():
    rows = [*_years("p", base_2021=20000, post_allowance_2021=2000, base_2022=20000, post_allowance_2022=4000), *_years("q", total_2021=30000, total_2022=33000)]
    prices = [{"period": y, "price_index": i} for y, i in (("2021", 100), ("2022", 102))]
    assert _ask(rows, "pay_growth_subsidy", price_index=prices)["status"] == "not_estimable"
    assert _ask(rows, "pay_growth_rest", price_index=prices)["status"] == "not_estimable"
    assert _ask(rows, "pay_growth_prices", price_index=prices)["value"] == pytest.approx(0.02)
    share = _ask(rows, "subsidy_share")
    assert (share["numerator"], share["denominator"]) == (4000, 24000)
    beside = [*rows, *_years("q", other_allowance_2022=3300)]
    assert _ask(beside, "subsidy_share")["value"] == pytest.approx(7300 / 57000), "a component beside the total tells them"


def test_the_chosen_series_of_prices_counts_and_the_base_year_sets_the_level():
    rows = _years("p", base_2021=20000, base_2022=22000)
    series = [{"region_code": c, "period": y, "price_index": i} for c, y, i in (
        ("C", "2020", 100), ("C", "2021", 110), ("C", "2022", 121), ("X", "2020", 100), ("X", "2021", 100), ("X", "2022", 104))]  # fmt: skip
    assert _ask(rows, "pay_growth_real", price_index=series)["value"] == pytest.approx(0.0)
    chosen = _ask(rows, "pay_growth_real", '[prices]\nregion = "X"\n', price_index=series)
    assert chosen["value"] == pytest.approx(1.1 / 1.04 - 1)
    based = _ask(rows, "pay_growth_real", '[prices]\nbase = "2020"\n', price_index=series)
    assert (based["numerator"], based["denominator"]) == (pytest.approx(22000 / 1.21), pytest.approx(20000 / 1.1))
    assert _ask(rows, "pay_growth_real", '[prices]\nregion = "Y"\n', price_index=series)["status"] == "not_estimable", "no series of that place"


def test_exposure_is_to_a_state():
    with pytest.raises(ValueError, match="state"):
        _summed(Measure(mart="exam_sitting", column="sat", exposure=True), mart_of("exam_sitting"), "sat")


def test_many_components_of_a_month_are_one_month_whatever_their_order():
    components = ("base", "performance", "public_health", "medicine", "post_allowance", "remote_allowance", "seniority", "year_end")
    rows = [due(f"p{i}", m, 100.0, pay_component=c) for i in range(40) for m in (2, 3) for c in components]
    raw = {"region": PLACES, "facility": facilities(F="T"), "pay": rows, "employment": [spell(f"p{i}", "F", "2015-01-01") for i in range(40)]}
    found = small_build(small_site(), raw, only=("pay_arrear",)).execute(
        "select sum(owed_yuan), sum(owed_months)::int, sum(persons)::int from pay_arrear where to_on > date '2021-12-31'").fetchone()  # fmt: skip
    assert found == (64000, 80, 40)
