"""Which files brought something of a place: by the places their sheets name, and for sheets without a place by those of the whole file."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from pipelines.engine.sources import files_behind
from pipelines.warehouse.filed import FILED_TABLES

FILED = (  # file, unit
    ("of town one", "140321101"), ("of town two", "140322101"), ("of the county itself", "140321.unassigned"), ("of everybody", ""),
    ("rates beside town two", "140322101"), ("rates beside town two", ""), ("rates beside the county itself", "140321.unassigned"),
    ("rates beside the county itself", None), ("of the prefecture", "140300"),
)
EVERYWHERE = {"of everybody", "of the prefecture"}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A build of two counties of a prefecture with a town each."""
    with duckdb.connect() as made:
        made.execute("create table place_span (place_code varchar, region_code varchar)")
        made.executemany("insert into place_span values (?, ?)", [
            (place, region) for county in ("140321", "140322") for place in (county, county + "101") for region in {place, county, "140300"}
        ])
        made.execute(f"create table sheet_filed ({FILED_TABLES['sheet_filed']})")
        made.executemany("insert into sheet_filed values ('roster', 'b', ?, 's', ?, '2024', 1)", FILED)
        yield made


@pytest.mark.parametrize(("region", "wanted"), [
    ("140321", EVERYWHERE | {"of town one", "of the county itself", "rates beside the county itself"}),
    ("140321101", EVERYWHERE | {"of town one", "of the county itself", "rates beside the county itself"}),
    ("140322", EVERYWHERE | {"of town two", "rates beside town two"}),
    ("140322101", EVERYWHERE | {"of town two", "rates beside town two"}),
    ("140300", {file for file, _ in FILED}),
])
def test_a_file_is_of_the_places_it_names(con: duckdb.DuckDBPyConnection, region: str, wanted: set[str]) -> None:
    assert set(files_behind(con, region)["roster"]) == wanted


def test_a_file_that_brought_no_row_is_behind_nothing(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("update sheet_filed set rows = 0 where file = 'of town one'")
    assert "of town one" not in files_behind(con, "140321")["roster"]
