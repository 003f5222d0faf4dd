"""Service agreements: kept, broken, and who stays when the obligation is over."""

from pipelines.core.indicator import PEOPLE, PLACES, Indicator, Measure
from pipelines.core.text import Text

_AGREED = Text("签订服务协议的人员，按协议计", "Persons with a service agreement, by agreement")
_NHSC = Text("美国国家卫生服务团（NHSC）年度报告的口径", "As the US National Health Service Corps reports it")
_ROWS = Measure(mart="agreement_term", column="agreed_from", also=("due_on", "breach_on", "outcome"))
_AS_AT = Text(
    "按期末状况计：其后才违约或届满的仍作履行中；协商解除没有日期，不计；违约没有日期的也不计，该单位按未报全标出；经同意的调动不是违约",
    "As at the end of the period: what was broken or served out later was still running. Agreements ended by consent have no day and are "
    "left out, and so are breaches without a day, for which the unit counts as not having reported in full. A transfer with consent is no breach",
)

AGREEMENT_FULFILMENT = Indicator(
    name="agreement_fulfilment",
    title=Text("协议履约率", "Agreements fulfilled"),
    definition=Text(
        "期末以前签订的协议服务期满的概率（以已服务期占约定期的比例为时间的 Kaplan-Meier，履行中的作删失）；分子为期满份数，分母为期满与违约份数之和，n 为纳入份数",
        "Probability that an agreement is served to its end (Kaplan-Meier on the part of the term served, "
        "running ones censored), of agreements begun by "
        "the end of the period. Numerator: served out; denominator: served out and broken; n: agreements followed",
    ),
    unit="share", polarity="higher", kind="statistic", base=_AGREED, source=_NHSC, needs=("agreement",), caveat=_AS_AT, rows=_ROWS,
    statistic="agreement_fulfilment", interval="greenwood_loglog", additive=False, breakdowns=PEOPLE,
)

OBLIGATION_SERVED = Indicator(
    name="obligation_served",
    title=Text("应服务期兑现率", "Obligation served"),
    definition=Text(
        "已服务人月 ÷ 到期末应服务人月；违约的按全部约定期计应服务，履行中的按已过的月数计",
        "Person-months served ÷ person-months due by the end of the period; a broken agreement owes its "
        "whole term, a running one the months run so far",
    ),
    unit="share", polarity="higher", kind="statistic", base=_AGREED, source=_NHSC, needs=("agreement",), caveat=_AS_AT, rows=_ROWS,
    statistic="obligation_served", additive=False, breakdowns=PEOPLE, chance="untold",
)

BREACH_RATE = Indicator(
    name="breach_rate",
    title=Text("违约率（每百人年）", "Breaches per 100 person-years"),
    definition=Text(
        "期内违约份数 ÷ 期内处于服务期的人年 × 100", "Agreements broken in the period ÷ person-years under obligation within it × 100"
    ),
    unit="per_100_years", polarity="lower", kind="statistic", base=_AGREED, source=_NHSC, needs=("agreement",), caveat=_AS_AT, rows=_ROWS,
    statistic="breach_rate", interval="exact_poisson", additive=False, breakdowns=PEOPLE,
)

_AFTER = Text(
    "服务期满当日在本地区在岗的乡村医生与乡镇（社区）医生", "Village and township doctors in post in the region on the day their obligation ended"
)
_LAST = Text(
    "一人多份协议的以最后届满的一份为准；届满前离开的不在其中；未违约、未解除的协议以约定的最后一日为届满",
    "Of several agreements the one that ended last counts. Who left before the end is not among them. "
    "The end is the last day agreed, where the agreement was "
    "neither broken nor released",
)

SURVIVAL_AFTER_OBLIGATION = Indicator(
    name="survival_after_obligation",
    title=Text("服务期满后留任曲线", "Survival in post after the obligation"),
    definition=Text(
        "服务期满 t 时间后仍在本地区在岗的概率 S(t)（Kaplan-Meier，从约定的最后一日起计）；分子为离岗人次，分母为该时点的在险人数，n 为纳入人次",
        "Probability of being in post in the region t after the obligation ended (Kaplan-Meier, from the last day agreed). Numerator: exits; "
        "denominator: persons at risk at that time; n: persons followed",
    ),
    unit="share", polarity="higher", kind="survival", base=_AFTER, source=_NHSC, needs=("agreement",), caveat=_LAST, origin="obligation_end",
    statistic="kaplan_meier", meaning="staying", interval="greenwood_loglog", additive=False, breakdowns=("staff_group", "sex", *PLACES),
)


RETENTION_AFTER_OBLIGATION_12M = Indicator(
    name="retention_after_obligation_12m",
    title=Text("服务期满后 12 个月留任率", "12-month retention after the obligation"),
    definition=Text(
        "服务期满 12 个月后仍在本地区在岗的概率（日历窗口内的 Kaplan-Meier，从约定的最后一日起计）",
        "Probability of being in post in the region 12 months after the obligation ended (Kaplan-Meier in "
        "the calendar window, from the last day agreed)",
    ),
    unit="share", polarity="higher", kind="survival", base=_AFTER, source=_NHSC, needs=("agreement",), caveat=_LAST, origin="obligation_end",
    statistic="kaplan_meier", meaning="staying", months=12, interval="greenwood_loglog", additive=False,
    breakdowns=("staff_group", "sex", *PLACES), yearly=True,
)
