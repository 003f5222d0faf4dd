"""Recognition goes by headers alone: every sample is recognised as its own dataset and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.core.dataset import Dataset, Sheet
from pipelines.core.registry import collect
from pipelines.extract.headers import HeaderRow
from pipelines.extract.reading import read_file
from pipelines.extract.recognise import Catalogue
from pipelines.site import parse_site, site_text

DATASETS = collect("pipelines.datasets", Dataset)
SAMPLES = sorted((Path(__file__).resolve().parents[3] / "data" / "sample").glob("*.csv"))
OPEN_DATA = {"payments", "payments_ccg", "payments_region", "workforce", "gp_income", "ccg_icb"}  # one published sheet feeds several


def _own(path: Path) -> str:
    return path.stem.rstrip("_0123456789")


@pytest.mark.parametrize("path", SAMPLES, ids=_own)
def test_a_sample_is_its_own_dataset_and_no_other(path: Path) -> None:
    reading = read_file(path, parse_site(site_text("demo")), b"k" * 32)
    assert {t.dataset for t in reading.tables} == {_own(path)}
    assert [p.line("en") for p in reading.problems] == []


def _headers(dataset: Dataset, sheet: Sheet, language: str) -> HeaderRow:
    """The sheet as a template has it: every column the form reads under its first header in one language, wide ones last."""
    columns = [c for c in dataset.columns if c.name not in sheet.absent and c.name not in sheet.constants and c.name != sheet.sheet_is]
    titles = [sheet.headers[c.name][0] if c.name in sheet.headers else c.title.of(language) for c in columns]  # type: ignore[arg-type]
    wide = [f"{_month(sheet)}{cell.headers[0]}" for cell in sheet.unpivot.cells] if sheet.unpivot else []
    return HeaderRow(0, (*titles, *wide))


def _month(sheet: Sheet) -> str:
    """What stands before the item in the headers of wide columns that say their month."""
    return "2022年1月" if sheet.unpivot and sheet.unpivot.is_dated else ""


def _place(sheet: Sheet) -> str:
    """The name a sheet has to have where it stands for a place."""
    return "冠山镇" if sheet.sheet_is else ""


FORMS = [(d, s) for d in DATASETS.values() for s in d.sheets if s.name not in OPEN_DATA]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("dataset", "sheet"), FORMS, ids=[f"{d.name}.{s.name}" for d, s in FORMS])
def test_a_full_sheet_is_its_own_dataset_and_no_other(dataset: Dataset, sheet: Sheet, language: str) -> None:
    found = {m.dataset.name for m in Catalogue().match(_headers(dataset, sheet, language), _place(sheet))}
    assert found == {dataset.name}


@pytest.mark.parametrize(("dataset", "sheet"), FORMS, ids=[f"{d.name}.{s.name}" for d, s in FORMS])
def test_the_signature_alone_is_enough_and_names_no_other_dataset(dataset: Dataset, sheet: Sheet) -> None:
    titles = [sheet.headers[n][0] if n in sheet.headers else dataset.column(n).title.zh for n in sheet.signature]
    codes = sheet.unpivot.needed or (sheet.unpivot.cells[0].code,) if sheet.unpivot else ()
    wide = [_month(sheet) + next(c.headers[0] for c in sheet.unpivot.cells if c.code == code) for code in codes] if sheet.unpivot else []
    over = ("基本工资发放表",) if sheet.title_is else ()  # what is taken from a title stands in it
    assert {m.dataset.name for m in Catalogue().match(HeaderRow(0, (*titles, *wide), over), _place(sheet))} == {dataset.name}
