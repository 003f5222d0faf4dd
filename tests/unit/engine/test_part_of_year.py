"""Whether a figure is of less than the year its light, its target and its norm are set for: one rule for all that ask."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pandas as pd
import pytest

from pipelines.engine.comparing import compare
from pipelines.engine.data_end import last_day
from pipelines.engine.observe import observe
from pipelines.engine.scope import Query
from pipelines.engine.standing import standing
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

ASKED = {"consultation_rate": (3.0, 2.0), "response_within_24h": (0.9, 0.5), "leaver_rate": (0.05, 0.1)}  # green, amber
_LIGHT = "[lights.{name}]\ngreen = {green}\namber = {amber}\n"
_TARGET = '[[targets]]\nindicator = "{name}"\nregion = "{place}"\nyear = 2022\nvalue = {green}\nsource = "某规划"\n'
SITE = small_site("".join(
    _LIGHT.format(name=name, green=green, amber=amber) * (name != "consultation_rate") + "".join(_TARGET.format(name=name, place=place, green=green) for place in ("T1", "T2"))
    for name, (green, amber) in ASKED.items()
))  # fmt: skip
END = date(2022, 7, 20)


@pytest.fixture(scope="module")
def build() -> duckdb.DuckDBPyConnection:
    """Two townships whose records of 2021 are whole and of 2022 end in July: 19 of 20 requests answered within the hour, three doctors who leave."""
    asked = [date(year, month, day) for year, months in ((2021, range(1, 13)), (2022, range(1, 8))) for month in months for day in range(1, 21)]
    requests = [
        {"request_id": f"{home}{i}", "hospital_code": "H", "facility_code": home, "consultation_kind": "ecg", "requested_at": f"{day} 08:00",
         "replied_at": f"{day + timedelta(days=2 * (day.day == 20))} 09:00", "period": f"{day:%Y-%m}"}
        for home in "AB" for i, day in enumerate(asked)
    ]  # fmt: skip
    spells = [spell(f"{home}{i}", home, "2015-01-01") for home in "AB" for i in range(20)]
    spells += [spell(f"gone{i}", "A", "2015-01-01", f"{END - timedelta(days=i)}") for i in range(3)]
    spells += [spell("before", "B", "2015-01-01", "2021-03-31")]
    people = [{"region_code": t, "period": str(y), "persons": 100_000, "population_kind": "resident"} for t in ("T1", "T2") for y in (2021, 2022)]
    raw = {
        "region": regions(("C1", "county", "P"), ("T1", "township", "C1"), ("T2", "township", "C1")), "facility": facilities(A="T1", B="T2"),
        "employment": spells, "consultation": requests, "population": people,
    }
    return small_build(SITE, raw, first=date(2021, 1, 1))


def _against_target(build: duckdb.DuckDBPyConnection, name: str, period: str) -> set[str]:
    query = Query(name, "township", parent="P", period=period)
    return set(compare(build, SITE, query, observe(build, SITE, query), ("target",))["reason"])


def _places(build: duckdb.DuckDBPyConnection, name: str, period: str) -> pd.DataFrame:
    return standing(build, SITE, Query(name, "township", parent="P", period=period)).places


@pytest.mark.parametrize(("name", "period"), [
    ("consultation_rate", "2022"), ("consultation_rate", "2022-Q2"), ("leaver_rate", "2022"),
])  # fmt: skip
def test_what_accumulates_meets_no_target_before_its_year_is_over(build: duckdb.DuckDBPyConnection, name: str, period: str) -> None:
    """By the day the data reach: of 2022 half is in. A ranking says why in a column of its own, as a comparison does."""
    assert last_day(build) == END
    assert _against_target(build, name, period) == {"part_of_year"}
    found = _places(build, name, period)
    assert set(found["target_reason"]) == {"part_of_year"} and found["target"].isna().all() and found["is_met"].isna().all()
    assert found["light"].isna().all() and found["value"].notna().all() == (name == "consultation_rate")


def test_a_share_of_cases_meets_the_target_of_its_year_in_every_part_of_it(build: duckdb.DuckDBPyConnection) -> None:
    for period in ("2022-Q2", "2022-H1", "2022"):
        assert _against_target(build, "response_within_24h", period) == {""}
        found = _places(build, "response_within_24h", period)
        assert set(found["target"]) == {0.9} and set(found["is_met"]) == {True} and set(found["light"]) == {"green"}


def test_a_year_that_is_over_or_has_no_target_says_so(build: duckdb.DuckDBPyConnection) -> None:
    assert _against_target(build, "consultation_rate", "2021") == _against_target(build, "consultation_rate", "2021-Q2") == {"no_target"}
    assert set(_places(build, "response_within_24h", "2021")["light"]) == {"green"}
