"""The shipped SQL as one model: its order, and the making of its tables; what can have no rows is made without being run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.masking import hide_values
from pipelines.core.text import Text
from pipelines.warehouse.connect import Connection, DatabaseError, OutOfMemory, open_blank, widen_memory
from pipelines.warehouse.content import blank_tables
from pipelines.warehouse.order import order_of
from pipelines.warehouse.reading import Reading, read_statements
from pipelines.warehouse.schema import quoted

TABLES_AT_ONCE = 20  # made in one transaction
Progress = Callable[[str, float], None]


class SqlFailed(XiangyiError):
    """A statement of the program failed on the rows there are; its words tell none of them."""


@dataclass(eq=False)
class Model:
    """SQL files by the table each makes, the order they run in, and what each reads and needs.

    Most tables of a small workspace have no rows, and planning a statement takes longer than running it on few. So a table
    whose needs are not met is made with the `columns` it had when it was last made in this process, or would have had.
    """

    files: Mapping[str, str]
    order: Sequence[str]
    readings: Mapping[str, Reading]
    columns: dict[str, str] = field(default_factory=dict)

    def make(self, connection: Connection, progress: Progress, leaving_out: Collection[str] = ()) -> None:
        """Make every table but those that are there already; raises SqlFailed with the name of the file that did not run."""
        order = [name for name in self.order if name not in leaving_out]
        blank = blank_tables(connection)
        for start in range(0, len(order), TABLES_AT_ONCE):
            part = order[start : start + TABLES_AT_ONCE]
            progress(part[0], start / len(order))
            self.make_part(connection, part, blank)

    def make_part(self, connection: Connection, names: Sequence[str], blank: set[str]) -> None:
        """Make some tables; where the usual memory is not enough, all of them once more with most of what the machine has.

        `blank` are the tables known to have no rows, to which are added those made here.
        """
        try:
            self._make_at_once(connection, names, blank)
        except OutOfMemory:
            connection.rollback()
            widen_memory(connection)
            self._make_at_once(connection, names, blank)

    def _make_at_once(self, connection: Connection, names: Sequence[str], blank: set[str]) -> None:
        """Make some tables in one transaction; raises OutOfMemory as it is, anything else with the name of the file."""
        connection.begin()
        for name in names:
            try:
                rows = self._make(connection, name, blank)
            except OutOfMemory:
                raise
            except DatabaseError as error:
                said = hide_values(str(error))
                raise SqlFailed(
                    Text(f"{name}.sql 运行失败：{said}；请把这一行报告给维护者", f"{name}.sql failed: {said}; report this line to the maintainers"),
                    ExitCode.DAMAGED,
                ) from error
            if not rows:
                blank.add(name)
        connection.commit()

    def _make(self, connection: Connection, name: str, blank: Collection[str]) -> int:
        """Make a table and return how many rows it has."""
        sql = self.files[name]
        if not self.readings[name].needs.unmet(blank):
            made = connection.execute(f"create table {quoted(name)} as {sql}").fetchone()
            return int(made[0]) if made else 0
        if name not in self.columns:
            found = connection.execute(f"describe {sql}").fetchall()
            self.columns[name] = ", ".join(f"{quoted(column)} {kind}" for column, kind, *_ in found)
        connection.execute(f"create table {quoted(name)} ({self.columns[name]})")
        return 0


def model_of(files: Mapping[str, str], known: Collection[str]) -> Model:
    """Return the model of SQL files that may also read the `known` tables; the shipped one is read once in a process."""
    return _read_model(tuple(sorted(files.items())), tuple(known))


@lru_cache(maxsize=4)
def _read_model(files: tuple[tuple[str, str], ...], known: tuple[str, ...]) -> Model:
    with open_blank() as connection:
        readings = read_statements(connection, dict(files))
    by_table = dict(files)
    order = order_of(by_table, known, {by_table[name]: set(found.reads) for name, found in readings.items()}.__getitem__)
    return Model(by_table, order, readings)
