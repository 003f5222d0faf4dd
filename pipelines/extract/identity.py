"""Give every row of a personal dataset its person key, birth year and sex."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipelines.core.codelist import CodeList
from pipelines.core.dataset import Dataset
from pipelines.core.text import Text
from pipelines.extract.clean import formula_fault, is_missing, plain, unwrapped
from pipelines.extract.draft import Body
from pipelines.extract.grid import Cell, Mask, as_text
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


def _payee_fault(dataset: Dataset, codes: CodeList | None) -> Fault:
    unnamed = dataset.unnamed
    assert unnamed is not None
    chosen = dataset.column(unnamed.column).title
    about = dataset.column(unnamed.within).title
    titles = [codes.titles[code] for code in unnamed.codes] if codes else []
    zh, en = "、".join(t.zh for t in titles), ", ".join(t.en for t in titles)
    return Fault(
        Text(f"“{chosen.zh}”为机构的行不填个人，“{about.zh}”只能是：{zh}",
             f'a row whose "{chosen.en}" is the facility names no person, and its "{about.en}" is one of: {en}'),
        Text(f"请删去姓名和身份证号，或改正“{chosen.zh}”“{about.zh}”", f'leave out name and ID number, or correct "{chosen.en}" or "{about.en}"'),
    )


def _about_nobody(body: Body, columns: dict[str, Any], numbers: list[str | None]) -> Mask:
    """Return which rows are about no person by the dataset's rule; those that claim to be and are not are kept out."""
    dataset, size = body.match.dataset, len(body.rows)
    unnamed = dataset.unnamed
    if unnamed is None or unnamed.column not in columns:
        return np.zeros(size, dtype=bool)
    claimed = (_column(columns, unnamed.column, size) == unnamed.code).to_numpy(dtype=bool)
    named = np.asarray([n is not None for n in numbers], dtype=bool) | _column(columns, "person_name", size).notna().to_numpy()
    fitting = _column(columns, unnamed.within, size).isin(unnamed.codes).to_numpy()
    wrong = np.flatnonzero(claimed & (named | ~fitting) & ~body.bad)
    if len(wrong):
        codes = body.job.codelists.get(dataset.column(unnamed.within).codelist)
        body.reject(wrong, _payee_fault(dataset, codes), unnamed.column)
    return claimed & ~named & fitting


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
    if not isinstance(cell, str):
        return None if cell is None else STORED_AS_NUMBER
    text = unwrapped(plain(cell))
    return None if is_missing(text) else formula_fault(text) or normalise_id(text)


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


def _stated(body: Body, columns: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return name, birth date and facility of each row as provisional keys are made of them, "" for what is not given."""
    size = len(body.rows)
    names, places = (_column(columns, name, size) for name in ("person_name", "facility_code"))
    births = _column(columns, "birth_date", size)
    return [
        ("" if pd.isna(name) else "".join(str(name).split()), "" if pd.isna(born) else f"{born:%Y-%m-%d}", "" if pd.isna(place) else str(place))
        for name, born, place in zip(names, births, places, strict=True)
    ]


def _provisional(body: Body, stated: list[tuple[str, str, str]], rows: list[int]) -> dict[int, str]:
    """Return the keys of rows without an ID number, from name, birth date and facility; rows without a name are kept out."""
    keys = {i: provisional_key(stated[i], body.job.secret) for i in rows if stated[i][0]}
    nameless = [i for i in rows if i not in keys]
    if nameless:
        body.reject(np.asarray(nameless), _NOBODY, "id_number")
    return keys


def _aliases(body: Body, stated: list[tuple[str, str, str]], numbers: list[str | None]) -> list[str | None]:
    """Return for rows with an ID number the provisional key they would have had without it, None where they lack a part.

    It joins what was sent before the number was known (counting.md §7). The birth date is the written one, else that of the number.
    """
    known: dict[tuple[str, str, str], str] = {}
    found: list[str | None] = []
    for number, (name, born, place) in zip(numbers, stated, strict=True):
        if number is None or not name or not place:
            found.append(None)
            continue
        parts = (name, born or f"{number[6:10]}-{number[10:12]}-{number[12:14]}", place)
        if parts not in known:
            known[parts] = provisional_key(parts, body.job.secret)
        found.append(known[parts])
    return found


def _check_birth(body: Body, numbers: list[str | None], births: pd.Series) -> None:
    given = births.notna().to_numpy()
    differing = [
        i
        for i in np.flatnonzero(given).tolist()
        if (number := numbers[i]) is not None and f"{births[i]:%Y%m%d}" != number[6:14] and births[i].day != 1
    ]
    if differing:
        _warn(body, differing, _OTHER_BIRTH, "birth_date")


def _nobody(size: int) -> dict[str, Any]:
    nothing = pd.array([None] * size, dtype="str")
    return {"person_key": nothing, "is_provisional": np.zeros(size, dtype=bool), "birth_year": pd.array([None] * size, dtype="Int64")}


def add_person(body: Body, columns: dict[str, Any]) -> None:
    """Add person_key, is_provisional, alias_key, birth_year (Int64) and sex (filled from the ID number) to `columns`.

    A wrong ID number keeps its row out; a missing one gives a provisional key, and a row that is about nobody by the
    dataset's rule has none. Numbers and names go no further. A layout that has neither numbers nor names speaks of no person
    (the answers of a group): its rows have no key.
    """
    size = len(body.rows)
    if not {"id_number", "person_name"} & {*body.match.columns, *body.match.sheet.signature}:
        columns |= _nobody(size)
        return
    numbers = _read_ids(body)
    nobody = _about_nobody(body, columns, numbers)
    without = [i for i in range(size) if numbers[i] is None and not body.bad[i] and not nobody[i]]
    known = {n: person_key(n, body.job.secret) for n in set(numbers) if n is not None}
    keys: dict[int, str] = {i: known[n] for i, n in enumerate(numbers) if n is not None}
    stated = _stated(body, columns)
    keys |= _provisional(body, stated, without)
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
    columns["is_provisional"] = np.asarray([n is None for n in numbers], dtype=bool) & ~nobody
    columns["alias_key"] = pd.array(_aliases(body, stated, numbers), dtype="str")
    columns["birth_year"] = pd.array(years, dtype="Int64")
    columns["sex"] = pd.array(sexes, dtype="str")
