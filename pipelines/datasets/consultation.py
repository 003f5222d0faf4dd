"""Requests of clinics to hospitals: consultations, images, tracings; when asked, when answered."""

from pipelines.columns import CLINIC_CODE, COUNTY_HOSPITAL, HOSPITAL_CODE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Doubt, Reference, Sheet, Wanted
from pipelines.core.text import Text


def _without_clock(name: str, column: str, condition: str, what: Text, counted: Text) -> Doubt:
    """A day without a time of day, which a spreadsheet gives as 0:00."""
    return Doubt(
        name=name, column=column, condition=condition,
        title=Text(f"{what.zh}没有时分", f"{what.en} without a time of day"),
        reason=Text(
            f"只有日期、没有时分（或为 0 时 0 分），答复时间只能按整天算：{counted.zh}",
            f"a day without a time of day (or at 0:00): the reply time can only be counted in whole days, {counted.en}",
        ),
        remedy=Text(
            "请写到分钟，如 2023-04-15 09:20；确在零点的写作 00:01",
            "write it to the minute, as 2023-04-15 09:20; what did happen at midnight is written as 00:01",
        ),
    )


_FROM_START = Text("自当日零时起算", "from the start of this day")
_TO_END = Text("算到当日二十四时", "to the end of this day")
CONSULTATION = Dataset(
    name="consultation",
    title=Text("远程会诊与诊断", "Consultations"),
    grain=Text("一行是基层机构提出的一次远程会诊或诊断申请", "One row is a request of a clinic to a hospital"),
    key=("request_id",),
    place="facility_code",
    sent_by="hospital_code",
    period="event",
    topic="support",
    filled_by=COUNTY_HOSPITAL,
    note=Text(
        "按申请月份报送，未答复的也要填，答复时间留空；各时间写到分钟，只写日期的，答复时间按整天算；确在零点的写作 00:01",
        "Filed by the month of the request; one without an answer is a row as well. Write times to the minute, midnight as 00:01: of days "
        "alone, which spreadsheets give as 0:00, the reply time is counted in whole days",
    ),
    dated_by="requested_at",
    required=("request_id", "hospital_code", "facility_code", "consultation_kind", "requested_at"),
    in_order=(("requested_at", "replied_at"), ("replied_at", "closed_at"), ("requested_at", "closed_at")),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        Column(
            name="request_id", kind="code", title=Text("申请单号", "Request"), headers=("会诊单号", "检查单号", "申请编号"),
            example="HZ20230415-003",
        ),
        CLINIC_CODE,
        Column(
            name="requester", kind="text", title=Text("申请医生", "Requested by"), headers=("申请人", "申请医师"), personal=True, private=True,
            note=Text("可不填；姓名只留在原始档案", "Optional; a name stays in the archive"),
        ),
        HOSPITAL_CODE,
        Column(name="department", kind="text", title=Text("受邀科室", "Department"), headers=("会诊科室", "诊断科室", "科室"), example="心内科"),
        Column(
            name="consultation_kind", kind="text", title=Text("会诊（诊断）类型", "Kind of request"), headers=("会诊类型", "诊断类型", "检查类型", "申请类型"),
            codelist="consultation_kind", example="远程心电",
        ),
        Column(
            name="modality", kind="text", title=Text("检查方式", "Modality"), headers=("检查设备", "检查方法"), example="DR",
            note=Text("影像检查填 DR、CT、彩超等", "For images: DR, CT, ultrasound and so on"),
        ),
        Column(
            name="requested_at", kind="moment", title=Text("申请时间", "Requested at"), headers=("提交时间", "上传时间", "发起时间"),
            example="2023-04-15 09:20",
        ),
        Column(
            name="replied_at", kind="moment", title=Text("首次答复时间", "First reply at"), headers=("答复时间", "报告时间", "首次响应时间"),
            example="2023-04-15 10:05",
        ),
        Column(
            name="closed_at", kind="moment", title=Text("办结时间", "Closed at"), headers=("结束时间", "完成时间"),
            example="2023-04-15 11:00",
        ),
        Column(
            name="consultation_outcome", kind="text", title=Text("处理结果", "Outcome"), headers=("会诊结果", "诊断结果"),
            codelist="consultation_outcome",
            example="给出诊疗意见",
        ),
        Column(
            name="is_critical", kind="boolean", title=Text("是否危急值", "Critical finding"), headers=("危急值", "是否危急"),
            example="否",
        ),
        Column(
            name="is_transfer_avoided", kind="boolean", title=Text("是否避免转诊", "Transfer avoided"), headers=("避免转诊",),
            example="是",
        ),
    ),
    sheets=(
        Sheet(
            name="consultation", title=Text("远程会诊与诊断", "Consultations"),
            signature=("request_id", "facility_code", "hospital_code", "consultation_kind", "requested_at"),
        ),
    ),
    wanted=(Wanted("consultation_outcome", given="closed_at"),),
    doubts=(
        _without_clock(
            "requested_without_clock", "requested_at", "requested_at = cast(requested_at as date)", Text("申请时间", "Requests"), _FROM_START
        ),
        _without_clock("replied_without_clock", "replied_at", "replied_at = cast(replied_at as date)", Text("首次答复时间", "Replies"), _TO_END),
        _without_clock(
            "closed_without_clock", "closed_at", "replied_at is null and closed_at = cast(closed_at as date)",
            Text("未答复申请的办结时间", "Ends of unanswered requests"), _TO_END,
        ),
        Doubt(
            name="reply_implausibly_late", column="replied_at", condition="date_diff('day', requested_at, replied_at) > 45",
            title=Text("答复历时过长", "Replies after an implausibly long time"),
            reason=Text("首次答复比申请晚 45 天以上", "the first reply came more than 45 days after the request"),
            remedy=Text("请核对两个时间的年月", "check year and month of both"),
        ),
        Doubt(
            name="open_implausibly_long", column="closed_at", condition="date_diff('day', requested_at, closed_at) > 45",
            title=Text("会诊历时过长", "Requests open for an implausibly long time"),
            reason=Text("办结比申请晚 45 天以上", "the request was closed more than 45 days after it was made"),
            remedy=Text("请核对两个时间的年月", "check year and month of both"),
        ),
    ),
)
