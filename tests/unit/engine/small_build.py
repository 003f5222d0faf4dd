"""A whole build in memory from a few rows: the shipped staging and marts over raw tables that the test fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from pipelines.site import Site, parse_site
from pipelines.warehouse.alias import merge_provisional
from pipelines.warehouse.build import INFO_TABLES, create_tables, shipped_model
from pipelines.warehouse.filed import count_filed
from pipelines.warehouse.model import Model
from pipelines.warehouse.schema import build_datasets, quoted, raw_columns
from pipelines.warehouse.site_tables import SITE_TABLES, period_rows, site_rows

SITE = """
[site]
name = "small"
title_zh = "小样本"
title_en = "Small"
[[roots]]
code = "P"
name_zh = "某市"
name_en = "Some prefecture"
[levels]
order = ["prefecture", "county", "township", "facility"]
"""


def small_site(extra: str = "") -> Site:
    """A prefecture with counties, townships and facilities."""
    return parse_site(SITE + extra)


def regions(*rows: tuple[str, str, str]) -> list[dict[str, Any]]:
    """Rows of `region`: (code, level, parent)."""
    return [{"region_code": c, "level": level, "parent_code": p, "name_zh": c} for c, level, p in rows]


def facilities(**homes: str) -> list[dict[str, Any]]:
    """Rows of `facility`: code = region it stands in."""
    return [{"facility_code": c, "facility_name": c, "region_code": r, "period": ""} for c, r in homes.items()]


def spell(person: str, facility: str, start: str, end: str | None = None, **more: Any) -> dict[str, Any]:
    """A row of `employment`, a village doctor unless said."""
    row = {"person_key": person, "facility_code": facility, "start_on": start, "end_on": end, "staff_group": "village_doctor"}
    return row | {"exit_reason": "resigned" if end else None} | more


def small_build(
    site: Site, raw: Mapping[str, Sequence[Mapping[str, Any]]], first: date = date(2020, 1, 1), last: date = date(2022, 12, 31),
    only: Sequence[str] = (), info: Mapping[str, Sequence[tuple[Any, ...]]] | None = None,
) -> duckdb.DuckDBPyConnection:
    """Return an open build made of `raw` rows by dataset, with the periods from `first` to `last`.

    `only` names the tables wanted, which are then made with those they read and no others. `info` are rows of the tables that
    say what was loaded.
    """
    connection = duckdb.connect(config={"threads": 1})  # as the build of a small workspace
    for name, dataset in build_datasets().items():
        columns = raw_columns(dataset)
        connection.execute(f"create table raw_{name} ({', '.join(f'{quoted(c)} {kind}' for c, kind in columns.items())})")
        rows = [{"period": "", "batch": "k1", "file": "f", "source_row": i, **r} for i, r in enumerate(raw.get(name, ()), 1)]
        if rows:
            frame = pd.DataFrame(rows).reindex(columns=list(columns))
            connection.register("frame", frame)
            connection.execute(f"insert into raw_{name} select * from frame")
    merge_provisional(connection)
    count_filed(connection)
    _site(connection, site, first, last, info or {})
    model = shipped_model()
    model.make(connection, _unheard, _not_wanted(model, only))
    return connection


def _not_wanted(model: Model, only: Sequence[str]) -> set[str]:
    """Return the tables of a model that are neither named nor read, however far away, by a named one; none where none is named."""
    left, waiting = set(model.order if only else ()), list(only)
    while waiting:
        name = waiting.pop()
        if name in left:
            left.remove(name)
            waiting += model.readings[name].reads
    return left


def _unheard(what: str, share: float) -> None:
    """Show no progress."""


def _site(
    connection: duckdb.DuckDBPyConnection, site: Site, first: date, last: date, info: Mapping[str, Sequence[tuple[Any, ...]]]
) -> None:
    rows = {**site_rows(site), "period": period_rows([f"{first:%Y-%m}", f"{last:%Y-%m}"], None, site), **info}
    create_tables(connection, {**SITE_TABLES, **INFO_TABLES}, {name: list(found) for name, found in rows.items()})
