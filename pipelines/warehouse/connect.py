"""Opening DuckDB: published builds read-only and shut in, scratch databases for a load."""

from __future__ import annotations

from pathlib import Path

import duckdb
import psutil  # type: ignore[import-untyped]  # ships no types

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.warehouse.outdated import outdated
from pipelines.warehouse.workspace import Workspace

Connection = duckdb.DuckDBPyConnection
DatabaseError = duckdb.Error
OutOfMemory = duckdb.OutOfMemoryException
Busy = duckdb.ResourceInUseException  # another thread asks by this connection
Lacking = (duckdb.CatalogException, duckdb.BinderException)  # no such table, no such column
TimedOut = duckdb.InterruptException  # a statement ran longer than its connection allows
MACHINE_SHARE = 0.6  # of the machine's memory, for a build that needs it
BUILD_BYTES = 900_000_000  # for a build of usual size
BYTES_PER_ROW = 70  # for a large one: what sorting and grouping its rows takes without going to disk
GROUP_ROWS, MOST_GROUP_ROWS = 30_720, 122_880  # rows of a table that are stored, and scanned by a thread, together; the latter is DuckDB's own
SMALL_BLOCK, USUAL_BLOCK = 16_384, 262_144  # bytes a file is written in: a column of a few rows takes one, or a share of one
FEW_ROWS, MANY_ROWS = 20_000, 5_000_000  # of a build that is small, and of one that is large
Settings = dict[str, str | bool | int | float | list[str]]
SCREEN_LIMIT_MS = 5_000  # the limit the dashboard opens builds with


def open_build(
    path: Path, memory_limit: str = "1GB", threads: int = 2, max_execution_ms: int | None = None
) -> Connection:
    """Open a build read-only: no other file can be read or written by SQL and no setting changed back.

    `max_execution_ms` ends any statement that runs longer; None leaves it without limit. DuckDB keeps one instance for each
    file and process, so a second connection shares the limit of the first. Raises DAMAGED when DuckDB refuses the file.
    """
    refused: Exception | None = None
    for limit in dict.fromkeys((max_execution_ms, None, SCREEN_LIMIT_MS)):
        config = {**_reading(memory_limit, threads), **({} if limit is None else {"max_execution_time": limit})}
        try:
            return duckdb.connect(str(path), read_only=True, config=config)
        except duckdb.ConnectionException as error:  # open in this process with another limit
            refused = error
        except (duckdb.Error, OSError) as error:
            raise damaged_build(path) from error
    raise damaged_build(path) from refused


def _reading(memory_limit: str, threads: int) -> Settings:
    """Settings of a reader; without external access it cannot spill beside the build either."""
    return {
        "memory_limit": memory_limit, "threads": threads, "python_enable_replacements": "false",
        "autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "enable_external_access": "false",
        "lock_configuration": "true",
    }


def damaged_build(path: Path) -> XiangyiError:
    """Return the error that names a build which cannot be read."""
    return XiangyiError(
        Text(f"数据版本 {path.name} 无法读取；请重新加载任一文件以生成新版本", f"build {path.name} cannot be read; load any file again to make a new one"),
        ExitCode.DAMAGED,
    )


def open_current(workspace: Workspace, **options: int | str | None) -> tuple[Connection, str, Text | None]:
    """Open the served build, stepping back to the one before where it cannot be read.

    Returns the connection, the build's id, and a sentence for the reader when it is not the one that was published last, or not
    what this program would make of its loads now.
    Raises NOT_FOUND when nothing was published, DAMAGED when no kept build opens.
    """
    wanted = workspace.current_build()
    if wanted is None:
        raise XiangyiError(
            Text("工作区里还没有数据；请先运行 xiangyi load 文件 --workspace 文件夹", "the workspace holds no data yet; run xiangyi load FILE --workspace DIR first"),
            ExitCode.NOT_FOUND,
        )
    named = workspace.named_build()
    for build in reversed(workspace.kept_builds()):
        try:
            connection = open_build(workspace.build_path(build), **options)  # type: ignore[arg-type]
        except XiangyiError:
            continue
        return connection, build, outdated(workspace, build) if build == named else stepped_back(named, build)
    raise damaged_build(workspace.build_path(wanted))


def stepped_back(named: str | None, build: str) -> Text:
    """Return the sentence that says an older build is being served, and why."""
    return Text(
        f"最新的数据版本（{named or '指针不可读'}）无法读取，现使用上一版本 {build}；重新加载一次即可恢复",
        f"the newest build ({named or 'pointer unreadable'}) cannot be read; {build}, the one before, is used; the next load repairs it",
    )


def open_scratch(path: Path, rows: int = 0) -> Connection:
    """Open a new file for writing: a build in the making, with memory for the `rows` that it is made from.

    What does not fit goes to a folder beside the file, which is gone when the file is closed. One thread takes a group of rows, so
    that groups of the usual size leave the others idle where a table has a hundred thousand rows; tables of many millions have enough.
    A build of few rows is planned, statement by statement, longer than it is run: a second thread would only wait, and waiting costs.
    In small blocks its file is a tenth of what it would be.
    """
    wanted = min(max(BUILD_BYTES, rows * BYTES_PER_ROW), _machine_bytes())
    threads, block = (1, SMALL_BLOCK) if rows < FEW_ROWS else (2, USUAL_BLOCK)
    group = GROUP_ROWS if rows < MANY_ROWS else MOST_GROUP_ROWS
    config = {**_writing(f"{wanted // 1_000_000}MB", threads), "temp_directory": f"{path}.tmp"}
    connection = duckdb.connect(":memory:", config=config)
    connection.execute(f"attach ? as build (row_group_size {group}, block_size {block})", [str(path)])
    connection.execute("use build")
    return connection


def widen_memory(connection: Connection) -> None:
    """Let a build use most of the machine's memory: it runs alone, and a large site cannot do with the usual share."""
    connection.execute(f"set memory_limit = '{_machine_bytes() // 1_000_000}MB'")


def _machine_bytes() -> int:
    return int(psutil.virtual_memory().total * MACHINE_SHARE)


def open_staging(folder: Path, memory_limit: str = "600MB", threads: int = 2) -> Connection:
    """Open a database in memory for the rows of a load; what does not fit goes to `folder`."""
    return duckdb.connect(":memory:", config={**_writing(memory_limit, threads), "temp_directory": str(folder)})


def open_blank() -> Connection:
    """Open an empty database in memory: enough to read which tables a statement names."""
    return duckdb.connect(":memory:", config=_writing("100MB", 1))


def _writing(memory_limit: str, threads: int) -> Settings:
    return {
        "memory_limit": memory_limit, "threads": threads, "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false", "python_enable_replacements": "false",
    }
