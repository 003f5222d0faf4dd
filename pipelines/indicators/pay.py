"""What people are paid, how far it is apart, what of it is allowances, and what is owed."""

from pipelines.core.indicator import PEOPLE, Indicator, Measure, without
from pipelines.core.text import Text

_DOCTORS = Text("乡村医生与乡镇（社区）医生", "Village doctors and township doctors")
_SOURCE = Text("薪酬台账（常规项目；应急专项补贴不计）", "Pay ledger (ordinary components; emergency payments left out)")
PART_YEAR = Text(
    "均为代扣个人社保、公积金和个税之前的金额。计入发给个人的基本工资、绩效、公卫补助、基药补助、诊疗费和签约补助、津补贴；发给机构的补助、向患者收取的业务收入和应急专项补贴不计。"
    "按实际发薪月数折算为全年（跨月金额只计在岗月份，跨年金额按两年月份数分开），不足 6 个月的人年不计；"
    "年终奖会随缺报的月份漏计或被放大，所以全年有人在岗的月份未报齐的单位按未报计，标为部分上报、不作比较；"
    "填有合计的时段以合计为准（扣除同期应急专项补贴和养老补助），同期分项视为已含在内，分项之和更大时取分项之和",
    "Amounts are before insurance and tax are held back. In it: base and performance pay, fees for public health, medicine, consultations and "
    "contracts, allowances, as far as they went to the person. "
    "Not in it: money that went to the clinic, what patients paid, emergency payments. "
    "Annualised by months paid (of an amount for several months, those in post; one that runs over the end of a year is parted "
    "by its months); person-years of fewer than six months are left out. Months that were not sent leave a bonus out or count it too "
    "often: a unit that has not sent every month with somebody in post counts as not reported, and the figure as partial. "
    "A stated total speaks for the time it covers, less emergency payments and old-age subsidies of that time; components of that time are "
    "taken to be in it, and count instead where they come to more",
)


def _with_part_year(own: Text) -> Text:
    return Text("{own}{more}", "{own} {more}").format(own=own, more=PART_YEAR)


_WORLD_BANK = Text("世界银行：公共部门工资总额与薪酬压缩比；薪酬台账", "World Bank, Wage Bill and Pay Compression; pay ledger")
_ANNUAL = Measure(mart="person_pay_year", column="annual_yuan", base="rural_doctors")

MEAN_PAY = Indicator(
    name="mean_pay",
    title=Text("人均年收入", "Mean annual pay"),
    definition=Text("折算后年收入之和 ÷ 计入的人年数", "Sum of annualised pay ÷ person-years counted"),
    unit="currency_per_person", polarity="higher", kind="ratio", base=_DOCTORS, source=_SOURCE, needs=("pay",), caveat=PART_YEAR,
    numerator=Measure(mart="person_pay_year", column="counted_yuan", base="rural_doctors"),
    denominator=Measure(mart="person_pay_year", column="person_years", base="rural_doctors"),
    breakdowns=PEOPLE, yearly=True,
    rests_on="denominator",
)

PAY_BILL = Indicator(
    name="pay_bill",
    title=Text("工资总额（已发，代扣前）", "Pay bill, before deductions"),
    definition=Text(
        "全年已发给个人的常规项目金额之和，代扣个人社保、公积金和个税之前；拖欠未发的不计",
        "Sum of what was paid to persons over the year, ordinary components, before insurance and tax are held back; not what is owed",
    ),
    unit="currency", polarity="neutral", kind="count", base=_DOCTORS, source=_SOURCE, needs=("pay",),
    caveat=Text(
        "按已发原数相加，不折算为全年，发薪不足 6 个月的人也在内，因此除以人数不是人均年收入。"
        "全年有人在岗的月份未报齐的单位按未报计，合计标为部分上报、不作比较。应急专项补贴、发给机构的款项不计。"
        "填有合计的时段以合计为准（扣除同期应急专项补贴和养老补助），分项之和更大时取分项之和",
        "Added up as paid, not annualised, persons paid for fewer than six months too: divided by persons it is not mean annual pay. "
        "A unit that has not sent every month with somebody in post counts as not reported, and the sum as partial. "
        "Emergency payments and money that went to a clinic are not in it. A stated total speaks for the time it covers, less emergency "
        "payments and old-age subsidies of that time; its components count instead where they come to more",
    ),
    numerator=Measure(mart="person_pay_year", column="paid_yuan", base="rural_doctors"), breakdowns=PEOPLE, yearly=True,
)

MEDIAN_PAY = Indicator(
    name="median_pay",
    title=Text("年收入中位数", "Median annual pay"),
    definition=Text("人年折算后年收入的中位数；区间为精确次序统计量区间", "Median of annualised pay over person-years, with exact order-statistic limits"),
    unit="currency_per_person", polarity="higher", kind="statistic", base=_DOCTORS, source=_SOURCE, needs=("pay",),
    caveat=PART_YEAR, rows=_ANNUAL, statistic="median", interval="order_statistic", additive=False, breakdowns=PEOPLE, yearly=True,
)


