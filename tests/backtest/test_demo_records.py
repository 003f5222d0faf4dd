"""The demo is whole: every required record has rows, in both areas, every row of every file is accounted for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from pipelines.demo import NOT_COLLECTED
from pipelines.warehouse.schema import all_datasets, build_datasets
from pipelines.warehouse.workspace import Workspace
from tests.backtest.conftest import Ask
from tests.backtest.oracle import DOCTORS, Books, differing
from tests.contract.required_rows import missing_rows

SITE_WIDE = {"activity_standard", "price_index"}  # one list for both areas
ONE_AREA = {"region_crosswalk"}  # only Yangquan has a merger
AREAS = {"542500": ("5425", "AL", "阿里"), "140300": ("1403", "YQ", "阳泉")}


def test_every_required_record_has_rows(demo_build: Any) -> None:
    assert missing_rows(demo_build[0]) == []


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    return len(connection.table(f"raw_{name}").df())


def _areas(connection: duckdb.DuckDBPyConnection, name: str) -> set[str]:
    """The areas a dataset has rows of: by code of facility or region, by number of scheme or policy, by name of region."""
    rows = connection.table(f"raw_{name}").df()
    for column in ("facility_code", "region_code", "from_code", "scheme_id", "policy_id", "region_name"):
        if column in rows:
            return {area for area, marks in AREAS.items() if rows[column].dropna().str.startswith(marks).any()}
    return set()


@pytest.mark.parametrize("name", sorted(set(build_datasets()) - NOT_COLLECTED - SITE_WIDE - ONE_AREA))
def test_every_dataset_has_rows_in_both_areas(demo_build: Any, name: str) -> None:
    assert _areas(demo_build[0], name) == set(AREAS)


def test_what_is_left_out_of_that_is_there_or_not_collected(demo_build: Any) -> None:
    counts = {n: _rows(demo_build[0], n) for n in (*SITE_WIDE, *ONE_AREA, *NOT_COLLECTED)}
    assert all(counts[n] > 0 for n in (*SITE_WIDE, *ONE_AREA)) and all(counts[n] == 0 for n in NOT_COLLECTED)


def test_names_and_phones_are_kept_apart(demo_build: Any, demo_workspace: Path) -> None:
    private = [n for n, d in all_datasets().items() if d.is_private]
    assert private == ["person_private"] and not set(private) & set(build_datasets())
    kept = Workspace.open(demo_workspace).path.rglob("person_private.parquet")
    rows = pd.concat([pd.read_parquet(p) for p in kept])
    assert {p for p in AREAS if rows["facility_code"].str.startswith(AREAS[p][0]).any()} == set(AREAS)
    assert rows["phone"].str.fullmatch(r"1990000\d{4}").all()


def test_every_row_of_every_file_is_accounted_for(demo_build: Any) -> None:
    quality = demo_build[0].table("quality").df()
    assert len(quality) > 700
    assert (quality["rows_in"] == quality[["loaded", "quarantined", "duplicate", "ignored"]].sum(axis=1)).all()
    loaded = quality.groupby("dataset")["loaded"].sum()
    for name in build_datasets():
        assert _rows(demo_build[0], name) == loaded.get(name, 0), name


def test_the_merger_moves_people_and_loses_none(demo_build: Any, demo: Ask) -> None:
    raw = demo_build[0].table("raw_population").df().query("population_kind == 'resident' and age_band.isna()")
    before, after = raw[raw["period"] == "2020"], raw[raw["period"] == "2021"]
    old = before[before["region_code"].str.match("1403229")]
    assert len(old) == 3 and not after["region_code"].str.match("1403229").any()
    frame = demo("registered_population", level="township", parent="140322", period="2020").set_index("region_code")["value"]
    assert frame[["140322200", "140322201"]].sum() == pytest.approx(old["persons"].sum())
    county = demo("registered_population", level="county", region="140322", period="2020")["value"].item()
    assert frame.sum() == pytest.approx(county) == pytest.approx(before[before["region_code"].str.startswith("140322")]["persons"].sum())


def _export(folder: Path, prefix: str) -> pd.DataFrame:
    paths = sorted(folder.glob(f"{prefix}_*.csv"))
    return pd.concat([pd.read_csv(p, dtype=str, encoding="utf-8-sig" if "阿里" in p.name else "gb18030") for p in paths], ignore_index=True)


@pytest.mark.parametrize("level", ["prefecture", "county", "township"])
def test_training_reaches_the_share_that_the_export_says(demo: Ask, demo_workspace: Path, books: Books, level: str) -> None:
    came = _export(demo_workspace / "incoming", "培训记录")
    trained = set(came.loc[came["报到（选课）日期"].str.startswith("2024"), "身份证号"])
    people = books.main.query("start <= '2024-12-31' and end >= '2024-12-31' and group in @DOCTORS")
    home = people["facility"].map(books.home[level])
    expected = people["person"].isin(trained).groupby(home).sum() / home.value_counts()
    assert len(DOCTORS) == 2 and differing(demo("training_coverage", level=level, period="2024"), expected) == {}


@pytest.mark.parametrize("level", ["prefecture", "county", "township"])
def test_links_reach_the_share_that_the_register_says(demo: Ask, demo_workspace: Path, books: Books, level: str) -> None:
    sheets = [
        pd.read_excel(p, sheet_name="医院与基层机构协作", header=2, dtype=str, engine="calamine")
        for p in (demo_workspace / "incoming").glob("医院协作_*.xlsx")
    ]
    links = pd.concat(sheets, ignore_index=True).dropna(subset=["机构代码"])
    day = "2024-12-31"
    begun, until = links["协作开始日期"].str[:10], links["协作终止日期"].str[:10].fillna("9999")
    linked = set(links.loc[(begun <= day) & (until >= day), "机构代码"])
    counties = {re.sub("-.*", "", c)[:6] for c in links.loc[begun <= day, "机构代码"]}
    standing = books.facility.query("(opened.isna() or opened <= @day) and (closed.isna() or closed > @day)")
    standing = standing[standing["code"].str[:6].isin(counties)]
    home = standing["code"].map(books.home[level])
    expected = standing["code"].isin(linked).groupby(home).sum() / home.value_counts()
    assert differing(demo("linked_share", level=level, period="2024"), expected) == {}
