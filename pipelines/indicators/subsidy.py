"""Subsidies: who should have them, who asked, how far applications got, how long they took, whether money came on time."""

from pipelines.core.indicator import PLACES, Indicator, Measure, without
from pipelines.core.text import Text

_DOCTORS = Text("乡村医生与乡镇（社区）医生的主要岗位", "Main posts of village doctors and township doctors")
_APPLICATIONS = Text("期内提交的补贴申请，不是人员", "Applications for subsidies submitted in the period; no staff group")
_RULES = Text("补贴政策与标准（规则引擎）、任职记录、花名册", "Schemes and rates (rule engine), employment records, rosters")
_REGISTER = Text("补贴申请台账、补贴发放台账", "Registers of applications and of grants")
_PEOPLE = without("subsidised")
_BY_TYPE = ("subsidy_type", *PLACES)
_OPEN_MONTHS = 12  # grants are decided and paid within the year after, of one year's budget
_SO_FAR = Text(
    "按提交时期归组，数到目前为止走到的环节：近期提交的还在办，越近越低，所以期末"
    f"满 {_OPEN_MONTHS} 个月后才与往期比；后面的环节已到的，前面的视为已过；撤回和未批准的仍在分母中",
    "Grouped by when they were submitted and counted as far as they have got: recent ones are still on their way, so the "
    f"latest periods are lower, and a period is set against an earlier one only when it is {_OPEN_MONTHS} months past; "
    "a later step implies those before it; withdrawn and refused ones stay in the denominator",
)
_STATE = (("subsidy_type", ("post_allowance",)),)


def _funnel(name: str, zh: str, en: str, column: str, definition: Text) -> Indicator:
    return Indicator(
        name=name, title=Text(zh, en), definition=definition, unit="share", polarity="higher", kind="ratio", base=_APPLICATIONS,
        source=_REGISTER, needs=("application",), caveat=_SO_FAR, numerator=Measure(mart="application_step", column=column),
        denominator=Measure(mart="application_step", column="applications"), interval="wilson", breakdowns=_BY_TYPE,
        open_as="undecided", open_months=_OPEN_MONTHS,
    )


ALLOWANCE_ELIGIBLE = Indicator(
    name="allowance_eligible",
    title=Text("符合岗位津贴条件人数", "Persons eligible for a post allowance"),
    definition=Text(
        "期末在岗、机构在补贴项目适用地区、服务年限（如有要求）已满、且标准表中有其学历、机构级别、边远程度对应标准的人数",
        "Persons in post on the last day, at a facility of the area of a scheme, with the years of service it asks for, for "
        "whose education, level "
        "of facility and remoteness a rate is in force",
    ),
    unit="person", polarity="neutral", kind="count", base=_DOCTORS, source=_RULES, needs=("employment", "roster"),
    caveat=Text(
        "由规则判定，不看是否申请；同时符合几项的只计一次",
        "By the rules, whether somebody applied or not; who is eligible under several schemes counts once",
    ),
    numerator=Measure(mart="subsidy_eligibility", column="persons", base="rural_doctors", where=_STATE), breakdowns=_PEOPLE,
    rests_on="numerator", chance="numerator",
)

ALLOWANCE_COVERAGE = Indicator(
    name="allowance_coverage",
    title=Text("岗位津贴覆盖率", "Coverage of post allowances"),
    definition=Text(
        "期末符合岗位津贴条件、且期内领到过岗位津贴的人数 ÷ 期末符合条件的人数；只按 12 个月计",
        "Of persons eligible for a post allowance on the last day, those who were paid one in the period; 12-month periods only",
    ),
    unit="share", polarity="higher", kind="ratio", base=_DOCTORS, source=_RULES, needs=("grant",),
    caveat=Text(
        "是否符合由规则判定，不看是否申请。安家补助、人才、继教、应急补贴的条件（协议、材料、任务）只有申请人才有记录，无从判定全部应享人员，不在其中",
        "Eligible by the rules, whether somebody applied or not. Of entry grants, talent, education and emergency subsidies the conditions "
        "(agreement, documents, task) are on record of applicants only, so who else is eligible cannot be told: they are not in it",
    ),
    numerator=Measure(mart="subsidy_eligibility", column="persons", base="rural_doctors", where=_STATE, having="allowance_paid"),
    denominator=Measure(mart="subsidy_eligibility", column="persons", base="rural_doctors", where=_STATE),
    interval="wilson", breakdowns=_PEOPLE, yearly=True, accumulates=True,
)

