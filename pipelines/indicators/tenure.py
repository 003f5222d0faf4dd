"""How long people stay: the median, and in which year of a career they leave."""

from pipelines.core.indicator import PEOPLE, Indicator
from pipelines.core.text import Text
from pipelines.indicators.flow import FROM_ENTRY

_DOCTORS = Text(
    "乡村医生与乡镇（社区）医生的主要岗位；在本地区内换岗不算离岗",
    "Main posts of village and township doctors; a move inside the region is no exit from it",
)
_NEEDS = ("employment", "roster")

MEDIAN_SURVIVAL = Indicator(
    name="median_survival",
    title=Text("中位留任时间", "Median time in post"),
    definition=Text(
        "留任曲线 S(t) 首次降到 0.5 或以下的时间 t（Kaplan-Meier，延迟进入）；曲线一直高于 0.5 的写“未达到”，时点一栏为随访到的时间；区间由上下限曲线同样读出，"
        "上限空白即未达到。分子为离岗人次，分母为该时点的在险人数，n 为纳入人次；时间以站点的时长单位计",
        "The smallest t at which the retention curve S(t) is 0.5 or less (Kaplan-Meier, delayed entry). "
        "Where the curve stays above 0.5 the status is "
        '"not reached" and `at` the time followed to. Limits are read off the curves of the limits in the same way; no upper limit means that it is '
        "not reached. Numerator: exits; denominator: persons at risk at that time; n: spells followed. In the site's unit of tenure",
    ),
    unit="month", polarity="higher", kind="survival", base=_DOCTORS, needs=(*_NEEDS, "tenure"),
    source=Text("Kaplan-Meier 1958；Brookmeyer 与 Crowley 1982", "Kaplan and Meier 1958; Brookmeyer and Crowley 1982"),
    caveat=Text(
        "中间有一段无人在险的不可估计；S(t) 恰为 0.5 时取最早一点（R 取该段中点）",
        "Not estimable where nobody was at risk for a while in between. Where S(t) is 0.5 exactly the first "
        "such time is taken (R takes the middle of the stretch)",
    ),
    statistic="median_survival", interval="greenwood_loglog", additive=False, breakdowns=(*FROM_ENTRY, "hardship"),
)

EXIT_HAZARD = Indicator(
    name="exit_hazard",
    title=Text("离岗风险（每百人年）", "Exits per 100 person-years"),
    definition=Text(
        "期内离岗人次 ÷ 在岗人年 × 100；按在岗年限段分组时，一人在经过的每一段内各计其人年，离岗计入当日所在的一段",
        "Exits in the period ÷ person-years in post × 100. By time in post a person counts in every band "
        "passed through, an exit in the band that ends on its day",
    ),
    unit="per_100_years", polarity="lower", kind="survival", base=_DOCTORS, needs=_NEEDS,
    source=Text("Breslow 与 Day 1987；Garwood 1936 的精确区间", "Breslow and Day 1987; exact limits of Garwood 1936"),
    caveat=Text(
        "到岗日期不详者不计；服务协议届满（第 5、8 年）前后常有高峰；段内风险视为不变",
        "Persons whose day of entry is not known are left out. Peaks are common where agreements end (year 5 "
        "and 8); within a band the hazard is taken as constant",
    ),
    statistic="exit_hazard", interval="exact_poisson", additive=False, breakdowns=("tenure_band", *PEOPLE, "hardship"),
)
