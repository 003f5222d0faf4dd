"""What came of somebody's training. Role `passed` is completed with success."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

TRAINING_RESULT = CodeList(
    name="training_result",
    title=Text("培训结果", "Result of training"),
    codes=(
        Code("passed", Text("合格", "Passed"), ("通过", "结业", "优秀"), role="passed"),
        Code("failed", Text("不合格", "Failed"), ("未通过",), role="failed"),
        Code("not_completed", Text("未完成", "Not completed"), ("中途退出", "未结业")),
        Code("ongoing", Text("在学", "Still learning"), ("学习中", "进行中")),
    ),
    missing=("不详", "未知"),
)
