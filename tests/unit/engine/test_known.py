"""Whoever asks a build often gets the answers of one who asks once: what is kept is the build's, never a question's."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from pipelines.core.errors import XiangyiError
from pipelines.engine.observe import Known, Query, observe
from pipelines.warehouse.connect import Connection
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

QUESTIONS = [
    Query(indicator, **asked)  # type: ignore[arg-type]
    for indicator in ("headcount", "density", "leaver_rate", "median_age", "survival")
    for asked in (
        {}, {"level": "county"}, {"level": "township", "period": "2021"}, {"region": "C1"}, {"region": "C2", "period": "2021"}, {"region": "T21"},
        {"region": "A"}, {"level": "township", "parent": "C1"}, {"level": "township", "region": "C2", "period": "2022"}, {"level": "facility"},
        {"level": "county", "by": "sex"}, {"region": "C1", "by": "sex,staff_group", "period": "2021"}, {"level": "county", "period": "2021-01..2021-05"},
    )
]


@pytest.fixture(scope="module")
def build() -> Iterator[Connection]:
    """Two counties; a clinic closes, and a township is founded late."""
    places = regions(("C1", "county", "P"), ("C2", "county", "P"), ("T11", "township", "C1"), ("T12", "township", "C1"), ("T21", "township", "C2"))
    people = [{"region_code": t, "period": str(y), "population_kind": "resident", "persons": 900} for t in ("T11", "T21") for y in (2020, 2021, 2022)]
    spells = [
        spell(f"{home}{i}", home, "2010-03-01", "2021-08-31" if i == 3 else None, sex="female" if i % 2 else "male", birth_year=1960 + 3 * i)
        for home in "ABD" for i in range(6)
    ]  # fmt: skip
    spells.append(spell("newest", "B", "2022-12-31"))  # the last day the data tell
    yield small_build(
        small_site(), {"region": places, "facility": facilities(A="T11", B="T12", D="T21"), "population": people, "employment": spells}
    )


def _answer(build: Connection, query: Query, known: Known | None = None) -> pd.DataFrame | str:
    try:
        return observe(build, small_site(), query, known)
    except XiangyiError as error:
        return error.text.en


def test_answers_are_the_same_asked_once_or_often(build: Connection) -> None:
    known = Known()
    numbers = 0
    for query in (*QUESTIONS, *reversed(QUESTIONS)):
        alone, often = _answer(build, query), _answer(build, query, known)
        if isinstance(alone, str) or isinstance(often, str):
            assert alone == often
            continue
        pd.testing.assert_frame_equal(alone, often)
        numbers += int(alone["value"].notna().sum())
    assert numbers > 150


def test_a_county_asked_alone_is_that_of_all_counties(build: Connection) -> None:
    known = Known()
    for name in ("headcount", "density"):
        every = observe(build, small_site(), Query(name, level="county"), known)
        for code in ("C1", "C2"):
            own = observe(build, small_site(), Query(name, region=code), known)
            pd.testing.assert_frame_equal(own, every[every["region_code"] == code].reset_index(drop=True))


def test_what_is_kept_is_looked_up_once_and_bounded() -> None:
    known, looked = Known(), []
    for number in (*range(1_500), 1_499, 0):
        assert known.get(number, lambda n=number: looked.append(n) or n) == number  # type: ignore[misc,func-returns-value]
    assert looked == [*range(1_500), 0], "the last is kept, the first was let go"
