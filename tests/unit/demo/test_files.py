"""The files of the demo: the same bytes again, read by the loader as planted, in agreement with each other."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pandas as pd
import pytest

from pipelines.core.codelist import fold
from pipelines.core.dataset import Dataset
from pipelines.core.registry import collect
from pipelines.demo import FILES, SEED, Truth, files, generate, make_world
from pipelines.demo.pay import make_ledger
from pipelines.extract.reading import Reading, read_file
from pipelines.site import DATA, parse_site, site_text

SITE = parse_site(site_text("demo"))
SECRET = b"0" * 32


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's files."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def truth(folder: Path) -> Truth:
    """The demo, written."""
    return generate(folder)


def read(folder: Path, name: str) -> Reading:
    """Read one file as the loader does."""
    return read_file(folder / name, SITE, SECRET)


def test_the_files_are_as_many_as_the_progress_display_expects(folder: Path, truth: Truth) -> None:
    assert len(truth.files) == FILES
    assert {p.name for p in folder.iterdir()} == {f.name for f in truth.files} | {"truth.json"}
    assert sum(f.rows for f in truth.files if f.dataset == "pay") <= 350_000
    assert json.loads((folder / "truth.json").read_text(encoding="utf-8")) == truth.document


def test_the_same_seed_gives_the_same_bytes(folder: Path, truth: Truth, tmp_path: Path) -> None:
    places, world = make_world(SEED)
    for file in islice(files.write_files(tmp_path, places, world, make_ledger(world)), 15):
        assert (tmp_path / file.name).read_bytes() == (folder / file.name).read_bytes(), file.name


def test_headers_are_those_the_declarations_know() -> None:
    datasets = collect("pipelines.datasets", Dataset)
    for dataset, form, header in (
        ("region", "register", files.REGION_HEADER), ("facility", "register", files.FACILITY_HEADER),
        ("population", "wide", files.POPULATION_HEADER), ("roster", "roster", files.ROSTER_HEADER),
        ("employment", "employment", files.EMPLOYMENT_HEADER), ("workforce_return", "return", files.RETURN_HEADER),
        ("pay", "pay", files.PAY_HEADER), ("pay", "pay", files.PAYROLL_HEADER), ("price_index", "index", files.PRICE_HEADER),
    ):
        sheet = next(s for s in datasets[dataset].sheets if s.name == form)
        written = {fold(h) for h in header}
        for name in sheet.signature:
            spellings = sheet.headers.get(name, datasets[dataset].column(name).spellings)
            assert written & {fold(s) for s in spellings}, (dataset, name)


def test_every_mistake_meets_the_fate_on_record(folder: Path, truth: Truth) -> None:
    planted = [(f, p) for f in truth.files for p in f.planted]
    assert 10 <= len(planted) <= 15
    for file, slip in planted:
        reading = read(folder, file.name)
        table = next(t for t in reading.tables if t.source_sheet == slip.sheet)
        kept_out = set(zip(reading.quarantine["source_sheet"], reading.quarantine["source_row"], strict=True))
        found = "quarantine" if (slip.sheet, slip.row) in kept_out else "duplicate" if table.duplicate else "read"
        assert found == slip.outcome, slip
        assert ((table.frame["source_row"] == slip.row).sum() > 0) == (slip.outcome == "read") or slip.outcome == "duplicate"
        assert len(reading.quarantine) == sum(p.outcome == "quarantine" for p in file.planted)


def test_files_without_mistakes_are_read_whole(folder: Path, truth: Truth) -> None:
    wanted = ("地区名录", "价格指数", "措勤县", "矿区")
    for file in (f for f in truth.files if any(w in f.name for w in wanted) and not f.planted):
        reading = read(folder, file.name)
        assert not reading.problems and {t.dataset for t in reading.tables} == {file.dataset}
        rows = sum(t.rows_in - t.ignored for t in reading.tables)
        assert rows == file.rows * (3 if file.dataset == "population" else 1), file.name


def test_rosters_returns_and_spells_agree(folder: Path, truth: Truth) -> None:
    roster = pd.concat([t.frame for t in read(folder, "花名册_普兰县_历年.xlsx").tables])
    spells = read(folder, "任职记录_普兰县.xlsx").tables[0].frame
    counts = pd.concat([t.frame for t in read(folder, "人员年报_普兰县.xlsx").tables])
    for year in (2015, 2018, 2022):
        day = pd.Timestamp(year, 12, 31)
        on_roster = roster[roster["as_at"] == day]
        in_post = spells[(spells["start_on"] <= day) & (spells["end_on"].isna() | (spells["end_on"] >= day))]
        pairs = [set(zip(f["person_key"], f["facility_code"], strict=True)) for f in (on_roster, in_post)]
        assert pairs[0] == pairs[1] and len(pairs[0]) > 30
        main = on_roster[on_roster["is_main_post"].astype(bool)]
        returned = counts[counts["period"] == str(year)]
        assert main.groupby("facility_code").size().to_dict() == returned.groupby("facility_code")["headcount"].sum().astype(int).to_dict()


@pytest.mark.parametrize("path", sorted((DATA / "sample").glob("*.csv")), ids=lambda p: p.stem)
def test_sample_sheets_load(path: Path) -> None:
    reading = read_file(path, SITE, SECRET)
    assert not reading.problems and len(reading.quarantine) == 0
    assert [t.dataset for t in reading.tables] == [path.stem.removesuffix("_2023")]
    assert len(reading.tables[0].frame) >= 2


def test_there_is_a_sample_for_every_dataset() -> None:
    samples = {p.stem.removesuffix("_2023") for p in (DATA / "sample").iterdir()}
    assert samples == set(collect("pipelines.datasets", Dataset))
