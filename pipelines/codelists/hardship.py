"""Hardship of a post, from none to greatest; a site may name its own grading in its notes."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

HARDSHIP = CodeList(
    name="hardship",
    title=Text("岗位艰苦程度", "Hardship of the post"),
    codes=(
        Code("none", Text("不属艰苦岗位", "No hardship"), ("非艰苦岗位", "一般")),
        Code("class_1", Text("一类艰苦", "Hardship class 1"), ("一类", "1类")),
        Code("class_2", Text("二类艰苦", "Hardship class 2"), ("二类", "2类")),
        Code("class_3", Text("三类艰苦", "Hardship class 3"), ("三类", "3类")),
        Code("class_4", Text("四类艰苦", "Hardship class 4"), ("四类", "4类")),
        Code("class_5", Text("五类艰苦", "Hardship class 5"), ("五类", "5类")),
        Code("class_6", Text("六类艰苦", "Hardship class 6"), ("六类", "6类")),
    ),
    missing=("不详", "未知"),
)
