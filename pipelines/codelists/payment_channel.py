"""How a grant reached the person."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

PAYMENT_CHANNEL = CodeList(
    name="payment_channel",
    title=Text("发放渠道", "Payment channel"),
    codes=(
        Code("person", Text("个人账户", "To the own account"), ("直接发放", "个人", "打卡", "一卡通", "社保卡")),
        Code("unit", Text("单位转发", "Passed on by the employer"), ("经单位", "单位", "单位代发")),
    ),
)
