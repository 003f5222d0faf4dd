"""Programmes carried out: partners, milestones, honours, talents, offers, and whether the reports come."""

from pipelines.core.indicator import PEOPLE, PLACES, Indicator, Measure
from pipelines.core.text import Text

_SENT_BY_UNITS = (
    "roster", "pay", "service", "facility", "workforce_return", "population", "facility_status", "social_insurance", "budget", "asset_stockout",
    "ai_use", "survey",
)
_REPORTS = Text("应报的数据集与时期，不是人员", "Datasets and periods that were owed; no staff group")
_TALENTS = Text("人才计划入选人员，不限人员类别", "Members of talent schemes, whatever their staff group")
_BENEFITS = Text("人才待遇落实表", "List of benefits given")

PARTNER_COMMITMENTS_MET = Indicator(
    name="partner_commitments_met",
    title=Text("合作承诺兑现率", "Partner commitments met"),
    definition=Text("期末已到期的合作承诺中已兑现的 ÷ 已到期的", "Commitments met by the last day ÷ commitments due by it"),
    unit="share", polarity="higher", kind="ratio", base=Text("合作承诺，不是人员", "Commitments of partners; no staff group"),
    source=Text("合作承诺台账", "Register of partners"), needs=("partner",),
    caveat=Text("未到期的不是未兑现；到期而没有填结果的分子、分母都不计", "What is not due is no failure; what is due and without a result is in neither part"),
    numerator=Measure(mart="partner_due", column="met"), denominator=Measure(mart="partner_due", column="due"), interval="wilson",
    breakdowns=("partner_kind", "remoteness"),
)

MILESTONES_ON_TIME = Indicator(
    name="milestones_on_time",
    title=Text("政策任务按期完成率", "Milestones done on time"),
    definition=Text("期末已到时限的政策任务中按期完成的 ÷ 已到时限的", "Tasks done by their day ÷ tasks whose day has come by the end of the period"),
    unit="share", polarity="higher", kind="ratio", base=Text("政策任务，不是人员", "Tasks of policies; no staff group"),
    source=Text("政策任务落实台账", "Register of milestones"), needs=("milestone",),
    caveat=Text("逾期完成的算未按期", "Done late is not on time"),
    numerator=Measure(mart="milestone_due", column="on_time"), denominator=Measure(mart="milestone_due", column="due"), interval="wilson",
    breakdowns=("policy_instrument", "remoteness"),
)

PLACES_WITHOUT_DELIVERY = Indicator(
    name="places_without_delivery",
    title=Text("一项任务也未完成的地区数", "Places with nothing delivered"),
    definition=Text(
        "期末有政策任务已到时限、而一项也没有完成的责任地区", "Places that answer for tasks of which one is due by the last day, and none has been done"
    ),
    unit="place", polarity="lower", kind="count", base=Text("责任地区，不是人员", "Places that answer for tasks; no staff group"),
    source=Text("政策任务落实台账", "Register of milestones"), needs=("milestone",),
    numerator=Measure(mart="milestone_place", column="without_delivery"), breakdowns=("remoteness",),
    chance="numerator",
)

HONOURS_PER_1000_DOCTORS = Indicator(
    name="honours_per_1000_doctors",
    title=Text("每千名医生荣誉数", "Honours per 1,000 doctors"),
    definition=Text("期内授予的荣誉 ÷ 期末在岗医生 × 1,000", "Honours awarded in the period per 1,000 doctors in post at its end"),
    unit="per_1000_doctors", polarity="higher", kind="ratio",
    base=Text("乡村医生与乡镇（社区）医生；按授予日的主要岗位", "Village and township doctors, by the main post on the day of the award"),
    source=Text("荣誉表彰表", "List of honours"), needs=("honour",),
    caveat=Text("级别高低不可相加，请按级别分组；一人多项分别计", "Levels differ in weight: read it by level; several honours of a person all count"),
    numerator=Measure(mart="honour_event", column="honours", base="rural_doctors"),
    denominator=Measure(mart="workforce_state", column="headcount", base="rural_doctors"), scale=1000, interval="byar",
    breakdowns=("admin_level", "honour_kind", *PEOPLE), accumulates=True,
)

TALENT_MEMBERS = Indicator(
    name="talent_members",
    title=Text("人才计划在列人次", "Memberships of talent schemes"),
    definition=Text("期末在列的人才计划入选；一人入选几项的每项计一次", "Memberships in force on the last day; a person in several schemes counts in each"),
    unit="membership", polarity="higher", kind="count", base=_TALENTS, source=Text("人才计划入选表", "List of members"), needs=("talent_member",),
    numerator=Measure(mart="talent_state", column="memberships"), breakdowns=("admin_level", *PLACES),
    chance="numerator",
)

