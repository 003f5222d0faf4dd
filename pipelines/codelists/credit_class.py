"""Class of continuing-education credits."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

CREDIT_CLASS = CodeList(
    name="credit_class",
    title=Text("学分类别", "Class of credits"),
    codes=(
        Code("class_1", Text("I类", "Class I"), ("Ⅰ类", "一类", "1类", "I类学分")),
        Code("class_2", Text("II类", "Class II"), ("Ⅱ类", "二类", "2类", "II类学分")),
        Code("none", Text("无学分", "No credits"), ("不授学分", "无")),
    ),
    missing=("不详", "未知"),
)
