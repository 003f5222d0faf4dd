"""Applications for a subsidy through their steps: self-check, submission, employer, authority and public notice, decision."""

from pipelines.columns import (
    APPLICATION_ID,
    COUNTY_BUREAU,
    EMPLOYER_CODE,
    ENTRY_ROUTE,
    PERSON_COLUMNS,
    SCHEME_ID,
)
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet, Wanted
from pipelines.core.text import Text


def _day(name: str, zh: str, en: str, headers: tuple[str, ...], example: str) -> Column:
    return Column(name=name, kind="date", title=Text(zh, en), headers=headers, example=example)


def _audit(name: str, zh: str, en: str, headers: tuple[str, ...]) -> Column:
    return Column(
        name=name, kind="text", title=Text(zh, en), headers=headers, codelist="audit_result", example="符合",
        note=Text("符合、不符合或未核实", "Met, not met or not checked"),
    )


def _result(name: str, zh: str, en: str, headers: tuple[str, ...]) -> Column:
    return Column(name=name, kind="text", title=Text(zh, en), headers=headers, codelist="review_result", example="通过")


APPLICATION = Dataset(
    name="application",
    title=Text("补贴申请", "Applications for subsidies"),
    grain=Text("一行是一份申请", "One row is an application"),
    key=("application_id",),
    place="facility_code",
    period="event",
    dated_by="submitted_on",
    topic="money",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "一份申请一行，随办理进度补填；按提交日期所在月份报送，同月重报即替换。四个审核要点逐项填写",
        "One row an application, filled in as it moves on; sent by the month of submission, and sending a month again replaces "
        "it. Give each of the four audit points",
    ),
    required=("application_id", "facility_code", "scheme_id", "submitted_on"),
    in_order=(
        ("self_checked_on", "submitted_on"), ("submitted_on", "employer_received_on"),
        ("employer_received_on", "employer_reviewed_on"), ("submitted_on", "employer_reviewed_on"),
        ("employer_reviewed_on", "authority_received_on"), ("authority_received_on", "authority_reviewed_on"),
        ("employer_reviewed_on", "authority_reviewed_on"), ("authority_reviewed_on", "notice_from"), ("notice_from", "notice_to"),
        ("submitted_on", "decided_on"),
    ),
    references=(
        Reference("facility_code", "facility", "facility_code"),
        Reference("scheme_id", "subsidy_scheme", "scheme_id"),
    ),
    columns=(
        APPLICATION_ID,
        *PERSON_COLUMNS,
        EMPLOYER_CODE,
        SCHEME_ID,
        ENTRY_ROUTE,
        Column(
            name="information_channel", kind="text", title=Text("获知渠道", "Learnt of through"), headers=("信息来源渠道",),
            codelist="information_channel", example="单位人事部门",
        ),
        _day("self_checked_on", "自评日期", "Self-check on", ("条件自评日期",), "2023-03-01"),
        Column(
            name="is_self_check_met", kind="boolean", title=Text("自评是否符合", "Self-check met"), headers=("自评结果",), example="是"
        ),
        _day("submitted_on", "提交日期", "Submitted on", ("申请日期", "申请提交日期"), "2023-03-06"),
        Column(
            name="applied_yuan", kind="money", title=Text("申请金额", "Amount applied for"), unit="yuan", minimum=0, example="80000"
        ),
        _day("employer_received_on", "单位受理日期", "Employer received on", (), "2023-03-06"),
        _day("employer_reviewed_on", "单位初审日期", "Employer reviewed on", ("初审日期",), "2023-03-15"),
        _result("employer_result", "单位初审结果", "Employer's result", ("初审结果", "单位初审意见")),
        Column(
            name="employer_reason", kind="text", title=Text("初审不通过原因", "Employer's reason"), codelist="decision_reason", example=""
        ),
        _day("authority_received_on", "主管部门受理日期", "Authority received on", (), "2023-03-16"),
        _day("authority_reviewed_on", "主管部门复核日期", "Authority checked on", ("复核日期",), "2023-04-03"),
        _result("authority_result", "主管部门复核结果", "Authority's result", ("复核结果", "复核意见")),
        Column(name="reviewed_by", kind="text", title=Text("复核部门", "Checked by"), example="县卫生健康局基层科"),
        _audit("audit_place", "审核要点一（执业地点）", "Audit 1: place of practice", ("执业地点审核", "执业地点是否符合")),
        _audit("audit_years", "审核要点二（服务年限）", "Audit 2: years of service", ("服务年限审核", "服务年限是否符合")),
        _audit("audit_documents", "审核要点三（材料真实有效）", "Audit 3: documents", ("材料审核", "材料是否真实有效")),
        _audit("audit_employer", "审核要点四（用人单位关系）", "Audit 4: employment tie", ("用工关系审核", "用人单位关系审核")),
        _day("notice_from", "公示开始日期", "Public notice from", ("公示起",), "2023-04-10"),
        _day("notice_to", "公示结束日期", "Public notice to", ("公示止",), "2023-04-16"),
        Column(
            name="objections", kind="integer", title=Text("异议件数", "Objections"), headers=("公示异议件数",), unit="objection", minimum=0,
            example="0",
        ),
        _day("decided_on", "审定日期", "Decided on", ("批复日期",), "2023-04-20"),
        Column(
            name="decision", kind="text", title=Text("审定结果", "Decision"), headers=("审批结果",), codelist="application_decision",
            example="批准",
        ),
        Column(
            name="decision_reason", kind="text", title=Text("不予批准原因", "Reason for refusal"), headers=("未通过原因",),
            codelist="decision_reason", example="",
        ),
        Column(
            name="approved_yuan", kind="money", title=Text("批准金额", "Approved amount"), headers=("核定金额",), unit="yuan", minimum=0,
            example="80000",
        ),
    ),
    sheets=(
        Sheet(
            name="applications", title=Text("补贴申请台账", "Register of applications"),
            signature=("application_id", "id_number", "scheme_id", "submitted_on"),
        ),
    ),
    wanted=(Wanted("decision", given="decided_on"), Wanted("approved_yuan", given="decision", among=("approved",))),
)
