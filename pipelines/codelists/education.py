"""Highest education completed."""

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
    ),
    missing=("不详", "未知"),
)
