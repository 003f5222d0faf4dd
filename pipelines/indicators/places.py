"""What places have and lack: villages with and without a clinic, doctors short of the norm, dependants among the people."""

from pipelines.core.indicator import Indicator, Measure
from pipelines.core.text import Text

_VILLAGES = Text("行政村（不含社区），不是人员", "Administrative villages, communities left out; no staff group")
_PEOPLE = Text("全部人口，不是人员", "All people of the place; no staff group")
_YEARBOOK = Text("《中国卫生健康统计年鉴》村卫生室表（设卫生室的村数占行政村数 %）", "China Health Statistics Yearbook, table on village clinics")
_LISTED = Text(
    "村卫生室以机构名录中写明所在村的为准，名录未写所在村的乡镇以村名录所填为准；村名录是现行名单，撤并的村计到撤并之日",
    "A clinic is one the facility register places in the village; in a township whose register places none, the "
    "village list speaks. That list is today's: "
    "a village merged away counts until its day",
)


def _villages(column: str) -> Measure:
    return Measure(mart="village_state", column=column, where=(("village_kind", ("village",)),))


VILLAGE_COVERAGE = Indicator(
    name="village_coverage",
    title=Text("设卫生室的村占比", "Villages with a clinic"),
    definition=Text("期末村内有卫生室的行政村数 ÷ 有无卫生室已知的行政村数", "Villages in which a clinic stands ÷ villages of which this is known, on the last day"),
    unit="share", polarity="higher", kind="ratio", base=_VILLAGES, source=_YEARBOOK, needs=("village",), caveat=_LISTED,
    numerator=_villages("with_clinic"), denominator=_villages("villages_told"), interval="wilson", breakdowns=("remoteness",),
)

VILLAGES_WITHOUT_CLINIC = Indicator(
    name="villages_without_clinic",
    title=Text("未设卫生室的村数", "Villages without a clinic"),
    definition=Text("期末村内没有卫生室的行政村数（可由邻村卫生室服务）", "Villages in which no clinic stands on the last day; another village's may serve them"),
    unit="village", polarity="lower", kind="count", base=_VILLAGES, source=_YEARBOOK, needs=("village",), caveat=_LISTED,
    numerator=_villages("without_clinic"), breakdowns=("remoteness",),
    chance="numerator",
)

BLANK_VILLAGES = Indicator(
    name="blank_villages",
    title=Text("空白村数", "Villages whose clinic has no doctor"),
    definition=Text(
        "期末村内有卫生室、但卫生室没有医生在岗的行政村数；兼岗和上级派驻的医生也算在岗",
        "Villages in which a clinic stands without any doctor in post on the last day; a doctor's second post, and one seconded from above, count",
    ),
    unit="village", polarity="lower", kind="count", base=_VILLAGES, source=_YEARBOOK, needs=("village",),
    caveat=Text(
        "空白村在此专指有卫生室而没有医生的村；所在乡镇人员情况未报的村不计",
        "Blank means here a clinic without a doctor; a village whose township's staff is not on record is left out",
    ),
    numerator=_villages("blank"), breakdowns=("remoteness",),
    chance="numerator",
)

NORM_GAP = Indicator(
    name="norm_gap",
    title=Text("配备缺口", "Doctors short of the norm"),
    definition=Text(
        "max(0，站点所选口径人口 ÷ 1,000 × 配备标准 − 期末在岗人数)；分子为在岗人数，分母为按标准应有人数",
        "max(0, people of the chosen kind ÷ 1,000 × the site's norm − headcount at the end of the period); numerator: in post, denominator: required",
    ),
    unit="person", polarity="lower", kind="statistic",
    base=Text("乡村医生与乡镇（社区）医生的主要岗位", "Main posts of village and township doctors"),
    source=Text("国办发〔2015〕13 号：每千服务人口不少于 1 名", "State Council General Office document 2015 No. 13: at least 1 per 1,000 served"),
    needs=("employment", "roster", "workforce_return"),
    caveat=Text(
        "标准为站点设置 [norms] density，未设则不可估计；各级分别计算：上级的余缺相抵，故不等于下级缺口之和",
        "The norm is the site's setting [norms] density; without one there is no number. Computed at each level: what "
        "one place has over makes up for "
        "another's lack, so it is not the sum of the parts",
    ),
    numerator=Measure(mart="workforce_state", column="headcount", base="rural_doctors"),
    denominator=Measure(mart="population_place", column="doctors_required", population=True),
    statistic="shortfall", additive=False, breakdowns=("remoteness",),
    chance="untold",
)

AGE_DEPENDENCY_RATIO = Indicator(
    name="age_dependency_ratio",
    title=Text("人口抚养比", "Age dependency ratio"),
    definition=Text("（0–14 岁 + 65 岁及以上人口）÷ 15–64 岁人口 × 100", "(People aged 0-14 and 65 or over) ÷ people aged 15-64 × 100"),
    unit="per_100", polarity="neutral", kind="ratio", base=_PEOPLE,
    source=Text("人口统计通行口径", "Demographic standard"), needs=("population",),
    caveat=Text("说的是人口的年龄结构，与外援依赖度无关；年龄分组不全的地方不计", "It is about the people's ages, not about outside staff; places without all ages are left out"),
    numerator=Measure(mart="population_place", column="dependants", population=True),
    denominator=Measure(mart="population_place", column="working_age", population=True), scale=100, breakdowns=("remoteness",),
)
