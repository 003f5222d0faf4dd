"""Amounts of pay, by payee, component and span."""

from pipelines.columns import FACILITY_CODE, PERSON_COLUMNS, TOWNSHIP_CENTRE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Sheet
from pipelines.core.text import Text

PAY = Dataset(
    name="pay",
    title=Text("薪酬台账", "Pay ledger"),
    grain=Text("一行是一个收款人一个项目一个时段的金额", "One row is an amount of a payee, a component and a span"),
    key=("person_key", "facility_code", "pay_component", "period_start", "period_end"),
    place="facility_code",
    period="span",
    topic="money",
    filled_by=TOWNSHIP_CENTRE,
    required=("facility_code", "pay_component", "period_start", "period_end"),
    columns=(
        *PERSON_COLUMNS,
        FACILITY_CODE,
        Column(
            name="pay_component", kind="text", title=Text("薪酬项目", "Pay component"), headers=("项目", "工资项目"),
            codelist="pay_component",
        ),
        Column(name="period_start", kind="date", title=Text("所属期起", "Period start"), headers=("起始日期",)),
        Column(name="period_end", kind="date", title=Text("所属期止", "Period end"), headers=("截止日期",)),
        Column(name="due_yuan", kind="money", title=Text("应发金额", "Due"), headers=("应发", "应发(元)"), unit="yuan", minimum=0),
        Column(
            name="paid_yuan", kind="money", title=Text("实发金额", "Paid"), headers=("实发", "实发(元)"), unit="yuan", minimum=0
        ),
        Column(name="paid_on", kind="date", title=Text("发放日期", "Paid on")),
    ),
    sheets=(
        Sheet(
            name="pay",
            title=Text("薪酬台账", "Pay ledger"),
            signature=("id_number", "facility_code", "pay_component", "period_start", "paid_yuan"),
        ),
    ),
)
