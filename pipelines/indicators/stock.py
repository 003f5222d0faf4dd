"""How many there are, and who they are."""

from pipelines.core.indicator import PEOPLE, PLACES, Indicator, Measure, without
from pipelines.core.text import Text

_PERSON_DATA = ("employment", "roster", "workforce_return")
_DOCTORS = Text(
    "乡村医生与乡镇（社区）医生，每人只在主要岗位计一次；英格兰为全科医生",
    "Village doctors and township doctors, each person once at the main post; in England general practitioners",
)
_VILLAGE = Text("在村卫生室工作的乡村医生（不论何种资格）", "Village doctors working in village clinics, whatever their licence")
_WHO = Text("世界卫生组织《国家卫生人力账户手册》", "WHO, National Health Workforce Accounts handbook")
_AGED_55 = ("55_59", "60_over", "55_over")
_LICENSED = ("physician", "assistant", "rural_assistant", "licensed")

HEADCOUNT = Indicator(
    name="headcount",
    title=Text("在岗人数", "Headcount"),
    definition=Text(
        "期末最后一天在岗的人数；每人只在主要岗位计一次（申报的主岗，否则全时当量较大者，否则到岗较早者）",
        "Persons in post on the last day of the period, each once at the main post (the declared one, else the larger FTE, "
        "else the earlier start)",
    ),
    unit="person", polarity="higher", kind="count", base=_DOCTORS, source=_WHO, needs=_PERSON_DATA,
    caveat=Text("按人员类别分组时列出所有上报的类别", "By staff group every group that reports is listed"),
    numerator=Measure(mart="workforce_state", column="headcount", base="rural_doctors"),
    breakdowns=PEOPLE,
    rests_on="numerator", chance="numerator",
)

FTE = Indicator(
    name="fte",
    title=Text("全时当量", "Full-time equivalents"),
    definition=Text(
        "期末在岗人员的全时当量之和，一人多岗按各岗分计",
        "Sum of full-time equivalents in post at the end of the period, split over a person's posts",
    ),
    unit="fte", polarity="higher", kind="count", base=_DOCTORS, source=_WHO, needs=_PERSON_DATA,
    caveat=Text(
        "未填全时当量的，一人按 1 计，在其未填的各岗之间均分", "Where none is stated a person is one, split evenly over the posts without one"
    ),
    numerator=Measure(mart="workforce_state", column="fte", base="rural_doctors"),
    breakdowns=PEOPLE,
    rests_on="numerator", chance="numerator",
)

REGISTERED_POPULATION = Indicator(
    name="registered_population",
    title=Text("服务人口", "Population covered"),
    definition=Text(
        "站点所选口径的人口（户籍、常住或服务）；英格兰为人员表中的登记患者",
        "People by the kind of population the site counts by; in England the patients registered in the workforce file",
    ),
    unit="patient", polarity="neutral", kind="count",
    base=Text("全部人口，不是人员", "All people of the place; no staff group"),
    source=Text("人口表；英格兰全科医疗人员表", "Population tables; General Practice Workforce, NHS England"),
    needs=("population",),
    numerator=Measure(mart="population_place", column="persons", population=True),
    breakdowns=("rurality", "remoteness"),
)

DENSITY = Indicator(
    name="density",
    title=Text("每千人口医生数", "Doctors per 1,000 people"),
    definition=Text("期末在岗人数 ÷ 站点所选口径人口 × 1,000", "Headcount at the end of the period per 1,000 people of the chosen kind"),
    unit="per_1000", polarity="higher", kind="ratio", base=_DOCTORS, source=_WHO, needs=_PERSON_DATA,
    caveat=Text(
        "户籍、常住、服务人口不可混用；国办发〔2015〕13 号原则上要求的每千服务人口 1 名只计乡村医生，本指标含乡镇医生，达到 1 名不等于达到该要求",
        "Household, resident and served populations must not be mixed; the 1 per 1,000 served that China asks for in principle (State Council "
        "General Office 2015 No. 13) counts village doctors only: this figure has township doctors too, and reaching 1 is not meeting it",
    ),
    numerator=Measure(mart="workforce_state", column="headcount", base="rural_doctors"),
    denominator=Measure(mart="population_place", column="persons", population=True),
    scale=1000, interval="byar", breakdowns=PEOPLE,
)

