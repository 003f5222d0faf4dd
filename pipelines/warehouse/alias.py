"""Who was sent without an ID number is joined to the same person with one, wherever persons are counted (counting.md §7)."""

from __future__ import annotations

from pipelines.warehouse.connect import Connection
from pipelines.warehouse.schema import build_datasets, quoted, raw_columns

ALIAS_TABLES: dict[str, str] = {"person_alias": "alias_key VARCHAR, person_key VARCHAR, candidates BIGINT"}


def merge_provisional(connection: Connection) -> None:
    """Make table `person_alias` and give rows with a provisional key the key of the person they are.

    A row with an ID number carries in `alias_key` the provisional key it would have had without it. `person_alias` has every
    provisional key, `candidates` the number of persons with an ID number it fits, and `person_key` where that is exactly one:
    none is "no number yet", several (two of a name, born on a day, at a facility) cannot be told apart and stay as they are.
    """
    tables = [quoted(f"raw_{name}") for name, dataset in build_datasets().items() if "alias_key" in raw_columns(dataset)]
    connection.execute("create table person_alias (alias_key VARCHAR, person_key VARCHAR, candidates BIGINT)")
    connection.execute("create temp table provisional (person_key VARCHAR)")
    connection.execute("create temp table bearer (alias_key VARCHAR, person_key VARCHAR)")
    for table in tables:
        connection.execute(f"insert into provisional select distinct person_key from {table} where is_provisional")
    for table in tables if _has_rows(connection) else ():
        connection.execute(
            f"insert into bearer select distinct alias_key, person_key from {table}"
            " where not is_provisional and alias_key in (select person_key from provisional)"
        )
    connection.execute(
        "insert into person_alias select p.person_key, case when count(distinct b.person_key) = 1 then min(b.person_key) end,"
        " count(distinct b.person_key) from provisional p left join bearer b on p.person_key = b.alias_key"
        " group by p.person_key order by p.person_key"
    )
    for table in tables if _has_rows(connection) else ():
        connection.execute(
            f"update {table} set person_key = a.person_key from person_alias a"
            f" where {table}.is_provisional and {table}.person_key = a.alias_key and a.person_key is not null"
        )
    connection.execute("drop table provisional; drop table bearer")


def _has_rows(connection: Connection) -> bool:
    row = connection.execute("select count(*) > 0 from provisional").fetchone()
    return bool(row and row[0])
