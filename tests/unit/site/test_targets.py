"""Targets: whose target a place is held to, in which year; tables beside site.toml, and how the ledger keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.site import Target, parse_site, site_text, target_of, with_tables, without_tables
from pipelines.warehouse.workspace import Workspace
from tests.unit.site.toml import refusal, site_with, text_with

ROW = '[[targets]]\nindicator = "{}"\nregion = "{}"\nyear = {}\nvalue = {}\nsource = "plan"\n'
TABLE = "指标,地区代码,年份,目标值,来源\ndensity,140300,2025,1.2,市规划\n,,,,\nlicensed_share,all,2025,0.45,国办发\n"


def test_the_nearest_place_above_stands_in() -> None:
    site = site_with(ROW.format("density", "all", 2025, 1.0) + ROW.format("density", "C", 2025, 1.2) + ROW.format("density", "T", 2026, 1.5))
    assert target_of(site, "density", ["P", "C", "T"], 2025) == Target("density", "C", "2025", 1.2, "plan")
    assert [t.value for t in (target_of(site, "density", ["P", "C", "T"], "2026"), target_of(site, "density", ["P", "X"], 2025)) if t] == [1.5, 1.0]
    assert target_of(site, "density", ["P", "C"], 2027) is None, "nothing is carried over to another year"
    assert target_of(site, "leaver_rate", ["P", "C"], 2025) is None


def test_a_total_is_not_handed_down() -> None:
    site = site_with(ROW.format("headcount", "C", 2025, 500))
    assert target_of(site, "headcount", ["P", "C"], 2025) is not None
    assert target_of(site, "headcount", ["P", "C", "T"], 2025) is None and target_of(site, "headcount", [], 2025) is None


@given(st.sets(st.sampled_from(["all", "a", "b", "c", "d"])), st.lists(st.sampled_from("abcd"), unique=True))
def test_inheritance_is_the_last_of_the_path_that_has_one(having: set[str], path: list[str]) -> None:
    site = site_with("".join(ROW.format("density", region, 2025, 1) for region in sorted(having)))
    found, expected = target_of(site, "density", path, 2025), "all" if "all" in having else None
    for code in path:
        expected = code if code in having else expected
    assert (found.region if found else None) == expected


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        (ROW.format("densty", "all", 2025, 1), 'indicator is "densty", expected the name of an indicator; did you mean density?'),
        (ROW.format("density", "all", '"2025-07"', 1), "a year such as 2025"),
        (ROW.format("density", "all", 25, 1), "a year such as 2025"),
        (ROW.format("licensed_share", "all", 2025, 45), "95 % is written 0.95"),
        (ROW.format("headcount", "all", 2025, 1), "the code of one place"),
        (ROW.format("density", "", 2025, 1), "[[targets]] 1 region is missing, expected a value"),
        (ROW.format("density", "all", 2025, 1) * 2, "[[targets]] 2"),
        (ROW.format("density", "all", 2025, '"many"'), "value is \"many\", expected a whole number or a number"),
        (ROW.format("density", "all", 2025, 1) + "valu = 3", "did you mean value?"),
        ('[[targets]]\nfile = "targets.csv"', "which is not beside site.toml"),
        ('[[targets]]\nfile = "targets.csv"\nyear = 2025', "file alone"),
        ('[[targets]]\nfile = "../targets.csv"', "which is not beside site.toml"),
    ],
)  # fmt: skip
def test_a_wrong_target_is_refused(extra: str, told: str) -> None:
    error = refusal(extra)
    assert told in error.text.en and "[[targets]] " in error.text.zh


def test_a_site_of_fiscal_years_has_targets_by_those() -> None:
    fiscal = '[site]\nname = "f"\ntitle_zh = "甲"\ntitle_en = "A"\nfiscal_year_starts = 4\n'
    site = site_with(fiscal + ROW.format("density", "all", '"2024-25"', 1))
    assert target_of(site, "density", ["P"], "2024-25") is not None
    assert "2024-25" in refusal(fiscal + ROW.format("density", "all", 2024, 1)).text.en


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_beside_site_toml_is_read_with_chinese_headers(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "targets.csv").write_text(TABLE, encoding=encoding)
    site = site_with('[[targets]]\nfile = "targets.csv"', folder=tmp_path)
    assert [(t.indicator, t.region, t.year, t.value, t.source) for t in site.targets] == [
        ("density", "140300", "2025", 1.2, "市规划"), ("licensed_share", "all", "2025", 0.45, "国办发")
    ]  # fmt: skip


def test_a_wrong_row_of_the_table_is_named(tmp_path: Path) -> None:
    (tmp_path / "targets.csv").write_text(TABLE.replace("1.2", "一点二"), encoding="utf-8")
    text = refusal('[[targets]]\nfile = "targets.csv"', folder=tmp_path).text
    assert "[[targets]] targets.csv, row 2 value is \"一点二\"" in text.en and "一点二" in text.zh


def test_the_ledger_keeps_the_table_with_the_settings(tmp_path: Path) -> None:
    text = text_with('[[targets]]\nfile = "目标.csv"')
    (tmp_path / "目标.csv").write_text(TABLE, encoding="utf-8")
    kept = with_tables(text, tmp_path)
    assert parse_site(kept).targets == parse_site(text, folder=tmp_path).targets != ()
    assert without_tables(kept)[1] == {"目标.csv": TABLE} and parse_site(without_tables(kept)[0], folder=tmp_path).name == "blank"
    assert with_tables(site_text("demo"), tmp_path) == site_text("demo")


def test_a_workspace_made_from_a_file_has_its_tables(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(text_with('[[targets]]\nfile = "targets.csv"', "yangquan"), encoding="utf-8")
    (tmp_path / "targets.csv").write_text(TABLE, encoding="utf-8")
    made = Workspace.create(tmp_path / "w", site_text(str(tmp_path / "site.toml")))
    assert len(made.site.targets) == 2 and (made.path / "targets.csv").read_text(encoding="utf-8") == TABLE
    (made.path / "targets.csv").write_text(TABLE.replace("1.2", "1.4"), encoding="utf-8")
    assert Workspace.open(made.path).site.targets[0].value == 1.4
    assert parse_site(made.settings_text()).targets[0].value == 1.4


@given(st.dictionaries(st.sampled_from(["a.csv", "目标 1.csv"]), st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=1))
def test_any_text_comes_back_from_the_ledger(tmp_path_factory: pytest.TempPathFactory, tables: dict[str, str]) -> None:
    folder = tmp_path_factory.mktemp("tables")
    for name, body in tables.items():
        (folder / name).write_bytes(body.encode())
    text = "".join(f'[[targets]]\nfile = "{name}"\n' for name in tables)
    read = {name: (folder / name).read_bytes().decode("utf-8-sig") for name in tables}
    assert without_tables(with_tables(text, folder))[1] == read
