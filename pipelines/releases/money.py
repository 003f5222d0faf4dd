"""What people are paid, and what facilities receive."""

from pipelines.core.release import ReleaseTable
from pipelines.core.text import Text

PAY = ReleaseTable(
    name="pay", title=Text("年收入中位数", "Median annual pay"), indicators=("median_pay",), restricted=(0, 1), public=(0,),
)
PAYMENTS = ReleaseTable(
    name="payments", title=Text("支付合计", "Total payments to facilities"), indicators=("payment_total",), restricted=(0, 1), public=(0,),
)
