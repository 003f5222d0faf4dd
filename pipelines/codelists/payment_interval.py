"""How often a rate is paid."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

PAYMENT_INTERVAL = CodeList(
    name="payment_interval",
    title=Text("发放周期", "Paid per"),
    codes=(
        Code("once", Text("一次性", "Once"), ("一次", "单次")),
        Code("day", Text("每天", "Per day"), ("按天", "日", "天", "按日")),
        Code("month", Text("每月", "Per month"), ("按月", "月", "月度")),
        Code("quarter", Text("每季度", "Per quarter"), ("按季", "季", "季度", "按季度")),
        Code("year", Text("每年", "Per year"), ("按年", "年", "年度")),
    ),
)
