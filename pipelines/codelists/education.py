"""Highest education completed. `bachelor_over` and `below_bachelor` are what a return tells that has no finer levels."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

EDUCATION = CodeList(
    name="education",
    title=Text("学历", "Education"),
    codes=(
        Code("doctorate", Text("博士", "Doctorate"), ("博士研究生",)),
        Code("master", Text("硕士", "Master"), ("硕士研究生", "研究生")),
        Code("bachelor", Text("本科", "Bachelor"), ("大学本科", "大学")),
        Code("college", Text("大专", "Junior college"), ("专科", "高职")),
        Code("secondary", Text("中专", "Secondary technical"), ("中专及中技", "中等专业")),
        Code("below", Text("高中及以下", "High school or below"), ("高中", "初中", "初中及以下")),
        Code("bachelor_over", Text("本科及以上（未细分）", "Bachelor or above, not told apart")),
        Code("below_bachelor", Text("本科以下（未细分）", "Below bachelor, not told apart")),
    ),
    missing=("不详", "未知"),
)
