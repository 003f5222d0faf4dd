"""Days a facility was open, closed and online in a month, and why it was closed."""

from pipelines.columns import FACILITY_CODE, MONTH, TOWNSHIP_CENTRE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Sheet, Wanted
from pipelines.core.text import Text

FACILITY_STATUS = Dataset(
    name="facility_status",
    title=Text("机构开诊情况", "Facility status"),
    grain=Text("一行是一个机构一个月的开诊与停诊天数", "One row is a facility's open and closed days of a month"),
    key=("facility_code", "period"),
    place="facility_code",
    period="label",
    topic="places",
    filled_by=TOWNSHIP_CENTRE,
    note=Text(
        "按月填报；开诊、停诊按应开诊日计，两者之和不超过当月天数。没有填报与开诊 0 天是两回事，未掌握的请留空",
        "Filed by month; open and closed days are of the days it should be open, together no more than the days of the month. Not filed is "
        "not the same as 0 days open: leave blank what is not known",
    ),
    required=("facility_code", "open_days"),
    columns=(
        FACILITY_CODE,
        MONTH,
        Column(
            name="open_days", kind="integer", title=Text("开诊天数", "Days open"), headers=("营业天数", "开放天数"), unit="day", minimum=0,
            maximum=31, example="24",
        ),
        Column(
            name="closed_days", kind="integer", title=Text("停诊天数", "Days closed"), headers=("关门天数", "未开诊天数"), unit="day", minimum=0,
            maximum=31, example="2",
        ),
        Column(
            name="closure_reason", kind="text", title=Text("停诊原因", "Reason for closing"), headers=("停诊主要原因",),
            codelist="closure_reason", example="医生请假",
            note=Text("有停诊的必填主要原因", "the main reason, where there were closed days"),
        ),
        Column(
            name="online_days", kind="integer", title=Text("在线天数", "Days online"), headers=("系统在线天数", "联网天数"), unit="day",
            minimum=0, maximum=31, example="22",
            note=Text("当月至少登录一次诊疗信息系统的天数", "days on which somebody signed in to the clinical system"),
        ),
        Column(
            name="log_ins", kind="integer", title=Text("登录次数", "Log-ins"), headers=("系统登录次数",), unit="log-in", minimum=0,
            example="61",
        ),
    ),
    sheets=(
        Sheet(
            name="month", title=Text("机构开诊情况月报", "Facility status, monthly"), signature=("facility_code", "open_days"),
        ),
    ),
    wanted=(Wanted("closed_days"),),
)
