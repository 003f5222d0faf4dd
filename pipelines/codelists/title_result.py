"""What came of an application for a title."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

TITLE_RESULT = CodeList(
    name="title_result",
    title=Text("评定结果", "Result of the application"),
    codes=(
        Code("passed", Text("通过", "Passed"), ("评定通过", "已取得", "合格"), role="passed"),
        Code("failed", Text("未通过", "Failed"), ("不通过", "不合格", "未取得")),
        Code("waiting", Text("待评", "Waiting"), ("待定", "评审中", "已申报")),
    ),
)
