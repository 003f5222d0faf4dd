"""Why a facility was closed on working days."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

CLOSURE_REASON = CodeList(
    name="closure_reason",
    title=Text("停诊原因", "Reason for closing"),
    codes=(
        Code("sick", Text("医生病假", "Doctor on sick leave"), ("病假", "医生生病"), role="staff"),
        Code("leave", Text("医生请假", "Doctor on leave"), ("事假", "休假", "探亲假"), role="staff"),
        Code("vacancy", Text("无医生在岗", "No doctor in post"), ("缺医生", "医生离职", "空岗"), role="staff"),
        Code("training", Text("外出培训", "Away for training"), ("培训", "进修"), role="staff"),
        Code("secondment", Text("抽调", "Called away for other duties"), ("借调", "外派"), role="staff"),
        Code("weather", Text("天气道路", "Weather or road"), ("大雪封路", "道路中断", "恶劣天气", "自然灾害"), role="place"),
        Code("building", Text("房屋维修", "Building works"), ("装修", "维修", "房屋改造"), role="place"),
        Code("power_network", Text("停电断网", "Power or network failure"), ("停电", "断网"), role="place"),
        Code("other", Text("其他原因", "Other"), ("其他",), role="other"),
    ),
    missing=("不详", "未知"),
)
