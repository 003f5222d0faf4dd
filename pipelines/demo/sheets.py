"""Turn a frame in the names and codes of a declaration into what a clerk writes: Chinese headers, titles of codes, 是 and 否."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
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


@dataclass(frozen=True)
class Records:
    """Rows of a dataset as somebody sends them: `frame` in declared names and codes, beside `office` (county or area number).

    A column that is no column of the declaration stands under its own name, as clerks add them.
    """

    dataset: str
    frame: pd.DataFrame


def with_who(cast: Cast, frame: pd.DataFrame, has_place: bool = True) -> pd.DataFrame:
    """Replace `person` (and `clinic`) by the columns a sheet names them by: name, ID number, facility code."""
    named = cast.people.loc[frame["person"], WHO].reset_index(drop=True)
    rest = frame.reset_index(drop=True)
    place = pd.DataFrame({"facility_code": cast.clinics["facility_code"].to_numpy()[rest["clinic"]]}) if has_place else pd.DataFrame()
    return pd.concat([named, place, rest.drop(columns=["person", "clinic"], errors="ignore")], axis=1)


def written(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame as written: header of each column in Chinese, codes by their titles, yes and no, days as days.

    Raises KeyError for an English column name the declaration does not know.
    """
    dataset, parts = datasets()[name], {}
    for column in frame.columns:
        if not column.isascii():
            parts[column] = frame[column].astype(object)
            continue
        declared = dataset.column(column)
        values = frame[column]
        if declared.codelist:
            titles = {c: t.zh for c, t in _codelists()[declared.codelist].titles.items()}
            values = values.map(lambda code, known=titles: known[code] if isinstance(code, str) and code else None)
        elif declared.kind == "boolean":
            values = values.map({True: "是", False: "否"})
        parts[declared.title.zh] = _plain(values)
    return pd.DataFrame(parts)


def _plain(values: pd.Series) -> pd.Series:
    """Return Python values: days without a time of day, None where nothing is known, whole numbers whole."""
    missing = values.isna().to_numpy()
    if values.dtype.kind == "M":
        moments = values.dt.to_pydatetime()
        has_time = bool((values.dropna() != values.dropna().dt.normalize()).any())
        plain: list[Any] = [m if has_time else m.date() for m in moments.tolist()] if not missing.any() else [
            None if gone else (m if has_time else m.date()) for m, gone in zip(list(moments), missing, strict=True)
        ]
    elif values.dtype.kind == "f":
        plain = [None if gone else int(v) if v == int(v) else float(v) for v, gone in zip(values.tolist(), missing, strict=True)]
    else:
        plain = [None if gone else v for v, gone in zip(values.tolist(), missing, strict=True)]
    return pd.Series(plain, index=values.index, dtype=object)


def rows_of(sheet: pd.DataFrame) -> Sequence[Sequence[Value]]:
    """Return the rows of a written sheet."""
    return list(zip(*(sheet[c].tolist() for c in sheet.columns), strict=True))


def write_csv(path: Path, sheet: pd.DataFrame, encoding: str) -> int:
    """Write a written sheet as a system exports it: CSV with Windows line ends; return its rows."""
    text = sheet.to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d %H:%M" if _has_moment(sheet) else None)
    path.write_bytes(text.encode(encoding))
    return len(sheet)


def _has_moment(sheet: pd.DataFrame) -> bool:
    return any(hasattr(v, "hour") for c in sheet.columns for v in sheet[c].head(1).tolist())


def split_amount(total: float, parts: int) -> np.ndarray:
    """Split yuan into equal whole parts; the first takes what is left over."""
    part = np.full(parts, total // parts)
    part[0] += total - part.sum()
    return part