def _percentile(share: int, least: int) -> Indicator:
    return Indicator(
        name=f"pay_p{share}",
        title=Text(f"年收入 P{share}", f"Annual pay, {share}th percentile"),
        definition=Text(
            f"{share} % 的人年折算后年收入不高于此数；不足 {least} 人的不估计；区间为精确次序统计量区间",
            f"Annualised pay that {share}% of person-years do not exceed, told of {least} people or more, with exact order-statistic limits",
        ),
        unit="currency_per_person", polarity="neutral", kind="statistic", base=_DOCTORS, source=_SOURCE, needs=("pay",),
        caveat=PART_YEAR, rows=_ANNUAL, statistic=f"p{share}", interval="order_statistic", additive=False, breakdowns=PEOPLE, yearly=True,
    )


PAY_P10, PAY_P25, PAY_P75, PAY_P90 = _percentile(10, 10), _percentile(25, 4), _percentile(75, 4), _percentile(90, 10)

PAY_P90_P10 = Indicator(
    name="pay_p90_p10",
    title=Text("收入高低比（P90/P10）", "Pay compression, P90/P10"),
    definition=Text(
        "年收入第 90 百分位数 ÷ 第 10 百分位数；区间由两个分位数的精确区间相除，偏宽",
        "90th ÷ 10th percentile of annual pay; limits divide the exact ones of both, and are wide",
    ),
    unit="ratio", polarity="neutral", kind="statistic", base=_DOCTORS, source=_WORLD_BANK, needs=("pay",),
    caveat=_with_part_year(
        Text("本指标是 P90/P10 口径，与最高/最低口径不可互比。", "This is the P90/P10 variant; it does not compare with highest over lowest.")
    ),
    rows=_ANNUAL, statistic="p90_p10", interval="order_statistic", additive=False, breakdowns=PEOPLE, yearly=True,
)

PAY_HIGHEST_LOWEST = Indicator(
    name="pay_highest_lowest",
    title=Text("收入高低比（最高/最低）", "Pay compression, highest/lowest"),
    definition=Text("最高年收入 ÷ 最低年收入（分子、分母为两人的年收入）", "Highest ÷ lowest annual pay; numerator and denominator are the pay of two persons"),
    unit="ratio", polarity="neutral", kind="statistic", base=_DOCTORS, source=_WORLD_BANK, needs=("pay",),
    caveat=_with_part_year(Text(
        "世界银行口径为主要工资表的最高与最低档；本指标取实际收入的两端，只由两人决定，人数越多越大。",
        "The World Bank takes the ends of the main pay scale; here they are those of actual pay, set by two persons, and further apart the "
        "more are paid.",
    )),
    rows=_ANNUAL, statistic="highest_lowest", additive=False, breakdowns=PEOPLE, yearly=True,
)


def _relative(kind: str, zh: str, en: str) -> Indicator:
    return Indicator(
        name=f"relative_pay_{kind}",
        title=Text(f"相对{zh}", f"Pay relative to {en}"),
        definition=Text(
            f"年收入中位数 ÷ 同年{zh}（本地区的，没有则取最近上级的）；分子、分母为两者",
            f"Median annual pay ÷ {en} of the year: that of the place, else of the nearest place above; numerator and denominator are the two",
        ),
        unit="ratio", polarity="higher", kind="statistic", base=_DOCTORS, needs=("pay",),
        source=Text("薪酬台账；统计公报或年鉴的对照收入", "Pay ledger; reference incomes of the statistical bulletin or yearbook"),
        caveat=_with_part_year(Text(
            "对照收入未报送的地区和年份不可估计；对照口径为均值而分子为中位数，区间只含中位数的不确定性。",
            "Not estimable for a place and year without a reference income. That is a mean, the numerator a median; limits are of the median "
            "alone.",
        )),
        statistic=f"relative_pay_{kind}", against=("reference_income",), interval="order_statistic", additive=False, breakdowns=PEOPLE, yearly=True,
    )


RELATIVE_PAY_RURAL_INCOME = _relative("rural_income", "农村居民人均可支配收入", "disposable income per head, rural")
RELATIVE_PAY_URBAN_WAGE = _relative("urban_wage", "城镇非私营单位平均工资", "the mean wage of urban non-private units")
RELATIVE_PAY_HEALTH_WAGE = _relative("health_wage", "卫生和社会工作行业平均工资", "the mean wage of health and social work")
RELATIVE_PAY_COUNTY_DOCTOR = _relative("county_doctor", "县级医院医生平均收入", "the mean income of county hospital doctors")

