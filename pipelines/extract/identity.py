"""Give every row of a personal dataset its person key, birth year and sex."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipelines.core.codelist import CodeList
from pipelines.core.dataset import Dataset
from pipelines.core.text import Text
from pipelines.extract.clean import formula_fault, is_missing, plain, unwrapped
from pipelines.extract.draft import Body
from pipelines.extract.grid import Cell, Mask, Positions, Texts, as_text
from pipelines.extract.person import (
    STORED_AS_NUMBER,
    birth_year_of,
    name_key,
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


def _about_nobody(body: Body, columns: dict[str, Any], numbers: Texts) -> Mask:
    """Return which rows are about no person by the dataset's rule; those that claim to be and are not are kept out."""
    dataset, size = body.match.dataset, len(body.rows)
    unnamed = dataset.unnamed
    if unnamed is None or unnamed.column not in columns:
        return np.zeros(size, dtype=bool)
    claimed = (_column(columns, unnamed.column, size) == unnamed.code).to_numpy(dtype=bool)
    named = (numbers != None) | _column(columns, "person_name", size).notna().to_numpy()  # noqa: E711  (compares each element)
    fitting = _column(columns, unnamed.within, size).isin(unnamed.codes).to_numpy()
    wrong = np.flatnonzero(claimed & (named | ~fitting) & ~body.bad)
    if len(wrong):
        codes = body.job.codelists.get(dataset.column(unnamed.within).codelist)
        body.reject(wrong, _payee_fault(dataset, codes), unnamed.column)
    return np.asarray(claimed & ~named & fitting)


def _read_ids(body: Body) -> Texts:
    """Return the normalised ID number of each row, None where there is none; wrong ones are reported and kept out."""
    numbers: Texts = np.full(len(body.rows), None, dtype=object)
    column = body.match.columns.get("id_number")
    if column is None:
        return numbers
    cells = body.cells(column)
    given: Texts = np.empty(len(cells), dtype=object)
    given[:] = cells
    place, distinct = pd.factorize(given)  # a pay ledger names a person some sixty times a year
    found = [*map(_read_id, distinct.tolist()), None]  # the last is that of -1, of a blank cell
    is_wrong = np.asarray([isinstance(number, Fault) for number in found], dtype=bool)
    known: Texts = np.empty(len(found), dtype=object)
    known[:] = [None if isinstance(number, Fault) else number for number in found]
    numbers = known[place]
    wrong: dict[Fault, dict[int, str]] = {}
    for i in np.flatnonzero(is_wrong[place]).tolist():
        wrong.setdefault(found[place[i]], {})[i] = as_text(cells[i])
    for fault, cells_of in wrong.items():
        body.reject(np.asarray(list(cells_of)), fault, "id_number", cells_of)
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


@dataclass(frozen=True)
class _People:
    """The distinct people the rows state, and which of them each row is of: many rows of a ledger state the same.

    `stated` holds ID number, name, birth date and facility, None or "" for what is not given.
    """

    of_row: Positions
    stated: list[tuple[str | None, str, str, str]]

    def take(self, values: Sequence[Any], dtype: str) -> Any:
        """Return one value for each row of one for each person."""
        return pd.array(list(values), dtype=dtype).take(self.of_row) if len(self.stated) else pd.array([], dtype=dtype)


def _find_people(columns: dict[str, Any], numbers: Texts) -> _People:
    size = len(numbers)
    names, births, places = (_column(columns, name, size) for name in ("person_name", "birth_date", "facility_code"))
    of_row = pd.factorize(numbers)[0]
    for series in (names, births, places):
        place, distinct = pd.factorize(series)
        of_row = pd.factorize(of_row * (len(distinct) + 1) + place)[0]  # -1, where nothing is given, is a value as well
    firsts = np.unique(of_row, return_index=True)[1]
    days = np.datetime_as_string(births.iloc[firsts].to_numpy(dtype="datetime64[D]")).tolist()
    written = [series.iloc[firsts].fillna("").astype(str).tolist() for series in (names, places)]
    stated = [
        (number, "".join(name.split()), "" if born == "NaT" else born, place)
        for number, name, born, place in zip(numbers[firsts].tolist(), written[0], days, written[1], strict=True)
    ]
    return _People(of_row, stated)


