"""The order in which the shipped SQL files run, found by reading what each of them reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path


def order_of(files: Mapping[str, str], known: Collection[str], references: Callable[[str], set[str]]) -> list[str]:
    """Return table names in the order they must be made; `files` maps a table's name to its SQL.

    `references` reads the tables of a statement: DuckDB's own reader in a build, sqlglot's in `portable`; a test holds them
    alike. Raises ValueError naming a table nobody makes, or the tables of a cycle.
    """
    graph: dict[str, set[str]] = {}
    for name, sql in sorted(files.items()):
        wanted = references(sql)
        missing = wanted - set(files) - set(known)
        if missing:
            raise ValueError(f"{name}.sql reads {', '.join(sorted(missing))}, which no file makes")
        graph[name] = wanted & set(files)
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise ValueError(f"these files read each other in a circle: {' -> '.join(error.args[1])}") from error


def sql_files(*folders: Path) -> dict[str, str]:
    """Return table name -> SQL of every *.sql file in `folders`; raises ValueError when two share a name."""
    found: dict[str, str] = {}
    for path in sorted(p for folder in folders for p in folder.glob("*.sql")):
        if path.stem in found:
            raise ValueError(f"two SQL files make {path.stem}")
        found[path.stem] = path.read_text(encoding="utf-8")
    return found
