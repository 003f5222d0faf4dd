"""服务: how much work there is, and is it done?"""

from dashboard.page import Card, Page
from pipelines.core.text import Text

SERVICES = Page(
    name="services",
    path="/services",
    order=65,
    title=Text("服务", "Services"),
    question=Text("做了多少工作、管得好不好、人手够不够？", "How much work is done, how well, and are there hands enough for it?"),
    headline=(
        "record_coverage", "records_in_use", "hypertension_management", "residents_per_doctor", "wisn_ratio", "absence_rate",
    ),
    cards=(
        Card(
            name="work",
            kind="work_matrix",
            title=Text("门诊人次：各地", "Outpatient visits by place"),
            indicators=("education_events_per_clinic",),
            span=12,
        ),
        Card(
            name="chronic",
            kind="trend",
            title=Text("慢性病规范管理率与控制率", "Chronic disease: managed and controlled"),
            indicators=("hypertension_management", "hypertension_control", "diabetes_management", "diabetes_control"),
            span=6,
        ),
        Card(
            name="records",
            kind="trend",
            title=Text("健康档案：建档率与动态使用率", "Health records: coverage and use"),
            indicators=("record_coverage", "records_in_use"),
            span=6,
        ),
        Card(
            name="wisn",
            kind="table",
            title=Text("按工作量要多少人（WISN）：所需、比值与差额", "Staff the work needs (WISN): required, ratio and difference"),
            indicators=("wisn_required_staff", "wisn_ratio", "wisn_difference"),
            scope="children",
            span=6,
            note=Text(
                "比值 = 实有 ÷ 所需，小于 1 为人手紧张；差额 = 实有 − 所需，负数为缺人，正数为富余",
                "ratio = staff there is ÷ staff needed: below 1 is pressure; difference = staff there is − staff needed: below 0 is a shortage, "
                "above 0 a surplus",
            ),
        ),
        Card(
            name="standards",
            kind="standards",
            title=Text("WISN 的假设：工作时间标准", "What WISN assumes: activity standards"),
            indicators=("wisn_ratio",),
            span=6,
        ),
        Card(
            name="residents",
            kind="ranking",
            title=Text("每名全时当量医生服务人口", "Residents per full-time-equivalent doctor"),
            indicators=("residents_per_doctor",),
            scope="units",
            span=4,
        ),
        Card(
            name="patients",
            kind="ranking",
            title=Text("每名全时当量医生登记慢性病患者", "Chronic patients per full-time-equivalent doctor"),
            indicators=("chronic_patients_per_doctor",),
            scope="units",
            span=4,
        ),
        Card(
            name="absence",
            kind="ranking",
            title=Text("停诊缺勤率", "Closed because the doctor is away"),
            indicators=("absence_rate",),
            scope="units",
            span=4,
        ),
        Card(
            name="education",
            kind="trend",
            title=Text("健康教育：每千人口参加人次", "Health education: attendances per 1,000 people"),
            indicators=("education_reach",),
            span=6,
        ),
        Card(
            name="village_share",
            kind="trend",
            title=Text("公卫工作有多少由村级承担", "How much public-health work village clinics do"),
            indicators=("public_health_village_share",),
            span=6,
        ),
        Card(
            name="kinds",
            kind="work_kinds",
            title=Text("服务项目：历年填报", "Kinds of service, by year"),
            indicators=("education_events_per_clinic",),
            span=12,
        ),
        Card(
            name="services_table",
            kind="table",
            title=Text("下级地区一览", "The places below, side by side"),
            indicators=(
                "record_coverage", "records_in_use", "hypertension_management", "diabetes_management", "education_events_per_clinic",
                "education_reach", "residents_per_doctor",
            ),
            scope="children",
            span=12,
        ),
    ),
)
