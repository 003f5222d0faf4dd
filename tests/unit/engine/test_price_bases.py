"""Only price indices of one base are compared; a series on the year before links what it lies between."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from pipelines.engine.observe import Query, observe
from pipelines.intake.checks.prices import CHECKS
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = {"region": regions(("C1", "county", "P"), ("T1", "township", "C1")), "facility": facilities(A="T1")}
PAID = {2020: 50_000, 2021: 52_000, 2022: 53_000, 2023: 55_000}
SPELLS = [spell("a", "A", "2015-01-01"), spell("z", "A", "2015-01-01", "2019-12-31", staff_group="admin")]
PAY = [{"person_key": "a", "facility_code": "A", "pay_component": "base", "period_start": f"{y}-01-01", "period_end": f"{y}-12-31",
        "period": str(y), "paid_yuan": yuan} for y, yuan in PAID.items()]  # fmt: skip


def _real(series: Sequence[tuple[int, float, str | None]], base: str = "") -> dict[str, tuple[float, str]]:
    prices = [{"region_code": None, "period": str(y), "price_index": index, "base_period": of} for y, index, of in series]
    site = small_site(f'[prices]\nbase = "{base}"\n' if base else "")
    build = small_build(site, {**PLACES, "employment": SPELLS, "pay": PAY, "price_index": prices}, date(2020, 1, 1), date(2023, 12, 31))
    answer = observe(build, site, Query("pay_growth_real")).set_index("period")
    return {year: (row["value"], row["status"], row["numerator"]) for year, row in answer.iterrows()}


def _expected(year: int, prices: float) -> float:
    return PAID[year] / PAID[year - 1] / prices - 1


def test_indices_of_two_bases_are_not_divided() -> None:
    found = _real([(2020, 111.0, "2015年=100"), (2021, 112.0, "2015=100"), (2022, 101.5, "2020年=100"), (2023, 102.5, "2020年=100")])
    assert found["2021"][0] == pytest.approx(_expected(2021, 112 / 111))
    assert found["2022"][0] != found["2022"][0] and found["2022"][1] == "not_estimable", "the bases are five years apart"
    assert found["2023"][0] == pytest.approx(_expected(2023, 102.5 / 101.5))


def test_an_index_on_the_year_before_is_the_rise_itself() -> None:
    found = _real([(2021, 100.9, "上年=100"), (2022, 102.0, "上年=100"), (2023, 100.2, "previous year = 100")])
    assert {y: row[0] for y, row in found.items() if y != "2020"} == pytest.approx(
        {"2021": _expected(2021, 1.009), "2022": _expected(2022, 1.02), "2023": _expected(2023, 1.002)}
    )


SAID = ("上年=100", "上一年=100", "去年=100", "前一年=100", "Previous year = 100", "PREVIOUS YEAR", "preceding year=100", "Last year = 100",
        "prior year", "the year before = 100", "2015年=100", "Base 2015", "CPI 2020=100", "定基", "")  # fmt: skip


def test_the_check_before_loading_reads_a_base_as_staging_does() -> None:
    prices = [{"region_code": f"R{n}", "period": "2021", "price_index": 101.0, "base_period": said or None} for n, said in enumerate(SAID)]
    build = small_build(small_site(), {"price_index": prices}, only=("stg_price_index",))
    staged = dict(build.execute("select region_code, base from stg_price_index").fetchall())
    build.execute("create table known_price_index as select *, 1 as file_no, 1 as table_no from raw_price_index")
    (check,) = (c for c in CHECKS if c.name == "prices_of_two_bases")
    known = check.statement.split("select i.file_no")[0]
    assert dict(build.execute(f"{known} select region_code, base from known").fetchall()) == staged
    assert [staged[f"R{n}"] for n in range(len(SAID))] == ["previous"] * 10 + ["2015", "2015", "2020", "定基", ""]


def test_a_series_of_steps_links_two_bases() -> None:
    series = [(2020, 111.0, "2015年=100"), (2021, 112.0, "2015年=100"), (2022, 102.0, "上年=100"), (2023, 100.2, "上年=100")]
    found = _real(series, base="2020")
    assert found["2023"][0] == pytest.approx(_expected(2023, 1.002))
    assert found["2023"][2] == pytest.approx(PAID[2023] / (112 / 111 * 1.02 * 1.002)), "in prices of 2020"


def test_where_no_base_is_said_one_series_is_taken_for_one_base() -> None:
    assert _real([(2021, 100.0, None), (2022, 102.0, None)])["2022"][0] == pytest.approx(_expected(2022, 1.02))
