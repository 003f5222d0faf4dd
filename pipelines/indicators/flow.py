"""Who comes, who goes, who stays."""

from pipelines.core.indicator import PEOPLE, Indicator, without
from pipelines.core.text import Text

_DOCTORS = Text(
    "乡村医生与乡镇（社区）医生的主要岗位；在本地区内换岗不算离岗",
    "Main posts of village and township doctors; a move inside the region is no exit from it",
)
_NEEDS = ("employment", "roster")
_NHS = Text("NHS England 人力统计：离岗率与稳定率", "NHS workforce statistics: leaver rate and stability index")
_RUSSELL = Text(
    "Russell 等 2013，Human Resources for Health 11:65；Kaplan-Meier 1958",
    "Russell et al. 2013, Human Resources for Health 11:65; Kaplan and Meier 1958",
)
_BY_LEVEL = Text("各级分别由任职记录计算，不能由下级相加", "Computed from spells at each level; not a sum of the parts")
_BY_HARDSHIP = Text(
    "各级分别由任职记录计算，不能由下级相加；按艰苦程度分组时取到岗机构该类人员设置岗位的类别，各岗位类别不一的归入不详",
    "Computed from spells at each level; not a sum of the parts. By hardship a person stands in the class of the posts established for "
    "the group at the facility of entry; where these differ the class is not known",
)
_SNAPSHOTS = Text(
    "只有年度花名册的地方按年度寿命表估计，只在整年处取值；人员编号不能跨期对应同一人时不估计",
    "Where yearly rosters are all there is this is a life table, known at whole years only; not estimable where identifiers do not follow people",
)

FROM_ENTRY = without("subsidised")  # on the first day in post nobody has drawn a subsidy: all would be of one group

JOINER_RATE = Indicator(
    name="joiner_rate",
    title=Text("到岗率", "Joiner rate"),
    definition=Text(
        "期内新到岗人数 ÷ 期初（前一日）与期末在岗人数的平均；只按 12 个月计",
        "Joiners in the period ÷ mean of headcount on the day before it and at its end; 12-month periods only",
    ),
    unit="share", polarity="higher", kind="flow", base=_DOCTORS, source=_NHS, needs=_NEEDS, caveat=_BY_LEVEL,
    statistic="joiner_rate", interval="byar", additive=False, breakdowns=PEOPLE, yearly=True, accumulates=True,
)

LEAVER_RATE = Indicator(
    name="leaver_rate",
    title=Text("离岗率", "Leaver rate"),
    definition=Text(
        "期内离岗人数（死亡、身份转换与本地区内调动除外；离岗日为最后在岗日的次日）÷ 期初（前一日）与期末在岗人数的平均；只按 12 个月计",
        "Leavers in the period (all but death, reclassification and moves inside the region; the day of leaving is the one "
        "after the last day in post) ÷ mean of headcount on the day before it and at its end; 12-month periods only",
    ),
    unit="share", polarity="lower", kind="flow", base=_DOCTORS, source=_NHS, needs=_NEEDS, caveat=_BY_HARDSHIP,
    statistic="leaver_rate", interval="byar", additive=False, breakdowns=(*PEOPLE, "hardship"), yearly=True, accumulates=True,
)

STABILITY_INDEX = Indicator(
    name="stability_index",
    title=Text("稳定率", "Stability index"),
    definition=Text(
        "期初（前一日）在岗且期末仍在岗的人数 ÷ 期初在岗人数；与离岗率之和不必为 100%",
        "Persons in post on the day before the period and still at its end ÷ persons in post on the day before it; need not "
        "add to 100% with the leaver rate",
    ),
    unit="share", polarity="higher", kind="flow", base=_DOCTORS, source=_NHS, needs=_NEEDS, caveat=_BY_LEVEL,
    statistic="stability_index", meaning="staying", interval="wilson", additive=False, breakdowns=PEOPLE, yearly=True, accumulates=True,
)


def _retention(months: int) -> Indicator:
    return Indicator(
        name=f"retention_{months}m",
        title=Text(f"新入职 {months} 个月留任率", f"{months}-month retention of new entrants"),
        definition=Text(
            f"日历窗口内的 Kaplan-Meier S({months} 月)：工龄不满 {months} 个月的在岗者（窗口前 {months} 个月内及窗口内到岗的）按进入窗口时的工龄进入风险集，满 {months} 个月即不再计；"
            "月为 30.4375 天；分子为离岗人次，分母为该时点的在险人数，n 为此前最少时的在险人数；其间无人离岗时，区间为以 n 人计的精确（Clopper-Pearson）区间",
            f"Kaplan-Meier S({months} months) in the calendar window of those with less than {months} months in post (who came in it, or in the "
            f"{months} months before it): each enters at the tenure reached when it opens and is counted up to {months} months; a month is "
            "30.4375 days. Numerator: exits; denominator: persons at risk at that time; n: the fewest at risk at any moment before it. Where "
            "nobody left, the interval is the exact one (Clopper-Pearson) of n persons",
        ),
        unit="share", polarity="higher", kind="survival", base=_DOCTORS, source=_RUSSELL, needs=_NEEDS,
        caveat=Text(
            f"说的是新入职者，不是全体在岗者（全体见离岗率、稳定率），也不是同年入职者的队列留任率；其间任一时刻无人在险则不可估计；{_SNAPSHOTS.zh}",
            "Of those new in post, not of everyone (for them see the leaver rate and the stability index); cohort retention, of those who joined in "
            f"one year, is another figure. Not estimable where nobody was at risk at some moment before it. {_SNAPSHOTS.en}",
        ),
        statistic="kaplan_meier", meaning="staying", months=months, interval="greenwood_loglog", additive=False,
        breakdowns=(*FROM_ENTRY, "entry_cohort"), yearly=True,
    )


RETENTION_12M = _retention(12)
RETENTION_24M = _retention(24)
RETENTION_36M = _retention(36)

SURVIVAL = Indicator(
    name="survival",
    title=Text("留任曲线", "Survival in post"),
    definition=Text(
        "到岗后仍在岗的概率 S(t)（Kaplan-Meier，延迟进入，Greenwood 对数-对数区间）；分子为离岗人次，分母为该时点的在险人数，n 为纳入人次",
        "Probability of still being in post t after entry (Kaplan-Meier, delayed entry, Greenwood log-log limits). Numerator: "
        "exits; denominator: persons at risk at that time; n: spells followed",
    ),
    unit="share", polarity="higher", kind="survival", base=_DOCTORS, source=_RUSSELL, needs=(*_NEEDS, "tenure"),
    caveat=_SNAPSHOTS, statistic="kaplan_meier", meaning="staying", interval="greenwood_loglog", additive=False, breakdowns=FROM_ENTRY,
)
