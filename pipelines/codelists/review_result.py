"""What a review of an application came to."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

REVIEW_RESULT = CodeList(
    name="review_result",
    title=Text("审核结果", "Result of a review"),
    codes=(
        Code("passed", Text("通过", "Passed"), ("同意", "合格", "符合")),
        Code("failed", Text("不通过", "Failed"), ("不同意", "不合格", "不符合", "未通过")),
        Code("returned", Text("退回补正", "Sent back to be completed"), ("退回", "补正")),
        Code("waiting", Text("待审", "Waiting"), ("审核中", "在审", "未审")),
    ),
)
