"""Remoteness classes of a place; a site may name its own grading in its notes."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

REMOTENESS = CodeList(
    name="remoteness",
    title=Text("边远程度", "Remoteness class"),
    codes=(
        Code("class_0", Text("一般地区", "Not remote"), ("不边远", "非边远", "0类")),
        Code("class_1", Text("一类边远", "Remote class 1"), ("一类", "较边远", "1类")),
        Code("class_2", Text("二类边远", "Remote class 2"), ("二类", "边远", "2类")),
        Code("class_3", Text("三类边远", "Remote class 3"), ("三类", "特别边远", "3类")),
        Code("unknown", Text("未划类", "Not classed")),
    ),
    missing=("不详", "未定"),
)
