"""What a statement reads, and which of those tables must have rows for it to give any: read off DuckDB's own tree of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.warehouse.connect import Connection

Node = Mapping[str, Any]
OF_A_ROW = ("nullif",)  # macros, of which DuckDB does not say what they are made of
MATCHED = ("REGULAR", "CROSS", "NATURAL")  # kinds of joins that pair rows; a positional one pads


@dataclass(frozen=True, slots=True)
class Needs:
    """The result has no row where `table` has none; or where that is so of every part, or of one (`every` says which).

    Without a table and without parts of which one would do, nothing is known: there may be rows, whatever is empty.
    """

    table: str = ""
    parts: tuple[Needs, ...] = ()
    every: bool = False

    def unmet(self, blank: Collection[str]) -> bool:
        """Return whether there can be no row where the tables of `blank` have none."""
        if self.table:
            return self.table in blank
        return (all if self.every else any)(part.unmet(blank) for part in self.parts)


UNKNOWN = Needs()
Steps = Mapping[str, Needs]


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement as it was read: the tables it reads, its own named steps left out, and what it needs."""

    reads: frozenset[str]
    needs: Needs


def read_statements(connection: Connection, statements: Mapping[str, str]) -> dict[str, Reading]:
    """Return what each statement reads and needs, by its name."""
    scalar = _scalars(connection)
    trees = connection.execute(
        "select name, json_serialize_sql(statement) from (select unnest(?::varchar[]) as name, unnest(?::varchar[]) as statement)",
        [list(statements), list(statements.values())],
    ).fetchall()
    found: dict[str, Reading] = {}
    for name, text in trees:
        tree = json.loads(text)
        if tree.get("error"):
            raise ValueError(f"{name}.sql cannot be read: {tree.get('error_message', '')}")
        node = tree["statements"][0]["node"]
        found[name] = Reading(frozenset(_reads(node, frozenset())), _of_query(node, {}, scalar))
    return found


def _scalars(connection: Connection) -> frozenset[str]:
    """Return the names of functions that never make one row of many."""
    rows = connection.execute("select function_name, bool_and(function_type = 'scalar') from duckdb_functions() group by 1").fetchall()
    return frozenset(name for name, is_scalar in rows if is_scalar or name in OF_A_ROW)


def _steps(node: Node) -> list[tuple[str, Node]]:
    return [(entry["key"], entry["value"]["query_node"]) for entry in (node.get("cte_map") or {}).get("map", ())]


def _reads(node: Any, hidden: frozenset[str]) -> Iterator[str]:
    """Yield the tables of a tree that are none of the steps named in it."""
    if isinstance(node, list):
        for part in node:
            yield from _reads(part, hidden)
    elif isinstance(node, dict):
        for name, query in _steps(node):
            yield from _reads(query, hidden | {name} if query["type"] == "RECURSIVE_CTE_NODE" else hidden)
            hidden |= {name}
        if node.get("type") == "BASE_TABLE" and node["table_name"] not in hidden:
            yield node["table_name"]
        for key, part in node.items():
            if key != "cte_map":
                yield from _reads(part, hidden)


def _of_query(node: Node, steps: Steps, scalar: frozenset[str]) -> Needs:
    """Return what a query needs; what orders, filters or limits its rows only takes rows away."""
    for name, query in _steps(node):
        steps = {**steps, name: _of_query(query, steps, scalar)}
    match node["type"]:
        case "SELECT_NODE":
            return UNKNOWN if _is_total(node, scalar) else _of_source(node["from_table"], steps, scalar)
        case "SET_OPERATION_NODE":
            parts = tuple(_of_query(part, steps, scalar) for part in node.get("children") or (node["left"], node["right"]))
            return parts[0] if node["setop_type"] == "EXCEPT" else Needs(parts=parts, every=node["setop_type"] != "INTERSECT")
        case "RECURSIVE_CTE_NODE":
            return _of_query(node["left"], steps, scalar)
    return UNKNOWN


def _is_total(node: Node, scalar: frozenset[str]) -> bool:
    """Return whether a select may give a row of no rows: it counts or adds without groups, or with a group of everything."""
    sets = node.get("group_sets") or []
    if sets:
        return not all(sets)
    return bool(node.get("having")) or not _is_by_row([node["select_list"], node.get("qualify"), node.get("modifiers")], scalar)


def _is_by_row(node: Any, scalar: frozenset[str]) -> bool:
    """Return whether expressions name no function but those of one row; a window's function gives a row for each there is."""
    if isinstance(node, list):
        return all(_is_by_row(part, scalar) for part in node)
    if not isinstance(node, dict):
        return True
    is_other = node.get("class") == "FUNCTION" and node["function_name"] not in scalar
    return not is_other and all(_is_by_row(part, scalar) for part in node.values())


def _of_source(node: Node, steps: Steps, scalar: frozenset[str]) -> Needs:
    """Return what the rows that a select goes through need."""
    match node["type"]:
        case "BASE_TABLE":
            return steps.get(node["table_name"]) or Needs(table=node["table_name"])
        case "SUBQUERY":
            return _of_query(node["subquery"]["node"], steps, scalar)
        case "JOIN" if node["ref_type"] in MATCHED:
            left, right = (_of_source(node[side], steps, scalar) for side in ("left", "right"))
            return {
                "INNER": Needs(parts=(left, right)), "SEMI": Needs(parts=(left, right)), "LEFT": left, "ANTI": left, "RIGHT": right,
                "OUTER": Needs(parts=(left, right), every=True), "FULL": Needs(parts=(left, right), every=True),
            }.get(node["join_type"], UNKNOWN)
    return UNKNOWN