ENTRY_GRANT_CANDIDATES = Indicator(
    name="entry_grant_candidates",
    title=Text("符合安家补助已知条件人数", "Persons who meet the known conditions of an entry grant"),
    definition=Text(
        "期末在岗、机构在项目适用地区、有执业资格（不详的不排除）、按要求全职、且标准表中有对应标准的人数",
        "Persons in post on the last day, at a facility of the area of a scheme, licensed (or not known not to be), full time "
        "where asked, for whom a "
        "rate is in force",
    ),
    unit="person", polarity="neutral", kind="count", base=_DOCTORS, source=_RULES, needs=("employment", "roster"),
    caveat=Text(
        "服务协议和材料要到申请时才知道，不在判定之内；已领过的也计入，所以是申领漏斗的起点，不是待发人数",
        "Agreement and documents are known when somebody applies and are left out; who had the grant before counts as well: it is where "
        "the funnel begins, not the number still to be paid",
    ),
    numerator=Measure(mart="subsidy_eligibility", column="persons", base="rural_doctors", where=(("subsidy_type", ("entry",)),)),
    breakdowns=_PEOPLE,
    rests_on="numerator", chance="numerator",
)

SUBSIDY_AWARENESS_SHARE = Indicator(
    name="subsidy_awareness_share",
    title=Text("补贴政策知晓率", "Share aware of the subsidies"),
    definition=Text("调查中知晓补贴政策的人数 ÷ 作答人数", "Respondents who know of the subsidies ÷ respondents of the survey"),
    unit="share", polarity="higher", kind="ratio",
    base=Text("接受调查的人员", "Persons who answered the survey"), source=Text("知晓与意愿调查", "Survey of knowledge and intention"),
    needs=("survey",), caveat=Text("只有开展调查的年份有数；不是全员", "Known for years with a survey only; not of everybody"),
    numerator=Measure(mart="subsidy_awareness", column="aware"), denominator=Measure(mart="subsidy_awareness", column="respondents"),
    interval="wilson", breakdowns=("remoteness",),
)

APPLICATIONS = Indicator(
    name="applications",
    title=Text("补贴申请件数", "Applications for subsidies"),
    definition=Text("期内提交的补贴申请件数", "Applications submitted in the period"),
    unit="application", polarity="neutral", kind="count", base=_APPLICATIONS, source=_REGISTER, needs=("application",),
    numerator=Measure(mart="application_step", column="applications"), breakdowns=_BY_TYPE, chance="numerator", accumulates=True,
)

EMPLOYER_PASS_SHARE = _funnel(
    "employer_pass_share", "单位初审通过率", "Share passed by the employer", "employer_passed",
    Text("期内提交的申请中单位初审已通过的 ÷ 期内提交的申请", "Applications submitted in the period that passed the employer's review ÷ those submitted"),
)
AUTHORITY_PASS_SHARE = _funnel(
    "authority_pass_share", "主管部门复核通过率", "Share passed by the authority", "authority_passed",
    Text("期内提交的申请中主管部门复核已通过的 ÷ 期内提交的申请", "Applications submitted in the period that passed the authority's check ÷ those submitted"),
)
NOTICE_SHARE = _funnel(
    "notice_share", "进入公示率", "Share put up for public notice", "noticed",
    Text("期内提交的申请中已公示的 ÷ 期内提交的申请", "Applications submitted in the period that were put up for public notice ÷ those submitted"),
)
PAID_APPLICATION_SHARE = _funnel(
    "paid_application_share", "已发放率", "Share of applications paid", "paid",
    Text("期内提交的申请中已有款项到账的 ÷ 期内提交的申请", "Applications submitted in the period of which money has been paid ÷ those submitted"),
)

GRANT_ON_TIME_SHARE = Indicator(
    name="grant_on_time_share",
    title=Text("补贴按时发放率", "Share of subsidies paid on time"),
    definition=Text(
        "应发日期后的宽限天数（站点设置 payment_days）在期内届满的补贴中，届满前足额到账的笔数 ÷ 届满笔数",
        "Of instalments whose days of grace after the day due (site setting payment_days) ended in the period, those paid in full "
        "by then ÷ all of them",
    ),
    unit="share", polarity="higher", kind="ratio", base=Text("应发的补贴笔数，不是人员", "Instalments due; no staff group"),
    source=Text("补贴发放台账", "Register of grants"), needs=("grant",),
    caveat=Text(
        "按宽限届满日归期，每笔只在一个时期评一次，半年、季度之和等于全年：期末才应发的计入下一期；少发、未发算未按时",
        "Each is judged once, in the period in which its days of grace end, so that parts of a year add up to it: what falls due at the end of "
        "a period counts in the next; paid in part or not at all is not on time",
    ),
    numerator=Measure(mart="grant_due", column="paid_on_time"), denominator=Measure(mart="grant_due", column="instalments"),
    interval="wilson", breakdowns=("subsidy_type", "staff_group", *PLACES),
)

