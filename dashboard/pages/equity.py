"""公平与可及: how evenly doctors are spread, and who can reach one."""

from dashboard.page import Card, Page
from pipelines.core.text import Text

EQUITY = Page(
    name="equity",
    path="/equity",
    order=75,
    title=Text("公平与可及", "Equity and access"),
    question=Text("医生分布是否公平，群众能不能及时看上病？", "Are doctors spread evenly, and can people reach one in time?"),
    headline=(
        "gini", "theil_t", "dissimilarity_index", "spatial_access", "coverage_by_capacity", "population_within_long_hardest",
    ),
    otherwise=("theil_t_between", "theil_t_within", "coefficient_of_variation"),
    cards=(
        Card(
            name="lorenz",
            kind="curve",
            title=Text("医生分布洛伦兹曲线", "Lorenz curve of doctors"),
            indicators=("lorenz",),
            span=4,
        ),
        Card(
            name="measures",
            kind="measures",
            title=Text("不均衡程度的各项指标", "Measures of inequality"),
            indicators=(
                "gini", "theil_t", "theil_t_between", "theil_t_within", "theil_l", "concentration_index", "coefficient_of_variation",
                "dissimilarity_index", "max_min_ratio",
            ),
            span=8,
        ),
        Card(
            name="access_map",
            kind="map",
            title=Text("空间可及性（E2SFCA）", "Spatial access (E2SFCA)"),
            indicators=("spatial_access",),
            scope="units",
            span=6,
        ),
        Card(
            name="density_ranking",
            kind="ranking",
            title=Text("各地排名：每千人口医生数", "Places by doctors per 1,000 people"),
            indicators=("density",),
            scope="units",
            span=6,
        ),
        Card(
            name="theil_parts",
            kind="theil_parts",
            title=Text("泰尔指数：县区之间与县区之内", "Theil's T between and within counties"),
            indicators=("theil_t_between", "theil_t_within"),
            over="years",
            span=6,
        ),
        Card(
            name="gini_trend",
            kind="trend",
            title=Text("基尼系数历年变化", "Gini coefficient over the years"),
            indicators=("gini",),
            span=6,
        ),
        Card(
            name="density_remoteness",
            kind="forest",
            title=Text("每千人口医生数：按边远程度", "Doctors per 1,000 people by remoteness"),
            indicators=("density",),
            by="remoteness",
            span=4,
        ),
        Card(
            name="stability_remoteness",
            kind="forest",
            title=Text("稳定率：按边远程度", "Stability by remoteness"),
            indicators=("stability_index",),
            by="remoteness",
            span=4,
        ),
        Card(
            name="licensed_remoteness",
            kind="forest",
            title=Text("村医执业（助理）医师占比：按边远程度", "Licensed share of village doctors by remoteness"),
            indicators=("licensed_share",),
            by="remoteness",
            span=4,
        ),
        Card(
            name="reach",
            kind="by_class",
            title=Text("规定时间内能就医的人口占比", "People who reach care in time"),
            indicators=("population_within_long", "population_within_long_hardest"),
            by="remoteness",
            span=6,
        ),
        Card(
            name="clusters",
            kind="clusters",
            title=Text("空间聚集（Moran、LISA）：每千人口医生数", "Spatial clusters (Moran, LISA) of doctors per 1,000"),
            indicators=("density",),
            scope="units",
            span=6,
        ),
        Card(
            name="equity_table",
            kind="table",
            title=Text("下级地区一览", "The places below, side by side"),
            indicators=(
                "density", "gini", "spatial_access", "coverage_by_capacity", "population_within_short", "population_within_long",
                "population_within_long_hardest", "villages_beyond_long",
            ),
            scope="children",
            span=12,
        ),
    ),
)
