"""How a request ended."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

CONSULTATION_OUTCOME = CodeList(
    name="consultation_outcome",
    title=Text("处理结果", "Outcome of the request"),
    codes=(
        Code("advised", Text("给出诊疗意见", "Advice given"), ("已答复", "完成", "已完成", "出具报告", "已出报告"), role="completed"),
        Code("treated_locally", Text("就地治疗", "Treated locally"), ("留治本地",), role="completed"),
        Code("referred", Text("建议转诊", "Referred upwards"), ("转诊", "上转"), role="completed"),
        Code("rejected", Text("退回", "Sent back"), ("资料不全退回", "拒绝")),
        Code("cancelled", Text("取消", "Cancelled"), ("已取消", "撤回")),
        Code("unanswered", Text("未答复", "Never answered"), ("无人答复", "超时未答复")),
    ),
    missing=("不详", "未知"),
)
