"""Subsidies: who is eligible, how applications fare, what is due, paid, committed and repaid; budgets."""

from pipelines.core.mart import Mart

SUBSIDY_ELIGIBILITY = Mart(
    name="subsidy_eligibility",
    time="state",
    columns=("persons",),
    categories=("staff_group", "sex", "age_band", "licence", "education", "title", "contract"),
    filters=("subsidy_type",),
    persons=True,
)

ALLOWANCE_PAID = Mart(name="allowance_paid", time="event", columns=("payments",), persons=True)

SUBSIDY_AWARENESS = Mart(
    name="subsidy_awareness",
    time="flow",
    columns=("respondents", "aware"),
    traits=("remoteness",),
    zero_filled=False,
    recast=("survey",),
)

APPLICATION_STEPS = Mart(
    name="application_step",
    time="event",
    columns=("applications", "employer_passed", "authority_passed", "noticed", "paid"),
    categories=("subsidy_type",),
)

APPLICATION_WAIT = Mart(
    name="application_wait",
    time="event",
    columns=("days",),
    categories=("subsidy_type", "application_step"),
    details=("event",),
)

APPLICATION_AUDIT = Mart(
    name="application_audit",
    time="event",
    columns=("reviewed", "failed"),
    categories=("subsidy_type", "audit_point"),
)

GRANT_DUE = Mart(
    name="grant_due",
    time="event",
    columns=("instalments", "paid_on_time"),
    categories=("subsidy_type", "staff_group"),
)

GRANT_PAYMENT = Mart(
    name="grant_payment",
    time="event",
    columns=("paid_yuan",),
    categories=("subsidy_type",),
    persons=True,
)

GRANT_COMMITMENT = Mart(
    name="grant_commitment",
    time="state",
    columns=("committed_yuan",),
    categories=("subsidy_type", "due_year"),
)

AGREEMENT_BREACH = Mart(
    name="agreement_breach",
    time="event",
    columns=("breaches", "repay_due_yuan", "repaid_yuan"),
    categories=("subsidy_type",),
)

BUDGET_YEAR = Mart(
    name="budget_year",
    time="flow",
    columns=("lines", "approved_yuan", "executed_yuan", "adjusted_yuan", "executed_of_adjusted_yuan"),
    categories=("budget_use", "source_level"),
    traits=(),
    zero_filled=False,
    recast=("budget",),
)
