"""What people are paid, and how it grows."""

from pipelines.core.indicator import Indicator
from pipelines.core.text import Text

_DOCTORS = Text("乡村医生与乡镇（社区）医生", "Village doctors and township doctors")
_SOURCE = Text("薪酬台账（常规项目；应急专项补贴不计）", "Pay ledger (ordinary components; emergency payments left out)")
_BREAKDOWNS = ("staff_group", "sex", "age_band", "licence", "rurality", "remoteness")
_PART_YEAR = Text(
    "按实际发薪月数折算为全年（跨月金额只计在岗月份，跨年金额按两年月份数分开），不足 6 个月的人年不计；"
    "填有合计的时段以合计为准（扣除同期应急专项补贴和养老补助），同期分项视为已含在内，分项之和更大时取分项之和",
    "Annualised by months paid (of an amount for several months, those in post; one that runs over the end of a year is parted "
    "by its months); person-years of fewer than six months are left out. A stated total speaks for the time it covers, less emergency "
    "payments and old-age subsidies of that time; components of that time are taken to be in it, and count instead where they come to more",
)

MEDIAN_PAY = Indicator(
    name="median_pay",
    codes=("P1",),
    title=Text("年收入中位数", "Median annual pay"),
    definition=Text("人年折算后年收入的中位数", "Median of annualised pay over person-years"),
    unit="currency_per_person", polarity="higher", kind="statistic", base=_DOCTORS, source=_SOURCE, needs=("pay",),
    caveat=_PART_YEAR, statistic="median_pay", interval="bootstrap", additive=False, breakdowns=_BREAKDOWNS, yearly=True,
)

PAY_GROWTH_NOMINAL = Indicator(
    name="pay_growth_nominal",
    codes=("P2",),
    title=Text("人均年收入名义增长", "Growth of mean pay, nominal"),
    definition=Text(
        "本年人均年收入 ÷ 上年人均年收入 − 1；人员构成变化也在其中（分子、分母为两年均值）",
        "Mean annual pay ÷ that of the year before − 1; changes in who is paid are in it (numerator and denominator are the two means)",
    ),
    unit="share", polarity="higher", kind="statistic", base=_DOCTORS, source=_SOURCE, needs=("pay",), caveat=_PART_YEAR,
    statistic="pay_growth_nominal", interval="log_ratio", additive=False, breakdowns=_BREAKDOWNS, yearly=True,
)

PAY_GROWTH_REAL = Indicator(
    name="pay_growth_real",
    codes=("P3",),
    title=Text("人均年收入实际增长", "Growth of mean pay, real"),
    definition=Text("（1 + 名义增长）÷ 价格指数之比 − 1", "(1 + nominal growth) ÷ ratio of price indices − 1"),
    unit="share", polarity="higher", kind="statistic", base=_DOCTORS,
    source=Text("薪酬台账与价格指数", "Pay ledger and price index"), needs=("pay",), caveat=_PART_YEAR,
    statistic="pay_growth_real", interval="log_ratio", additive=False, breakdowns=_BREAKDOWNS, yearly=True,
)

PAY_GROWTH_SAME_PERSON = Indicator(
    name="pay_growth_same_person",
    codes=("P4",),
    title=Text("同一批人年收入增长", "Growth of pay, same persons"),
    definition=Text(
        "两年均有收入且均属本口径人员者的个人增长率中位数", "Median of individual growth among those paid and counted in both years"
    ),
    unit="share", polarity="higher", kind="statistic", base=_DOCTORS, source=_SOURCE, needs=("pay",), caveat=_PART_YEAR,
    statistic="pay_growth_same_person", interval="bootstrap", additive=False, breakdowns=_BREAKDOWNS, yearly=True,
)

MEAN_INCOME = Indicator(
    name="mean_income",
    title=Text("已发布的人均收入", "Mean income, as published"),
    definition=Text(
        "他方发布的税前收入均值（英格兰：合伙全科医生），按发布时的地区与分层原样显示",
        "Mean income before tax as published by others (England: contractor GPs), shown for the region and stratum it came in",
    ),
    unit="currency_per_person", polarity="neutral", kind="published",
    base=Text("发布方的口径（英格兰：合伙全科医生）", "As the publisher counts (England: contractor GPs)"),
    source=Text("NHS Digital 全科医生收入与支出统计", "GP Earnings and Expenses Estimates, NHS Digital"),
    caveat=Text("不汇总、不相除", "Never rolled up, never divided"),
    needs=("pay_summary",), statistic="contractor_mean", additive=False, breakdowns=("rurality",),
)
