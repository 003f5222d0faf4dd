"""总览: is there enough staff, and does it stay?"""

from dashboard.page import Card, Page
from pipelines.core.text import Text

WATCHED = (
    "leaver_rate", "density", "vacancy_rate", "credit_completion", "active_share_long", "grant_on_time_share", "pay_arrears_months",
    "village_coverage", "reporting_completeness",
)

OVERVIEW = Page(
    name="overview",
    path="/",
    order=10,
    title=Text("总览", "Overview"),
    question=Text("乡村医生够不够、留不留得住？", "Are there enough rural doctors, and do they stay?"),
    headline=("headcount", "density", "retention_12m", "median_pay", "credit_completion", "active_share_long"),
    otherwise=("fte", "residents_per_doctor", "facility_count", "payment_per_patient"),
    cards=(
        Card(
            name="density_map", kind="map", title=Text("每千人口医生数", "Doctors per 1,000 people"),
            indicators=("density",), scope="units", span=5,
        ),
        Card(
            name="density_ranking", kind="ranking", title=Text("配备排名", "Places by density"),
            indicators=("density",), scope="units", span=4,
        ),
        Card(name="attention", kind="attention", title=Text("需要关注", "Needs attention"), indicators=WATCHED, scope="units", span=3),
        Card(
            name="survival_remoteness", kind="survival", title=Text("留任曲线：按边远程度", "Retention curve by remoteness"),
            indicators=("survival",), by="remoteness", whole=Text("留任曲线", "Retention curve"), span=6,
        ),
        Card(
            name="pay_growth", kind="trend", title=Text("薪酬增长：名义、实际与同一批人", "Pay growth: nominal, real and same people"),
            indicators=("pay_growth_nominal", "pay_growth_real", "pay_growth_same_person"), span=6,
        ),
        Card(
            name="in_and_out", kind="trend", title=Text("进与出", "In and out"), indicators=("joiner_rate", "leaver_rate"), span=4,
        ),
        Card(name="draft", kind="draft", title=Text("汇报文字初稿", "Draft for the meeting"), indicators=WATCHED, scope="units", span=4),
        Card(
            name="changes", kind="changes", title=Text("较上一版本的变化", "Changes since the build before"),
            indicators=("headcount", "fte", "density", "retention_12m", "leaver_rate", "median_pay", "credit_completion", "active_share_long"),
            span=4,
        ),
        Card(name="agreed", kind="notes", title=Text("议定事项", "What meetings agreed"), span=12),
    ),
)