def _keys(body: Body, people: _People, without: Mask) -> Any:
    """Return the key of each row: of its ID number, else, in rows `without`, of name, birth date and facility (provisional).

    Rows that have neither number nor name are kept out.
    """
    secret = body.job.secret
    sure = {number: person_key(number, secret) for number in {person[0] for person in people.stated} if number is not None}
    maybe = {i: provisional_key(person[1:], secret) for i, person in enumerate(people.stated) if person[0] is None and person[1]}
    keys = people.take([sure[p[0]] if p[0] is not None else maybe.get(i) for i, p in enumerate(people.stated)], "str")
    nameless = np.flatnonzero(without & np.asarray(pd.isna(keys)))
    if len(nameless):
        body.reject(nameless, _NOBODY, "id_number")
    known = people.take([p[0] is not None for p in people.stated], "bool")
    keys[~np.asarray(known, dtype=bool) & ~without] = None
    return keys


def _check_birth(body: Body, numbers: Texts, births: Any) -> None:
    """Warn where the day of birth differs from the ID number's; the first of a month may stand for any day of that month."""
    given = pd.Series(births)
    some = np.flatnonzero(given.notna().to_numpy() & (numbers != None))  # noqa: E711  (compares each element)
    days = given.iloc[some].dt
    months, day = (days.year * 100 + days.month).to_numpy(), days.day.to_numpy()
    in_number = np.asarray([int(n[6:14]) for n in numbers[some].tolist()], dtype=np.int64)
    differing = some[(months != in_number // 100) | ((day != in_number % 100) & (day != 1))]
    if len(differing):
        _warn(body, differing.tolist(), _OTHER_BIRTH, "birth_date")


def _aliases(body: Body, people: _People) -> Any:
    """Return for rows with an ID number the provisional key they would have had without it, missing where they lack a part.

    It joins what was sent before the number was known (counting.md §7). The birth date is the written one, else that of the number.
    """
    found: list[str | None] = []
    for number, name, born, place in people.stated:
        parts = (name, born or f"{number[6:10]}-{number[10:12]}-{number[12:14]}", place) if number and name and place else None
        found.append(provisional_key(parts, body.job.secret) if parts else None)
    return people.take(found, "str")


def _nobody(size: int) -> dict[str, Any]:
    nothing = pd.array([None] * size, dtype="str")
    return {"person_key": nothing, "is_provisional": np.zeros(size, dtype=bool), "birth_year": pd.array([None] * size, dtype="Int64")}


def add_person(body: Body, columns: dict[str, Any]) -> None:
    """Add person_key, is_provisional, alias_key, name_key, birth_year (Int64) and sex (filled from the ID number) to `columns`.

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
    has_number = numbers != None  # noqa: E711  (compares each element)
    people = _find_people(columns, numbers)
    columns["person_key"] = _keys(body, people, ~has_number & ~body.bad & ~nobody)
    columns["is_provisional"] = ~has_number & ~nobody
    columns["alias_key"] = _aliases(body, people)
    tags = [name_key(number, name, body.job.secret) if number and name else None for number, name, _, _ in people.stated]
    columns["name_key"] = people.take(tags, "str")
    years = pd.Series(people.take([birth_year_of(p[0]) if p[0] else None for p in people.stated], "Int64"))
    sexes = pd.Series(people.take([sex_of(p[0]) if p[0] else None for p in people.stated], "str"))
    if "birth_date" in columns:
        _check_birth(body, numbers, columns["birth_date"])
        years = years.fillna(pd.Series(columns["birth_date"]).dt.year.astype("Int64"))
    if "sex" in columns:
        written = pd.Series(columns["sex"])
        differing = np.flatnonzero((written.notna() & sexes.notna() & (written != sexes)).to_numpy(dtype=bool))
        if len(differing):
            _warn(body, differing.tolist(), _OTHER_SEX, "sex")
        sexes = written.fillna(sexes)
    columns["birth_year"], columns["sex"] = years.array, sexes.array