AUDIT_REJECTION_SHARE = Indicator(
    name="audit_rejection_share",
    title=Text("审核要点不符合率", "Share of audit points not met"),
    definition=Text(
        "期内提交的申请中，审核要点判为不符合的 ÷ 已作判定（符合或不符合）的；按要点 ①–④ 分组，不分组时四个要点合计",
        "Of applications submitted in the period, audit points found not met ÷ points reviewed (met or not); by point 1-4, all "
        "four together without "
        "a breakdown",
    ),
    unit="share", polarity="lower", kind="ratio", base=Text("已判定的审核要点，不是人员", "Audit points reviewed; no staff group"),
    source=Text("补贴申请台账", "Register of applications"), needs=("application",),
    caveat=Text("未核实的不在分母中；一份申请可有几个要点不符合", "Points not checked are not in it; an application can fail several"),
    numerator=Measure(mart="application_audit", column="failed"), denominator=Measure(mart="application_audit", column="reviewed"),
    interval="wilson", breakdowns=("audit_point", *_BY_TYPE),
)


def _wait(name: str, zh: str, en: str, statistic: str, what: Text) -> Indicator:
    return Indicator(
        name=name, title=Text(zh, en), definition=what, unit="day", polarity="lower", kind="statistic",
        base=Text("期内受理的申请，不是人员", "Applications taken in in the period; no staff group"), source=_REGISTER, needs=("application",),
        caveat=Text(
            "在办的按已等天数截尾（Kaplan-Meier），不因未办完而显得快；未批准和撤回的不等发放，不计。受理日以单位受理日期为准，没有的用提交日期",
            "Open cases are censored at the days waited so far (Kaplan-Meier), so that what is not paid makes nobody look fast; "
            "refused and withdrawn "
            "ones wait for no payment and are left out. Taken in: the employer's day of receipt, else submission",
        ),
        rows=Measure(mart="application_wait", column="days", also=("event",), where=(("application_step", ("whole",)),)),
        statistic=statistic, interval="greenwood_loglog", additive=False, breakdowns=_BY_TYPE,
    )


DISBURSEMENT_DAYS = _wait(
    "disbursement_days", "发放时长中位数", "Median days to payment", "median_wait",
    Text("自受理（材料齐全）至首次到账天数的中位数", "Median days from a complete application to the first payment"),
)
DISBURSEMENT_DAYS_P90 = _wait(
    "disbursement_days_p90", "发放时长 P90", "Days to payment, 90th percentile", "p90_wait",
    Text("九成申请在多少天内首次到账（自受理起）", "Days from a complete application within which nine in ten get their first payment"),
)


def _step(name: str, zh: str, en: str, statistic: str, what: Text) -> Indicator:
    return Indicator(
        name=name, title=Text(zh, en), definition=what, unit="day", polarity="lower", kind="statistic",
        base=Text("期内受理的申请所经的环节，不是人员", "Steps of applications taken in in the period; no staff group"), source=_REGISTER,
        needs=("application",),
        caveat=Text(
            "在办的按已等天数截尾；请按环节分组看，不分组时五个环节混在一起。各环节中位数之和不等于全程中位数",
            "Open steps are censored at the days waited so far; read it by step, without a breakdown all five are mixed. The medians of "
            "the steps do not add up to that of the whole",
        ),
        rows=Measure(
            mart="application_wait", column="days", also=("event",),
            where=(("application_step", ("employer", "authority", "notice", "decision", "payment")),),
        ),
        statistic=statistic, interval="greenwood_loglog", additive=False, breakdowns=("application_step", *_BY_TYPE),
    )


APPLICATION_STEP_DAYS = _step(
    "application_step_days", "各环节办理天数中位数", "Median days of a step", "median_wait",
    Text("初审、复核、公示、审定、首次发放各环节天数的中位数", "Median days at each step: employer, authority, notice, decision, first payment"),
)
APPLICATION_STEP_DAYS_P90 = _step(
    "application_step_days_p90", "各环节办理天数 P90", "Days of a step, 90th percentile", "p90_wait",
    Text("各环节九成申请在多少天内办完", "Days within which nine in ten are through a step"),
)
