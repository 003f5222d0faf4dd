"""What checking one of the four audit points found."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

AUDIT_RESULT = CodeList(
    name="audit_result",
    title=Text("审核要点结果", "Result of an audit point"),
    codes=(
        Code("pass", Text("符合", "Met"), ("通过", "是", "合格", "√")),
        Code("fail", Text("不符合", "Not met"), ("不通过", "否", "不合格", "×")),
        Code("unknown", Text("未核实", "Not checked"), ("未核", "待核", "未审核")),
    ),
)
