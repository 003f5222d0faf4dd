"""补贴: does the money arrive, and do those it is paid for stay?"""

from dashboard.page import Card, Page
from pipelines.core.text import Text

SUBSIDIES = Page(
    name="subsidies",
    path="/subsidies",
    order=60,
    title=Text("补贴", "Subsidies"),
    question=Text("钱发到位了没有，领钱的人留住了没有？", "Does the money arrive, and do the people it is paid to stay?"),
    headline=(
        "applications", "paid_application_share", "disbursement_days", "grant_on_time_share", "budget_execution", "committed_payments",
    ),
    cards=(
        Card(
            name="steps",
            kind="step_matrix",
            title=Text("五类补贴走到哪一步、各步要多少天", "Five types, five steps: how far applications get and how long it takes"),
            indicators=("applications", "paid_application_share", "application_step_days"),
            span=12,
        ),
        Card(
            name="audit",
            kind="audit_matrix",
            title=Text("四个审核要点：卡在哪里", "Four audit points: what applications fail on"),
            indicators=("audit_rejection_share",),
            span=7,
        ),
        Card(
            name="breach",
            kind="breach_table",
            title=Text("违约与追回", "Breaches and what came back"),
            indicators=("agreement_breaches", "repayment_due", "repayment_recovery"),
            span=5,
        ),
        Card(
            name="rates",
            kind="rate_table",
            title=Text("标准、应发、实发与欠发", "What the rates say, what was due, what was paid"),
            indicators=("grant_on_time_share",),
            span=12,
        ),
        Card(
            name="on_time_ranking",
            kind="ranking",
            title=Text("按时发放率排名", "Places by share paid on time"),
            indicators=("grant_on_time_share",),
            scope="units",
            span=5,
        ),
        Card(
            name="budget",
            kind="bars",
            title=Text("预算执行率：对年初预算与对调整后预算", "Budget execution, against the approved and the adjusted budget"),
            indicators=("budget_execution", "budget_execution_adjusted"),
            over="years",
            span=7,
        ),
        Card(
            name="expiries",
            kind="expiries",
            title=Text("服务协议届满：按月", "Service agreements by month of expiry"),
            indicators=("agreement_fulfilment",),
            span=6,
        ),
        Card(
            name="around_end",
            kind="around_end",
            title=Text("服务期届满前后的离岗", "Leaving before and after the obligation ends"),
            indicators=("agreement_fulfilment",),
            span=6,
        ),
        Card(
            name="liability",
            kind="liability",
            title=Text("已承诺的未来支付：按应付年度", "Payments committed, by the year they fall due"),
            indicators=("committed_payments",),
            by="due_year",
            span=6,
        ),
        Card(
            name="stay",
            kind="stay_bars",
            title=Text("领了津贴的人，一年后还在吗", "Paid an allowance: still in post a year later?"),
            indicators=("allowance_coverage",),
            span=6,
        ),
        Card(
            name="talk",
            kind="ending_soon",
            title=Text("该找谁谈：今后 12 个月届满的协议", "Whom to talk to: agreements that end in the next 12 months"),
            indicators=("agreement_fulfilment",),
            span=12,
        ),
        Card(
            name="cases",
            kind="case_places",
            title=Text("人员与发放核对：对不上的", "Staff and payments that do not add up"),
            span=12,
        ),
    ),
)
