"""远程医疗与帮扶: linked or used, and how long clinics wait."""

from dashboard.page import Card, Page
from pipelines.core.text import Text

TELEMEDICINE = Page(
    name="telemedicine",
    path="/telemedicine",
    order=55,
    title=Text("远程医疗与帮扶", "Telemedicine and paired support"),
    question=Text("接上了没有、用起来没有、多久能得到答复？", "Are clinics linked, are the links used, and how long do they wait for a reply?"),
    headline=(
        "linked_share", "active_share_short", "active_share_long", "response_time_median", "response_within_24h", "consultation_rate",
    ),
    cards=(
        Card(
            name="link_map",
            kind="link_map",
            title=Text("医院与基层机构的协作", "Links between hospitals and clinics"),
            indicators=("active_share_long",),
            scope="units",
            span=6,
        ),
        Card(
            name="reply_time",
            kind="replies",
            title=Text("等待首次答复：还没有答复的比例", "Waiting for a first reply: the share still waiting"),
            indicators=("response_time_median",),
            span=6,
        ),
        Card(
            name="link_matrix",
            kind="link_matrix",
            title=Text("医院与机构对照：接入、活跃、闲置", "Hospitals by clinics: linked, active, idle"),
            indicators=("linked_share", "active_share_short", "active_share_long"),
            span=12,
        ),
        Card(
            name="idle_links",
            kind="idle_links",
            title=Text("接入而闲置的协作", "Linked but idle"),
            indicators=("linked_share", "active_share_long"),
            span=12,
        ),
        Card(
            name="expert_days",
            kind="expert_days",
            title=Text("专家下沉：按医院与月份", "Expert-days by hospital and month"),
            span=6,
        ),
        Card(
            name="linked_and_used",
            kind="trend",
            title=Text("接入与使用", "Linked and used"),
            indicators=("linked_share", "active_share_long", "active_share_short"),
            span=6,
        ),
        Card(
            name="reply_trend",
            kind="trend",
            title=Text("首次答复时间：中位数与第 90 百分位数", "Time to first reply: median and 90th percentile"),
            indicators=("response_time_median", "response_time_p90"),
            span=6,
        ),
        Card(
            name="requests",
            kind="trend",
            title=Text("每千人口远程申请：按类型", "Requests per 1,000 people by kind"),
            whole=Text("每千人口远程申请", "Requests per 1,000 people"),
            indicators=("consultation_rate",),
            by="consultation_kind",
            span=6,
        ),
        Card(
            name="ai",
            kind="trend",
            title=Text("人工智能辅助：使用与采纳", "AI aids: used and accepted"),
            indicators=("ai_use_share", "ai_acceptance"),
            span=6,
        ),
        Card(
            name="digital",
            kind="bars",
            title=Text("智能设备与网络：按机构类型", "Devices and network by type of facility"),
            indicators=("device_share", "network_share", "clinical_system_share"),
            by="facility_type",
            span=6,
        ),
        Card(
            name="equipment",
            kind="distribution",
            title=Text("设备完好率：按设备", "Equipment up-time by kind"),
            whole=Text("设备完好率", "Equipment up-time"),
            indicators=("equipment_uptime",),
            by="asset_kind",
            span=12,
        ),
        Card(
            name="telemedicine_table",
            kind="standings",
            title=Text("下级地区排名（按已接入机构活跃率）", "The places below, ranked by linked clinics in use"),
            indicators=(
                "active_share_long", "active_share_short", "linked_share", "response_within_24h", "consultation_completion", "stock_out_days",
            ),
            scope="children",
            span=12,
        ),
    ),
)
