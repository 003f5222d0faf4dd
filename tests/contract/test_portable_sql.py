"""The shipped SQL keeps to what was measured to give the same answer in DuckDB and Spark, and its files can be ordered."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.warehouse.build import SQL, known_tables
from pipelines.warehouse.portable import check_sql, references, run_order, sql_files

FILES = sql_files(SQL / "staging", SQL / "marts")


def test_there_is_sql_to_check() -> None:
    assert len(FILES) > 10 and any(name.startswith("stg_") for name in FILES)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_shipped_file_uses_the_portable_subset(name: str) -> None:
    assert [problem.line("en") for problem in check_sql(FILES[name], f"{name}.sql")] == []


@pytest.mark.parametrize("name", sorted(FILES))
def test_sqlglot_and_duckdb_read_the_same_references(name: str) -> None:
    with duckdb.connect() as connection:
        assert references(FILES[name]) == connection.get_table_names(FILES[name])


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_shipped_file_ends_in_its_final_step(name: str) -> None:
    lines = [line for line in FILES[name].lower().splitlines() if line.strip() and not line.startswith("--")]
    assert any(line.startswith("select * from final") for line in lines[-3:])


def test_every_file_can_be_ordered_and_comes_after_what_it_reads() -> None:
    order = run_order(FILES, known_tables())
    assert sorted(order) == sorted(FILES)
    for name, sql in FILES.items():
        assert all(order.index(read) < order.index(name) for read in references(sql) & set(FILES))


def test_staging_reads_raw_tables_and_marts_do_not() -> None:
    for name, sql in FILES.items():
        raw = {read for read in references(sql) if read.startswith("raw_")}
        assert not raw or name.startswith("stg_"), f"{name} reads {raw}"
