"""A stated total of pay beside its components: told at the cell of the total before anything is loaded, as data quality tells it after."""

from __future__ import annotations

from pipelines.codelists.pay_component import PAY_COMPONENT
from pipelines.core.text import Text
from pipelines.intake.checks.check import Check
from pipelines.rules.consistency import PAY_TOTAL

# Due with due; without a stated due what was paid, less or not less what was held back (rule pay_total). Spans as they are written:
# a year's total of a ledger of months is judged once it is loaded. No amount of a person is told.
_STATEMENT = """
with stated as (
    select distinct file_no, person_key, facility_code, period_start, period_end from in_pay
    where person_key is not null and pay_component in ({totals})
),
amounts as (
    select p.file_no, min(p.table_no) filter (p.pay_component in ({totals})) as table_no,
        min(p.source_row) filter (p.pay_component in ({totals})) as source_row,
        sum(p.due_yuan) filter (p.pay_component in ({totals})) as total_due, sum(p.paid_yuan) filter (p.pay_component in ({totals})) as total_paid,
        sum(p.due_yuan) filter (p.pay_component not in ({totals}, {held})) as parts_due,
        sum(p.paid_yuan) filter (p.pay_component not in ({totals}, {held})) as parts_paid,
        coalesce(sum(abs(coalesce(p.due_yuan, p.paid_yuan))) filter (p.pay_component in ({held})), 0) as held_yuan
    from in_pay as p semi join stated as s using (file_no, person_key, facility_code, period_start, period_end)
    group by p.file_no, p.person_key, p.facility_code, p.period_start, p.period_end
),
compared as (
    select *, total_due is not null and parts_due is not null as by_due, coalesce(parts_due, parts_paid) as parts_yuan,
        case when total_due is not null and parts_due is not null then abs(total_due - parts_due)
            else least(abs(total_paid - parts_paid), abs(total_paid - parts_paid + held_yuan)) end as off_yuan,
        case when held_yuan > 0 then total_paid - (total_due - held_yuan) end as net_off_yuan
    from amounts
)
select file_no, table_no, source_row, '' as thing
from compared where {off} > {least} and {off} > {limit} * {whole} and {which}
"""


def components(role: str) -> str:
    """Return the pay components of a role as an SQL list, without its brackets."""
    return ", ".join(f"'{code}'" for code in PAY_COMPONENT.with_role(role))


def _statement(which: str, off: str = "off_yuan", whole: str = "parts_yuan") -> str:
    """Return the statement of the totals that `which` holds for and that are `off` by more than the rule allows of the `whole`."""
    return _STATEMENT.format(
        totals=components("total"), held=components("deduction"), least=PAY_TOTAL.least, limit=PAY_TOTAL.limit, which=which, off=off, whole=whole,
    )


def _check(name: str, measure: str, which: str) -> Check:
    is_due = measure == "due_yuan"
    return Check(
        name=name,
        title=Text("合计与各项之和不符", "Totals differ from their parts"),
        subject="pay",
        column=f"total.{measure}",
        statement=_statement(which),
        reason=Text("应发合计与应发各项之和不符（{rows} 行）", "the total due is not the sum of what is due of each component ({rows} row(s))")
        if is_due
        else Text("实发合计与各项之和不符，减去代扣也不符（{rows} 行）", "the total paid is not the sum of the components, nor less what was held back ({rows} row(s))"),
        remedy=Text("请核对合计与各项；漏列的项目请补列", "check the total and the components; add one that is left out"),
    )


# Less was paid where pay is owed, and where a deduction has a heading of its own that is not read: only more is told.
_NET = Check(
    name="pay_net",
    title=Text("实发多于应发减代扣", "More paid than due less deductions"),
    subject="pay",
    column="total.paid_yuan",
    statement=_statement("true", off="net_off_yuan", whole="total_due"),
    reason=Text(
        "实发合计多于应发合计减去代扣（{rows} 行）", "the total paid is more than the total due less what was held back ({rows} row(s))"
    ),
    remedy=Text("请核对应发、代扣和实发三个数", "check what is due, held back and paid"),
)
CHECKS = (_check("pay_total_due", "due_yuan", "by_due"), _check("pay_total_paid", "paid_yuan", "not by_due"), _NET)
