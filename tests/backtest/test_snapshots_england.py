"""Identifiers of England's practices: published counts by year, with staff numbers that last or are dealt anew.

The published workforce file has no persons, so nothing is said about who stayed (test_england.py). Here its real practices get persons,
as many as it counts: numbers that last are known again, numbers given anew with every file are refused, with the figures.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipelines.analysis.identifiers import identifier_check
from pipelines.analysis.lifetable import annual_retention

YEARS = (2017, 2018, 2019)


@pytest.fixture(scope="module")
def practices(realdata: Path) -> pd.DataFrame:
    """One row a general practitioner counted in a practice and year: place, year, seat (the n-th of the practice)."""
    rows = pd.read_csv(realdata / "england" / "workforce_practice_year.csv")
    rows = rows[rows["Year"].isin(YEARS) & (rows["TOTAL_GP_EXTGL_HC"] >= 1)]
    seats = rows.loc[rows.index.repeat(rows["TOTAL_GP_EXTGL_HC"].astype(int)), ["Practice.Code", "Year"]]
    seats = seats.rename(columns={"Practice.Code": "place", "Year": "year"}).reset_index(drop=True)
    return seats.assign(seat=seats.groupby(["place", "year"]).cumcount(), role="gp", start_year=2010)


def _pair(rows: pd.DataFrame, first: int, second: int):
    parts = [rows[rows["year"] == year] for year in (first, second)]
    return identifier_check(*(part[column] for part in parts for column in ("person", "place", "role")))


def test_numbers_dealt_anew_each_year_are_refused_with_the_figures(practices: pd.DataFrame) -> None:
    rng = np.random.default_rng(5)
    shuffled = practices.assign(order=rng.random(len(practices))).sort_values(["year", "order"])
    rows = shuffled.assign(person=shuffled.groupby("year").cumcount())
    check = _pair(rows, 2018, 2019)
    assert check.kept > 30_000 and check.kept_share > 0.9, "the same numbers come again"
    assert check.verdict == "does_not_follow" and check.same_share < 0.01 and check.by_chance < 0.01
    assert check.refusal is not None and f"{check.kept}" in check.refusal.en and "%" in check.refusal.zh
    found = annual_retention(rows["person"], rows["year"], rows["place"], rows["role"], rows["start_year"])
    assert found.table is None and found.refusal is not None and found.tidy().empty


def test_numbers_that_last_are_a_life_table_at_yearly_points(practices: pd.DataFrame) -> None:
    rows = practices.assign(person=practices["place"] + "-" + practices["seat"].astype(str))
    assert _pair(rows, 2017, 2018).follows and _pair(rows, 2018, 2019).follows
    found = annual_retention(rows["person"], rows["year"], rows["place"], rows["role"], rows["start_year"], start=7)
    assert found.refusal is None and found.table is not None
    seats = {year: set(rows.loc[rows["year"] == year, "person"]) for year in YEARS}
    gone = len(seats[2017] - seats[2018] - seats[2019])
    assert found.table.at_risk[0] == len(seats[2017]) and found.table.exits[0] == gone
    assert set(np.mod(found.table.year, 1)) == {0.0}
