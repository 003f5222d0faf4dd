"""Answers as files: CSV that Excel opens, Parquet with types, JSON; names in both languages, status and build in every row."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.core.codelist import CodeList
from pipelines.core.formula import as_plain_text
from pipelines.core.indicator import OBSERVATION_COLUMNS, STATUS_TITLES, Indicator
from pipelines.core.registry import collect
from pipelines.core.text import Text

if TYPE_CHECKING:
    import pandas as pd

ENDINGS = (".csv", ".parquet", ".json")
CODE_LISTS = {"title": "title_level", "contract": "contract_type"}  # breakdowns that are not called as their code list
TEXT, NUMBER, WHOLE, LOGICAL = "text", "number", "whole", "logical"
WHOLE_COLUMNS = frozenset((
    "rank", "rank_lower", "rank_upper", "alike", "tier", "previous_rank", "previous_lower", "previous_upper", "rank_change", "shrunken_rank",
    "reported", "expected",
))  # fmt: skip
LOGICAL_COLUMNS = frozenset(("is_tied", "is_met", "is_synthetic", "is_approximate"))
NUMBER_COLUMNS = frozenset((
    "at", "numerator", "denominator", "value", "lower", "upper", "n", "against_value", "difference", "change", "change_lower", "change_upper",
    "ratio", "ratio_lower", "ratio_upper", "target", "shrunken", "shrunken_lower", "shrunken_upper", "shrunken_weight", "funnel_lower_95",
    "funnel_upper_95", "funnel_lower_998", "funnel_upper_998",
))  # fmt: skip


def category_title(breakdown: str | None, category: str | None) -> Text | None:
    """Return what a category is called; of two breakdowns both names. A code without a title speaks for itself."""
    if not breakdown or not category:
        return None
    lists = collect("pipelines.codelists", CodeList)
    found = []
    for name, code in zip(breakdown.split(","), category.split(","), strict=False):
        own = lists.get(CODE_LISTS.get(name, name))
        found.append(own.titles.get(code, Text(code, code)) if own else Text(code, code))
    return Text("，".join(t.zh for t in found), ", ".join(t.en for t in found))


def told_in_full(
    frame: pd.DataFrame, indicator: Indicator, is_synthetic: bool, columns: tuple[str, ...] = OBSERVATION_COLUMNS, profile: str = "internal"
) -> pd.DataFrame:
    """Return the rows of an answer with what a reader elsewhere needs beside them.

    After region_name (Chinese) stands region_name_en; then indicator, category and status in both languages, the unit, the release
    profile and whether the data are synthetic.
    """
    titles = [category_title(b, c) for b, c in zip(frame["breakdown"], frame["category"], strict=True)]
    beside: dict[str, Any] = {
        "indicator_zh": indicator.title.zh, "indicator_en": indicator.title.en, "unit": indicator.unit,
        "category_zh": [t.zh if t else None for t in titles], "category_en": [t.en if t else None for t in titles],
    }
    if "status" in columns:
        beside["status_zh"] = [STATUS_TITLES[s].zh for s in frame["status"]]
        beside["status_en"] = [STATUS_TITLES[s].en for s in frame["status"]]
    beside |= {"profile": profile, "is_synthetic": is_synthetic}
    place = columns.index("region_name") + 1
    return frame.assign(**beside)[[*columns[:place], "region_name_en", *columns[place:], *beside]]


def write_answer(frame: pd.DataFrame, to: Path) -> None:
    """Write rows to `to` by its ending; missing values are blank in CSV and null elsewhere, numbers keep all their digits."""
    columns = {str(name): [_plain(name, v) for v in values] for name, values in frame.items()}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    ending = to.suffix.lower()
    if ending == ".parquet":
        _write_parquet(columns, to)
    elif ending == ".json":
        to.write_text(json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    else:
        to.write_bytes(csv_bytes(list(columns), rows))


def csv_bytes(names: list[str], rows: list[dict[str, Any]]) -> bytes:
    """Return CSV with a BOM, by which Excel knows UTF-8; text that a spreadsheet would run is made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([as_plain_text(v) if isinstance(v, str) else _whole(v) for v in row.values()])
    return out.getvalue().encode("utf-8-sig")


def _whole(value: Any) -> Any:
    """Return a number without a fraction as a whole one, so that a count is written 29."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def kind_of(column: object) -> str:
    """Return the type a column is written in."""
    if column in WHOLE_COLUMNS:
        return WHOLE
    if column in LOGICAL_COLUMNS:
        return LOGICAL
    return NUMBER if column in NUMBER_COLUMNS else TEXT


def _plain(column: object, value: Any) -> Any:
    """Return a cell in the type of its column, None where it is missing."""
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:
        return None
    kind = kind_of(column)
    if kind == TEXT:
        return str(value)
    if kind == LOGICAL:
        return bool(value)
    return int(value) if kind == WHOLE else float(value)


def _write_parquet(columns: dict[str, list[Any]], to: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {TEXT: pa.string(), NUMBER: pa.float64(), WHOLE: pa.int64(), LOGICAL: pa.bool_()}
    arrays = {name: pa.array(values, type=types[kind_of(name)]) for name, values in columns.items()}
    pq.write_table(pa.table(arrays), to)
