"""Result of a sitting. Role `passed` counts as passed; `failed` as sat and not passed; the others are not counted in a pass rate."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

EXAM_RESULT = CodeList(
    name="exam_result",
    title=Text("结果", "Result of a sitting"),
    codes=(
        Code("excellent", Text("优秀", "Excellent"), role="passed"),
        Code("passed", Text("合格", "Passed"), ("通过", "已通过", "及格"), role="passed"),
        Code("failed", Text("不合格", "Failed"), ("未通过", "不及格", "不通过"), role="failed"),
        Code("absent", Text("缺考", "Absent"), ("弃考", "未参加")),
        Code("waiting", Text("待公布", "Waiting for the result"), ("未公布", "待定")),
    ),
)
