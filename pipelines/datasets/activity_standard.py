"""How long an activity takes, or which share of everybody's time: the standards of workload (WISN)."""

from dataclasses import replace

from pipelines.columns import COUNTY_BUREAU, STAFF_GROUP
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Sheet
from pipelines.core.text import Text

ACTIVITY_STANDARD = Dataset(
    name="activity_standard",
    title=Text("工作时间标准", "Activity standards"),
    grain=Text("一行是一类人员一项活动的用时标准", "One row is the standard time of a staff group for an activity"),
    key=("staff_group", "activity"),
    period="none",
    topic="services",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "全站点通用一份。按服务量计的活动填每次分钟数和对应的服务项目；会议、报表等填占工作时间的比例；二者只填一项",
        "One list for the whole site. An activity that is counted has minutes each and the kind of service it goes with; meetings, reporting "
        "and the like take a share of working time; only one of the two",
    ),
    required=("staff_group", "activity"),
    columns=(
        replace(STAFF_GROUP, example="乡村医生"),
        Column(name="activity", kind="text", title=Text("工作活动", "Activity"), headers=("活动",), codelist="activity", example="门诊接诊"),
        Column(
            name="service_kind", kind="text", title=Text("对应服务项目", "Kind of service it goes with"), headers=("服务项目",),
            codelist="service_kind", example="门诊人次",
        ),
        Column(
            name="standard_minutes", kind="number", title=Text("每次分钟数", "Minutes each"), headers=("标准用时（分钟）", "每次用时（分钟）"),
            unit="minute", minimum=0, maximum=1440, example="12",
        ),
        Column(
            name="times_a_year", kind="number", title=Text("每人每年次数", "Times a year for each"), headers=("每年次数",), unit="count",
            minimum=0, maximum=366, example="1",
            note=Text("期末人数类项目每人每年要做几次，如高血压随访 4 次；按次计的项目填 1 或留空",
                      "for kinds that count people at the end of the period, how often a year each is seen (4 follow-ups); 1 or blank else"),
        ),
        Column(
            name="allowance_share", kind="number", title=Text("占工作时间比例", "Share of working time"), headers=("时间占比",), unit="share",
            minimum=0, maximum=1, example="0.08",
        ),
        Column(
            name="available_hours", kind="number", title=Text("每人每年可用工时", "Working hours a year"), headers=("年可用工时",), unit="hour",
            minimum=0, maximum=8784, example="1760",
            note=Text("扣除休假、病假、法定假日后的小时数；同一类人员各行一致", "after leave, sickness and holidays; the same on every row of a staff group"),
        ),
        Column(name="origin", kind="text", title=Text("标准来源", "Origin of the figure"), headers=("来源", "数据来源")),
    ),
    sheets=(
        Sheet(
            name="standards", title=Text("工作时间标准表", "Activity standards"), signature=("staff_group", "activity"),
        ),
    ),
)
