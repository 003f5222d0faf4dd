"""Each family of checks: a small file that trips it at the exact row, and one that must not."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.core.errors import ExitCode
from pipelines.intake.batch import LoadResult
from pipelines.intake.checks.check import all_checks
from pipelines.intake.checks.run import LISTED
from pipelines.site import DATA, site_text
from pipelines.warehouse.schema import all_datasets
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.checks.tables import ANN, BOB, PAY, RETURN, ROSTER, SPELLS, lines, sheet, told
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import FACILITIES, REGIONS, load, rows, write

NOWHERE, STRAY, PREFIX = "in no spell and on no roster", "while this sheet is that of", "does not begin as its parent's code"
AGE, DAY, PERIOD, PART = "years old then", "this day has not come yet", "this period has not begun yet", "is more than"
AHEAD = date.today() + timedelta(days=500)
SOON = date.today() + timedelta(days=9)
OTHER_COUNTY = REGIONS + "140322,盂县,县,140300\n140322100,秀水镇,乡镇,140322\n"


def only(result: LoadResult, words: str) -> list[tuple[str, tuple[int, ...]]]:
    """Return the file and rows of `words`, which must be all that is said."""
    assert len(told(result, words)) == len(result.plan.problems), lines(result.plan.problems)
    return told(result, words)


def test_pay_of_somebody_in_no_post_then(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(tmp_path, "任职.csv", SPELLS, f"{ANN},A-V01,乡村医生,2020-01-01,2023-06-15,是"))
    result = load(workspace, sheet(
        tmp_path, "薪酬.csv", PAY,
        f"{ANN},A-V01,基本工资,2023-06-01,2023-06-30,1000",  # in post for half of it
        f"{ANN},A-V01,基本工资,2023-07-01,2023-07-31,1000",
        f"{ANN},A-V01,绩效工资,2023-07-01,2023-07-31,500",
        f"{BOB},A-V01,基本工资,2023-06-01,2023-06-30,1000",
        f"{BOB},B-V01,基本工资,2023-06-01,2023-06-30,1000",  # of that township no spell is known: nothing can be said
    ))  # fmt: skip
    assert only(result, NOWHERE) == [("薪酬.csv", (3, 4)), ("薪酬.csv", (5,))]
    assert "2023-07-01" in result.plan.problems[0].reason.zh and result.plan.problems[0].found == ""
    assert result.plan.files[0].tables[0].loaded == 5


def test_pay_where_only_rosters_are_known(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(tmp_path, "花名册.csv", ROSTER, f"{ANN},2022-12-31,A-V01,乡村医生,无,是"))
    pay = [f"{p},A-V01,基本工资,{m}-01,{m}-28,1000" for p in (ANN, BOB) for m in ("2023-06", "2024-06")]
    assert only(load(workspace, sheet(tmp_path, "薪酬.csv", PAY, *pay)), NOWHERE) == [("薪酬.csv", (4,))], (
        "a year and a half after the only roster it says nothing of anybody"
    )


def test_pay_and_spells_of_one_load_know_each_other(tmp_path: Path, registered_workspace: Registered) -> None:
    pay = sheet(tmp_path, "薪酬.csv", PAY, f"{ANN},A-V01,基本工资,2023-06-01,2023-06-30,1000")
    spells = sheet(tmp_path, "任职.csv", SPELLS, f"{ANN},A-V01,乡村医生,2020-01-01,,是")
    assert load(registered_workspace(), pay, spells).plan.problems == ()


def test_a_clinic_of_another_county_in_a_countys_file(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "地区2.csv", OTHER_COUNTY))
    more = write(tmp_path, "机构名录_平定县.csv", FACILITIES + "C-V01,丁村卫生室,村卫生室,140322100\n")
    result = load(workspace, more)
    assert only(result, STRAY) == [("机构名录_平定县.csv", (4,))]
    assert "属于盂县，而本表是平定县的" in result.plan.problems[0].reason.zh and result.plan.problems[0].found == "140322100"
    assert rows(workspace, "select unit from raw_facility where facility_code = 'C-V01'") == [("140322100",)]
    everywhere = write(tmp_path, "机构名录.csv", FACILITIES + "C-V01,丁村卫生室,村卫生室,140322100\n\n")
    assert told(load(workspace, everywhere), STRAY) == [], "a file of the whole city names no county"


@pytest.mark.parametrize(("there", "expected"), [(2, [("机构.csv", (62, 63))]), (4, [])])
def test_a_few_rows_that_differ_from_all_others(there: int, expected: object, tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "地区2.csv", OTHER_COUNTY))
    clinics = [f"A-V{n:02},甲{n},村卫生室,140321100" for n in range(60)] + [f"C-V{n},丁{n},村卫生室,140322100" for n in range(there)]
    assert only(load(workspace, sheet(tmp_path, "机构.csv", FACILITIES.splitlines()[0], *clinics)), STRAY) == expected


def test_a_code_that_contradicts_its_parent(tmp_path: Path, registered_workspace: Registered) -> None:
    result = load(registered_workspace(), write(tmp_path, "地区2.csv", OTHER_COUNTY + "140321103,某镇,乡镇,140322\n"))
    assert only(result, PREFIX) == [("地区2.csv", (7,))]
    assert result.plan.problems[0].severity == "warning"


def test_ages_that_nobody_works_at(tmp_path: Path, registered_workspace: Registered) -> None:
    roster = sheet(
        tmp_path, "花名册.csv", ROSTER, "A female 2009,2024-12-31,A-V01,乡村医生,无,是", "B male 2008,2024-12-31,A-V01,乡村医生,无,是",
        "C female 1923,2024-12-31,A-V01,乡村医生,无,是", "D male 1924,2024-12-31,A-V01,乡村医生,无,是",
    )
    spell = sheet(tmp_path, "任职.csv", SPELLS, f"{ANN},A-V01,乡村医生,1985-09-01,,是", f"{BOB},A-V01,乡村医生,1985-09-01,,是")
    result = load(registered_workspace(), roster, spell)
    assert only(result, AGE) == [("花名册.csv", (2,)), ("花名册.csv", (4,)), ("任职.csv", (2,))]
    assert "当时为 15 岁" in result.plan.problems[0].reason.zh and all(p.found == "" for p in result.plan.problems)


def test_a_roster_of_a_day_to_come_is_kept_out(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    file = sheet(tmp_path, "花名册.csv", ROSTER, f"{ANN},{AHEAD},A-V01,乡村医生,无,是", f"{BOB},2024-12-31,A-V01,乡村医生,无,是")
    result = load(workspace, file)
    assert only(result, DAY) == [("花名册.csv", (2,))] and result.plan.problems[0].found == str(AHEAD)
    assert (result.plan.problems[0].severity, result.exit_code) == ("error", ExitCode.PROBLEMS)
    assert [(t.rows_in, t.loaded, t.quarantined) for t in result.plan.files[0].tables] == [(2, 1, 1)]
    assert rows(workspace, "select max(end_on) from period") == [(date(2024, 12, 31),)], "no empty years up to it"
    assert rows(workspace, "select quarantined from quality where file = '花名册.csv'") == [(1,)]
    assert load(workspace, file).build is None and load(workspace, file).exit_code == ExitCode.PROBLEMS, "it is told again"


def test_a_roster_of_the_end_of_this_month_is_told_and_loaded(tmp_path: Path, registered_workspace: Registered) -> None:
    result = load(registered_workspace(), sheet(tmp_path, "花名册.csv", ROSTER, f"{ANN},{SOON},A-V01,乡村医生,无,是"))
    assert only(result, DAY) == [("花名册.csv", (2,))]
    assert result.exit_code == ExitCode.OK and result.plan.rows == 1


def test_days_that_may_lie_ahead_and_days_that_may_not(tmp_path: Path, registered_workspace: Registered) -> None:
    result = load(registered_workspace(), sheet(
        tmp_path, "任职.csv", SPELLS, f"{ANN},A-V01,乡村医生,2020-01-01,{AHEAD},是", f"{BOB},A-V01,乡村医生,{AHEAD},,是",
    ))  # fmt: skip
    assert only(result, DAY) == [("任职.csv", (3,))] and result.exit_code == ExitCode.OK


def test_years_to_come(tmp_path: Path, registered_workspace: Registered) -> None:
    this = date.today().year
    text = [f"A-V01,{year},乡村医生,2,1,1,1" for year in (this, this + 1, this + 9)]
    result = load(registered_workspace(), sheet(tmp_path, "年报.csv", RETURN, *text))
    assert only(result, PERIOD) == [("年报.csv", (3,)), ("年报.csv", (4,))]
    assert {p.row: p.severity for p in result.plan.problems} == {3: "warning", 4: "error"}


@pytest.mark.parametrize("written", ["1899-12-31", "1890年3月5日"])
def test_a_day_before_1900_is_none(written: str, tmp_path: Path, registered_workspace: Registered) -> None:
    result = load(registered_workspace(), sheet(tmp_path, "任职.csv", SPELLS, f"{ANN},A-V01,乡村医生,{written},,是"))
    assert [(p.row, p.severity) for p in result.plan.problems] == [(2, "error")] and "expected a date" in result.plan.problems[0].reason.en


def test_parts_larger_than_the_whole(tmp_path: Path, registered_workspace: Registered) -> None:
    file = sheet(tmp_path, "年报.csv", RETURN, "A-V01,2022,乡村医生,3,3,3,3", "A-V01,2022,卫生员,2,3,1,5", "B-V01,2022,乡村医生,2,,,")
    result = load(registered_workspace(), file)
    assert only(result, PART) == [("年报.csv", (3,)), ("年报.csv", (3,))]
    assert [(p.column, p.found) for p in result.plan.problems] == [("其中女性", "3"), ("其中执业（助理）医师", "5")]


def test_what_is_beyond_the_listing_limit_is_counted(tmp_path: Path, registered_workspace: Registered) -> None:
    many = [f"A-V{n},2022,乡村医生,2,3,1,1" for n in range(LISTED + 7)]
    register = sheet(tmp_path, "机构.csv", FACILITIES.splitlines()[0], *(f"A-V{n},甲,村卫生室,140321100" for n in range(LISTED + 7)))
    result = load(registered_workspace(), register, sheet(tmp_path, "年报.csv", RETURN, *many))
    assert len(told(result, PART)) == LISTED
    assert [p.reason.en for p in result.plan.problems if p.row == 0] == ["Parts larger than the whole: 7 more (7 rows) are not listed one by one"]


def test_the_first_files_that_need_no_register_are_not_in_the_way(tmp_path: Path) -> None:
    england = Workspace.create(tmp_path / "england", site_text("england"))
    file = write(tmp_path, "w.csv", "Practice.Code,Year,TOTAL_GP_EXTGL_HC,TOTAL_GP_EXTGL_FTE\nA81001,2020,3,2.5\n")
    result = load(england, file)
    assert [p.row for p in result.plan.problems] == [2] and result.plan.rows == 1


def test_every_statement_can_be_run(tmp_path: Path) -> None:
    """All samples at once: every dataset arrives, so every check runs; what they say is of our own making."""
    workspace = Workspace.create(tmp_path / "w", site_text("demo"))
    result = load(workspace, *sorted((DATA / "sample").glob("*.csv")))
    assert {t.dataset for f in result.plan.files for t in f.tables} == {c.subject for c in all_checks()} | set(all_datasets())


def test_a_check_names_what_exists_and_says_it_in_both_languages() -> None:
    assert len(all_checks()) > 30
    for check in all_checks():
        column = check.column
        assert not column or all_datasets()[check.subject].column(column)
        for words in ("rows", "values", "other", "expected", "where"):
            assert (f"{{{words}}}" in check.reason.zh) == (f"{{{words}}}" in check.reason.en), check.name
        filled = check.reason.format(rows=1, values=1, other="x", expected="y", where="")
        assert "{" not in filled.zh + filled.en
    severities = [check.severity for check in all_checks()]
    assert severities == sorted(severities), "errors come first"
