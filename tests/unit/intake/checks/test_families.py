"""Each family of checks: a small file that trips it at the exact row, and one that must not."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.core.errors import ExitCode
from pipelines.intake.arrive import Delivery
from pipelines.intake.checks.check import all_checks
from pipelines.intake.checks.run import LISTED
from pipelines.intake.prepare import prepare
from pipelines.intake.session import readable_ledger, scratch_staging, silent
from pipelines.site import DATA, site_text
from pipelines.warehouse.schema import all_datasets
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.checks.tables import ANN, BOB, LICENCE, PAY, RETURN, ROSTER, SPELLS, check, only, sheet, told
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import FACILITIES, REGIONS, load, returns, rows, write

NOWHERE, STRAY, PREFIX = "in no spell and on no roster", "while this sheet is that of", "does not begin as its parent's code"
AGE, DAY, PERIOD, PART = "years old then", "this day has not come yet", "this period has not begun yet", "is more than"
ELSEWHERE = "registered elsewhere"
AHEAD = date.today() + timedelta(days=500)
SOON = date.today() + timedelta(days=9)
OTHER_COUNTY = REGIONS + "140322,盂县,县,140300\n140322100,秀水镇,乡镇,140322\n"


def test_pay_of_somebody_in_no_post_then(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(tmp_path, "任职.csv", SPELLS, f"{ANN},A-V01,乡村医生,2020-01-01,2023-06-15,是"))
    plan = check(workspace, sheet(
        tmp_path, "薪酬.csv", PAY,
        f"{ANN},A-V01,基本工资,2023-06-01,2023-06-30,1000",  # in post for half of it
        f"{ANN},A-V01,基本工资,2023-07-01,2023-07-31,1000",
        f"{ANN},A-V01,绩效工资,2023-07-01,2023-07-31,500",
        f"{BOB},A-V01,基本工资,2023-06-01,2023-06-30,1000",
        f"{BOB},B-V01,基本工资,2023-08-01,2023-08-31,1000",  # of that township no spell is known: nothing can be said
    ))  # fmt: skip
    assert only(plan, NOWHERE) == [("薪酬.csv", (3, 4)), ("薪酬.csv", (5,))]
    assert "2023-07-01" in plan.problems[0].reason.zh and (plan.problems[0].found, plan.problems[0].place) == ("", 1)
    assert plan.files[0].tables[0].loaded == 5


def test_pay_where_only_rosters_are_known(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(tmp_path, "花名册.csv", ROSTER, f"{ANN},2022-12-31,A-V01,乡村医生,无,是"))
    pay = [f"{p},A-V01,基本工资,{m}-01,{m}-28,1000" for p in (ANN, BOB) for m in ("2023-06", "2024-06")]
    assert only(check(workspace, sheet(tmp_path, "薪酬.csv", PAY, *pay)), NOWHERE) == [("薪酬.csv", (4,))], (
        "a year and a half after the only roster it says nothing of anybody"
    )


def test_figures_of_several_months_count_in_no_period_and_that_is_told(tmp_path: Path, registered_workspace: Registered) -> None:
    services = sheet(
        tmp_path, "服务.csv", "机构代码,所属时期,服务项目,服务数量",
        "A-V01,2023-01..2023-06,门诊人次,600", "A-V01,2023-06,门诊人次,90", "A-V01,2023-H1,门诊人次,610", "A-V01,2022,门诊人次,1000",
    )  # fmt: skip
    assert only(check(registered_workspace(), services), "counts in no month") == [("服务.csv", (2,))]


def test_pay_and_spells_of_one_load_know_each_other(tmp_path: Path, registered_workspace: Registered) -> None:
    pay = sheet(tmp_path, "薪酬.csv", PAY, f"{ANN},A-V01,基本工资,2023-06-01,2023-06-30,1000")
    spells = sheet(tmp_path, "任职.csv", SPELLS, f"{ANN},A-V01,乡村医生,2020-01-01,,是")
    assert check(registered_workspace(), pay, spells).problems == ()


def test_a_file_named_for_one_township_that_holds_another(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    text = returns(B_V01=3)
    plan = check(workspace, write(tmp_path, "冠山镇.csv", text))
    assert only(plan, "lies in 冶西镇") == [("冠山镇.csv", (2,))] and plan.rows == 1
    assert "属于冶西镇，而标题、工作表名或文件名写的是冠山镇" in plan.problems[0].reason.zh
    assert only(check(workspace, write(tmp_path, "r.csv", "冠山镇人员年报,,,\n" + text)), "lies in") == [("r.csv", (3,))]
    assert check(workspace, write(tmp_path, "冶西镇.csv", text)).problems == ()
    assert check(workspace, write(tmp_path, "冠山镇和冶西镇.csv", text)).problems == (), "two names say nothing of which"


def test_a_clinic_of_another_county_in_a_countys_file(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "地区2.csv", OTHER_COUNTY))
    more = write(tmp_path, "机构名录_平定县.csv", FACILITIES + "C-V01,丁村卫生室,村卫生室,140322100\n")
    plan = check(workspace, more)
    assert only(plan, STRAY) == [("机构名录_平定县.csv", (4,))] and plan.rows == 3
    assert "属于盂县，而本表是平定县的" in plan.problems[0].reason.zh
    assert (plan.problems[0].found, plan.problems[0].column, plan.problems[0].place) == ("140322100", "所在乡镇代码", 4)
    titled = write(tmp_path, "机构.csv", "平定县机构名录,,,\n" + FACILITIES + "C-V01,丁村卫生室,村卫生室,140322100\n")
    assert only(check(workspace, titled), STRAY) == [("机构.csv", (5,))], "the title names the county"
    everywhere = write(tmp_path, "机构名录.csv", FACILITIES + "C-V01,丁村卫生室,村卫生室,140322100\n\n")
    assert told(check(workspace, everywhere), STRAY) == [], "a file of the whole city names no county"


@pytest.mark.parametrize(("there", "expected"), [(2, [("机构.csv", (62, 63))]), (4, [])])
def test_a_few_rows_that_differ_from_all_others(there: int, expected: object, tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "地区2.csv", OTHER_COUNTY))
    clinics = [f"A-V{n:02},甲{n},村卫生室,140321100" for n in range(60)] + [f"C-V{n},丁{n},村卫生室,140322100" for n in range(there)]
    assert only(check(workspace, sheet(tmp_path, "机构.csv", FACILITIES.splitlines()[0], *clinics)), STRAY) == expected


def test_a_code_that_contradicts_its_parent(tmp_path: Path, registered_workspace: Registered) -> None:
    plan = check(registered_workspace(), write(tmp_path, "地区2.csv", OTHER_COUNTY + "140321103,某镇,乡镇,140322\n"))
    assert only(plan, PREFIX) == [("地区2.csv", (7,))]
    assert plan.problems[0].severity == "warning"


def test_ages_that_nobody_works_at(tmp_path: Path, registered_workspace: Registered) -> None:
    roster = sheet(
        tmp_path, "花名册.csv", ROSTER, "A female 2009,2024-12-31,A-V01,乡村医生,无,是", "B male 2008,2024-12-31,A-V01,乡村医生,无,是",
        "C female 1923,2024-12-31,A-V01,乡村医生,无,是", "D male 1924,2024-12-31,A-V01,乡村医生,无,是",
    )
    spell = sheet(tmp_path, "任职.csv", SPELLS, f"{ANN},B-V01,乡村医生,1985-09-01,,是", f"{BOB},B-V01,乡村医生,1985-09-01,,是")
    plan = check(registered_workspace(), roster, spell)
    assert only(plan, AGE) == [("花名册.csv", (2,)), ("花名册.csv", (4,)), ("任职.csv", (2,))]
    assert "当时为 15 岁" in plan.problems[0].reason.zh and all(p.found == "" for p in plan.problems)


def test_a_roster_of_a_day_to_come_is_kept_out(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    file = sheet(tmp_path, "花名册.csv", ROSTER, f"{ANN},{AHEAD},A-V01,乡村医生,无,是", f"{BOB},2024-12-31,A-V01,乡村医生,无,是")
    result = load(workspace, file)
    assert only(result.plan, DAY) == [("花名册.csv", (2,))] and result.plan.problems[0].found == str(AHEAD)
    assert (result.plan.problems[0].severity, result.exit_code) == ("error", ExitCode.PROBLEMS)
    assert [(t.rows_in, t.loaded, t.quarantined) for t in result.plan.files[0].tables] == [(2, 1, 1)]
    assert rows(workspace, "select max(end_on) from period") == [(date(2024, 12, 31),)], "no empty years up to it"
    assert rows(workspace, "select quarantined from quality where file = '花名册.csv'") == [(1,)]
    assert load(workspace, file).build is None and load(workspace, file).exit_code == ExitCode.PROBLEMS, "it is told again"


def test_a_rebuild_keeps_out_what_had_not_come_when_its_batch_did(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    file = sheet(tmp_path, "花名册.csv", ROSTER, f"{ANN},2024-12-31,A-V01,乡村医生,无,是")
    kept_out = {}
    for day in (date(2024, 10, 1), date(2024, 12, 31), None):
        delivery = Delivery(paths=(file,), is_replay=True, day=day)
        with readable_ledger(workspace) as ledger, scratch_staging(workspace) as staging:
            plan = prepare(workspace, ledger, delivery, staging, silent).plan
        kept_out[day] = [t.quarantined for f in plan.files for t in f.tables]
    assert kept_out == {date(2024, 10, 1): [1], date(2024, 12, 31): [0], None: [0]}


def test_a_roster_of_the_end_of_this_month_is_told_and_loaded(tmp_path: Path, registered_workspace: Registered) -> None:
    plan = check(registered_workspace(), sheet(tmp_path, "花名册.csv", ROSTER, f"{ANN},{SOON},A-V01,乡村医生,无,是"))
    assert only(plan, DAY) == [("花名册.csv", (2,))]
    assert plan.exit_code == ExitCode.OK and plan.rows == 1


def test_days_that_may_lie_ahead_and_days_that_may_not(tmp_path: Path, registered_workspace: Registered) -> None:
    plan = check(registered_workspace(), sheet(
        tmp_path, "任职.csv", SPELLS, f"{ANN},A-V01,乡村医生,2020-01-01,{AHEAD},是", f"{BOB},A-V01,乡村医生,{AHEAD},,是",
    ))  # fmt: skip
    assert only(plan, DAY) == [("任职.csv", (3,))] and plan.exit_code == ExitCode.OK


def test_years_to_come(tmp_path: Path, registered_workspace: Registered) -> None:
    this = date.today().year
    text = [f"A-V01,{year},乡村医生,2,1,1,1" for year in (this, this + 1, this + 9)]
    plan = check(registered_workspace(), sheet(tmp_path, "年报.csv", RETURN, *text))
    assert sorted(only(plan, PERIOD)) == [("年报.csv", (3,)), ("年报.csv", (4,))]
    assert {p.row: p.severity for p in plan.problems} == {3: "warning", 4: "error"}


@pytest.mark.parametrize("written", ["1899-12-31", "1890年3月5日"])
def test_a_day_before_1900_is_none(written: str, tmp_path: Path, registered_workspace: Registered) -> None:
    plan = check(registered_workspace(), sheet(tmp_path, "任职.csv", SPELLS, f"{ANN},A-V01,乡村医生,{written},,是"))
    assert [(p.row, p.severity) for p in plan.problems] == [(2, "error")] and "expected a date" in plan.problems[0].reason.en


def test_parts_larger_than_the_whole(tmp_path: Path, registered_workspace: Registered) -> None:
    file = sheet(tmp_path, "年报.csv", RETURN, "A-V01,2022,乡村医生,3,3,3,3", "A-V01,2022,卫生员,2,3,1,5", "B-V01,2022,乡村医生,2,,,")
    plan = check(registered_workspace(), file)
    assert only(plan, PART) == [("年报.csv", (3,)), ("年报.csv", (3,))]
    assert [(p.column, p.found) for p in plan.problems] == [("其中女性", "3"), ("其中执业（助理）医师", "5")]


def test_what_is_beyond_the_listing_limit_is_counted(tmp_path: Path, registered_workspace: Registered) -> None:
    many = [f"A-V{n},2022,乡村医生,2,3,1,1" for n in range(LISTED + 7)]
    register = sheet(tmp_path, "机构.csv", FACILITIES.splitlines()[0], *(f"A-V{n},甲,村卫生室,140321100" for n in range(LISTED + 7)))
    plan = check(registered_workspace(), register, sheet(tmp_path, "年报.csv", RETURN, *many))
    (rest,) = [p for p in plan.problems if "not listed" in p.reason.en]
    assert rest.reason.en == "Parts larger than the whole: 7 more (7 rows) are not listed one by one"
    assert len(rest.rows) == 7 and rest.place > 0, "they are marked in the sender's workbook all the same"
    assert len(told(plan, PART)) == LISTED


def test_one_cell_that_feeds_two_datasets_is_told_once(tmp_path: Path) -> None:
    england = Workspace.create(tmp_path / "england", site_text("england"))
    file = write(tmp_path, "w.csv", "PRAC_CODE,Year,TOTAL_GP_EXTGL_HC,TOTAL_GP_EXTGL_FTE,TOTAL_PATIENTS\nA81001,2020,3,2.5,5000\n")
    plan = check(england, file)
    assert {t.dataset for f in plan.files for t in f.tables} == {"workforce_return", "population"}
    assert [(p.row, p.found) for p in plan.problems] == [(2, "A81001")]


def test_a_licence_registered_elsewhere(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "地区2.csv", OTHER_COUNTY))
    register = sheet(
        tmp_path, "证书.csv", LICENCE,
        f"{ANN},A-V01,乡村医生证,2019-06-01,,140321,A-V01",
        f"{BOB},A-V01,乡村医生证,2019-06-01,,140321,B-V01",
        "C female 1980,A-V01,乡村医生证,2019-06-01,,140322,",
        "D male 1980,A-V01,乡村医生证,2019-06-01,,140321,",
        "E female 1980,A-V01,乡村医生证,2019-06-01,,530000,",
        "F male 1980,A-V01,乡村医生证,2014-06-01,2019-05-31,140322,B-V01",
    )
    assert sorted(only(check(workspace, register), ELSEWHERE)) == [("证书.csv", (3,)), ("证书.csv", (4,))]
    load(workspace, register)
    roster = sheet(
        tmp_path, "花名册.csv", ROSTER,
        f"{ANN},2024-12-31,B-V01,乡村医生,乡村医生证,是",  # moved, not registered anew
        f"{ANN},2023-12-31,B-V01,乡村医生,乡村医生证,是",  # where the licence was then is not known
        f"{BOB},2024-12-31,A-V01,乡村医生,乡村医生证,是",  # told with the licence already
        "D male 1980,2024-12-31,B-V01,乡村医生,乡村医生证,是",  # within the county of registration
        "A female 1990,2024-12-31,B-V01,卫生员,无,是",
    )
    plan = check(workspace, roster)
    assert only(plan, ELSEWHERE) == [("花名册.csv", (2,))]
    assert (plan.problems[0].found, plan.problems[0].place) == ("B-V01", 3) and "A-V01" in plan.problems[0].reason.en


def test_a_code_nobody_registered_is_told_as_that_at_each_of_its_cells(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(tmp_path, "证书.csv", LICENCE, *(f"{p},A-V01,乡村医生证,2019-06-01,,140321,A-V01" for p in (ANN, BOB))))
    roster = sheet(tmp_path, "花名册.csv", ROSTER, *(f"{p},2024-12-31,{c},乡村医生,乡村医生证,是" for p, c in
                   ((ANN, "Z-V01"), (BOB, "Z-V02"), ("D male 1980", "Z-V03"))))
    (problem,) = check(workspace, roster).problems
    assert (problem.row, problem.also, problem.found) == (2, (3, 4), "Z-V01, Z-V02, Z-V03") and "机构代码不在名录中" in problem.reason.zh
    register = sheet(
        tmp_path, "新证.csv", LICENCE, "D male 1980,Z-V01,乡村医生证,2019-06-01,,140321,A-V01",
        "C female 1980,A-V01,乡村医生证,2019-06-01,,140321,Z-V02",
    )  # fmt: skip
    found = {(p.row, p.found): p.reason.zh for p in check(workspace, register).problems if p.row}
    assert sorted(found) == [(2, "Z-V01"), (3, "Z-V02")], found
    assert "机构代码不在名录中" in found[2, "Z-V01"] and "没有对应的记录" in found[3, "Z-V02"]


def test_references_to_what_is_not_there(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    villages = "村代码,村名称,乡镇代码,户数,承担服务的机构代码\n140321100001,甲村,140321100,9,A-V01\n140321100002,乙村,140321100,9,Q-V01\n"
    plan = check(workspace, write(tmp_path, "村.csv", villages + "140321100003,丙村,140321100,9,Q-V02\n140321100004,丁村,140321100,9,\n"))
    assert only(plan, "no such record") == [("村.csv", (3, 4))]
    (problem,) = plan.problems
    assert (problem.found, problem.column, problem.place) == ("Q-V01, Q-V02", "承担服务的机构代码", 5)
    assert "“机构名录”中没有对应的记录（2 行，2 个值）" in problem.reason.zh
    more = FACILITIES + "Q-V01,丙,村卫生室,140321100\nQ-V02,丁,村卫生室,140321100\n"
    assert check(workspace, tmp_path / "村.csv", write(tmp_path, "机构2.csv", more)).problems == ()


def test_every_statement_can_be_run(tmp_path: Path) -> None:
    """All samples at once: every dataset arrives, so every check runs; what they say is of our own making."""
    workspace = Workspace.create(tmp_path / "w", site_text("demo"))
    plan = check(workspace, *sorted((DATA / "sample").glob("*.csv")))
    assert {t.dataset for f in plan.files for t in f.tables} == {c.subject for c in all_checks()} | set(all_datasets())


def test_a_check_names_what_exists_and_says_it_in_both_languages() -> None:
    assert len(all_checks()) > 30
    for one in all_checks():
        code, _, column = one.column.rpartition(".")  # total.due_yuan: a column of a wide sheet
        dataset = all_datasets()[one.subject]
        assert not column or dataset.column(column)
        unpivots = [s.unpivot for s in dataset.sheets if s.unpivot]
        assert not code or any(column == u.into or (c.code, c.measure) == (code, column) for u in unpivots for c in u.cells)
        for words in ("rows", "values", "other", "expected", "where"):
            assert (f"{{{words}}}" in one.reason.zh) == (f"{{{words}}}" in one.reason.en), one.name
        filled = one.reason.format(rows=1, values=1, other="x", expected="y", where="")
        assert "{" not in filled.zh + filled.en
    severities = [one.severity for one in all_checks()]
    assert severities == sorted(severities), "errors come first"
