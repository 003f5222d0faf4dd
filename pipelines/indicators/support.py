"""Training and links: declared, and answered "not collected" until their records come."""

from pipelines.core.indicator import Indicator, Measure
from pipelines.core.text import Text

TRAINING_COVERAGE = Indicator(
    name="training_coverage",
    title=Text("培训覆盖率", "Training coverage"),
    definition=Text(
        "期内参加过培训的人数（人数，不是人次）÷ 在岗人数", "Distinct persons trained in the period ÷ persons in post; persons, not attendances"
    ),
    unit="share", polarity="higher", kind="ratio",
    base=Text("乡村医生与乡镇（社区）医生", "Village doctors and township doctors"),
    source=Text("世界卫生组织《国家卫生人力账户手册》", "WHO, National Health Workforce Accounts handbook"),
    needs=("training",),
    numerator=Measure(mart="workforce_stock", column="trained", base="rural_doctors"),
    denominator=Measure(mart="workforce_stock", column="headcount", base="rural_doctors"),
    interval="wilson", breakdowns=("staff_group", "licence", "remoteness"),
)

LINKED_SHARE = Indicator(
    name="linked_share",
    title=Text("远程接入率", "Share of clinics linked"),
    definition=Text("期末与上级医院有有效连接的机构 ÷ 机构数", "Facilities with a live link to a hospital at the end of the period ÷ facilities"),
    unit="share", polarity="higher", kind="ratio",
    base=Text("全部机构，不是人员", "All facilities; no staff group"),
    source=Text("医疗机构协作名册", "Register of hospital links"),
    needs=("link",),
    numerator=Measure(mart="facility_stock", column="linked"),
    denominator=Measure(mart="facility_stock", column="facilities"),
    interval="wilson", breakdowns=("remoteness",),
)
