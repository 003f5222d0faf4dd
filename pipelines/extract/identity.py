"""Give every row of a personal dataset its person key, birth year and sex."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipelines.core.text import Text
from pipelines.extract.clean import formula_fault, is_missing, plain, unwrapped
from pipelines.extract.draft import Body
from pipelines.extract.grid import Cell, Positions, Texts, as_text
from pipelines.extract.person import (
    STORED_AS_NUMBER,
    birth_year_of,
    normalise_id,
    person_key,
    provisional_key,
    sex_of,
)
from pipelines.extract.report import Fault

_NOBODY = Fault(
    Text("身份证号和姓名都没有填", "neither an ID number nor a name is given"),
    Text("请至少填写身份证号", "give at least the ID number"),
)
_OTHER_BIRTH = Fault(
    Text("出生日期与身份证号不一致，已按身份证号", "the date of birth differs from the ID number, which was used"),
    Text("请核对", "check it"),
)
_OTHER_SEX = Fault(
    Text("性别与身份证号不一致，按填写的保留", "the sex differs from the ID number; what is written was kept"),
    Text("请核对", "check it"),
)


def _read_ids(body: Body) -> Texts:
    """Return the normalised ID number of each row, None where there is none; wrong ones are reported and kept out."""
    numbers: Texts = np.full(len(body.rows), None, dtype=object)
    column = body.match.columns.get("id_number")
    if column is None:
        return numbers
    wrong: dict[Fault, dict[int, str]] = {}
    known: dict[Cell, str | Fault | None] = {}  # a pay ledger names a person some sixty times a year
    for i, cell in enumerate(body.cells(column)):
        found = known[cell] if cell in known else known.setdefault(cell, _read_id(cell))
        if isinstance(found, Fault):
            wrong.setdefault(found, {})[i] = as_text(cell)
        else:
            numbers[i] = found
    for fault, cells in wrong.items():
        body.reject(np.asarray(list(cells)), fault, "id_number", cells)
    return numbers


def _read_id(cell: Cell) -> str | Fault | None:
    if not isinstance(cell, str):
        return None if cell is None else STORED_AS_NUMBER
    text = unwrapped(plain(cell))
    return None if is_missing(text) else formula_fault(text) or normalise_id(text)


def _column(columns: dict[str, Any], name: str, size: int) -> pd.Series:
    return pd.Series(columns[name]) if name in columns else pd.Series([None] * size, dtype="object")


def _warn(body: Body, rows: list[int], fault: Fault, name: str) -> None:
    for i in rows:
        body.job.report.problem(
            fault,
            sheet=body.grid.name,
            row=int(body.rows[i]) + 1,
            column=body.header(name),
            severity="warning",
        )


def _provisional(body: Body, columns: dict[str, Any], rows: list[int]) -> dict[int, str]:
    """Return the keys of rows without an ID number, from name, birth date and facility; rows without a name are kept out."""
    size = len(body.rows)
    names, births = _column(columns, "person_name", size), _column(columns, "birth_date", size)
    places = _column(columns, "facility_code", size)
    keys: dict[int, str] = {}
    for i in rows:
        if not pd.isna(names[i]):
            born = "" if pd.isna(births[i]) else f"{births[i]:%Y-%m-%d}"
            where = "" if pd.isna(places[i]) else str(places[i])
            keys[i] = provisional_key(("".join(str(names[i]).split()), born, where), body.job.secret)
    nameless = [i for i in rows if i not in keys]
    if nameless:
        body.reject(np.asarray(nameless), _NOBODY, "id_number")
    return keys


def _check_birth(body: Body, numbers: Texts, births: Any) -> None:
    """Warn where the day of birth differs from the ID number's; the first of a month may stand for the month."""
    given = pd.Series(births)
    some = np.flatnonzero(given.notna().to_numpy() & (numbers != None))  # noqa: E711  (compares each element)
    days = given.iloc[some].dt
    written = (days.year * 10_000 + days.month * 100 + days.day).to_numpy()
    in_number = np.asarray([int(n[6:14]) for n in numbers[some].tolist()], dtype=np.int64)
    differing = some[(written != in_number) & (days.day != 1).to_numpy()]
    if len(differing):
        _warn(body, differing.tolist(), _OTHER_BIRTH, "birth_date")


def _take(values: Sequence[Any], dtype: str, place: Positions) -> Any:
    """Return the value of each distinct number for the rows that have it, missing where a row has none."""
    return pd.array([*values, None], dtype=dtype).take(place)


def add_person(body: Body, columns: dict[str, Any]) -> None:
    """Add person_key, is_provisional, birth_year (Int64) and sex (filled from the ID number) to `columns`.

    A wrong ID number keeps its row out; a missing one gives a provisional key. Numbers and names go no further.
    """
    numbers = _read_ids(body)
    place, distinct = pd.factorize(numbers)  # -1, and so the last of all values taken, where there is none
    keys = _take([person_key(n, body.job.secret) for n in distinct], "str", place)
    without = np.flatnonzero((place < 0) & ~body.bad).tolist()
    for i, key in _provisional(body, columns, without).items():
        keys[i] = key
    years = pd.Series(_take([birth_year_of(n) for n in distinct], "Int64", place))
    sexes = pd.Series(_take([sex_of(n) for n in distinct], "str", place))
    if "birth_date" in columns:
        _check_birth(body, numbers, columns["birth_date"])
        years = years.fillna(pd.Series(columns["birth_date"]).dt.year.astype("Int64"))
    if "sex" in columns:
        written = pd.Series(columns["sex"])
        differing = np.flatnonzero((written.notna() & sexes.notna() & (written != sexes)).to_numpy(dtype=bool))
        if len(differing):
            _warn(body, differing.tolist(), _OTHER_SEX, "sex")
        sexes = written.fillna(sexes)
    columns["person_key"], columns["is_provisional"] = keys, place < 0
    columns["birth_year"], columns["sex"] = years.array, sexes.array
