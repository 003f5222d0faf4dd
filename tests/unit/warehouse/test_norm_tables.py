"""What a site sets stands in tables of the build, and asking them in SQL gives what the settings say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from pipelines.codelists.contract_type import CONTRACT_TYPE
from pipelines.codelists.staff_group import STAFF_GROUP
from pipelines.site import Site
from pipelines.warehouse.site_tables import SITE_TABLES, site_rows
from tests.unit.site.toml import site_with

SITE = site_with(
    '[retirement]\nvillage_hired = 65\n[retirement.township_other]\nestablished = "worker"\n[age_bands]\nstarts = [35, 45, 55, 60, 70]\n'
    '[lights.density]\ngreen = 1.0\namber = 0.8\n[norms]\ndensity = { served = 1.0, resident = 1.5 }\nkit = ["ecg"]\nactive_days = [7, 30]\n'
    '[norms.credits.village_certificate]\nhours = 80\n[remoteness]\norder = ["class_0", "class_1"]\n'
    '[[targets]]\nindicator = "density"\nregion = "all"\nyear = 2025\nvalue = 1.2\nsource = "plan"\n'
    "[profiles]\nrestricted = { k = 6 }\npublic = { k = 12, round_to = 5 }\ndominance = { n = 1, share = 0.6 }"
)


@pytest.fixture(scope="module")
def tables() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        rows = site_rows(SITE)
        for name, columns in SITE_TABLES.items():
            connection.execute(f"create table {name} ({columns})")
            for row in rows.get(name, []):
                connection.execute(f"insert into {name} values ({', '.join('?' * len(row))})", list(row))
        yield connection


def _ask(tables: duckdb.DuckDBPyConnection, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return tables.execute(sql, list(values)).fetchall()


def test_every_table_holds_what_the_site_says(tables: duckdb.DuckDBPyConnection) -> None:
    assert _ask(tables, "from site_light") == [("density", 1.0, 0.8, True)]
    assert _ask(tables, "from site_norm") == [("density", "served", 1.0), ("density", "resident", 1.5)]
    assert _ask(tables, "from site_target") == [("density", "all", "2025", 1.2, "plan", False)]
    assert _ask(tables, "from site_kit") == [("ecg",)]
    assert _ask(tables, "select width from site_window where name = 'active_days' order by sort") == [(7,), (30,)]
    assert _ask(tables, "from site_credit_rule where licence = 'physician'") == [("physician", 25.0, 5.0, 10.0, 15.0, 20.0, None)]
    assert _ask(tables, "from site_credit_rule where licence = 'village_certificate'") == [
        ("village_certificate", None, None, None, None, None, 80.0)
    ]
    assert _ask(tables, "from site_release order by k") == [
        ("internal", 0, 1, None, None), ("restricted", 6, 1, 1, 0.6), ("public", 12, 5, 1, 0.6)
    ]  # fmt: skip
    assert _ask(tables, "select remoteness, is_used from site_remoteness order by sort limit 3") == [
        ("class_0", True), ("class_1", True), ("class_2", False)
    ]  # fmt: skip
    assert _ask(tables, "select population_kind from site_population_kind order by sort limit 1") == [("resident",)]
    settings = dict(_ask(tables, "from site_setting"))
    assert settings["online_days"] == "20" and settings["full_time_hours"] == "40.0" and settings["price_region"] == ""


def test_an_age_joins_one_band(tables: duckdb.DuckDBPyConnection) -> None:
    sql = "select a.age, b.band from range(0, 100) as a(age) inner join site_age_band as b on a.age between b.from_age and coalesce(b.to_age, 999)"
    bands = dict(_ask(tables, sql))
    assert len(bands) == 100
    assert [bands[age] for age in (34, 35, 54, 55, 59, 60, 69, 70)] == [
        "under_35", "35_44", "45_54", "55_59", "55_59", "60_69", "60_69", "70_over"
    ]  # fmt: skip


def test_exit_ages_asked_in_sql_are_those_of_the_function(tables: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select coalesce(e.age_months, r.age_months) from site_exit_rule as r
        left join site_exit_age as e on r.category = e.category and $1 between e.born_from and e.born_to
        where r.staff_group = $2 and r.contract_type = $3 and r.sex = $4"""
    asked, known = 0, 0
    for born in ("1940-01", "1964-12", "1970-01", "1975-03", "1984-11", "2001-12"):
        for group in ("village_doctor", "township_doctor", "township_other"):
            for contract in CONTRACT_TYPE.titles:
                for sex in ("male", "female"):
                    found = _ask(tables, sql, born, group, contract, sex)
                    expected = SITE.retirement.exit_age_months(born, sex, contract, group)
                    assert found == ([(expected,)] if expected is not None else []), (born, group, contract, sex)
                    asked, known = asked + 1, known + (expected is not None)
    assert asked == 324 and known == 180


def test_rows_fit_their_tables_for_a_site_that_sets_nothing() -> None:
    site: Site = site_with("")
    for name, rows in site_rows(site).items():
        assert all(len(row) == len(SITE_TABLES[name].split(",")) for row in rows), name
    assert len(site_rows(site)["site_exit_rule"]) == len(STAFF_GROUP.titles) * 4 * 2
