"""Claims of fees for continuing medical education."""

from dataclasses import replace

from pipelines.columns import (
    COUNTY_BUREAU,
    EMPLOYER_CODE,
    EVENT_ID,
    PAID_ON,
    PAID_YUAN,
    PERSON_COLUMNS,
    SCHEME_ID,
)
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Doubt, Reference, Sheet, Wanted
from pipelines.core.text import Text


def _yes_no(name: str, zh: str, en: str, headers: tuple[str, ...]) -> Column:
    return Column(name=name, kind="boolean", title=Text(zh, en), headers=headers, example="是")


CLAIM_CME = Dataset(
    name="claim_cme",
    title=Text("继教费用报销", "Claims of education fees"),
    grain=Text("一行是一笔费用报销", "One row is a fee claim"),
    key=("claim_id",),
    place="facility_code",
    period="event",
    dated_by="claimed_on",
    topic="money",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "培训费、会议注册费、差旅费分行填写；按申报日期所在月份报送。三项条件：与本职相关、单位同意、有合格证明",
        "A row each for course fee, registration fee and travel; sent by the month of claiming. Three conditions: related to the "
        "work, the employer consents, a certificate is there",
    ),
    required=("claim_id", "facility_code", "claim_kind", "claimed_on", "claimed_yuan"),
    in_order=(("claimed_on", "decided_on"), ("decided_on", "paid_on")),
    references=(
        Reference("facility_code", "facility", "facility_code"),
        Reference("scheme_id", "subsidy_scheme", "scheme_id"),
        Reference("event_id", "training_event", "event_id"),
    ),
    columns=(
        Column(name="claim_id", kind="code", title=Text("报销单号", "Claim number"), headers=("报销编号",), example="BX2023-001"),
        *PERSON_COLUMNS,
        EMPLOYER_CODE,
        SCHEME_ID,
        replace(EVENT_ID, note=Text("与培训活动表一致；会议等没有编号的留空", "As in the list of events; blank where there is none")),
        Column(
            name="claim_kind", kind="text", title=Text("报销类别", "Kind of fee"), headers=("费用类别",), codelist="claim_kind",
            example="培训费",
        ),
        Column(name="claimed_on", kind="date", title=Text("申报日期", "Claimed on"), headers=("报销日期", "报销申请日期"), example="2023-06-05"),
        Column(
            name="claimed_yuan", kind="money", title=Text("申报金额", "Claimed"), headers=("报销金额",), unit="yuan", minimum=0,
            example="1500",
        ),
        _yes_no("is_relevant", "是否与本职相关", "Related to the work", ("与本职相关",)),
        _yes_no("has_employer_consent", "单位是否同意", "Employer consents", ("单位同意",)),
        _yes_no("has_certificate", "有无合格证明", "Certificate there", ("合格证明",)),
        Column(
            name="certificate_no", kind="code", title=Text("合格证明编号", "Certificate number"), headers=("培训证书编号",), personal=True,
            private=True, example="PX2023-01-018",
        ),
        _yes_no("has_receipt", "有无缴费凭证", "Receipt there", ("缴费凭证",)),
        Column(
            name="decision", kind="text", title=Text("审定结果", "Decision"), headers=("审批结果",), codelist="application_decision",
            example="批准",
        ),
        Column(
            name="approved_yuan", kind="money", title=Text("批准金额", "Approved amount"), headers=("核定金额",), unit="yuan", minimum=0,
            example="1500",
        ),
        Column(
            name="claim_reason", kind="text", title=Text("不予报销原因", "Reason for refusing"), codelist="claim_reason", example=""
        ),
        Column(name="decided_on", kind="date", title=Text("审定日期", "Decided on"), headers=("批复日期",), example="2023-06-20"),
        PAID_YUAN,
        PAID_ON,
    ),
    sheets=(
        Sheet(
            name="claims", title=Text("继教费用报销台账", "Register of fee claims"),
            signature=("claim_id", "id_number", "claim_kind", "claimed_on", "claimed_yuan"),
        ),
    ),
    wanted=(Wanted("approved_yuan", given="decision", among=("approved",)), Wanted("paid_on", given="paid_yuan")),
    doubts=(
        Doubt(
            name="approved_above_claimed", column="approved_yuan", condition="approved_yuan > claimed_yuan",
            title=Text("批准金额大于申报金额", "More approved than claimed"), reason=Text("批准金额大于申报金额", "more was approved than was claimed"),
            remedy=Text("请核对两个金额", "check both amounts"),
        ),
        Doubt(
            name="paid_above_approved", column="paid_yuan", condition="paid_yuan > approved_yuan + 1",
            title=Text("实发大于批准金额", "More paid than approved"), reason=Text("实发金额大于批准金额", "more was paid than was approved"),
            remedy=Text("请核对两个金额", "check both amounts"),
        ),
    ),
)
