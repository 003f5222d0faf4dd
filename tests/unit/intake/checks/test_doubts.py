"""What a dataset declares as doubts is told at its cell before loading; a figure beyond its range says what it may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.warehouse.schema import all_datasets
from tests.unit.intake.checks.tables import ANN, BOB, check, lines, sheet, told
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load

AGREEMENT = "身份证号,协议编号,机构代码,协议起始日期,协议年限,协议截止日期,协议状态,违约日期,应退还金额,已退还金额"
CLAIM = "身份证号,报销单号,机构代码,报销类别,申报日期,申报金额,批准金额,实发金额"
STUDENT = "身份证号,协议编号,定向机构代码,培养项目,入学年份,毕业日期"
CONSULTATION = "申请单号,机构代码,上级医院代码,会诊类型,申请时间,首次答复时间,办结时间"
SAID = [
    ("agreement", AGREEMENT, (f"{ANN},X1,A-V01,2020-01-01,5,2024-12-31,违约,,,", f"{BOB},X2,A-V01,2020-01-01,5,2024-12-31,违约,2022-03-01,,",
                              f"{ANN},X3,A-V01,2020-01-01,5,2024-12-31,履行中,,,"), "breach_without_day", "违约日期"),
    ("agreement", AGREEMENT, (f"{ANN},X1,A-V01,2020-01-01,5,2022-12-31,履行中,,,", f"{BOB},X2,A-V01,2020-01-01,5,2025-06-30,履行中,,,"),
     "years_against_days", "协议年限"),
    ("agreement", AGREEMENT, (f"{ANN},X1,A-V01,2020-01-01,5,2024-12-31,违约,2021-01-01,1000,9000",
                              f"{BOB},X2,A-V01,2020-01-01,5,2024-12-31,违约,2021-01-01,9000,9000"), "repaid_above_due", "已退还金额"),
    ("claim_cme", CLAIM, (f"{ANN},B1,A-V01,培训费,2025-03-01,1500,1600,", f"{BOB},B2,A-V01,培训费,2025-03-01,1500,1500,"),
     "approved_above_claimed", "批准金额"),
    ("claim_cme", CLAIM, (f"{ANN},B1,A-V01,培训费,2025-03-01,1500,1400,1500", f"{BOB},B2,A-V01,培训费,2025-03-01,1500,1400,1400"),
     "paid_above_approved", "实发金额"),
    ("student", STUDENT, (f"{ANN},D1,A-V01,订单定向本科,2021,2016-06-30", f"{BOB},D2,A-V01,订单定向本科,2016,2021-06-30"),
     "graduated_before_entry", "毕业日期"),
    ("published_claim", "说法编号,所说地区代码,说法原文,所说数值,所说数值上限", ("C1,990000,培训 800-1200 人,1200,800", "C2,990000,培训,800,1200"),
     "range_upside_down", "所说数值上限"),
    ("consultation", CONSULTATION, ("H1,A-V01,A-H,远程心电,2025-01-02 09:00,2025-03-02 10:00,", "H2,A-V01,A-H,远程心电,2025-01-02 09:00,2025-01-02 10:00,"),
     "reply_implausibly_late", "首次答复时间"),
    ("consultation", CONSULTATION, ("H1,A-V01,A-H,远程心电,2025-01-02 09:00,2025-01-02 10:00,2025-04-02 10:00",
                                    "H2,A-V01,A-H,远程心电,2025-01-02 09:00,2025-01-02 10:00,2025-02-12 10:00"), "open_implausibly_long", "办结时间"),
    ("consultation", CONSULTATION, ("H1,A-V01,A-H,远程心电,2025-01-02,2025-01-02 10:00,", "H2,A-V01,A-H,远程心电,2025-01-02 00:01,2025-01-02 10:00,"),
     "requested_without_clock", "申请时间"),
    ("consultation", CONSULTATION, ("H1,A-V01,A-H,远程心电,2025-01-02 09:00,2025-01-02,", "H2,A-V01,A-H,远程心电,2025-01-02 09:00,2025-01-02 10:00,"),
     "replied_without_clock", "首次答复时间"),
    ("consultation", CONSULTATION, ("H1,A-V01,A-H,远程心电,2025-01-02 09:00,,2025-01-02", "H2,A-V01,A-H,远程心电,2025-01-02 09:00,2025-01-02 10:00,2025-01-02"),
     "closed_without_clock", "办结时间"),
    ("expert_visit", "上级医院代码,机构代码,下沉日期,专家人数,下沉天数", ("A-H,A-V01,2025-01-02,2,120", "A-H,A-V01,2025-03-02,2,45"),
     "visit_implausibly_long", "下沉天数"),
    ("budget", "地区代码,年份,预算项目,资金来源,批准金额,调整后预算,执行数", ("990100,2024,岗位补助,省级,1200000,400000,1100000",
     "990100,2024,培训,省级,1200000,,1100000"), "executed_far_above_budget", "执行数"),
    ("budget", "地区代码,年份,预算项目,资金来源,批准金额", ("990100,2024,岗位补助,省级,120", "990100,2024,培训,省级,1200000"),
     "budget_in_another_unit", "批准金额"),
    ("asset_stockout", "机构代码,月份,耗材名称,缺货天数", ("A-V01,2024-02,血糖试纸,30", "A-V01,2024-02,纱布,29", "A-V01,2024-03,纱布,31",
                                                            "A-V01,2024-Q4,纱布,31"),
     "short_beyond_month", "缺货天数"),
    ("roster", "身份证号,基准日期,机构代码,人员类别,执业资格,是否在岗,离岗日期",
     (f"{ANN},2025-06-30,A-V01,乡村医生,无,是,2025-03-31", f"{BOB},2025-06-30,A-V01,乡村医生,无,是,2025-06-30"), "post_against_last_day", "离岗日期"),
    ("roster", "身份证号,基准日期,机构代码,人员类别,执业资格,是否在岗,离岗日期",
     (f"{ANN},2025-06-30,A-V01,乡村医生,无,否,2025-07-31", f"{BOB},2025-06-30,A-V01,乡村医生,无,否,2025-03-31"), "post_against_last_day", "离岗日期"),
    ("workforce_return", "机构代码,年份,人员类别,在岗人数", ("A-V01,2024,乡村医生,2.5", "B-V01,2024,乡村医生,3"), "headcount_in_parts", "在岗人数"),
]  # fmt: skip


@pytest.mark.parametrize(("dataset", "header", "rows", "name", "column"), SAID, ids=lambda v: v if isinstance(v, str) and "_" in v else "")
def test_the_first_row_is_in_doubt_and_loaded_all_the_same(tmp_path: Path, registered_workspace: Registered, dataset, header, rows, name, column):
    plan = check(registered_workspace(), sheet(tmp_path, "表.csv", header, *rows))
    doubt = next(d for d in all_datasets()[dataset].doubts if d.name == name)
    found = [p for p in plan.problems if doubt.reason.zh in p.reason.zh]
    assert [(p.rows, p.column, p.severity) for p in found] == [((2,), column, "warning")], lines(plan.problems)
    assert plan.rows == len(rows) and found[0].remedy == doubt.remedy


def test_every_doubt_of_every_dataset_is_tried_here() -> None:
    assert {(d.name, x.name) for d in all_datasets().values() for x in d.doubts} == {(dataset, name) for dataset, _, _, name, _ in SAID}


def test_hours_a_week_are_no_full_time_equivalents(tmp_path: Path, registered_workspace: Registered) -> None:
    spells = "身份证号,机构代码,人员类别,到岗日期,离岗日期,全时当量"
    plan = check(registered_workspace(), sheet(tmp_path, "任职.csv", spells, f"{ANN},A-V01,乡村医生,2020-01-01,,40", f"{BOB},A-V01,乡村医生,2020-01-01,,0.8"))
    (problem,) = plan.problems
    assert problem.row == 2 and problem.severity == "error" and plan.rows == 1
    assert "每周工时" in problem.remedy.zh and "hours per week" in problem.remedy.en


def test_a_budget_in_units_of_ten_thousand_beside_those_in_yuan(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace, header = registered_workspace(), "地区代码,年份,预算项目,资金来源,批准金额"
    load(workspace, sheet(tmp_path, "往年.csv", header, *(f"990100,{year},岗位补助,省级,{12_000_000 + year}" for year in (2021, 2022, 2023))))
    plan = check(workspace, sheet(tmp_path, "今年.csv", header, "990100,2024,岗位补助,省级,1250", "990100,2024,岗位补助,县级,9000000", "990100,2024,培训,省级,8000"))
    assert told(plan, "of the same line of this place") == [("今年.csv", (2,))], lines(plan.problems)


def test_more_hours_than_the_course_has(tmp_path: Path, registered_workspace: Registered) -> None:
    courses = sheet(tmp_path, "活动.csv", "培训班编号,地区代码,培训主题,培训方式,学时,开班日期", "PX1,990100,合理用药,面授,16,2025-05-12")
    people = "身份证号,机构代码,培训班编号,报到日期,完成日期,实际学时"
    rows = (f"{ANN},A-V01,PX1,2025-05-12,2025-05-14,20", f"{BOB},A-V01,PX1,2025-05-12,2025-05-14,16.5")
    plan = check(registered_workspace(), courses, sheet(tmp_path, "培训.csv", people, *rows))
    assert told(plan, "more hours were attended than the course has") == [("培训.csv", (2,))], lines(plan.problems)


def test_enrolment_a_year_before_a_course_or_after_it(tmp_path: Path, registered_workspace: Registered) -> None:
    courses = sheet(tmp_path, "活动.csv", "培训班编号,地区代码,培训主题,培训方式,开班日期,结班日期",
                    "PX1,990100,合理用药,面授,2025-05-12,2025-05-14", "PX2,990100,合理用药,线上,2025-05-12,")
    days = (("PX1", "2024-05-12"), ("PX1", "2024-05-13"), ("PX1", "2025-05-14"), ("PX1", "2025-05-15"), ("PX2", "2025-11-30"))
    people = ("A male 1970", "B male 1971", "C male 1972", ANN, BOB)
    rows = [f"{person},A-V01,{course},{day}" for (course, day), person in zip(days, people, strict=True)]
    plan = check(registered_workspace(), courses, sheet(tmp_path, "培训.csv", "身份证号,机构代码,培训班编号,报到日期", *rows))
    assert told(plan, "a year or more before the first day of the course, 2025-05-12") == [("培训.csv", (2,))], lines(plan.problems)
    assert told(plan, "after the last day of the course, 2025-05-14") == [("培训.csv", (5,))] and plan.rows == 7


def test_an_unanswered_request_is_not_closed_before_it_was_made(tmp_path: Path, registered_workspace: Registered) -> None:
    requests = [f"H{n},A-V01,A-H,远程心电,2025-01-02 09:00,,{end}" for n, end in enumerate(("2025-01-01 09:30", "2025-01-02 08:59", "2025-01-02", ""))]
    plan = check(registered_workspace(), sheet(tmp_path, "会诊.csv", CONSULTATION, *requests))
    kept_out = [p for p in plan.problems if p.severity == "error"]
    assert [(p.row, p.column) for p in kept_out] == [(2, "办结时间"), (3, "办结时间")], lines(plan.problems)
    assert plan.rows == 2, "a day without a time of day may be the very day"
    (asked,) = [p for p in plan.problems if "without a time of day" in p.reason.en]
    assert asked.row == 4 and "midnight is written as 00:01" in asked.remedy.en and "零点的写作 00:01" in asked.remedy.zh
