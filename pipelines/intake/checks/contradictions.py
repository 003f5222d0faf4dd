"""Columns of one row that contradict each other; any of them may be right, so the row is loaded and the clerk is asked.

What a dataset declares as its `doubts` is told here; the others look at other datasets or are of no use once they are loaded.
"""

from __future__ import annotations

from pipelines.core.text import Text
from pipelines.intake.checks.check import Check
from pipelines.warehouse.schema import all_datasets, quoted

MOST_MONTH_YUAN, MOST_YUAN = 100_000, 1_000_000  # of one person and component, in a span of a month and in a longer one
LEAST_YUAN = 10  # likewise: less is an amount in 万元
EARLY_DAYS = 62  # before the span paid for: more is rarely an advance
MOST_CLINIC_STAFF = 20  # persons of one staff group at a village clinic; one has a handful
OVER = 1.1  # of the hours of a course: somewhat more is a rounded figure
EARLY_YEARS = 1  # before the first day of a course: an enrolment that early has another year
LONG_GONE_YEARS = 2  # before the day of a roster that still lists the person
_ROWS = "select file_no, table_no, source_row, '' as thing from {table} where {where}"


def _check(name: str, subject: str, column: str, where: str, title: Text, reason: Text, remedy: Text) -> Check:
    """Return a check of one row by itself; `where` holds for the rows that are told."""
    return Check(
        name=name, subject=subject, column=column, title=title, statement=_ROWS.format(table=quoted(f"in_{subject}"), where=where),
        reason=Text(f"{reason.zh}（{{rows}} 行）", f"{reason.en} ({{rows}} row(s))"), remedy=remedy,
    )


_PAY = (
    _check(
        "paid_above_due", "pay", "paid_yuan", "paid_yuan > due_yuan + 1",
        Text("实发大于应发", "More paid than due"), Text("实发金额大于应发金额", "more was paid than is due"),
        Text("请核对两个金额；补发以前月份的，请记在所属月份", "check both amounts; arrears belong to the month they are for"),
    ),
    _check(
        "pay_implausible", "pay", "paid_yuan",
        "person_key is not null and greatest(coalesce(paid_yuan, 0), coalesce(due_yuan, 0)) >"
        f" case when date_diff('day', period_start, period_end) <= 31 then {MOST_MONTH_YUAN} else {MOST_YUAN} end",
        Text("金额过大", "Amounts too large"), Text("一个人一项的金额过大", "this is very much for one person and component"),
        Text("请核对小数点和单位（元、万元）", "check the decimal point and the unit"),
    ),
    _check(
        "pay_tiny", "pay", "paid_yuan",
        f"person_key is not null and greatest(coalesce(paid_yuan, 0), coalesce(due_yuan, 0)) between 0.001 and {LEAST_YUAN} - 0.001",
        Text("金额过小", "Amounts too small"), Text("一个人一项的金额不足 10 元", "this is less than 10 yuan for one person and component"),
        Text("请核对单位：以万元填写的，请在表头写明（万元）", "check the unit: amounts in units of 10,000 yuan need it in their heading"),
    ),
    _check(
        "paid_long_before", "pay", "paid_on", f"date_diff('day', paid_on, period_start) > {EARLY_DAYS}",
        Text("发放日期远早于所属期", "Paid long before the span it is for"),
        Text(f"发放日期比所属期早 {EARLY_DAYS} 天以上", f"the day of payment lies more than {EARLY_DAYS} days before the span it is for"),
        Text("请核对发放日期的年份和所属期", "check the year of the payment and the span"),
    ),
)
_APPLICATION = (
    _check(
        "approved_above_applied", "application", "approved_yuan", "approved_yuan > applied_yuan",
        Text("批准金额大于申请金额", "More approved than applied for"), Text("批准金额大于申请金额", "more was approved than was applied for"),
        Text("请核对两个金额", "check both amounts"),
    ),
    _check(
        "refused_with_amount", "application", "approved_yuan", "decision in ('refused', 'withdrawn') and approved_yuan > 0",
        Text("未批准却有批准金额", "An amount without approval"),
        Text("审定结果为不予批准或撤回，却填了批准金额", "there is an approved amount, while the decision is refused or withdrawn"),
        Text("请核对审定结果；未批准的，批准金额留空", "check the decision; leave the amount blank where nothing was approved"),
    ),
    _check(
        "approved_after_failing", "application", "decision",
        "decision = 'approved' and (employer_result = 'failed' or authority_result = 'failed')",
        Text("审核不通过却批准", "Approved although a review failed"),
        Text("初审或复核不通过，审定结果却是批准", "a review failed, and yet the decision is approved"),
        Text("请核对各步结果", "check the results of the steps"),
    ),
)
_TRAINING = (
    _check(
        "hours_beyond_days", "training", "attended_hours",
        "greatest(coalesce(attended_hours, 0), coalesce(minutes, 0) / 60) > 24 * (date_diff('day', enrolled_on, completed_on) + 1)",
        Text("学时多于培训天数所能容纳", "More hours than the days have"),
        Text("学时超过报到至完成之间的全部小时数", "these are more hours than lie between enrolment and completion"),
        Text("请核对学时和日期", "check the hours and the days"),
    ),
    Check(
        name="hours_beyond_course", subject="training", column="attended_hours", needs=("training_event",),
        title=Text("学时多于课程", "More hours than the course has"),
        statement=f"""
            with course as (select event_id, max(training_hours) as hours from known_training_event group by event_id)
            select t.file_no, t.table_no, t.source_row, '' as thing
            from in_training as t inner join course as c using (event_id)
            where t.attended_hours > {OVER} * c.hours
        """,
        reason=Text("实际学时多于该课程的学时（{rows} 行）", "more hours were attended than the course has ({rows} row(s))"),
        remedy=Text("请核对学时和培训班编号", "check the hours and the course"),
    ),
)
_ENROLMENT = """
with course as (select event_id, min(started_on) as started_on, max(ended_on) as ended_on from known_training_event group by event_id)
select t.file_no, t.table_no, t.source_row, t.event_id as thing, t.enrolled_on::VARCHAR as found, c.{day}::VARCHAR as other
from in_training as t inner join course as c using (event_id)
where {where}
"""


