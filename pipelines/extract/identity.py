"""Give every row of a personal dataset its person key, birth year and sex."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipelines.core.text import Text
from pipelines.extract.clean import is_missing, plain
from pipelines.extract.draft import Body
from pipelines.extract.grid import Cell, as_text
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


def _read_ids(body: Body) -> list[str | None]:
    """Return the normalised ID number of each row, None where there is none; wrong ones are reported and kept out."""
    place = body.match.columns.get("id_number")
    if place is None:
        return [None] * len(body.rows)
    numbers: list[str | None] = []
    wrong: dict[Fault, dict[int, str]] = {}
    known: dict[Cell, str | Fault | None] = {}  # a pay ledger names a person some sixty times a year
    for i, cell in enumerate(body.cells(place)):
        if cell not in known:
            known[cell] = _read_id(cell)
        found = known[cell]
        if isinstance(found, Fault):
            wrong.setdefault(found, {})[i] = as_text(cell)
        numbers.append(None if isinstance(found, Fault) else found)
    for fault, cells in wrong.items():
        body.reject(np.asarray(list(cells)), fault, "id_number", cells)
    return numbers


def _read_id(cell: Cell) -> str | Fault | None:
    if cell is None or (isinstance(cell, str) and is_missing(plain(cell))):
        return None
    return normalise_id(cell) if isinstance(cell, str) else STORED_AS_NUMBER


def _column(columns: dict[str, Any], name: str, size: int) -> pd.Series:
    return pd.Series(columns[name]) if name in columns else pd.Series([None] * size, dtype="object")


def _warn(body: Body, rows: list[int], fault: Fault, name: str) -> None:
    place = body.match.columns.get(name)
    for i in rows:
        body.job.report.problem(
            fault,
            sheet=body.grid.name,
            row=int(body.rows[i]) + 1,
            column=body.header(name),
            severity="warning",
            place=0 if place is None else place + 1,
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


def _check_birth(body: Body, numbers: list[str | None], births: pd.Series) -> None:
    given = births.notna().to_numpy()
    differing = [
        i
        for i in np.flatnonzero(given).tolist()
        if (number := numbers[i]) is not None and f"{births[i]:%Y%m%d}" != number[6:14] and births[i].day != 1
    ]
    if differing:
        _warn(body, differing, _OTHER_BIRTH, "birth_date")


def add_person(body: Body, columns: dict[str, Any]) -> None:
    """Add person_key, is_provisional, birth_year (Int64) and sex (filled from the ID number) to `columns`.

    A wrong ID number keeps its row out; a missing one gives a provisional key. Numbers and names go no further.
    """
    size = len(body.rows)
    numbers = _read_ids(body)
    without = [i for i in range(size) if numbers[i] is None and not body.bad[i]]
    known = {n: person_key(n, body.job.secret) for n in set(numbers) if n is not None}
    keys: dict[int, str] = {i: known[n] for i, n in enumerate(numbers) if n is not None}
    keys |= _provisional(body, columns, without)
    births = _column(columns, "birth_date", size)
    _check_birth(body, numbers, births)
    born = [None if pd.isna(day) else day.year for day in births]
    years = [birth_year_of(n) if n else born[i] for i, n in enumerate(numbers)]
    written = [None if pd.isna(sex) else str(sex) for sex in _column(columns, "sex", size)]
    from_id = [sex_of(n) if n else None for n in numbers]
    differing = [i for i in range(size) if from_id[i] and written[i] and written[i] != from_id[i]]
    if differing:
        _warn(body, differing, _OTHER_SEX, "sex")
    sexes = [written[i] or from_id[i] for i in range(size)]
    columns["person_key"] = pd.array([keys.get(i) for i in range(size)], dtype="str")
    columns["is_provisional"] = np.asarray([n is None for n in numbers], dtype=bool)
    columns["birth_year"] = pd.array(years, dtype="Int64")
    columns["sex"] = pd.array(sexes, dtype="str")
