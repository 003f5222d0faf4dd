"""Registers that end, lists that units send at different times, pay over the end of a year, durations in another unit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.engine.observe import Query, all_indicators, observe
from pipelines.site import parse_site
from pipelines.warehouse.connect import open_current
from tests.unit.engine.small_build import SITE, facilities, regions, small_build, small_site, spell
from tests.unit.intake.files import registered

PLACES = regions(("C1", "county", "P"), ("C2", "county", "P"), ("T11", "township", "C1"), ("T21", "township", "C2"))


def _listed(code: str, region: str, year: str, unit: str) -> dict[str, Any]:
    return {"facility_code": code, "facility_name": code, "region_code": region, "period": year, "unit": unit}


def test_a_dated_list_of_one_unit_does_not_close_the_list_of_another():
    lists = [_listed("A", "T11", "2020", "T11"), _listed("D", "T21", "2021", "T21")]
    returns = [{"facility_code": f, "period": "2021", "staff_group": "village_doctor", "headcount": 5} for f in "AD"]
    build = small_build(small_site(), {"region": PLACES, "facility": lists, "workforce_return": returns})
    counties = observe(build, small_site(), Query("headcount", level="county", period="2021")).set_index("region_code")
    assert counties["value"].to_dict() == {"C1": 5, "C2": 5}


def test_who_left_a_clinic_that_is_no_longer_listed_left_its_county():
    lists = [_listed("A", "T11", "2020", "T11"), _listed("B", "T11", "2020", "T11"), _listed("A", "T11", "2021", "T11")]
    spells = [spell(f"a{i}", "A", "2015-01-01") for i in range(5)] + [spell("b", "B", "2015-01-01", "2020-06-30")]
    spells += [spell("last", "A", "2015-01-01", "2022-12-31")]
    build = small_build(small_site(), {"region": PLACES, "facility": lists, "employment": spells})
    rows = observe(build, small_site(), Query("leaver_rate", level="township", period="2020")).set_index("region_code")
    assert rows.loc["T11", "numerator"] == 1


def test_a_township_whose_last_clinic_closed_has_none_and_says_so():
    clinics = facilities(A="T11", D="T21")
    clinics[1]["closed_on"] = "2020-06-30"
    build = small_build(small_site(), {"region": PLACES, "facility": clinics})
    rows = observe(build, small_site(), Query("facility_count", level="township", period="2021")).set_index("region_code")
    assert (rows.loc["T21", "value"], rows.loc["T21", "status"]) == (0, "ok")


def test_an_amount_over_the_end_of_a_year_is_parted_by_its_months():
    def pay(person: str, start: str, end: str, yuan: float) -> dict[str, Any]:
        return {"person_key": person, "facility_code": "A", "pay_component": "base", "period_start": start, "period_end": end,
                "paid_yuan": yuan}

    rows = [pay("a", "2020-07-01", "2021-06-30", 24000), pay("b", "2020-01-01", "2020-12-31", 36000)]
    rows += [pay("c", f"{2020 if m == 1 else 2021}-{(m - 2) % 12 + 1:02d}-26", f"2021-{m:02d}-25", 1000) for m in range(1, 13)]
    build = small_build(small_site(), {"region": PLACES, "facility": facilities(A="T11"), "pay": rows,
                                       "employment": [spell(p, "A", "2015-01-01") for p in "abc"]})
    found = build.execute("select person_key, period, months, annual_yuan from person_pay_year order by all").fetchall()
    assert found == [("a", "2020", 6, 24000), ("a", "2021", 6, 24000), ("b", "2020", 12, 36000), ("c", "2021", 12, 12000)]


TENURES = [{"tenure_id": str(i), "duration": 52.0 * (i + 1), "tenure_unit": "week", "has_ended": True} for i in range(5)]


def test_durations_are_read_in_the_units_they_came_in():
    build = small_build(small_site(), {"tenure": TENURES})
    rows = observe(build, small_site(), Query("survival", at=(12, 24)))
    assert rows["value"].tolist() == pytest.approx([0.8, 0.6])


def test_durations_without_a_place_do_not_count_twice_under_two_roots():
    site = parse_site(SITE.replace("[levels]", '[[roots]]\ncode = "Q"\nname_zh = "另一市"\nname_en = "Another"\n[levels]'))
    rows = observe(small_build(site, {"tenure": TENURES}), site, Query("survival", at=(12,)))
    assert rows["value"].isna().all()


def test_spells_speak_before_durations():
    spells = [spell(f"a{i}", "A", "2020-01-01") for i in range(5)] + [spell("x", "A", "2020-01-01", "2020-06-30")]
    spells += [spell("last", "A", "2020-01-01", "2022-12-31")]
    build = small_build(small_site(), {"region": PLACES, "facility": facilities(A="T11"), "employment": spells, "tenure": TENURES})
    assert observe(build, small_site(), Query("survival", at=(12,)))["n"].item() == 7


def test_prices_of_the_place_or_of_the_nearest_one_above_it():
    def paid(home: str, year: int, yuan: float) -> list[dict[str, Any]]:
        return [{"person_key": f"{home}{i}", "facility_code": home, "pay_component": "base", "period_start": f"{year}-01-01",
                 "period_end": f"{year}-12-31", "paid_yuan": yuan} for i in range(5)]

    index = [("P", 2021, 100), ("P", 2022, 110), ("C2", 2021, 100), ("C2", 2022, 121), ("", 2021, 100), ("", 2022, 150)]
    raw = {
        "region": PLACES, "facility": facilities(A="T11", D="T21"),
        "employment": [spell(f"{h}{i}", h, "2015-01-01") for h in "AD" for i in range(5)],
        "pay": [row for h in "AD" for year, yuan in ((2021, 10000), (2022, 12100)) for row in paid(h, year, yuan)],
        "price_index": [{"region_code": code or None, "period": str(y), "price_index": value} for code, y, value in index],
    }
    rows = observe(small_build(small_site(), raw), small_site(), Query("pay_growth_real", level="township", period="2022"))
    assert rows.set_index("region_code")["value"].to_dict() == pytest.approx({"T11": 0.1, "T21": 0.0})


def test_money_per_head_says_how_many_heads():
    money = [{"facility_code": "A", "period": "2021", "payment_stream": "total", "amount": 600.0}]
    heads = [{"region_code": "A", "period": "2021", "population_kind": "payment_list", "persons": 3}]
    build = small_build(small_site(), {"region": PLACES, "facility": facilities(A="T11"), "facility_payment": money, "population": heads})
    row = observe(build, small_site(), Query("payment_per_patient", level="township", region="T11", period="2021")).iloc[0]
    assert (row["value"], row["n"], row["status"]) == (200, 3, "small_n")


def test_registers_alone_answer_every_question_without_a_number(tmp_path: Path) -> None:
    """A workspace that knows its places and nothing else has no periods; asking about its counties is no fault."""
    workspace = registered(tmp_path)
    connection, _, _ = open_current(workspace)
    with connection:
        for name, indicator in all_indicators().items():
            for by in (None, *indicator.breakdowns[:1]):
                answer = observe(connection, workspace.site, Query(name, level="county", parent="140300", by=by))
                assert answer["value"].isna().all(), (name, by)
