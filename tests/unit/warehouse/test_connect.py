"""A published build is read-only, shut in, limited; what cannot be read steps back and says so."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb
import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.site import site_text
from pipelines.warehouse.connect import open_build, open_current
from pipelines.warehouse.workspace import Workspace

FORBIDDEN = [
    "create table x as select 1 as a",
    "delete from t",
    "copy t to '{folder}/out.csv'",
    "select * from read_csv('{folder}/in.csv')",
    "select * from '{folder}/in.csv'",
    "attach '{folder}/other.duckdb' as other",
    "set memory_limit = '9GB'",
    "set enable_external_access = true",
    "set max_execution_time = 0",
    "install httpfs",
    "load httpfs",
    "select * from frame",
]


def make(path: Path, value: int) -> Path:
    """Write a DuckDB file with one table of one value."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table t as select ? as a", [value])
    return path


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_sql_cannot_leave_the_build(tmp_path: Path, sql: str) -> None:
    import pandas as pd

    frame = pd.DataFrame({"a": [1]})
    (tmp_path / "in.csv").write_text("a\n1\n", encoding="utf-8")
    with open_build(make(tmp_path / "b.duckdb", 1)) as connection:
        with pytest.raises(duckdb.Error):
            connection.execute(sql.format(folder=tmp_path))
        assert connection.execute("select a from t").fetchall() == [(1,)]
    assert len(frame) == 1 and not (tmp_path / "out.csv").exists()


def test_a_slow_statement_is_ended_and_the_connection_lives(tmp_path: Path) -> None:
    with open_build(make(tmp_path / "b.duckdb", 1), max_execution_ms=300) as connection:
        begun = time.monotonic()
        with pytest.raises(duckdb.Error):
            connection.execute("select count(*) from range(1000000) a, range(1000000) b where a.range + b.range = -1").fetchall()
        assert time.monotonic() - begun < 10
        assert connection.execute("select a from t").fetchall() == [(1,)]


def test_memory_is_limited_and_nothing_is_written_beside(tmp_path: Path) -> None:
    with open_build(make(tmp_path / "b.duckdb", 1), memory_limit="50MB") as connection, pytest.raises(duckdb.OutOfMemoryException):
        connection.execute("select count(distinct range::VARCHAR || 'xxxxxxxxxxxxxxxxxxxxxxxx') from range(20000000)").fetchall()
    assert [p.name for p in tmp_path.iterdir()] == ["b.duckdb"]


@pytest.mark.parametrize(("first", "second"), [(None, None), (5_000, None), (None, 5_000), (None, 250)])
def test_a_build_opens_twice_in_one_process(tmp_path: Path, first: int | None, second: int | None) -> None:
    path = make(tmp_path / "b.duckdb", 1)
    with open_build(path, max_execution_ms=first) as one, open_build(path, max_execution_ms=second) as two:
        assert one.execute("select a from t").fetchall() == two.execute("select a from t").fetchall() == [(1,)]
        for connection in (one, two):
            with pytest.raises(duckdb.Error):
                connection.execute("set threads = 1")


@pytest.mark.parametrize("content", [b"", b"text", b"\0" * 20000])
def test_a_file_that_is_no_build_is_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "b.duckdb"
    path.write_bytes(content)
    with pytest.raises(XiangyiError) as caught:
        open_build(path)
    assert caught.value.code == ExitCode.DAMAGED


def two_builds(folder: Path) -> Workspace:
    """Return a workspace with builds 1 and 2, the second one served."""
    workspace = Workspace.create(folder / "w", site_text("blank"))
    for number in (1, 2):
        make(workspace.build_path(f"b00000{number}"), number)
    workspace.pointer.write_text("b000002\n", encoding="utf-8")
    return workspace


def test_the_pointer_is_followed_without_a_word(tmp_path: Path) -> None:
    connection, build, note = open_current(two_builds(tmp_path))
    with connection:
        assert (build, note) == ("b000002", None)


def test_a_damaged_build_steps_back_and_says_so_in_both_languages(tmp_path: Path) -> None:
    workspace = two_builds(tmp_path)
    path = workspace.build_path("b000002")
    path.write_bytes(path.read_bytes()[:6000])
    connection, build, note = open_current(workspace)
    with connection:
        assert build == "b000001" and connection.execute("select a from t").fetchall() == [(1,)]
    assert note is not None and all("b000002" in text and "b000001" in text for text in (note.zh, note.en))


def test_nothing_published_and_nothing_readable_are_told_apart(tmp_path: Path) -> None:
    empty = Workspace.create(tmp_path / "e", site_text("blank"))
    with pytest.raises(XiangyiError) as caught:
        open_current(empty)
    assert caught.value.code == ExitCode.NOT_FOUND
    workspace = two_builds(tmp_path)
    for build in workspace.kept_builds():
        workspace.build_path(build).write_bytes(b"x")
    with pytest.raises(XiangyiError) as caught:
        open_current(workspace)
    assert caught.value.code == ExitCode.DAMAGED
