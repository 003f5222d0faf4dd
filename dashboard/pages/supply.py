"""人员: how many, who, and where."""

from dashboard.page import Card, Page
from pipelines.core.text import Text

SUPPLY = Page(
    name="supply",
    path="/supply",
    order=20,
    title=Text("人员", "Supply"),
    question=Text("有多少人、是些什么人、在哪里？", "How many are there, who are they, and where?"),
    headline=("headcount", "fte", "density", "facility_count", "share_aged_55", "licensed_share"),
    cards=(
        Card(
            name="headcount_trend",
            kind="trend",
            title=Text("在岗人数", "Headcount"),
            indicators=("headcount",),
            by="staff_group",
            span=6,
        ),
        Card(
            name="density_map",
            kind="map",
            title=Text("每千人口乡村医生", "Rural doctors per 1,000 people"),
            indicators=("density",),
            scope="units",
            span=6,
        ),
        Card(
            name="aged_ranking",
            kind="ranking",
            title=Text("55 岁及以上占比排名", "Places by share aged 55 and over"),
            indicators=("share_aged_55",),
            scope="units",
            span=4,
        ),
        Card(
            name="licensed_ranking",
            kind="ranking",
            title=Text("执业（助理）医师占比排名", "Places by licensed share"),
            indicators=("licensed_share",),
            scope="units",
            span=4,
        ),
        Card(
            name="density_distribution",
            kind="distribution",
            title=Text("各地配备的分布", "How density is spread"),
            indicators=("density",),
            scope="units",
            span=4,
        ),
        Card(
            name="fte_trend",
            kind="trend",
            title=Text("全时当量", "Full-time equivalents"),
            indicators=("fte",),
            span=6,
        ),
        Card(
            name="population_trend",
            kind="trend",
            title=Text("服务人口", "People served"),
            indicators=("registered_population",),
            span=6,
        ),
        Card(
            name="supply_table",
            kind="table",
            title=Text("下级地区一览", "The places below, side by side"),
            indicators=("headcount", "fte", "density", "facility_count", "share_aged_55", "licensed_share"),
            scope="children",
            span=12,
        ),
    ),
)
