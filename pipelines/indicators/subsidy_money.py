"""Money of subsidies: budgets carried out, breaches and what came back, what is committed for the years to come."""

from pipelines.core.indicator import PLACES, Indicator, Measure
from pipelines.core.text import Text

_MONEY = Text("金额，不是人员", "Money; no staff group")
_BY_TYPE = ("subsidy_type", *PLACES)
_BUDGET = Text("预算执行表；PEFA PI-1", "Table of the budget; PEFA indicator PI-1")
_AGREEMENTS = Text("服务协议台账", "Register of service agreements")
_OPEN_MONTHS = 24  # where it goes to court: two instances and enforcement, by their statutory terms 15 months, and the notice before
_UNDATED = Text(
    "协商解除不是违约；没有违约日期的违约计不到任何一年，可能违约的年份里该单位按未报全计",
    "Released by consent is no breach. A breach without its day is counted in no year; in the years in which it may have been the unit "
    "counts as not having reported in full",
)
_CLOSED = Text(
    "未决算的预算项目分子、分母都不计；地区为预算所列地区，不分摊到下级",
    "Lines whose accounts are not closed are in neither part; a budget stands at the place it is of and is not spread below it",
)

BUDGET_EXECUTION = Indicator(
    name="budget_execution",
    title=Text("预算执行率（对年初预算）", "Budget execution, against the approved budget"),
    definition=Text("执行数 ÷ 年初批准预算", "Outturn ÷ the budget as originally approved"),
    unit="share", polarity="neutral", kind="ratio", base=_MONEY, source=_BUDGET, needs=("budget",), caveat=_CLOSED,
    numerator=Measure(mart="budget_year", column="executed_yuan"), denominator=Measure(mart="budget_year", column="approved_yuan"),
    breakdowns=("budget_use", "source_level"), yearly=True, accumulates=True,
)

BUDGET_EXECUTION_ADJUSTED = Indicator(
    name="budget_execution_adjusted",
    title=Text("预算执行率（对调整后预算）", "Budget execution, against the adjusted budget"),
    definition=Text("执行数 ÷ 调整后预算", "Outturn ÷ the budget as adjusted"),
    unit="share", polarity="neutral", kind="ratio", base=_MONEY, source=_BUDGET, needs=("budget",),
    caveat=Text(
        "国内常用口径；调减预算会使它好看，须与对年初预算的执行率并看。没有调整数的项目不计",
        "As often quoted in China; a budget cut during the year makes it look good, so read it beside the one against the approved budget. "
        "Lines without an adjusted amount are left out",
    ),
    numerator=Measure(mart="budget_year", column="executed_of_adjusted_yuan"), denominator=Measure(mart="budget_year", column="adjusted_yuan"),
    breakdowns=("budget_use", "source_level"), yearly=True, accumulates=True,
)

AGREEMENT_BREACHES = Indicator(
    name="agreement_breaches",
    title=Text("服务协议违约份数", "Service agreements breached"),
    definition=Text("违约日期在期内的服务协议", "Service agreements with a day of breach in the period"),
    unit="agreement", polarity="lower", kind="count", base=Text("服务协议，不是人员", "Service agreements; no staff group"),
    source=_AGREEMENTS, needs=("agreement",), caveat=_UNDATED,
    numerator=Measure(mart="agreement_breach", column="breaches"), breakdowns=_BY_TYPE, chance="numerator", accumulates=True,
)

REPAYMENT_DUE = Indicator(
    name="repayment_due",
    title=Text("违约应退金额", "To be repaid after breaches"),
    definition=Text("期内违约的协议应退还的金额之和", "Sum to be repaid of agreements breached in the period"),
    unit="currency", polarity="lower", kind="count", base=_MONEY, source=_AGREEMENTS, needs=("agreement",),
    caveat=Text(
        f"未填应退金额的不在其中；{_UNDATED.zh}", f"Agreements without an amount to be repaid are not in it. {_UNDATED.en}"
    ),
    numerator=Measure(mart="agreement_breach", column="repay_due_yuan"), breakdowns=_BY_TYPE, chance="untold", accumulates=True,
)

REPAYMENT_RECOVERY = Indicator(
    name="repayment_recovery",
    title=Text("违约金追回率", "Share recovered after breaches"),
    definition=Text(
        "期内违约的协议，到数据截止日已退还金额 ÷ 应退还金额", "Repaid by the last day of the data ÷ to be repaid, of agreements breached in the period",
    ),
    unit="share", polarity="higher", kind="ratio", base=_MONEY, source=_AGREEMENTS, needs=("agreement",),
    caveat=Text(
        f"按违约时期归组，期末以后退还的也计入；近期违约的追缴时间短，所以期末满 {_OPEN_MONTHS} 个月后才与往期比",
        "Grouped by when the breach was, with what came back after the period: recent ones have had less time to be recovered, so a period is set "
        f"against an earlier one only when it is {_OPEN_MONTHS} months past",
    ),
    numerator=Measure(mart="agreement_breach", column="repaid_yuan"), denominator=Measure(mart="agreement_breach", column="repay_due_yuan"),
    breakdowns=_BY_TYPE, open_as="unrecovered", open_months=_OPEN_MONTHS, chance="untold",
)

COST_PER_RETAINED_DOCTOR_YEAR = Indicator(
    name="cost_per_retained_doctor_year",
    title=Text("每多留任一人年的成本", "Cost per doctor-year retained"),
    definition=Text(
        "补贴增加额 ÷ 与对照相比多留任的人年；只有评估给出留任效果时才能算，否则只列支出（分子），值为“不可估计”",
        "Added spending ÷ doctor-years retained beyond a comparison group. It takes an estimate of the effect on retention; "
        "without one only what was "
        "spent (numerator) is shown, and the value is not estimable",
    ),
    unit="currency", polarity="lower", kind="statistic", base=_MONEY, source=Text(
        "补贴发放台账；效果须另行评估",
        "Register of grants; the effect needs an evaluation",
    ),
    needs=("grant",),
    caveat=Text(
        "支出除以在岗人数不是这个指标：没有补贴也会留下的人不是补贴留下的",
        "Spending over doctors in post is not it: who would have stayed anyway was not retained by the money",
    ),
    rows=Measure(mart="grant_payment", column="paid_yuan"), statistic="needs_effect", additive=False, breakdowns=_BY_TYPE,
)

COMMITTED_PAYMENTS = Indicator(
    name="committed_payments",
    title=Text("已承诺的未来支付", "Payments committed for the future"),
    definition=Text(
        "期末已批准而尚未到应发日期的补贴；按应付年度分组即负债曲线。批准金额减已应发金额，按最近一期的金额逐年到期；尚无一期的，记入审定次年",
        "Approved subsidies not yet due at the end of the period; by year due it is the liability curve. The approved amount "
        "less instalments due so "
        "far falls due year by year in instalments of the size of the last one; before the first one, in the year after the decision",
    ),
    unit="currency", polarity="neutral", kind="count", base=_MONEY, source=Text(
        "补贴申请、发放与服务协议台账",
        "Registers of applications, grants and agreements",
    ),
    needs=("application",),
    caveat=Text(
        "按期末所知推算：违约即止，协商解除的不计，到期未列入台账的不再计；岗位津贴随在岗人数逐期发生，不算承诺",
        "Projected from what was known at the end of the period: a breach ends it, released agreements have none, an "
        "instalment that did not come by "
        "its day is dropped. Post allowances arise with people in post and are no commitment",
    ),
    numerator=Measure(mart="grant_commitment", column="committed_yuan"), breakdowns=("due_year", *_BY_TYPE),
)