SHARE_AGED_55 = Indicator(
    name="share_aged_55",
    title=Text("55 岁及以上占比", "Share aged 55 and over"),
    definition=Text(
        "期末 55 岁及以上的人数 ÷ 年龄已知的在岗人数；年龄按统计年份减出生年份",
        "Persons aged 55 and over ÷ persons in post whose age is known; age is reference year minus birth year",
    ),
    unit="share", polarity="lower", kind="ratio", base=_DOCTORS, source=_WHO, needs=_PERSON_DATA,
    numerator=Measure(
        mart="workforce_state", column="headcount", base="rural_doctors", where=(("age_group", _AGED_55),)
    ),
    denominator=Measure(
        mart="workforce_state", column="headcount", base="rural_doctors",
        where=(("age_group", ("under_35", "35_54", "under_55", *_AGED_55)),),
    ),
    interval="wilson", breakdowns=without("age_band"),
)

FEMALE_SHARE = Indicator(
    name="female_share",
    title=Text("女性占比", "Share of women"),
    definition=Text("期末在岗的女性人数 ÷ 性别已知的在岗人数", "Women in post at the end of the period ÷ persons in post whose sex is known"),
    unit="share", polarity="neutral", kind="ratio", base=_DOCTORS, source=_WHO, needs=_PERSON_DATA,
    numerator=Measure(mart="workforce_state", column="headcount", base="rural_doctors", where=(("sex", ("female",)),)),
    denominator=Measure(mart="workforce_state", column="headcount", base="rural_doctors", where=(("sex", ("female", "male")),)),
    interval="wilson", breakdowns=without("sex"),
)

LICENSED_SHARE = Indicator(
    name="licensed_share",
    title=Text("村医执业（助理）医师占比", "Licensed share of village doctors"),
    definition=Text(
        "村卫生室医生中持执业医师、执业助理医师或乡村全科执业助理医师资格者 ÷ 资格已知的村卫生室医生",
        "Village doctors licensed as physician, assistant or rural general assistant ÷ village doctors whose licence is known",
    ),
    unit="share", polarity="higher", kind="ratio", base=_VILLAGE, needs=("roster", "workforce_return"),
    source=Text("国家卫生健康委乡村医生队伍建设口径", "National Health Commission policy on village doctors"),
    caveat=Text("乡村全科执业助理医师计入", "Rural general assistant physicians are counted in"),
    numerator=Measure(
        mart="workforce_state", column="headcount", base="village_doctors",
        where=(("licence", _LICENSED),),
    ),
    denominator=Measure(
        mart="workforce_state", column="headcount", base="village_doctors",
        where=(("licence", (*_LICENSED, "village_certificate", "none", "not_licensed")),),
    ),
    interval="wilson", breakdowns=without("staff_group", "licence"),
)

FACILITY_COUNT = Indicator(
    name="facility_count",
    title=Text("机构数", "Facilities"),
    definition=Text(
        "期末开放的机构数；按年公布名单的，为当期名单所列机构",
        "Facilities open on the last day of the period; where the list is published by year, those the year's list names",
    ),
    unit="facility", polarity="neutral", kind="count",
    base=Text("全部机构，不是人员", "All facilities; no staff group"),
    source=Text("机构名录；英格兰全科医疗支付表", "Facility register; NHS Payments to General Practice"),
    needs=("facility",),
    caveat=Text(
        "上报数指在任一人员记录（年报、花名册、任职）中出现的机构", "Reported counts the facilities that some staff record knows"
    ),
    numerator=Measure(mart="facility_stock", column="facilities"),
    reported=Measure(mart="facility_stock", column="matched"),
    expected=Measure(mart="facility_stock", column="facilities"),
    breakdowns=PLACES,
)

MEDIAN_AGE = Indicator(
    name="median_age",
    title=Text("年龄中位数", "Median age"),
    definition=Text("期末在岗者年龄的中位数；年龄按统计年份减出生年份", "Median age of persons in post; age is reference year minus birth year"),
    unit="year", polarity="neutral", kind="statistic", base=_DOCTORS, needs=("employment", "roster"), source=_WHO,
    rows=Measure(mart="workforce_state", column="birth_year", base="rural_doctors", where=(("post", ("main",)),)),
    statistic="median_age", interval="order_statistic", additive=False, breakdowns=PEOPLE,
)
