"""Statutory ages by birth month: the rows of the official annexes, the rule in words, and who it applies to."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.codelists.contract_type import CONTRACT_TYPE
from pipelines.site import DATA
from tests.unit.site.toml import refusal, site_with

SHIPPED = DATA / "reference" / "retirement" / "china_2025.csv"
RULES = site_with('[retirement]\ncontract = "worker"\n[retirement.township_other]\nestablished = "worker"').retirement

# Decision of 13 September 2024, annexes 1 to 3: born, age then (years, months), month of leaving.
MEN = [
    ("1964-12", 60, 0, "2024-12"), ("1965-01", 60, 1, "2025-02"), ("1965-02", 60, 1, "2025-03"), ("1965-04", 60, 1, "2025-05"),
    ("1965-05", 60, 2, "2025-07"), ("1965-08", 60, 2, "2025-10"), ("1965-09", 60, 3, "2025-12"), ("1965-12", 60, 3, "2026-03"),
    ("1966-01", 60, 4, "2026-05"), ("1976-08", 62, 11, "2039-07"), ("1976-09", 63, 0, "2039-09"), ("1976-12", 63, 0, "2039-12"),
    ("1980-05", 63, 0, "2043-05"),
]  # fmt: skip
WOMEN_55 = [
    ("1969-12", 55, 0, "2024-12"), ("1970-01", 55, 1, "2025-02"), ("1970-04", 55, 1, "2025-05"), ("1970-05", 55, 2, "2025-07"),
    ("1971-04", 55, 4, "2026-08"), ("1981-08", 57, 11, "2039-07"), ("1981-09", 58, 0, "2039-09"), ("1981-12", 58, 0, "2039-12"),
]  # fmt: skip
WOMEN_50 = [
    ("1974-12", 50, 0, "2024-12"), ("1975-01", 50, 1, "2025-02"), ("1975-02", 50, 1, "2025-03"), ("1975-03", 50, 2, "2025-05"),
    ("1975-11", 50, 6, "2026-05"), ("1984-10", 54, 11, "2039-09"), ("1984-11", 55, 0, "2039-11"), ("1984-12", 55, 0, "2039-12"),
]  # fmt: skip


def _later(month: str, months: int) -> str:
    whole = int(month[:4]) * 12 + int(month[5:]) - 1 + months
    return f"{whole // 12}-{whole % 12 + 1:02d}"


@pytest.mark.parametrize(
    ("sex", "contract", "row"),
    [("male", "established", r) for r in MEN] + [("male", "agency", r) for r in MEN]
    + [("female", "established", r) for r in WOMEN_55] + [("female", "contract", r) for r in WOMEN_50],
)  # fmt: skip
def test_the_rows_of_the_annexes(sex: str, contract: str, row: tuple[str, int, int, str]) -> None:
    born, years, months, leaves = row
    found = RULES.exit_age_months(born, sex, contract)
    assert found == years * 12 + months
    assert _later(born, found) == leaves


def _by_the_words(born: str, years: int, every: int, most: int) -> int:
    """Walk the months from January 2025 on: each further `every` months of reaching the old age delay by one month more."""
    reached = int(born[:4]) * 12 + int(born[5:]) - 1 + years * 12
    delay, month = 0, 2025 * 12
    while month <= reached and delay < most:
        delay, month = delay + 1, month + every
    return years * 12 + delay


@given(st.integers(1930, 2010), st.integers(1, 12), st.sampled_from([("male", "cadre"), ("female", "cadre"), ("female", "worker")]))
def test_the_table_says_what_the_decision_says_in_words(year: int, month: int, who: tuple[str, str]) -> None:
    born, (sex, way) = f"{year}-{month:02d}", who
    years, every, most = {("male", "cadre"): (60, 4, 36), ("female", "cadre"): (55, 4, 36), ("female", "worker"): (50, 2, 60)}[who]
    contract = "established" if way == "cadre" else "contract"
    assert RULES.exit_age_months(born, sex, contract) == _by_the_words(born, years, every, most)


def test_employees_have_an_exit_age_and_village_hired_doctors_none() -> None:
    rules = site_with("").retirement
    ages = {contract: rules.exit_age_months("1972-05", "female", contract) for contract in CONTRACT_TYPE.titles}
    assert {contract: age for contract, age in ages.items() if age is not None} == {
        "established": 55 * 12 + 8, "county_managed": 55 * 12 + 8, "contract": 55 * 12 + 8, "agency": 50 * 12
    }  # fmt: skip
    assert ages["village_hired"] is None and rules.exit_age_months("1972-05", "female", "") is None


def test_a_site_sets_other_ages_and_a_staff_group_goes_first() -> None:
    rules = site_with(
        '[retirement]\nvillage_hired = 65\nunknown = 60.5\nagency = "none"\n[retirement.village_doctor]\nvillage_hired = 70'
    ).retirement
    assert rules.exit_age_months("1950-01", "male", "village_hired") == 780
    assert rules.exit_age_months("1950-01", "male", "village_hired", "village_doctor") == 840
    assert rules.exit_age_months("1950-01", "male", "", "village_doctor") == 726
    assert rules.exit_age_months("1975-01", "female", "agency") is None
    assert RULES.exit_age_months("1975-01", "female", "established", "township_other") == 601
    with pytest.raises(ValueError, match="YYYY-MM"):
        rules.exit_age_months("1975-13", "female", "agency")


def test_the_shipped_table_names_its_source_on_every_row() -> None:
    with SHIPPED.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 135 and all("13 September 2024" in row["source"] for row in rows)


def _own(folder: Path, change: tuple[str, str]) -> str:
    text = SHIPPED.read_text(encoding="utf-8")
    assert change[0] in text
    (folder / "own.csv").write_text(text.replace(*change, 1), encoding="utf-8")
    return '[retirement]\nschedule = "own.csv"'


def test_a_site_has_a_table_of_its_own(tmp_path: Path) -> None:
    site = site_with(_own(tmp_path, ("men,,1964-12,720", "men,,1964-12,708")), folder=tmp_path)
    assert site.retirement.exit_age_months("1960-01", "male", "established") == 708


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("men,1965-01,1965-04", "men,1965-02,1965-04"), "birth months that go on from 1965-01"),
        (("men,1965-01,1965-04", "men,1965-01,1965-05"), "birth months that go on from 1965-06"),
        (("women_worker,1984-11,,660", "women_worker,1984-11,1990-12,660"), "a last row whose born_to is blank"),
        (("men,1965-01,1965-04,721", "men,1965-01,1965-4,721"), "row 3 born_to is \"1965-4\", expected a month YYYY-MM"),
        (("men,1965-01,1965-04,721", "men,1965-01,1965-04,60"), "row 3 age_months is \"60\", expected a number of months from 480"),
        (("men,1965-01,1965-04,721", "man,1965-01,1965-04,721"), "did you mean men"),
    ],
)  # fmt: skip
def test_a_table_with_a_gap_or_a_wrong_cell_is_refused(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    assert told in refusal(_own(tmp_path, change), folder=tmp_path).text.en
