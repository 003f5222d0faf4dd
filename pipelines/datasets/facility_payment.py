"""Money paid to a facility in a period, by stream; wide files are unpivoted by the code list's own headers."""

from pipelines.codelists.payment_stream import PAYMENT_STREAM
from pipelines.columns import COUNTY_BUREAU, FACILITY_CODE
from pipelines.core.column import Column
from pipelines.core.dataset import Cell, Dataset, Sheet, Unpivot
from pipelines.core.text import Text

FACILITY_PAYMENT = Dataset(
    name="facility_payment",
    title=Text("机构支付", "Payments to facilities"),
    grain=Text("一行是一个机构一个时期一个支付项目的金额", "One row is the money of a facility, a period and a stream"),
    key=("facility_code", "period", "payment_stream"),
    place="facility_code",
    period="label",
    topic="money",
    filled_by=COUNTY_BUREAU,
    required=("facility_code", "payment_stream"),
    columns=(
        FACILITY_CODE,
        Column(
            name="payment_stream", kind="text", title=Text("支付项目", "Payment stream"), codelist="payment_stream"
        ),
        Column(name="amount", kind="money", title=Text("金额", "Amount"), unit="currency", example="12000"),
    ),
    sheets=(
        Sheet(
            name="long",
            title=Text("机构支付表", "Payments, one row each"),
            signature=("facility_code", "payment_stream", "amount"),
        ),
        Sheet(
            name="payments",
            title=Text("全科医疗支付表", "NHS payments to general practice"),
            signature=("facility_code",),
            unpivot=Unpivot(
                into="payment_stream",
                cells=tuple(Cell((c.title.en, *c.spellings), c.code, "amount") for c in PAYMENT_STREAM.codes),
            ),
        ),
    ),
)
