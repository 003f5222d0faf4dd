"""Turn a frame in the names and codes of a declaration into what a clerk writes: Chinese headers, titles of codes, 是 and 否."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines.core.codelist import CodeList
from pipelines.core.dataset import Dataset
from pipelines.core.registry import collect
from pipelines.demo.cast import Cast
from pipelines.demo.workbook import Value

WHO = ["person_name", "id_number"]


@cache
def datasets() -> dict[str, Dataset]:
    """Return every declared dataset by name."""
    return dict(collect("pipelines.datasets", Dataset))


@cache
def _codelists() -> dict[str, CodeList]:
    return dict(collect("pipelines.codelists", CodeList))


def finished(cast: Cast, name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame in the declared columns of a dataset, in their order, beside `county` and `area`.

    `person` and `clinic` numbers become what a sheet names them by; columns a wide layout has stay; the rest goes.
    """
    frame, dataset = frame.reset_index(drop=True), datasets()[name]
    known = [c.name for c in dataset.columns]
    if "person" in frame and "id_number" in known and "id_number" not in frame:
        frame = frame.assign(**{c: cast.people[c].to_numpy()[frame["person"]] for c in WHO})
    if "clinic" in frame:
        there = {"facility_code": "facility_code", "county": "county", "area": "area"}
        frame = frame.assign(**{n: cast.clinics[c].to_numpy()[frame["clinic"]] for n, c in there.items() if n not in frame})
    county = frame["county"] if "county" in frame else frame["region_code"].str[:6] if "region_code" in frame else frame["area"]
    area = frame["area"] if "area" in frame else county.map({p.code: p.parent or p.code for p in cast.places if p.level != "township"})
    wide = [code for code in wide_headers(name) if code in frame]
    columns = [c for c in known if c in frame] + wide
    return frame[columns].assign(county=county, area=area)


@cache
def wide_headers(name: str) -> dict[str, str]:
    """Return code -> header of the wide columns of a dataset's layouts (the first header of the first layout that has it)."""
    found: dict[str, str] = {}
    for sheet in datasets()[name].sheets:
        for cell in sheet.unpivot.cells if sheet.unpivot else ():
            found.setdefault(cell.code, cell.headers[0])
    return found


def written(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame as written: header of each column in Chinese, codes by their titles, yes and no, days as days.

    Raises KeyError for an English column name the declaration does not know.
    """
    dataset, parts = datasets()[name], {}
    for column in frame.columns:
        if not column.isascii():
            parts[column] = frame[column].astype(object)
            continue
        if column in wide_headers(name) and column not in {c.name for c in dataset.columns}:
            parts[wide_headers(name)[column]] = _plain(frame[column])
            continue
        declared = dataset.column(column)
        values = frame[column]
        if declared.codelist:
            titles = {c: t.zh for c, t in _codelists()[declared.codelist].titles.items()}
            values = values.map(lambda code, known=titles: known[code] if isinstance(code, str) and code else None)
        elif declared.kind == "boolean":
            values = values.map({True: "是", False: "否"})
        parts[declared.title.zh] = _plain(values, declared.kind)
    return pd.DataFrame(parts)


def _plain(values: pd.Series, kind: str = "") -> pd.Series:
    """Return Python values: days without a time of day, None where nothing is known, whole numbers whole."""
    missing = values.isna().tolist()
    if kind in ("date", "moment"):
        moments = pd.to_datetime(values).dt.to_pydatetime()
        plain: list[Any] = [None if gone else m.date() if kind == "date" else m for m, gone in zip(moments, missing, strict=True)]
    elif values.dtype.kind == "f":
        plain = [None if gone else int(v) if v == int(v) else v for v, gone in zip(values.tolist(), missing, strict=True)]
    else:
        plain = [None if gone else v for v, gone in zip(values.tolist(), missing, strict=True)]
    return pd.Series(plain, index=values.index, dtype=object)


def rows_of(sheet: pd.DataFrame) -> Sequence[Sequence[Value]]:
    """Return the rows of a written sheet."""
    return list(zip(*(sheet[c].tolist() for c in sheet.columns), strict=True))


def write_csv(path: Path, sheet: pd.DataFrame, encoding: str) -> None:
    """Write a written sheet as a system exports it: CSV with Windows line ends."""
    path.write_bytes(sheet.to_csv(index=False, lineterminator="\r\n").encode(encoding))
