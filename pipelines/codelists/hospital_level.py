"""Grade of a hospital."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

HOSPITAL_LEVEL = CodeList(
    name="hospital_level",
    title=Text("医院等级", "Grade of hospital"),
    codes=(
        Code("tertiary_a", Text("三级甲等", "Tertiary A"), ("三甲",)),
        Code("tertiary", Text("三级", "Tertiary, other"), ("三级乙等", "三乙", "三级其他", "三级综合")),
        Code("secondary_a", Text("二级甲等", "Secondary A"), ("二甲",)),
        Code("secondary", Text("二级", "Secondary, other"), ("二级乙等", "二乙", "二级其他")),
        Code("primary", Text("一级", "Primary"), ("一级医院",)),
        Code("ungraded", Text("未定级", "Not graded"), ("未评级",)),
    ),
    missing=("不详", "未知"),
)
