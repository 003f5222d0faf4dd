"""Each rule of data quality on tables small enough to work out by hand, and scores and outliers against plain pandas."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.codelists.payment_stream import PAYMENT_STREAM
from pipelines.core.errors import XiangyiError
from pipelines.engine.quality import all_rules
from pipelines.warehouse.build import SQL
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = {
    "region": regions(("P", "prefecture", ""), ("C1", "county", "P"), ("C2", "county", "P"), ("T1", "township", "C1"),
                      ("T2", "township", "C1"), ("T3", "township", "C2")),
    "facility": facilities(F1="T1", F2="T1", F3="T2", G1="T3"),
}  # fmt: skip
ONLY = ("quality_test", "quality_finding", "quality_score", "place")
(TOTAL,) = PAYMENT_STREAM.with_role("total")
Found = dict[tuple[str, ...], tuple[Any, ...]]


def built(extra: str = "", info: Mapping[str, Sequence[tuple[Any, ...]]] | None = None, **raw: Sequence[Mapping[str, Any]]) -> Any:
    """Return a build of the places above and `raw` rows, January 2019 to December 2022."""
    return small_build(small_site(extra), {**PLACES, **raw}, date(2019, 1, 1), date(2022, 12, 31), ONLY, info)


def made(con: duckdb.DuckDBPyConnection, rule: str, dataset: str = "") -> Found:
    """Return place, period and item -> found, expected, checked, passed of every test of a rule."""
    rows = con.execute(
        "select place_code, period, item, found, expected, checked, passed from quality_test where rule = ? and (? = '' or dataset = ?)",
        [rule, dataset, dataset],
    ).fetchall()
    assert len({row[:3] for row in rows}) == len(rows) or not dataset, "one test for each place, period and item"
    return {tuple(x for x in row[:3] if x): row[3:] for row in rows}


def returned(**counts: dict[str, float]) -> list[dict[str, Any]]:
    """Rows of `workforce_return`: facility = {year: headcount}."""
    return [
        {"facility_code": f, "period": year, "staff_group": "village_doctor", "headcount": n} for f, years in counts.items() for year, n in years.items()
    ]


def test_a_return_that_did_not_come() -> None:
    con = built(workforce_return=returned(F1={"2020": 2, "2021": 2}, F3={"2020": 1}))
    assert made(con, "not_sent", "workforce_return") == {
        ("T1", "2020"): (1, 1, 2, 1), ("T2", "2020"): (1, 1, 2, 1), ("T3", "2020"): (0, 1, 2, 0),  # two of three sent it
        ("T1", "2021"): (1, 1, 1, 1), ("T2", "2021"): (0, 1, 1, 0),  # a third did, so it is owed by who sent it the year before
    }


def test_a_span_of_few_is_owed_by_nobody_else() -> None:
    def pay(facility: str, month: str) -> dict[str, Any]:
        start = date.fromisoformat(f"{month}-01")
        end = (pd.Timestamp(start) + pd.offsets.MonthEnd(0)).date()
        return {"person_key": "a", "facility_code": facility, "pay_component": "base", "period_start": start, "period_end": end,
                "period": month, "paid_yuan": 1.0}

    con = built(pay=[pay("F1", "2021-01"), pay("F3", "2021-01"), pay("F1", "2021-02")])
    assert made(con, "not_sent", "pay") == {("T1", "2021-01"): (1, 1, 2, 1), ("T2", "2021-01"): (1, 1, 2, 1), ("T3", "2021-01"): (0, 1, 2, 0)}


def test_a_figure_of_a_county_speaks_for_its_townships() -> None:
    people = [{"region_code": c, "period": "2020", "population_kind": "resident", "persons": 1000.0} for c in ("C1", "T3")]
    assert {key: row[3] for key, row in made(built(population=people), "not_sent").items()} == {("T1", "2020"): 1, ("T2", "2020"): 1, ("T3", "2020"): 1}


def person(name: str, facility: str, group: str = "village_doctor", day: str = "2020-12-31", **more: Any) -> dict[str, Any]:
    """A row of `roster`, born in 1980 unless said."""
    row = {"person_key": name, "as_at": day, "period": day[:7], "facility_code": facility, "staff_group": group, "is_main_post": True}
    return row | {"birth_year": 1980} | more


def test_fields_left_blank() -> None:
    rows = [person(f"p{i}", "F1", education="college" if i else None, licence="none") for i in range(10)]
    rows += [person("q", "F3", education="college", licence="none"), person("n", "F3", "township_nurse", education="college")]
    found = made(built(roster=rows), "field_blank", "roster")
    assert found == {
        ("T1", "2020-12", "education"): (9, 10, 10, 0), ("T2", "2020-12", "education"): (2, 2, 2, 1),
        ("T1", "2020-12", "licence"): (10, 10, 10, 1), ("T2", "2020-12", "licence"): (1, 1, 1, 1),  # a nurse is not asked for one
    }, "of sex nothing is said anywhere: it is not collected"
    assert made(built("[reporting]\nthreshold = 0.9", roster=rows), "field_blank")[("T1", "2020-12", "education")][3] == 1


def test_reasons_are_asked_of_spells_that_ended_and_count_in_the_newest_year() -> None:
    spells = [spell("a", "F1", "2019-01-01", "2020-01-01", exit_reason=None), spell("b", "F1", "2019-01-01"),
              spell("c", "F3", "2019-01-01", "2020-01-01")]
    found = {key: row for key, row in made(built(employment=spells), "field_blank").items() if key[2] == "exit_reason"}
    assert found == {("T1", "2022", "exit_reason"): (0, 1, 1, 0), ("T2", "2022", "exit_reason"): (1, 1, 1, 1)}


def arrived(*loads: tuple[str, str, str, str]) -> dict[str, list[tuple[Any, ...]]]:
    """Loads (dataset, unit, period, day they first came) of a workspace whose first load was on 5 January 2021."""
    return {
        "load_info": [(d, u, p, "", "k1", 1, date.fromisoformat(day)) for d, u, p, day in loads],
        "batch_info": [("k1", "2021-01-05T08:00:00+00:00", "published", "f", 1, "x", "replace", None, None, date(2021, 1, 5))],
    }


def test_what_came_late() -> None:
    info = arrived(
        ("workforce_return", "T1", "2020", "2021-01-20"), ("workforce_return", "T2", "2020", "2021-01-21"),
        ("workforce_return", "T3", "2019", "2021-01-05"), ("pay", "T1", "2021-01", "2021-02-10"), ("pay", "T2", "2021-01", "2021-02-11"),
        ("population", "T1", "2021-Q1", "2021-04-15"), ("price_index", "P", "2020", "2022-01-01"), ("facility", "T1", "", "2021-01-05"),
    )  # fmt: skip
    assert made(built(info=info), "late") == {
        ("T1", "2020"): (20, 20, None, 1), ("T2", "2020"): (21, 20, None, 0),  # 2019 was due before the workspace began
        ("T1", "2021-01"): (10, 10, None, 1), ("T2", "2021-01"): (11, 10, None, 0),
        ("T1", "2021-Q1"): (15, 15, None, 1),
    }  # fmt: skip
    relaxed = built("[due]\nyear = 31\npay = 15", info=info)
    assert {key: row[1:] for key, row in made(relaxed, "late").items() if key[1] in ("2020", "2021-01")} == {
        ("T1", "2020"): (31, None, 1), ("T2", "2020"): (31, None, 1), ("T1", "2021-01"): (15, None, 1), ("T2", "2021-01"): (15, None, 1),
    }


def test_sources_that_count_the_same_people() -> None:
    spells = [spell(f"a{i}", "F1", "2019-01-01") for i in range(10)] + [spell(f"b{i}", "F3", "2019-01-01") for i in range(3)]
    roster = [person(f"a{i}", "F1") for i in range(8)] + [person(f"b{i}", "F3") for i in range(2)]
    con = built(employment=spells, roster=roster, workforce_return=returned(F1={"2020": 10}, F3={"2020": 6}, G1={"2020": 5}))
    assert made(con, "roster_and_spells") == {("T1", "2020-12"): (8, 10, None, 0), ("T2", "2020-12"): (2, 3, None, 1)}, "one person is no finding"
    assert made(con, "return_and_people") == {("T1", "2020"): (10, 10, None, 1), ("T2", "2020"): (6, 3, None, 0)}, "of G1 there are no people to compare"


def population(kind: str = "resident", **places: dict[str, float]) -> list[dict[str, Any]]:
    """Rows of `population`: place = {year: persons}."""
    return [
        {"region_code": c, "period": year, "population_kind": kind, "persons": n} for c, years in places.items() for year, n in years.items()
    ]


def test_population_against_the_year_before() -> None:
    people = population(T1={"2019": 1000, "2020": 1099, "2021": 1209}, T2={"2019": 100, "2020": 125}, T3={"2019": 100, "2020": 131})
    con = built(population=[*people, *population("household", T1={"2019": 10, "2020": 1000})])
    assert made(con, "population_growth") == {
        ("T1", "2020", "resident"): (1099, 1000, None, 1), ("T1", "2021", "resident"): (1209, 1099, None, 0),
        ("T2", "2020", "resident"): (125, 100, None, 1),  # a quarter more, but 25 people are within three times chance
        ("T3", "2020", "resident"): (131, 100, None, 0),
    }, "only the kind the site counts by"


def test_population_against_another_source_and_against_its_parts() -> None:
    people = population(T1={"2020": 1000}, T2={"2020": 500}, T3={"2020": 300}, C1={"2020": 1507}, C2={"2020": 303}, P={"2020": 1900})
    con = built(population=[*people, *population("served", T1={"2020": 901}, T2={"2020": 449}, T3={"2020": 290})])
    assert made(con, "population_kinds") == {
        ("T1", "2020", "served"): (901, 1000, None, 1), ("T2", "2020", "served"): (449, 500, None, 0), ("T3", "2020", "served"): (290, 300, None, 1),
    }
    assert made(con, "population_children") == {
        ("C1", "2020", "resident"): (1507, 1500, None, 1), ("C2", "2020", "resident"): (303, 300, None, 0), ("P", "2020", "resident"): (1900, 1810, None, 0),
    }
    incomplete = built(population=population(T1={"2020": 1000}, C1={"2020": 9999}))
    assert made(incomplete, "population_children") == {}, "T2 has no figure, so the parts say nothing of the whole"


def test_totals_and_parts() -> None:
    def pay(who: str, facility: str, component: str, yuan: float, months: str = "01-01 12-31") -> dict[str, Any]:
        start, end = (date.fromisoformat(f"2020-{day}") for day in months.split())
        return {"person_key": who, "facility_code": facility, "pay_component": component, "period_start": start, "period_end": end,
                "period": "2020", "paid_yuan": yuan}

    rows = [
        pay("a", "F1", "total", 1000), pay("a", "F1", "base", 600, "01-01 06-30"), pay("a", "F1", "base", 400, "07-01 12-31"),
        pay("b", "F2", "total", 1000), pay("b", "F2", "base", 900), pay("c", "F3", "total", 1000), pay("c", "F3", "base", 995),
        pay("d", "F3", "total", 500),
    ]
    assert made(built(pay=rows), "pay_total") == {("T1", "2020"): (1, 0, 2, 0), ("T2", "2020"): (0, 0, 1, 1)}
    money = [{"facility_code": f, "period": "2020", "payment_stream": s, "amount": n}
             for f, s, n in (("F1", TOTAL, 300.0), ("F1", "qof", 100.0), ("F1", "global_sum", 200.0), ("F3", TOTAL, 300.0), ("F3", "qof", 200.0))]
    assert made(built(facility_payment=money), "payment_total") == {("T1", "2020"): (300, 300, None, 1), ("T2", "2020"): (300, 200, None, 0)}
    parts = returned(F1={"2020": 3}, F2={"2020": 3}, F3={"2020": 2})
    parts[0] |= {"female": 4.0}
    parts[1] |= {"female": 1.0}
    parts[2] |= {"licensed": 2.0}
    assert made(built(workforce_return=parts), "part_above_whole") == {("T1", "2020"): (1, 0, 2, 0), ("T2", "2020"): (0, 0, 1, 1)}


def pay_row(who: str, facility: str, component: str, month: int, due: float | None, paid: float | None) -> dict[str, Any]:
    """A row of `pay` for a month of 2020."""
    return {"person_key": who, "facility_code": facility, "pay_component": component, "period_start": date(2020, month, 1),
            "period_end": date(2020, month, 28), "period": f"2020-{month:02d}", "due_yuan": due, "paid_yuan": paid}


def test_an_ordinary_payroll_adds_up() -> None:
    def payroll(who: str, facility: str, month: int, total: float, net: float, held: float | None = None) -> list[dict[str, Any]]:
        rows = [pay_row(who, facility, "base", month, 700, 700), pay_row(who, facility, "performance", month, 300, 300),
                pay_row(who, facility, "total", month, total, net)]
        return rows if held is None else [*rows, pay_row(who, facility, "deduction", month, held, None)]

    rows = [
        *payroll("a", "F1", 1, 1000, 900), *payroll("a", "F1", 2, 1000, 850, 150), pay_row("a", "F1", "base", 6, 700, 700),  # June has no total
        *payroll("b", "F3", 1, 1100, 900), *payroll("c", "F3", 1, 1000, 900),
        pay_row("d", "F3", "total", 1, None, 900), pay_row("d", "F3", "base", 1, None, 1000), pay_row("d", "F3", "deduction", 1, 100, None),
        pay_row("e", "G1", "total", 1, None, 900), pay_row("e", "G1", "base", 1, None, 1000),
        pay_row("f", "G1", "base", 1, 1000, 1000),
    ]
    assert made(built(pay=rows), "pay_total") == {("T1", "2020"): (0, 0, 1, 1), ("T2", "2020"): (1, 0, 3, 0), ("T3", "2020"): (1, 0, 1, 0)}


def test_a_return_of_village_clinics_is_compared_with_their_people_alone() -> None:
    village = [spell(f"a{i}", "F1", "2019-01-01") for i in range(8)]
    centre = [spell(f"b{i}", "F2", "2019-01-01", staff_group="township_doctor") for i in range(4)]
    roster = [person(f"c{i}", "F3") for i in range(6)] + [person(f"d{i}", "F3", staff_group="township_nurse") for i in range(6)]
    roster = [{**row, "as_at": date(2020, 12, 31)} for row in roster]
    con = built(employment=[*village, *centre], roster=roster, workforce_return=returned(F1={"2020": 8}, F3={"2020": 9}))
    assert made(con, "return_and_people") == {("T1", "2020"): (8, 8, None, 1), ("T2", "2020"): (9, 6, None, 0)}


def test_people_in_two_places_and_of_strange_ages() -> None:
    roster = [person("a", "F1"), person("a", "G1"), person("b", "F1"), person("b", "F3", is_main_post=False),
              person("c", "F3", birth_year=2010), person("d", "F3", birth_year=None)]  # fmt: skip
    con = built(roster=roster)
    assert made(con, "two_main_posts") == {("T1", "2020-12"): (1, 0, 2, 0), ("T2", "2020-12"): (0, 0, 2, 1), ("T3", "2020-12"): (1, 0, 1, 0)}
    assert made(con, "age_implausible") == {("T1", "2020-12"): (0, 0, 2, 1), ("T2", "2020-12"): (1, 0, 2, 0), ("T3", "2020-12"): (0, 0, 1, 1)}


def test_who_has_no_number_by_dataset_township_and_period() -> None:
    without = {"is_provisional": True}
    roster = [person("a", "F1", **without), person("b", "F1"), person("k", "F3", **without), person("n", "F3", alias_key="k", is_provisional=False),
              person("a", "F1", day="2021-12-31", **without)]  # fmt: skip
    spells = [spell("a", "F1", "2019-01-01", **without), spell("b", "F3", "2019-01-01")]
    paid = {"pay_component": "base", "period_start": date(2020, 6, 1), "period_end": date(2020, 6, 30), "period": "2020-06", "paid_yuan": 1.0}
    pay = [{"person_key": who, "facility_code": f, **without, **paid} for who, f in (("a", "F1"), ("z", "F1"), ("y", "F3"))]
    con = built(roster=roster, employment=spells, pay=[*pay, {"person_key": "b", "facility_code": "G1", **paid}])
    assert made(con, "number_missing", "roster") == {
        ("T1", "2020-12"): (1, 0, None, 0), ("T2", "2020-12"): (0, 0, None, 1), ("T1", "2021-12"): (1, 0, None, 0),
    }, "k is n, who has one"  # fmt: skip
    assert made(con, "number_missing", "employment") == {("T1", "2022"): (1, 0, None, 0), ("T2", "2022"): (0, 0, None, 1)}
    assert made(con, "number_missing", "pay") == {
        ("T1", "2020-06"): (1, 0, None, 0), ("T2", "2020-06"): (1, 0, None, 0), ("T3", "2020-06"): (0, 0, None, 1),
    }, "a is told of on the roster"  # fmt: skip


def test_pay_after_the_last_roster_is_told_of_with_its_yuan() -> None:
    roster = [person("a", "F1", day="2020-06-15"), person("b", "F3", day="2020-12-31")]
    def paid(who: str, facility: str, month: int, yuan: float, component: str = "base") -> dict[str, Any]:
        end = (pd.Timestamp(2020, month, 1) + pd.offsets.MonthEnd(0)).date()
        return {"person_key": who, "facility_code": facility, "pay_component": component, "period_start": date(2020, month, 1), "period_end": end,
                "period": f"2020-{month:02}", "paid_yuan": yuan}

    pay = [*(paid("a", "F1", m, 1000) for m in range(5, 10)), paid("z", "F2", 7, 500), paid("z", "F2", 7, 700, "total"), paid("b", "F3", 12, 900),
           paid("g", "G1", 3, 800)]  # fmt: skip
    con = built(roster=roster, pay=pay)
    assert made(con, "pay_unjudged") == {("T1", "2020", "2020-06-15"): (5, 0, 3500, 0), ("T2", "2020"): (0, 0, 0, 1)}, "June is judged whole; of T3 nobody is known"


def test_spells_and_pay() -> None:
    spells = [spell("a", "F1", "2019-01-01", "2020-06-30"), spell("a", "F3", "2020-06-30"), spell("b", "F1", "2019-01-01"),
              spell("b", "F2", "2020-01-01", is_main_post=False), spell("c", "F3", "2019-01-01"), spell("c", "F1", "2020-01-01", "2020-03-31")]  # fmt: skip
    pay = [
        {"person_key": who, "facility_code": f, "pay_component": "base", "period_start": date(2020, m, 1), "paid_yuan": 1.0,
         "period_end": (pd.Timestamp(2020, m, 1) + pd.offsets.MonthEnd(0)).date(), "period": f"2020-{m:02}"}
        for who, f, m in (("a", "F1", 6), ("b", "F1", 6), ("z", "F1", 6), ("z", "G1", 6), ("a", "F3", 7))
    ]  # fmt: skip
    con = built(employment=spells, pay=pay)
    assert made(con, "spells_overlap") == {("T1", "2022"): (1, 0, 3, 0), ("T2", "2022"): (1, 0, 2, 0)}, "handing over on the day is no overlap"
    assert made(con, "paid_without_post") == {("T1", "2020-06"): (1, 0, 3, 0), ("T2", "2020-07"): (0, 0, 1, 1)}, "of T3 no spell is known"


def test_licences_registered_elsewhere() -> None:
    def licence(who: str, facility: str, registered: str | None, valid_to: str | None = None) -> dict[str, Any]:
        return {"person_key": who, "facility_code": facility, "licence_type": "village_doctor", "issued_on": "2019-01-01",
                "registered_facility_code": registered, "valid_to": valid_to}

    rows = [licence("a", "F1", "F2"), licence("b", "F1", "F1"), licence("c", "F3", "F3"), licence("d", "F3", None), licence("e", "F3", "F1", "2020-12-31")]
    con = built(licence=rows, info=arrived(("licence", "T1", "", "2021-06-01")))
    assert made(con, "licence_elsewhere") == {("T1", "2022"): (1, 0, 2, 0), ("T2", "2022"): (0, 0, 1, 1)}


def test_rows_kept_out_count_where_all_senders_of_the_sheet_are() -> None:
    def sent(facility: str, unit: str, file: str, sheet: str, year: str) -> dict[str, Any]:
        return {"facility_code": facility, "staff_group": "village_doctor", "headcount": 1.0, "period": year, "unit": unit, "file": file, "source_sheet": sheet}

    rows = [sent("F1", "T1", "county.xlsx", "2020", "2020"), sent("F3", "T2", "county.xlsx", "2020", "2020"),
            sent("F1", "T1", "one.xlsx", "2021", "2021"), sent("G1", "T3", "g.xlsx", "2021", "2021")]  # fmt: skip
    account = [(batch, file, "workforce_return", "return", sheet, n + out, n, out, 0, 0)
               for batch, file, sheet, n, out in (("k1", "county.xlsx", "2020", 2, 3), ("k1", "one.xlsx", "2021", 1, 0), ("k1", "g.xlsx", "2021", 1, 1),
                                                  ("k1", "county.xlsx", "2021", 0, 4), ("k1", "gone.xlsx", "", 0, 9), ("k2", "gone.xlsx", "", 0, 8),
                                                  ("k1", "better.xlsx", "", 0, 7), ("k2", "better.xlsx", "", 5, 0))]  # fmt: skip
    con = built(workforce_return=rows, info={"quality": account})
    assert made(con, "rows_kept_out") == {
        ("C1", "2020"): (3 + 4, 0, 5 + 4, 0), ("T1", "2021"): (0, 0, 1, 1), ("T3", "2021"): (1, 0, 2, 0), ("P", "2022"): (8, 0, 8, 0),
    }, "a sheet kept out whole speaks for the rest of its file, else for the site, as it was sent last and until it came better"


def test_facilities_no_register_knows() -> None:
    con = built(workforce_return=returned(F1={"2020": 1}, X9={"2020": 1}, X8={"2021": 1}))
    found = made(con, "place_unknown")
    assert found[("P", "2020")] == (1, 0, 5, 0) and found[("P", "2021")] == (1, 0, 5, 0) and found[("P", "2019")] == (0, 0, 4, 1)


def outliers_by_pandas(series: pd.Series[float], is_count: bool) -> dict[int, bool]:
    """Return, for each place in a series with five or more before it, whether it is in line with the eight before."""
    passed = {}
    series = series.iloc[int((series != 0).argmax()) :] if series.any() else series.iloc[:0]  # zeros before the first figure are none
    for i in range(5, len(series)):
        before = series.iloc[max(0, i - 8) : i].to_numpy()
        median = float(np.median(before))
        chance = np.sqrt(max(median, 1)) if is_count else 0.0
        scale = max(1.4826 * float(np.median(np.abs(before - median))), 0.1 * abs(median), chance)
        difference = abs(float(series.iloc[i]) - median)
        passed[int(series.index[i])] = bool(difference <= 3.5 * scale or (is_count and difference < 5))
    return passed


@settings(max_examples=25, deadline=None)
@given(counts=st.lists(st.integers(0, 400) | st.integers(0, 60) | st.integers(0, 5), min_size=6, max_size=16))
def test_outliers_are_those_of_pandas(counts: list[int]) -> None:
    labels = [f"{2007 + i}" for i in range(len(counts))]
    rows = returned(F1=dict(zip(labels, map(float, counts), strict=True)))
    con = small_build(small_site(), {**PLACES, "workforce_return": rows}, date(2007, 1, 1), date(2022, 12, 31), ("quality_outlier",))
    found = {p: bool(ok) for p, ok in con.execute("select period, passed from quality_outlier").fetchall()}
    con.close()
    assert found == {labels[i]: ok for i, ok in outliers_by_pandas(pd.Series(counts, dtype=float), True).items()}


def test_a_few_people_are_no_outlier_and_a_jump_of_pay_is() -> None:
    steady = returned(F1={f"{y}": 3.0 for y in range(2014, 2022)} | {"2022": 6.0})
    con = small_build(small_site(), {**PLACES, "workforce_return": steady}, date(2014, 1, 1), date(2022, 12, 31), ONLY)
    assert set(made(con, "outlier").values()) == {(3.0, 3.0, float(n), 1) for n in (5, 6, 7)} | {(6.0, 3.0, 8.0, 1)}
    years = range(2015, 2023)
    pay = [{"person_key": "a", "facility_code": "F1", "pay_component": "base", "period_start": f"{y}-01-01", "period_end": f"{y}-12-31",
            "period": f"{y}", "paid_yuan": 1000.0 + (400.0 if y == 2021 else 300.0 if y == 2022 else 0.0)} for y in years]  # fmt: skip
    con = small_build(small_site(), {**PLACES, "pay": pay}, date(2015, 1, 1), date(2022, 12, 31), ONLY)
    assert {key[1]: row for key, row in made(con, "outlier", "pay").items()} == {
        "2020": (1000, 1000, 5, 1), "2021": (1400, 1000, 6, 0), "2022": (1300, 1000, 7, 1),  # 350 either way is within 3.5 x 10 %
    }


def test_rows_whose_columns_do_not_go_together() -> None:
    """A claim is judged where both amounts are known, in the month it was made; a budget stands above the units and answers for itself."""
    def claim(number: int, facility: str, claimed: float, approved: float | None) -> dict[str, Any]:
        return {"claim_id": f"K{number}", "person_key": "a", "facility_code": facility, "claimed_on": "2020-03-01", "period": "2020-03",
                "claim_kind": "course_fee", "claimed_yuan": claimed, "approved_yuan": approved}  # fmt: skip

    claims = [claim(1, "F1", 100, 200), claim(2, "F2", 100, 100), claim(3, "F1", 100, None), claim(4, "F3", 100, 90), claim(5, "G1", 100, None)]
    budget = [{"region_code": "C2", "period": "2020", "budget_line": "x", "source_level": "county", "approved_yuan": 1e6, "executed_yuan": 3e6}]
    con = built(claim_cme=claims, budget=budget)
    assert made(con, "row_in_doubt", "claim_cme") == {
        ("T1", "2020-03", "approved_above_claimed"): (1, 0, 2, 0), ("T2", "2020-03", "approved_above_claimed"): (0, 0, 1, 1)
    }
    assert made(con, "row_in_doubt", "budget")[("C2", "2020", "executed_far_above_budget")] == (1, 0, 1, 0)


def test_pay_of_other_components_is_no_outlier_and_of_the_same_ones_is_held_against_each_other() -> None:
    """Base pay every month, performance pay every third: 1,000 or 3,000; the last month of base pay alone is 1,900."""
    rows = []
    for month in range(1, 13):
        start, end = date(2020, month, 1), date(2020, month, calendar.monthrange(2020, month)[1])
        paid = {"base": 1900.0 if month == 11 else 1000.0, **({"performance": 2000.0} if month % 3 == 0 else {})}
        paid |= {"other_allowance": 50.0} if month == 5 else {}  # of one of two: no part of the month
        rows += [{"person_key": who, "facility_code": "F1", "pay_component": part, "period_start": f"{start}", "period_end": f"{end}",
                  "period": f"2020-{month:02d}", "paid_yuan": yuan}
                 for who in "abc" for part, yuan in paid.items() if part != "other_allowance" or who == "a"]  # fmt: skip
    con = small_build(small_site(), {**PLACES, "pay": rows}, date(2020, 1, 1), date(2020, 12, 31), ONLY)
    found = {key[1]: row[3] for key, row in made(con, "outlier", "pay").items()}
    assert found == {"2020-08": 1, "2020-10": 1, "2020-11": 0}, "of 1, 2, 4, 5, 7, 8, 10, 11 those with five before them"


def test_every_rule_is_tested_here_and_every_test_has_its_rule() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in all_rules() if f'"{name}"' not in source] == []
    made = {rule for path in (SQL / "marts").glob("quality_*.sql") for rule in re.findall(r"'(\w+)' as rule", path.read_text(encoding="utf-8"))}
    assert made == set(all_rules()), "a test whose rule is not declared would be lost"


def test_scores_are_sums_over_places_and_periods() -> None:
    roster = [person(f"p{i}", f, day=day, education="college" if i % 3 else None, licence="none")
              for i, f in enumerate(("F1", "F2", "F3", "G1", "F1")) for day in ("2020-12-31", "2021-06-30")]  # fmt: skip
    con = built(roster=roster, population=population(T1={"2019": 9, "2020": 900}, C1={"2020": 5}), workforce_return=returned(F1={"2020": 9, "2021": 8}))
    tests = con.execute("select dimension, place_code, period, passed from quality_test").df()
    above = {"T1": ("T1", "C1", "P"), "T2": ("T2", "C1", "P"), "T3": ("T3", "C2", "P"), "C1": ("C1", "P"), "C2": ("C2", "P"), "P": ("P",)}
    periods = con.execute("select label, start_on, end_on from period").df().set_index("label")
    sums: dict[tuple[str, str, str], list[int]] = {}
    for row in tests.itertuples():
        when = periods.loc[row.period]
        within = periods[(periods["start_on"] <= when["start_on"]) & (periods["end_on"] >= when["end_on"])].index
        for place in above[row.place_code]:
            for label in within:
                entry = sums.setdefault((row.dimension, place, label), [0, 0])
                entry[0] += row.passed
                entry[1] += 1
    found = con.execute("select dimension, place_code, period, passed, tests, score from quality_score").df()
    assert {(r.dimension, r.place_code, r.period): [r.passed, r.tests] for r in found.itertuples()} == sums
    assert len(sums) > 50 and np.allclose(found["score"], 100 * found["passed"] / found["tests"])


@pytest.mark.parametrize("wrong", ["[due]\nyear = -1", "[due]\nweek = 3", '[due]\npay = "soon"', "[due]\npay = true"])
def test_a_due_setting_that_means_nothing_is_refused(wrong: str) -> None:
    with pytest.raises(XiangyiError, match=r"\[due\]"):
        small_site(wrong)
