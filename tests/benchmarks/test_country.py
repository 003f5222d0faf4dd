"""A whole country's marts are made, within the bars of the assertions; XIANGYI_COUNTRY_SCALE=1 is the country, else a part of it.

What is answered of it is held to DuckDB's bare queries; how long that takes is held to its bars in test_asking.py.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipelines.engine.observe import observe
from pipelines.engine.scope import Query
from pipelines.warehouse.connect import Connection, open_build
from tests.benchmarks.country import country_site
from tests.benchmarks.measure import Measured, measure_program, say

SCALE = float(os.environ.get("XIANGYI_COUNTRY_SCALE", "0.02"))
IS_WHOLE = SCALE >= 1
SECONDS, PEAK_GB, FILE_GB = 240, 8, 3  # of a whole country's marts
CORES = 2  # that a build takes
FIXED_SECONDS, FIXED_GB = 20, 0.3  # what a hundred tables take however few their rows
DAY = "2024-12-31"
DOCTORS = "staff_group in ('village_doctor', 'township_doctor')"
IN_PLACE = f"""from workforce_state as w inner join place_span as a on w.place_code = a.place_code and a.level = 'county'
    and a.from_on <= date '{DAY}' and a.to_on > date '{DAY}' where w.{DOCTORS} and w.from_on <= date '{DAY}' and w.to_on > date '{DAY}'"""


@dataclass(frozen=True, slots=True)
class Made:
    """The file of a country, what making its marts took, and its size before them."""

    path: Path
    took: Measured
    before_gb: float


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Generate a country and make its marts, each in a process of its own."""
    path = tmp_path_factory.mktemp("country") / "country.duckdb"
    program = [sys.executable, "-m", "tests.benchmarks.country"]
    measure_program([*program, "generate", str(path), str(SCALE)])
    before = path.stat().st_size / 1e9
    return Made(path, measure_program([*program, "build", str(path), str(SCALE)]), before)


@pytest.fixture(scope="module")
def country(made: Made) -> Iterator[Connection]:
    """The country's build as a reader opens it."""
    with open_build(made.path, memory_limit="2GB") as connection:
        yield connection


def test_the_marts_of_a_country_are_made_in_240_seconds_8_gb_and_a_file_of_3_gb(made: Made) -> None:
    size = made.path.stat().st_size / 1e9
    say(f"marts of {SCALE:g} of the country", seconds=made.took.seconds, cpu_seconds=made.took.cpu_seconds, peak_gb=made.took.peak_gb,
        staging_gb=made.before_gb, file_gb=size)  # fmt: skip
    if IS_WHOLE:
        assert made.took.seconds <= SECONDS
    assert made.took.cpu_seconds <= CORES * (FIXED_SECONDS + SECONDS * SCALE)
    assert made.took.peak_gb <= PEAK_GB
    assert size <= (FILE_GB if IS_WHOLE else FIXED_GB + FILE_GB * SCALE)


def test_what_was_paid_and_who_was_in_post_is_in_the_marts(country: Connection) -> None:
    plain = """select count(distinct person_key), sum(paid_yuan) from stg_pay
        where paid_yuan is not null
            and person_key not in (select person_key from stg_pay where role = 'total' or date_diff('day', period_start, period_end) > 31)"""
    kept = """select count(distinct person_key), sum(paid_yuan) from person_pay_year
        where person_key not in (select person_key from stg_pay where role = 'total' or date_diff('day', period_start, period_end) > 31)"""
    assert _row(country, kept) == pytest.approx(_row(country, plain), rel=1e-9)
    quarters = "select sum(paid_yuan) from {} where person_key in (select person_key from stg_pay where date_diff('day', period_start, period_end) > 31)"
    assert _row(country, quarters.format("person_pay_year")) == pytest.approx(_row(country, quarters.format("stg_pay")), rel=1e-9)
    spells = f"""select count(*) from stg_employment where start_on <= date '{DAY}' and coalesce(end_on, date '9999-12-31') >= date '{DAY}'"""
    states = f"select sum(headcount) from workforce_state where from_on <= date '{DAY}' and to_on > date '{DAY}'"
    assert _row(country, states) == _row(country, spells)


def test_a_map_and_two_breakdowns_of_the_nation_are_those_of_bare_queries(country: Connection) -> None:
    told = _ask(country, Query("headcount", level="county", period="2024"))
    expected = dict(country.execute(f"select a.region_code, sum(w.headcount) as persons {IN_PLACE} group by a.region_code").fetchall())
    assert {code: n for code, n in zip(told["region_code"], told["numerator"], strict=True) if n} == expected
    told = _ask(country, Query("headcount", level="nation", period="2024", by="sex,licence"))
    assert told.loc[told["numerator"] > 0, "numerator"].sum() == _row(country, f"select sum(w.headcount) {IN_PLACE}")[0]


def test_a_county_s_median_is_that_of_a_bare_query_and_its_curve_begins_with_everybody(country: Connection) -> None:
    county = _row(country, f"select min(a.region_code) {IN_PLACE}")[0]
    pay = f"""from person_pay_year as w inner join place_span as a on w.place_code = a.place_code and a.region_code = '{county}'
        where w.period = '2024' and w.{DOCTORS}"""
    asked = Query("median_pay", level="county", region=county, period="2024")
    median = f"select percentile_cont(0.5) within group (order by w.annual_yuan) {pay}"
    assert float(_ask(country, asked)["value"].iloc[0]) == pytest.approx(_row(country, median)[0], rel=1e-9)
    curve = _ask(country, Query("survival", level="county", region=county, period="2024"))
    assert curve["value"].iloc[0] == 1.0 and (curve["value"].diff().dropna() <= 0).all()


def _ask(connection: Connection, query: Query) -> pd.DataFrame:
    return observe(connection, country_site(), query)


def _row(connection: Connection, sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row
