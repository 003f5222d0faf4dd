"""Where a service agreement stands."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

AGREEMENT_STATUS = CodeList(
    name="agreement_status",
    title=Text("协议状态", "State of an agreement"),
    codes=(
        Code("active", Text("履行中", "In force"), ("在履行", "有效", "服务中")),
        Code("fulfilled", Text("已履行完毕", "Fulfilled"), ("履行完毕", "期满", "已期满", "完成")),
        Code("released", Text("协商解除", "Ended by consent"), ("解除", "协议解除")),
        Code("breached", Text("违约", "Breached"), ("已违约", "违约离岗")),
    ),
)
