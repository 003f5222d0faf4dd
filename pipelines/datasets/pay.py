"""Amounts of pay, by payee, component and span; a payroll of a month has a column for each component."""

from typing import Literal

from pipelines.codelists.pay_component import PAY_COMPONENT
from pipelines.columns import DUE_YUAN, EMPLOYER_CODE, PAID_ON, PAID_YUAN, PERSON_COLUMNS, TOWNSHIP_CENTRE
from pipelines.core.column import Column
from pipelines.core.dataset import Cell, Dataset, Reference, Sheet, Unnamed, Unpivot, Wanted
from pipelines.core.period import SPOKEN_MONTHS
from pipelines.core.text import Text

_TOTAL_DUE = ("应发合计", "应发工资", "应发工资合计", "应发总额", "应发小计", "Total due")
_TOTAL_PAID = ("实发合计", "实发工资", "实发工资合计", "实发总额", "实发小计", "Total paid")
_SHORT = {"public_health": ("公卫", "公卫经费", "公卫资金"), "medicine": ("基药",), "contract_service": ("签约服务", "家医签约")}  # in a payroll only
_TO_CLINICS = ("public_health", "medicine", "consultation_fee", "contract_service")


def _payroll() -> tuple[Cell, ...]:
    """A payroll's component is both due and paid (gross); what was held back stands between its two totals."""
    cells = []
    for code in PAY_COMPONENT.codes:
        if code.role not in ("total", "deduction"):
            names = (code.title.zh, code.title.en, *code.spellings, *_SHORT.get(code.code, ()))
            cells += [Cell(names, code.code, "due_yuan"), Cell(names, code.code, "paid_yuan")]
        elif code.role == "deduction":
            cells += [Cell((code.title.zh, code.title.en, *code.spellings), code.code, "due_yuan")]
    return (*cells, Cell(_TOTAL_DUE, "total", "due_yuan"), Cell(_TOTAL_PAID, "total", "paid_yuan"))


def _components() -> tuple[Cell, ...]:
    """A payroll without totals: pay is then what its components come to, as in a ledger, and no total is made up beside them."""
    return tuple(cell for cell in _payroll() if cell.code != "total")


_DUE_WORDS, _PAID_WORDS = ("应发", "应发金额", "应发数", "应付"), ("实发", "实发金额", "实发数", "已发")

_DUE_AND_PAID: tuple[tuple[str, Text, Literal[1, 2]], ...] = (
    ("payroll_due_paid", Text("工资表（每个项目应发、实发各一列）", "Payroll, what is due and what was paid of each component"), 1),
    ("payroll_two_rows", Text("工资表（两行表头，项目与应发、实发）", "Payroll, due and paid in a second row of headers"), 2),
)


def _payroll_due_paid() -> tuple[Cell, ...]:
    """A payroll that gives each component twice, due and paid: 基本工资应发 and 基本工资实发, or one over the other."""
    cells = []
    for code in PAY_COMPONENT.codes:
        names = (code.title.zh, *code.spellings)
        for words, measure in ((_DUE_WORDS, "due_yuan"), (_PAID_WORDS, "paid_yuan")):
            heads = tuple(head for name in names for word in words for head in (f"{name}{word}", f"{word}{name}"))
            if code.role == "total":
                heads = (*(_TOTAL_DUE if measure == "due_yuan" else _TOTAL_PAID), *(h for w in words for h in (f"合计{w}", f"{w}合计")))
            cells.append(Cell(heads, code.code, measure))
    return tuple(cells)


_MONTHS = tuple(
    Cell((f"{number}月", f"{number:02d}月", f"{number}月份", f"{spoken}月", f"{spoken}月份"), f"{number:02d}", "paid_yuan")
    for number, spoken in enumerate(SPOKEN_MONTHS, start=1)
)

# 2022年1月基本工资: with totals it is a payroll of several months, without them a list of what was paid
_DATED = (
    ("payroll_dated", Text("工资表（每月每个项目一列）", "Payroll, a column for each month and component"), _payroll(), ("total",)),
    (
        "payments_by_component_dated", Text("发放表（每月每个项目一列）", "Payments, a column for each month and component"),
        tuple(
            Cell((code.title.zh, code.title.en, *code.spellings), code.code, "paid_yuan")
            for code in PAY_COMPONENT.codes if code.role not in ("total", "deduction")
        ), (),
    ),
    (
        "payroll_due_paid_dated", Text("工资表（每月每个项目应发、实发各一列）", "Payroll, due and paid of each month and component"),
        _payroll_due_paid(), (),
    ),
)

