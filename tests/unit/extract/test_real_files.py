"""The published files of England and the United States, read as they are."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from pipelines.extract.reading import Reading, Table, read_file
from pipelines.site import parse_site, site_text

SECRET = b"k" * 32
TOTAL = (7990.3, 8182.6, 8883.8, 9050.6, 9261.4, 9377.1, 9683.7, 10075.8, 10230.1)
SENIORITY = (124.1, 104.3, 89.1, 73.4, 56.8, 37.6, 1.1, 0.2, 0.1)
MPIG = (106.8, 96.7, 73.5, 52.6, 34.8, 17.1, 0.2, 0.0, 0.0)
RETAINER = (2.3, 1.8, 2.3, 4.3, 7.5, 11.2, 13.3, 14.5, 15.1)
ROWS = (7959, 7841, 7763, 7543, 7279, 7001, 6808, 6758, 6669)
YEARS = tuple(f"20{y}-{y + 1}" for y in range(14, 23))


@pytest.fixture(scope="module")
def folder() -> Path:
    """The folder of published files."""
    named = os.environ.get("XIANGYI_REALDATA", "")
    if not named:
        pytest.skip("XIANGYI_REALDATA does not name the folder of real files")
    return Path(named)


@pytest.fixture(scope="module")
def england(folder: Path) -> dict[str, Reading]:
    """Every file of England as read, by name."""
    site = parse_site(site_text("england"))
    return {p.name: read_file(p, site, SECRET) for p in sorted((folder / "england").glob("*.csv"))}


def tables(england: dict[str, Reading], dataset: str, file: str = "") -> list[Table]:
    """Return the tables of a dataset, of one file where it is named."""
    return [t for name, r in england.items() if file in name for t in r.tables if t.dataset == dataset]


def test_every_file_is_recognised_and_nothing_is_kept_out(england: dict[str, Reading]) -> None:
    assert len(england) == 12
    for name, reading in england.items():
        assert reading.tables and not reading.problems and reading.quarantine.empty, name
        assert all(t.quarantined == 0 for t in reading.tables), name


def test_what_each_file_feeds(england: dict[str, Reading]) -> None:
    payments = {"facility", "facility_payment", "population", "region"}
    for name, reading in england.items():
        expected = payments if name.startswith("payments") else {
            "ccg_icb.csv": {"region_crosswalk"}, "gp_income_region_rurality.csv": {"pay_summary"},
            "workforce_practice_year.csv": {"workforce_return", "population"},
        }[name]  # fmt: skip
        assert {t.dataset for t in reading.tables} == expected, name


def test_payments_are_the_published_ones(england: dict[str, Reading]) -> None:
    for year, total, seniority, mpig, retainer in zip(YEARS, TOTAL, SENIORITY, MPIG, RETAINER, strict=True):
        table = tables(england, "facility_payment", f"payments_{year[2:]}")[0]
        assert set(table.frame["period"]) == {year} and set(table.frame["published_label"]) == {year[2:]}
        sums = table.frame.groupby("payment_stream")["amount"].sum() / 1e6
        found = [round(float(sums[c]), 1) for c in ("total", "seniority", "mpig", "doctors_retainer")]
        assert found == [total, seniority, mpig, retainer], year


def test_every_practice_is_there_once_a_year(england: dict[str, Reading]) -> None:
    for year, rows in zip(YEARS, ROWS, strict=True):
        table = tables(england, "facility", f"payments_{year[2:]}")[0]
        assert (table.rows_in, len(table.frame)) == (rows, rows) and table.frame["facility_code"].is_unique
    last = tables(england, "facility", "22-23")[0].frame
    assert last["rurality"].value_counts().to_dict() == {"urban": 5576, "rural": 1093}
    assert int(last["is_dispensing"].sum()) == 944
    spellings_of_missing = {y: int(tables(england, "facility", f"_{y}")[0].frame["rurality"].isna().sum()) for y in ("18-19", "20-21")}
    assert spellings_of_missing == {"18-19": 58, "20-21": 147}


def test_areas_are_dated_by_fiscal_year_and_named_rightly(england: dict[str, Reading]) -> None:
    last = pd.concat([t.frame for t in tables(england, "region", "22-23")])
    assert set(last["valid_from"]) == {pd.Timestamp(2022, 4, 1)}
    names = last.set_index("region_code")["name_zh"]
    assert names["16C"] == "NHS NORTH EAST AND NORTH CUMBRIA ICB - 16C"
    assert last["level"].value_counts().to_dict() == {"ccg": 106, "region": 7}


def test_workforce_by_fiscal_year(england: dict[str, Reading]) -> None:
    frame = tables(england, "workforce_return")[0].frame
    gp = frame[frame["staff_group"] == "gp"].groupby("period")[["headcount", "fte"]].sum()
    headcounts = [34286, 34991, 35128, 34917, 35247, 36112, 36526, 36402, 36539]
    assert gp["headcount"].round().astype(int).tolist() == headcounts
    assert gp["fte"].round(1).tolist() == [27372.5, 27959.7, 27628.7, 27061.8, 26862.7, 26926.0, 26926.8, 26726.5, 26561.2]
    people = tables(england, "population", "workforce")[0].frame.groupby("period")["persons"].sum()
    assert round(float(people["2015-16"])) == 56902441 and round(float(people["2023-24"]), 1) == 62883931.7
    assert set(frame.loc[frame["period"] == "2015-16", "published_label"]) == {"2016"}


def test_published_incomes(england: dict[str, Reading]) -> None:
    frame = tables(england, "pay_summary")[0].frame
    mean = frame[(frame["income_measure"] == "contractor_mean") & (frame["region_name"] == "All") & (frame["size_band"] == "All")]
    mean = mean[mean["practice_type"] == "All"].set_index(["period", "rurality"])["amount"]
    assert (mean["2017-18", "rural"], mean["2017-18", "urban"]) == (117_800, 112_500)
    assert (mean["2021-22", "rural"], mean["2021-22", "urban"]) == (159_000, 152_200)


def test_durations_of_us_clinicians(folder: Path) -> None:
    reading = read_file(folder / "us_health_centres" / "health_workers.csv", parse_site(site_text("us_health_centres")), SECRET)
    frame = reading.tables[0].frame
    assert (len(frame), int(frame["has_ended"].sum()), set(frame["tenure_unit"])) == (2074, 430, {"week"})
    assert not reading.problems
