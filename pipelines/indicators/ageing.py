"""How old those in post are, and who is near leaving."""

from pipelines.core.indicator import PEOPLE, Indicator, Measure, without
from pipelines.core.text import Text

_PERSON_DATA = ("employment", "roster", "workforce_return")
_DOCTORS = Text("乡村医生与乡镇（社区）医生，每人只在主要岗位计一次", "Village doctors and township doctors, each person once at the main post")
_WHO = Text("世界卫生组织《国家卫生人力账户手册》模块 1", "WHO, National Health Workforce Accounts handbook, module 1")
_CUSTOM = Text("通行口径，按本卡定义", "Common usage, as this card defines it")
_AGED_55 = ("55_59", "60_over", "55_over")
_MAIN = (("post", ("main",)),)


def _in_post(*where: tuple[str, tuple[str, ...]]) -> Measure:
    return Measure(mart="workforce_state", column="headcount", base="rural_doctors", where=where)


SHARE_AGED_60 = Indicator(
    name="share_aged_60",
    title=Text("60 岁及以上占比", "Share aged 60 and over"),
    definition=Text(
        "期末 60 岁及以上的人数 ÷ 年龄已知的在岗人数；年龄按统计年份减出生年份；年报未在 60 岁处分列的机构不计",
        "Persons aged 60 and over ÷ persons in post whose age is known; age is reference year minus birth year; facilities whose return does "
        "not part ages at 60 are left out",
    ),
    unit="share", polarity="lower", kind="ratio", base=_DOCTORS, source=_WHO, needs=_PERSON_DATA,
    numerator=_in_post(("age_group", ("60_over",)), ("age_line", ("60",))),
    denominator=_in_post(("age_group", ("under_35", "35_54", "under_55", *_AGED_55)), ("age_line", ("60",))),
    interval="wilson", breakdowns=without("age_band"),
)

RENEWAL_RATIO = Indicator(
    name="renewal_ratio",
    title=Text("新老比", "Renewal ratio"),
    definition=Text(
        "期末 35 岁以下的在岗人数 ÷ 55 岁及以上的在岗人数；大于 1 表示年轻人多于临近退出的人",
        "Persons in post under 35 ÷ persons in post aged 55 and over; above 1 there are more of the young",
    ),
    unit="ratio", polarity="higher", kind="ratio", base=_DOCTORS, source=_CUSTOM, needs=_PERSON_DATA,
    caveat=Text("年报未列 35 岁以下人数的机构不计", "Facilities whose return does not tell those under 35 are left out"),
    numerator=_in_post(("age_group", ("under_35",)), ("youth_line", ("35",))),
    denominator=_in_post(("age_group", _AGED_55), ("youth_line", ("35",))),
    breakdowns=without("age_band"), chance="both",
)

RETIREMENT_EXPOSURE = Indicator(
    name="retirement_exposure",
    title=Text("五年内因年龄退出占比（按实际离岗）", "Share expected to leave at 55 or older within 5 years, as observed"),
    definition=Text(
        "期末在岗者五年内在 55 岁及以后离岗的概率之和 ÷ 年龄已知的在岗人数。概率为 1 − exp(−Σ 各岁离岗率)：离岗率按根地区、人员类别和 55–59、60–64、"
        "65–69、70 岁及以上四段，取截至本年的五个日历年的离岗人数 ÷ 在岗人年（死亡、转换身份、系统内调动不计）；55 岁以前计 0，无人在岗的年龄段用低一段的值",
        "Sum over persons in post of the probability of leaving at 55 or older within five years ÷ persons in post whose age is known. The "
        "probability is 1 - exp(-sum of hazards by age): exits ÷ person-years of the five calendar years up to this one, by root, staff group and "
        "the bands 55-59, 60-64, 65-69, 70 and over (deaths, reclassification and moves inside left out); 0 before 55, and the band below where "
        "nobody of a band was in post",
    ),
    unit="share", polarity="lower", kind="statistic", base=_DOCTORS, source=_CUSTOM, needs=("employment", "roster"),
    caveat=Text(
        "许多乡村医生 60 岁后仍在岗，故按实际离岗率而不按法定年龄；分子是期望人数；年中按已过部分折算",
        "Many village doctors work past 60, so exits as observed are used and not the statute. The numerator is an expected number; within a "
        "year the part that is over counts",
    ),
    rows=Measure(mart="workforce_state", column="headcount", base="rural_doctors", where=_MAIN),
    statistic="by_hazard", additive=False, breakdowns=PEOPLE, chance="numerator",
)

RETIREMENT_BY_RULE = Indicator(
    name="retirement_by_rule",
    title=Text("五年内达到规定退出年龄占比", "Share who reach the exit age of the rules within 5 years"),
    definition=Text(
        "期末在岗、五年内达到（或已超过）站点规定退出年龄的人数 ÷ 有规定退出年龄的在岗人数；按用工形式、性别和出生年份查表，只存出生年份，故按 6 月出生计",
        "Persons in post who reach the exit age of the site's rules within five years, or have passed it ÷ persons in post to whom a rule applies. "
        "The table goes by contract, sex and birth year; only the year of birth is kept, so everybody is taken to be born in June",
    ),
    unit="share", polarity="lower", kind="statistic", base=Text(
        "有规定退出年龄的乡村医生与乡镇（社区）医生（默认为职工，不含村聘）",
        "Village and township doctors to whom a rule applies (by default employees, the village-hired not among them)",
    ),
    source=Text("国务院关于渐进式延迟法定退休年龄的办法（2025 年起）；站点 [retirement] 设置",
                "State Council measures on the gradual rise of retirement ages from 2025; the site's [retirement] settings"),
    needs=("employment",),
    caveat=Text("乡村医生多无法定退休年龄：与按实际离岗的一项并看", "Most village doctors have no statutory age: read beside the one by observed exits"),
    rows=Measure(mart="workforce_state", column="headcount", base="rural_doctors", where=_MAIN),
    statistic="by_rule", interval="wilson", additive=False, breakdowns=PEOPLE,
)