PAY = Dataset(
    name="pay",
    title=Text("薪酬台账", "Pay ledger"),
    grain=Text("一行是一个收款人一个项目一个时段的金额", "One row is an amount of a payee, a component and a span"),
    key=("person_key", "facility_code", "pay_component", "period_start", "period_end"),
    place="facility_code",
    period="span",
    topic="money",
    filled_by=TOWNSHIP_CENTRE,
    note=Text(
        "一人一项一行，或用工资表（一人一行，每个项目一列）。工资表的月份写在“月份”列、标题或文件名中；各项目按应发即实发读取，"
        "代扣部分体现在应发合计与实发合计之差，拖欠的请改用台账分别填写应发和实发。发给村卫生室的公卫、基药、诊疗费、签约服务补助，"
        "收款对象写“机构”，不填个人",
        "A row for each person and component, or a payroll with a row for each person and a column for each component. The month "
        "of a payroll stands in a column, its title or the file's name; components are read as paid in full, what is held back "
        "lies between its two totals; where pay is owed use the ledger. Money for public health, medicine, consultations and "
        "contracts that goes to the clinic has the facility as payee and no person",
    ),
    required=("facility_code", "pay_component", "period_start", "period_end"),
    in_order=(("period_start", "period_end"),),
    references=(Reference("facility_code", "facility", "facility_code"),),
    unnamed=Unnamed(column="payee_kind", code="facility", within="pay_component", codes=_TO_CLINICS),
    columns=(
        *PERSON_COLUMNS,
        EMPLOYER_CODE,
        Column(
            name="payee_kind", kind="text", title=Text("收款对象", "Payee"), headers=("收款人类别", "收款方"), codelist="payee_kind",
            example="个人", note=Text("发给个人的可以不填", "May be left blank for persons"),
        ),
        Column(
            name="pay_component", kind="text", title=Text("薪酬项目", "Pay component"), headers=("项目", "工资项目"),
            codelist="pay_component", example="基本工资",
        ),
        Column(
            name="period_start", kind="date", title=Text("所属期起", "Period start"), headers=("起始日期", "所属月份", "月份", "工资月份"),
            example="2023-12-01",
        ),
        Column(name="period_end", kind="date", title=Text("所属期止", "Period end"), headers=("截止日期",), example="2023-12-31"),
        DUE_YUAN,
        PAID_YUAN,
        PAID_ON,
        Column(name="payer", kind="text", title=Text("发放单位", "Payer"), headers=("付款单位", "发放机构"), example="盂县卫生健康局"),
        Column(
            name="performance_score", kind="number", title=Text("绩效考核得分", "Performance score"), headers=("考核得分", "绩效得分"),
            unit="point", minimum=0, example="92.5",
        ),
    ),
    sheets=(
        Sheet(
            name="pay",
            title=Text("薪酬台账", "Pay ledger"),
            signature=("id_number", "facility_code", "pay_component", "period_start", "paid_yuan"),
        ),
        Sheet(
            name="payroll",
            title=Text("工资表（每个项目一列）", "Payroll, a column for each component"),
            signature=("id_number", "facility_code"),
            unpivot=Unpivot(into="pay_component", cells=_payroll(), needed=("total",), is_summed=True),
            absent=("pay_component", "due_yuan", "paid_yuan"),
        ),
        Sheet(
            name="payroll_components",
            title=Text("工资表（每个项目一列，无合计）", "Payroll, a column for each component, without totals"),
            signature=("id_number", "facility_code"),
            unpivot=Unpivot(into="pay_component", cells=_components(), is_summed=True),
            absent=("pay_component", "due_yuan", "paid_yuan"),
            called=("工资", "薪酬", "薪资", "发放表", "发放明细", "payroll"),
        ),
        *(
            Sheet(
                name=name, title=title, signature=("id_number", "facility_code"),
                unpivot=Unpivot(into="pay_component", cells=_payroll_due_paid(), is_summed=True),
                absent=("pay_component", "due_yuan", "paid_yuan"), header_rows=depth,
            )
            for name, title, depth in _DUE_AND_PAID
        ),
        Sheet(
            name="payroll_months",
            title=Text("发放表（一人一行，每月一列）", "Payments, a column for each month of a year"),
            signature=("id_number", "facility_code"),
            unpivot=Unpivot(into="period_start", cells=_MONTHS),
            absent=("period_start", "period_end", "due_yuan", "paid_yuan"),
            title_is="pay_component",
        ),
        *(
            Sheet(
                name=name, title=title, signature=("id_number", "facility_code"),
                unpivot=Unpivot(into="pay_component", cells=cells, needed=needed, is_dated=True, is_summed=True),
                absent=("pay_component", "period_start", "period_end", "due_yuan", "paid_yuan"),
            )
            for name, title, cells, needed in _DATED
        ),
        Sheet(
            name="payments_dated",
            title=Text("发放表（一人一行，每月应发、实发各一列）", "Payments, what is due and what was paid of each month"),
            signature=("id_number", "facility_code"),
            unpivot=Unpivot(
                into="period_start", cells=(Cell(_DUE_WORDS, "", "due_yuan"), Cell(_PAID_WORDS, "", "paid_yuan")), is_dated=True
            ),
            absent=("period_start", "period_end", "due_yuan", "paid_yuan"),
            title_is="pay_component",
        ),
    ),
    wanted=(Wanted("due_yuan"), Wanted("paid_on", given="paid_yuan")),
)