def _enrolment(name: str, day: str, where: str, title: Text, reason: Text) -> Check:
    """Return a check of the day of enrolment against a day of its course; `where` holds for the rows that are told."""
    return Check(
        name=name, subject="training", column="enrolled_on", needs=("training_event",), title=title,
        statement=_ENROLMENT.format(day=day, where=where),
        reason=Text(f"{reason.zh}（{{other}}，{{rows}} 行）", f"{reason.en}, {{other}} ({{rows}} row(s))"),
        remedy=Text("请核对报到日期的年份、培训班编号和培训班的起止日期", "check the year of the enrolment, the number of the course and its days"),
    )


_COURSE_DAYS = (
    _enrolment(
        "enrolled_long_before", "started_on", f"t.enrolled_on <= c.started_on - interval {EARLY_YEARS} year",
        Text("报到远早于开班", "Enrolled long before the course"),
        Text("报到日期比开班日期早一年以上", "this is a year or more before the first day of the course"),
    ),
    _enrolment(
        "enrolled_after_end", "ended_on", "t.enrolled_on > c.ended_on", Text("报到晚于结班", "Enrolled after the course"),
        Text("报到日期晚于结班日期", "this is after the last day of the course"),
    ),
)
_RETURN = (
    _check(
        "return_flow", "workforce_return", "headcount", "abs(headcount_start + joiners - leavers - headcount) > 0.5",
        Text("年初加新进减离岗不等于在岗人数", "Start, joiners and leavers do not give the headcount"),
        Text("年初人数加新进减离岗，不等于在岗人数", "those at the start, plus joiners, less leavers, are not the headcount"),
        Text("请核对四个数；转岗的计入新进和离岗", "check the four numbers; who changed groups is a joiner and a leaver"),
    ),
    _check(
        "return_sexes", "workforce_return", "female", "abs(female + male - headcount) > 0.5",
        Text("男女之和不等于在岗人数", "Women and men are not the headcount"),
        Text("男女人数之和不等于在岗人数", "women and men together are not the headcount"), Text("请核对三个数", "check the three numbers"),
    ),
    _check(
        "return_ages", "workforce_return", "aged_under_35",
        "abs(aged_under_35 + aged_35_44 + aged_45_54 + coalesce(aged_55_59 + aged_60_over, aged_55_over) - headcount) > 0.5",
        Text("各年龄段之和不等于在岗人数", "Ages do not add up to the headcount"),
        Text("各年龄段人数之和不等于在岗人数", "the ages together are not the headcount"),
        Text("请核对各年龄段和在岗人数", "check the ages and the headcount"),
    ),
)
_CLINIC = Check(
    name="clinic_too_many", subject="workforce_return", column="headcount", needs=("facility",),
    title=Text("村卫生室人数过多", "Too many people at a clinic"),
    statement=f"""
        with clinic as (select distinct facility_code from known_facility where facility_type in ('village_clinic', 'community_station'))
        select r.file_no, r.table_no, r.source_row, r.source_row::VARCHAR as thing, cast(cast(r.headcount as integer) as varchar) as found
        from in_workforce_return as r inner join clinic as c using (facility_code)
        where r.headcount > {MOST_CLINIC_STAFF}
    """,
    reason=Text("一个村卫生室（站）很少有这么多人", "these are more persons than one village clinic or station has"),
    remedy=Text("请核对人数；全乡镇的合计行请删去", "check the number; leave out a line that is the total of the township"),
)
_ROSTER = (
    Check(
        name="left_before_arriving", subject="roster", column="end_on", needs=("employment",),
        title=Text("离岗早于到岗", "Left before arriving"),
        statement="""
            with arrival as (select person_key, facility_code, min(start_on) as start_on from known_employment group by all)
            select r.file_no, r.table_no, r.source_row, '' as thing
            from in_roster as r inner join arrival as a using (person_key, facility_code)
            where r.end_on < a.start_on
        """,
        reason=Text("离岗日期早于任职记录中的到岗日期（{rows} 行）", "the last day lies before the first day of the person's spell here ({rows} row(s))"),
        remedy=Text("请核对离岗日期与任职记录", "check the last day and the spell"),
    ),
    _check(
        "long_gone", "roster", "end_on", f"end_on < as_at - interval {LONG_GONE_YEARS} year",
        Text("早已离岗仍在册", "Long gone and still listed"),
        Text(f"离岗日期比基准日期早 {LONG_GONE_YEARS} 年以上", f"the last day lies more than {LONG_GONE_YEARS} years before the day of the roster"),
        Text("请核对年份；早已离岗的不必再列入花名册", "check the year; who left long ago need not be on the roster"),
    ),
)
_DECLARED = tuple(
    _check(doubt.name, dataset.name, doubt.column, doubt.condition, doubt.title, doubt.reason, doubt.remedy)
    for dataset in all_datasets().values()
    for doubt in dataset.doubts
)
CHECKS = (*_DECLARED, *_PAY, *_APPLICATION, *_TRAINING, *_COURSE_DAYS, *_RETURN, _CLINIC, *_ROSTER)
