"""留任: who stays, who leaves, and where."""

from dashboard.page import Card, Page
from pipelines.core.text import Text

RETENTION = Page(
    name="retention",
    path="/retention",
    order=30,
    title=Text("留任", "Retention"),
    question=Text("谁留下、谁离开、离开的是哪里？", "Who stays, who leaves, and where do they leave?"),
    headline=("retention_12m", "retention_24m", "retention_36m", "stability_index", "joiner_rate", "leaver_rate"),
    cards=(
        Card(
            name="survival_remoteness",
            kind="survival",
            title=Text("留任曲线：按边远程度", "Retention curve by remoteness"),
            indicators=("survival",),
            by="remoteness",
            span=6,
        ),
        Card(
            name="in_and_out",
            kind="trend",
            title=Text("到岗率与离岗率", "Joiner and leaver rates"),
            indicators=("joiner_rate", "leaver_rate"),
            span=6,
        ),
        Card(
            name="leaver_map",
            kind="map",
            title=Text("离岗率", "Leaver rate"),
            indicators=("leaver_rate",),
            scope="units",
            span=6,
        ),
        Card(
            name="leaver_ranking",
            kind="ranking",
            title=Text("离岗率排名", "Places by leaver rate"),
            indicators=("leaver_rate",),
            scope="units",
            span=6,
        ),
        Card(
            name="retention_cohort",
            kind="distribution",
            title=Text("12 个月留任率：按入职年份", "12-month retention by year of entry"),
            indicators=("retention_12m",),
            by="entry_cohort",
            span=6,
        ),
        Card(
            name="retention_trend",
            kind="trend",
            title=Text("12、24、36 个月留任率", "Retention at 12, 24 and 36 months"),
            indicators=("retention_12m", "retention_24m", "retention_36m"),
            span=6,
        ),
        Card(
            name="stability_trend",
            kind="trend",
            title=Text("稳定率：按人员类别", "Stability index by staff group"),
            indicators=("stability_index",),
            by="staff_group",
            span=6,
        ),
        Card(
            name="survival_sex",
            kind="survival",
            title=Text("留任曲线：按性别", "Retention curve by sex"),
            indicators=("survival",),
            by="sex",
            span=6,
        ),
        Card(
            name="retention_table",
            kind="table",
            title=Text("下级地区一览", "The places below, side by side"),
            indicators=("retention_12m", "retention_24m", "retention_36m", "stability_index", "leaver_rate"),
            scope="children",
            span=12,
        ),
    ),
)
