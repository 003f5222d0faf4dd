"""What an application came to."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

APPLICATION_DECISION = CodeList(
    name="application_decision",
    title=Text("审定结果", "Decision"),
    codes=(
        Code("approved", Text("批准", "Approved"), ("同意", "同意发放", "通过", "已批准")),
        Code("refused", Text("不予批准", "Refused"), ("不批准", "不通过", "申请失败", "不同意")),
        Code("withdrawn", Text("撤回", "Withdrawn"), ("撤销申请", "本人撤回")),
        Code("waiting", Text("办理中", "Waiting"), ("在办", "待审定", "审核中")),
    ),
)
