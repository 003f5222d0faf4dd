"""The words of a comparison: in what a change is told, whether it is more than noise, and why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pipelines.core.comparison import OVER_TIME, ComparisonKind
from pipelines.core.text import Text

ChangeUnit = Literal["percentage_point", "percent", "own_unit"]
Verdict = Literal["rose", "fell", "within_noise", "rose_unjudged", "fell_unjudged", "same"]
Direction = Literal["better", "worse", "neither"]

OWN_UNITS = frozenset({"year", "month", "day", "hour", "minute", "km", "ratio", "index", "point", "credit", "probability"})
LEAST_BASE, MOST_TIMES = 20, 3.0  # a per cent of fewer, or one of more than so many times, frightens and tells nothing

CHANGE_UNITS: Mapping[ChangeUnit, Text] = {
    "percentage_point": Text("个百分点", "percentage points"),
    "percent": Text("%", "%"),
    "own_unit": Text("（与指标同单位）", "in the unit of the indicator"),
}
VERDICTS: Mapping[Verdict, Text] = {  # over time
    "rose": Text("升高，超出随机波动", "rose, beyond chance"),
    "fell": Text("降低，超出随机波动", "fell, beyond chance"),
    "within_noise": Text("变化在随机波动之内", "changed no more than chance would give"),
    "rose_unjudged": Text("升高（未作波动判断）", "rose (not judged against chance)"),
    "fell_unjudged": Text("降低（未作波动判断）", "fell (not judged against chance)"),
    "same": Text("持平", "unchanged"),
}
PLACE_VERDICTS: Mapping[Verdict, Text] = {  # against target, region above, like places
    "rose": Text("较高，超出随机波动", "higher, beyond chance"),
    "fell": Text("较低，超出随机波动", "lower, beyond chance"),
    "within_noise": Text("差异在随机波动之内", "differs no more than chance would give"),
    "rose_unjudged": Text("较高（未作波动判断）", "higher (not judged against chance)"),
    "fell_unjudged": Text("较低（未作波动判断）", "lower (not judged against chance)"),
    "same": Text("相同", "the same"),
}
DIRECTIONS: Mapping[Direction, Text] = {
    "better": Text("较好", "for the better"),
    "worse": Text("较差", "for the worse"),
    "neither": Text("不分好坏", "neither better nor worse"),
}
METHODS: Mapping[str, Text] = {
    "newcombe": Text("Newcombe 混合得分区间，95%", "Newcombe hybrid score interval, 95%"),
    "mover": Text("由两数各自的区间合成（MOVER），95%", "Recovered from the limits of each (MOVER), 95%"),
    "mover_ratio": Text("由两数各自的区间在对数尺度合成（MOVER），95%", "Recovered from the limits of each on the log scale (MOVER), 95%"),
    "log_ratio": Text("两率之比的对数区间，95%", "Interval of the log rate ratio, 95%"),
    "own_limits": Text("本数自身的区间，目标视为定数，95%", "Limits of the figure itself, the target being fixed, 95%"),
    "counts": Text(
        "两个计数各自的 Byar 区间合成（MOVER），95%：视为独立事件的计数，对多数人留任的在册人数偏严",
        "Recovered from Byar's limits of the two counts (MOVER), 95%: as counts of independent events vary, strict for staff who mostly stay",
    ),
    "none": Text("无区间（全数统计或来源未给出）", "No interval (a full count, or none was published)"),
}
REASONS: Mapping[str, Text] = {
    "small_n": Text("例数很少，不作比较", "not compared: very few"),
    "partial": Text("部分上报，不作比较", "not compared: partly reported"),
    "suppressed": Text("已隐藏，不作比较", "not compared: suppressed"),
    "no_denominator": Text("无分母，不作比较", "not compared: no denominator"),
    "not_collected": Text("未采集，不作比较", "not compared: not collected"),
    "not_estimable": Text("不可估计，不作比较", "not compared: not estimable"),
    "not_reached": Text("中位数未达到，不作比较", "not compared: the median is not reached"),
    "no_observation": Text("没有可比时期或地区的数据", "not compared: nothing is held for what it would be compared with"),
    "no_such_period": Text("该时期没有这种比较", "not compared: this kind of period has no such comparison"),
    "flow_has_no_opening": Text(
        "时期数没有年初数，不作较年初比较；请看累计同比",
        "not compared: a flow has no level at the start of the year; see year to date on last year",
    ),
    "stock_is_not_summed": Text("时点数不能累计；请看较年初", "not compared: a stock is not summed over time; see since the start of the year"),
    "undecided": Text("本期提交的申请可能尚未全部办结，暂不与往期比", "not compared yet: applications submitted in this period may still be open"),
    "unrecovered": Text("本期违约的款项可能还在追缴，暂不与往期比", "not compared yet: money owed after breaches in this period may still be coming in"),
    "series_break": Text("填报的机构变动太大，前后不可比", "not compared: which facilities file changed so much that the series breaks"),
    "from_zero": Text("基数为 0，不计百分比；只列增减数", "no per cent: it was 0; the difference is shown"),
    "not_positive": Text("基数或本数为负，不计百分比；只列增减数", "no per cent: one of the figures is negative; the difference is shown"),
    "depends_on_size": Text(
        "总量随地区大小而变，不与上级或同类地区相比；请用比率", "not compared: a total depends on the size of the place; use a rate"
    ),
    "part_of_year": Text("目标按全年设定，不足一年不作比较", "not compared: the target is of a whole year"),
    "no_target": Text("未设目标值，不作比较", "not compared: no target is set"),
    "no_peers": Text("没有可比的同类地区", "not compared: no like place has a figure that can be used"),
    "no_class": Text("该地区未列入艰苦边远类别", "not compared: the place is in no remoteness class"),
    "is_the_whole": Text("上级地区只有本地一处，无可比对象", "not compared: the region above holds nothing but this place"),
    "rolled_apart": Text(
        "该指标不能由各地相加；请传入该类地区的整体数", "not compared: this indicator is no sum of places; the figure of the class itself is needed"
    ),
}
SIDES: Mapping[str, Text] = {
    "told": Text("本数", "the figure itself"),
    "against": Text("所比之数", "the figure it is compared with"),
}


def change_unit(unit: str) -> ChangeUnit:
    """Return in what changes of an indicator of this unit are told, small counts aside (`told_in`).

    A share changes in percentage points; amounts of money, people, things and what else can be added change in per cent; a
    rate per so many, a duration, a distance, a ratio or a score changes in its own unit: from 2.0 to 2.2 doctors per
    1,000 people is 0.2 per 1,000, no percentage points.

    >>> [change_unit(u) for u in ("share", "person", "currency_per_person", "per_1000", "fte_per_1000")]
    ['percentage_point', 'percent', 'percent', 'own_unit', 'own_unit']
    """
    if unit == "share":
        return "percentage_point"
    per_so_many = unit.startswith("per_") or unit.rpartition("_per_")[2].isdigit()
    return "own_unit" if per_so_many or unit.rstrip("s") in OWN_UNITS else "percent"


def told_in(unit: str, now: float, before: float) -> ChangeUnit:
    """Return in what the change of one figure is told: what per cent cannot say, or says to frighten, is how many more or fewer.

    >>> [told_in("person", *pair) for pair in ((1415, 1442), (39, 4), (4, 39), (507, 52), (52, 507), (-3, 40))]
    ['percent', 'own_unit', 'own_unit', 'own_unit', 'own_unit', 'own_unit']
    >>> [told_in("currency", *pair) for pair in ((39, 4), (39, 0))]
    ['percent', 'own_unit']
    """
    usual = change_unit(unit)
    if usual != "percent":
        return usual
    if is_money(unit):
        return "own_unit" if before <= 0 or now < 0 else "percent"
    fewer, more = sorted((now, before))  # there and back alike: who rose by 17 fell by 17
    return "own_unit" if fewer < LEAST_BASE or more > MOST_TIMES * fewer else "percent"


def is_money(unit: str) -> bool:
    """Whether a unit is an amount of money."""
    return unit.startswith("currency")


def verdict_text(verdict: Verdict, kind: ComparisonKind) -> Text:
    """Return the word for a verdict: something rises over time, and is higher than something else.

    >>> [verdict_text("rose", kind).zh for kind in ("same_last_year", "parent")]
    ['升高，超出随机波动', '较高，超出随机波动']
    """
    return (VERDICTS if kind in OVER_TIME else PLACE_VERDICTS)[verdict]


def why_not(reason: str, side: str = "") -> Text:
    """Return why there is no comparison, naming the figure that is at fault where it is one of the two.

    >>> why_not("partial", "against").zh
    '所比之数：部分上报，不作比较'
    """
    text = REASONS[reason]
    return Text("{side}：{why}", "{side}: {why}").format(side=SIDES[side], why=text) if side else text