TALENT_CASH = Indicator(
    name="talent_cash",
    title=Text("人才现金待遇", "Cash benefits of talent schemes"),
    definition=Text("期内落实的现金类人才待遇（安家费、科研启动经费、特殊津贴）金额", "Cash benefits given in the period (settling-in, research, allowances)"),
    unit="currency", polarity="neutral", kind="count", base=_TALENTS, source=_BENEFITS, needs=("talent_benefit",),
    caveat=Text("非现金待遇不折价，另列", "Help in kind is given no price and is counted apart"),
    numerator=Measure(mart="talent_given", column="cash_yuan"), breakdowns=("benefit_kind", *PLACES), accumulates=True,
)

TALENT_BENEFITS_IN_KIND = Indicator(
    name="talent_benefits_in_kind",
    title=Text("人才非现金待遇落实次数", "Benefits in kind of talent schemes"),
    definition=Text(
        "期内落实的非现金人才待遇（子女入学、配偶安置、住房、医疗等）次数", "Benefits in kind given in the period: school places, jobs for spouses, homes, health care"
    ),
    unit="count", polarity="higher", kind="count", base=_TALENTS, source=_BENEFITS, needs=("talent_benefit",),
    caveat=Text("只计次数，不折算金额", "Counted, never turned into money"),
    numerator=Measure(mart="talent_given", column="in_kind"), breakdowns=("benefit_kind", *PLACES),
    chance="numerator", accumulates=True,
)

_POSTS = Text("设置的岗位，不是人员；列出所有人员类别", "Established posts, no persons; every staff group")

OFFERS_MADE = Indicator(
    name="offers_made",
    title=Text("发出录用通知数", "Offers made"),
    definition=Text("末次录用通知在期内的岗位所发录用通知数", "Offers made for posts whose last offer fell in the period"),
    unit="count", polarity="neutral", kind="count", base=_POSTS, source=Text("岗位设置表", "List of posts"), needs=("post",),
    caveat=Text("一个岗位的几次通知都记在末次那天", "Several offers for a post are all dated by the last one"),
    numerator=Measure(mart="post_offer", column="offers"), breakdowns=("staff_group", *PLACES),
    chance="numerator", accumulates=True,
)

OFFER_ACCEPTANCE = Indicator(
    name="offer_acceptance",
    title=Text("录用接受率", "Offers accepted"),
    definition=Text("被接受的录用通知 ÷ 发出的录用通知", "Offers accepted ÷ offers made"),
    unit="share", polarity="higher", kind="ratio", base=_POSTS, source=Text("岗位设置表", "List of posts"), needs=("post",),
    caveat=Text(
        "一个岗位的几次通知都记在末次那天；未填次数的按一次；刚发出的尚未答复也在分母中",
        "Several offers for a post are all dated by the last one; one is taken where no number is given; offers just made and "
        "unanswered are in the denominator",
    ),
    numerator=Measure(mart="post_offer", column="accepted"), denominator=Measure(mart="post_offer", column="offers"), interval="wilson",
    breakdowns=("staff_group", *PLACES),
)

REPORTING_COMPLETENESS = Indicator(
    name="reporting_completeness",
    title=Text("上报完整率", "Reporting completeness"),
    definition=Text(
        "应报单位中已报的 ÷ 应报的，对期内各数据集合计；同级半数以上报了的、或上期报过的，为应报",
        "Reports sent ÷ reports owed, over the datasets of the period; owed is what at least half of the units sent, or what "
        "the unit sent the period before",
    ),
    unit="share", polarity="higher", kind="ratio", base=_REPORTS, source=Text("批次台账", "Ledger of loads"), needs=_SENT_BY_UNITS,
    caveat=Text(
        "只计按单位、按时期报送的数据集；所问时期须与报送周期一致：按月报的看月，按年报的看年",
        "Of datasets that units owe for a period; ask by the period they are sent by: monthly ones by month, yearly ones by year",
    ),
    numerator=Measure(mart="reporting_due", column="sent"), denominator=Measure(mart="reporting_due", column="due"),
    reported=Measure(mart="reporting_due", column="sent"), expected=Measure(mart="reporting_due", column="due"), interval="wilson",
)

REPORTING_TIMELINESS = Indicator(
    name="reporting_timeliness",
    title=Text("上报及时率", "Reporting timeliness"),
    definition=Text(
        "期末后规定天数内报来的 ÷ 报来的，对期内各数据集合计",
        "Reports that came within the days allowed after the end of the period ÷ reports that came",
    ),
    unit="share", polarity="higher", kind="ratio", base=_REPORTS, source=Text("批次台账", "Ledger of loads"), needs=_SENT_BY_UNITS,
    caveat=Text(
        "以首次报来之日为准；系统启用以前应报的是补录，不评价，故新站点头一期之前没有数",
        "By the day it first came; what was due before the site began to load is history and not judged, so a new site has no "
        "figure before its first period",
    ),
    numerator=Measure(mart="reporting_due", column="arrived_on_time"), denominator=Measure(mart="reporting_due", column="arrived"),
    interval="wilson",
)