SUBSIDY_SHARE = Indicator(
    name="subsidy_share",
    title=Text("津补贴占收入比", "Share of allowances in pay"),
    definition=Text(
        "岗位津贴、边远津贴和其他补贴之和 ÷ 常规收入之和（按实发，不折算）；只计分项可知的人年",
        "Post, remote-area and other allowances ÷ ordinary pay, both as paid and not annualised; person-years told by component only",
    ),
    unit="share", polarity="neutral", kind="ratio", base=_DOCTORS, source=_SOURCE, needs=("pay",),
    caveat=Text(
        "只报合计、没有分项的人年不在分子也不在分母，不当作没有补贴；应急专项补贴不计；按补贴办法另行发放、未进薪酬台账的补助不在其中；"
        "全年有人在岗的月份未报齐的单位按未报计",
        "Who is told by a total alone is in neither, never taken for one without allowances; emergency payments are left out, and so are "
        "grants of the subsidy schemes that do not run through the pay ledger. A unit that has not sent every month with somebody in post "
        "counts as not reported",
    ),
    numerator=Measure(mart="person_pay_year", column="subsidy_yuan", base="rural_doctors"),
    denominator=Measure(mart="person_pay_year", column="told_yuan", base="rural_doctors"),
    breakdowns=PEOPLE, yearly=True,
)

_INSURED = ("public_institution", "employee", "flexible", "resident")

PENSION_COVERAGE = Indicator(
    name="pension_coverage",
    title=Text("养老保险参保率", "Pension coverage"),
    definition=Text(
        "期末在岗且参加任一养老保险（机关事业、城镇职工、灵活就业、城乡居民）的人数 ÷ 参保情况已知的在岗人数",
        "Persons in post at the end of the period in any pension scheme (public institutions', employees', flexible workers', residents') ÷ "
        "persons in post whose scheme is known",
    ),
    unit="share", polarity="higher", kind="ratio", base=_DOCTORS, needs=("employment",),
    source=Text("任职记录；PMC3765180（养老与收入居首）", "Employment records; PMC3765180 (pension and income rank first)"),
    caveat=Text(
        "以任职记录所填险种为准，不是缴费到账；离岗后的养老补助不算参保；各险种待遇差别很大",
        "As the employment record says, not as contributions were paid; an old-age subsidy after leaving is no scheme; schemes differ widely in "
        "what they pay",
    ),
    numerator=Measure(mart="workforce_state", column="headcount", base="rural_doctors", where=(("pension_scheme", _INSURED),)),
    denominator=Measure(
        mart="workforce_state", column="headcount", base="rural_doctors",
        where=(("pension_scheme", (*_INSURED, "village_doctor_subsidy", "none")),),
    ),
    interval="wilson", breakdowns=PEOPLE,
)

_ARREARS = Text(
    "所属期的次月底仍未发放的应发金额算拖欠；填了应发、实发和发放日期都空白的按未发计，应发空白的无从知道；发给机构的款项不在其中",
    "Due pay that was not paid by the end of the month after the time it is for; due with nothing in paid and paid on is not paid, and "
    "where due is blank it cannot be known; money for clinics is not in it",
)

PAY_ARREARS = Indicator(
    name="pay_arrears",
    title=Text("拖欠金额", "Pay in arrears"),
    definition=Text(
        "到年末已过次月底仍未发足的应发金额之和（最后一个月的应发到次年才过期，不在其中）",
        "Due less paid of all pay that was not paid by the end of the month after its own, as at the end of the year (pay of the last month "
        "falls late in the next year only and is not in it)",
    ),
    unit="currency", polarity="lower", kind="count", base=_DOCTORS, source=_SOURCE, needs=("pay",), caveat=_ARREARS,
    numerator=Measure(mart="pay_arrear", column="owed_yuan", base="rural_doctors"), breakdowns=without(), yearly=True,
)

PAY_ARREARS_MONTHS = Indicator(
    name="pay_arrears_months",
    title=Text("人均拖欠月数", "Months of pay in arrears"),
    definition=Text(
        "年末有拖欠的人月数 ÷ 被拖欠的人数：被拖欠者平均被拖欠几个月",
        "Person-months with pay in arrears at the end of the year ÷ persons owed: how many months those owed wait for",
    ),
    unit="month", polarity="lower", kind="ratio", base=_DOCTORS, source=_SOURCE, needs=("pay",),
    caveat=Text(
        "某月任一项目拖欠即计该月；无人被拖欠的地区无分母。{arrears}", "A month counts where any component of it is owed; where nobody is owed there is no "
        "denominator. {arrears}",
    ).format(arrears=_ARREARS),
    numerator=Measure(mart="pay_arrear", column="owed_months", base="rural_doctors"),
    denominator=Measure(mart="pay_arrear", column="persons", base="rural_doctors"), breakdowns=PEOPLE, yearly=True,
)

MEAN_INCOME = Indicator(
    name="mean_income",
    title=Text("已发布的人均收入（英格兰合伙全科医生）", "Mean income of contractor GPs, as published (England)"),
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
