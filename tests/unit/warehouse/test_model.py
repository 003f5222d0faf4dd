"""Tables that can have no rows are made without running their SQL, and are what running it would have made."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.warehouse.build import SQL, shipped_model
from pipelines.warehouse.connect import Connection, open_current, open_scratch
from pipelines.warehouse.content import blank_tables
from pipelines.warehouse.model import SqlFailed, model_of
from pipelines.warehouse.order import sql_files
from pipelines.warehouse.reading import read_statements
from pipelines.warehouse.schema import quoted
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, pay_sheet, returns, write

FILES = sql_files(SQL / "staging", SQL / "marts")
SHAPES = "select table_name, column_name, data_type from duckdb_columns() where not internal order by table_name, column_index"


def unheard(what: str, share: float) -> None:
    """Show no progress."""


def test_a_table_that_needs_more_memory_is_made_with_more(tmp_path: Path) -> None:
    connection = open_scratch(tmp_path / "small.duckdb")
    connection.execute("set temp_directory = ''; set memory_limit = '12MB'")
    wide = "select range as i, md5(range::varchar) as word from range(400000) order by word"
    model_of({"narrow": "select 1 as i", "wide": wide}, ()).make(connection, unheard)
    assert connection.execute("select count(*) from wide").fetchone() == (400000,)
    assert connection.execute("select i from narrow").fetchall() == [(1,)]
    connection.close()


def test_what_a_failed_statement_says_holds_no_value_of_a_row(tmp_path: Path) -> None:
    connection = open_scratch(tmp_path / "b.duckdb")
    connection.execute("create table raw as select '王小明 999001197103040019' as name, 1971 as born")
    with pytest.raises(SqlFailed) as caught:
        model_of({"broken": "select cast(name as integer) as n from raw"}, ["raw"]).make(connection, unheard)
    connection.close()
    for said in (caught.value.text.zh.split("运行失败：")[1].split("；")[0], caught.value.text.en):
        assert "Conversion Error" in said and not any(secret in said for secret in ("王小明", "999001", "040019", "1971"))


@pytest.mark.parametrize(
    ("sql", "needed"),
    [
        ("select a.x from a join b using (x)", ["a", "b"]),
        ("select a.x from a, b", ["a", "b"]),
        ("select a.x from a left join b using (x)", ["a"]),
        ("select b.x from a right join b using (x)", ["b"]),
        ("select a.x from a full join b using (x)", ["a+b"]),
        ("select a.x from a semi join b using (x)", ["a", "b"]),
        ("select a.x from a anti join b using (x)", ["a"]),
        ("select a.x from a where not exists (select 1 from b where b.x = a.x)", ["a"]),
        ("select x from a union all select x from b", ["a+b"]),
        ("select x from a except select x from b", ["a"]),
        ("select x from a intersect select x from b", ["a", "b"]),
        ("select x, count(*) from a group by x having count(*) > 1", ["a"]),
        ("select x, row_number() over (order by x), sum(x) over () from a qualify sum(x) over () > 0", ["a"]),
        ("select upper(x::varchar), coalesce(nullif(x, 1), 1) + 1, case when x = 1 then 2 end from a order by 1 limit 3", ["a"]),
        ("with b as (select x from a), final as (select * from b union all select * from b) select * from final", ["a"]),
        ("with a as (select * from a where x > 1) select * from a", ["a"]),
        ("with recursive up as (select x from a union all select up.x + 1 from up join b on b.x = up.x) select * from up", ["a"]),
        ("select distinct x from (select x from a) t", ["a"]),
        # what gives a row of nothing
        ("select count(*) as n from a", []),
        ("select max(x) as n from a where x > 1", []),
        ("select sum(x) + 1 as n, 2 as two from a", []),
        ("select 1 as n from a having count(*) = 0", []),
        ("select x, count(*) from a group by grouping sets ((x), ())", []),
        ("select x, count(*) from a group by rollup (x)", []),
        ("select 1 as n", []),
        ("select x from a union all select 1 as x", []),
        ("with one as (select max(x) as x from a) select one.x from one left join b using (x)", []),
    ],
)
def test_what_a_statement_needs_is_what_leaves_it_without_rows(sql: str, needed: list[str]) -> None:
    sets: list[set[str]] = [{"a"}, {"b"}, {"a", "b"}]
    with duckdb.connect() as connection:
        needs = read_statements(connection, {"t": sql})["t"].needs
        assert not needs.unmet(set())
        for blank in sets:
            assert needs.unmet(blank) == any(set(one.split("+")) <= blank for one in needed)
            for name in ("a", "b"):
                connection.execute(f"create or replace table {name} as select 1 as x{' where false' if name in blank else ''}")
            if needs.unmet(blank):
                assert connection.execute(sql).fetchall() == []
        if not needed:  # otherwise nothing would be lost by reading less carefully
            assert connection.execute(sql).fetchall() != []


def not_run(connection: Connection) -> set[str]:
    """Run every statement that a build did not run, on the tables it had, and compare; return their names."""
    model, blank = shipped_model(), blank_tables(connection)
    names = {name for name in model.order if model.readings[name].needs.unmet(blank)}
    for name in names:
        row = connection.execute(f"create temp table {quoted('again_' + name)} as {FILES[name]}").fetchone()
        assert row == (0,) and name in blank, name
    shapes: dict[str, list[tuple[str, str]]] = {}
    for table, *column in connection.execute(SHAPES).fetchall():
        shapes.setdefault(table, []).append((column[0], column[1]))
    assert all(shapes[name] == shapes["again_" + name] for name in names)
    return names


def test_tables_made_without_running_their_sql_are_what_running_it_makes(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace, found = registered_workspace(), []
    for files in ([], [write(tmp_path, "r.csv", returns(A_V01=2)), write(tmp_path, "工资.csv", pay_sheet("", {1: 3000, 2: 3100}))]):
        if files:
            load(workspace, *files)
        connection, _, _ = open_current(workspace)
        with connection:
            found.append(not_run(connection))
    assert found[0] > found[1] and len(found[1]) > 50


def test_the_model_reads_what_duckdb_reads() -> None:
    with duckdb.connect() as connection:
        for name, reading in read_statements(connection, FILES).items():
            assert reading.reads == connection.get_table_names(FILES[name]), name
