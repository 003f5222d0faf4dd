"""Money paid to facilities."""

from pipelines.core.indicator import PLACES, Indicator, Measure
from pipelines.core.text import Text

_FACILITIES = Text("全部机构，不是人员", "All facilities; no staff group")
_SOURCE = Text("NHS England：向全科医疗的支付", "NHS Payments to General Practice, NHS England")

PAYMENT_TOTAL = Indicator(
    name="payment_total",
    title=Text("支付合计", "Total payments"),
    definition=Text("机构当期支付合计（发布的合计栏）", "Total paid to facilities in the period (the published total)"),
    unit="currency", polarity="neutral", kind="count", base=_FACILITIES, source=_SOURCE, needs=("facility_payment",),
    numerator=Measure(mart="payment_place", column="amount", where=(("payment_stream", ("total",)),)),
    breakdowns=PLACES, accumulates=True,
)

PAYMENT = Indicator(
    name="payment",
    title=Text("各项目支付", "Payments by stream"),
    definition=Text(
        "各支付项目之和；合计、扣款与不计入合计的备查项不在其中",
        "Sum of the payment streams; totals, deductions and what the published total leaves out are not in it",
    ),
    unit="currency", polarity="neutral", kind="count", base=_FACILITIES, source=_SOURCE, needs=("facility_payment",),
    numerator=Measure(mart="payment_place", column="amount", where=(("role", ("",)),)),
    breakdowns=("payment_stream", *PLACES), accumulates=True,
)

PAYMENT_PER_PATIENT = Indicator(
    name="payment_per_patient",
    title=Text("人均支付", "Payment per patient"),
    definition=Text(
        "支付合计 ÷ 支付表所载登记患者", "Total payments ÷ patients registered as the payment file counts them"
    ),
    unit="currency_per_person", polarity="neutral", kind="ratio", base=_FACILITIES, source=_SOURCE,
    needs=("facility_payment",),
    numerator=Measure(mart="payment_place", column="amount", where=(("payment_stream", ("total",)),)),
    denominator=Measure(mart="population_place", column="persons", where=(("population_kind", ("payment_list",)),)),
    breakdowns=PLACES,
    rests_on="denominator", accumulates=True,
)
