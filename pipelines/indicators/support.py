"""Training: who was reached."""

from pipelines.core.indicator import PEOPLE, Indicator, Measure
from pipelines.core.text import Text

TRAINING_COVERAGE = Indicator(
    name="training_coverage",
    title=Text("培训覆盖率", "Training coverage"),
    definition=Text(
        "期末在岗且期内参加过培训的人数（人数，不是人次）÷ 期末在岗人数",
        "Distinct persons in post at the end of the period who were trained in it ÷ persons in post; persons, not attendances",
    ),
    unit="share", polarity="higher", kind="ratio",
    base=Text("乡村医生与乡镇（社区）医生", "Village doctors and township doctors"),
    source=Text("世界卫生组织《国家卫生人力账户手册》", "WHO, National Health Workforce Accounts handbook"),
    needs=("training",),
    numerator=Measure(mart="workforce_state", column="headcount", base="rural_doctors", having="training_enrolled"),
    denominator=Measure(mart="workforce_state", column="headcount", base="rural_doctors"),
    interval="wilson", breakdowns=PEOPLE, accumulates=True,
)
