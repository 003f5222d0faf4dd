"""What a fee claim for continuing education is for."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

CLAIM_KIND = CodeList(
    name="claim_kind",
    title=Text("报销类别", "Kind of fee"),
    codes=(
        Code("course_fee", Text("培训费", "Course fee"), ("学费", "培训费用")),
        Code("conference_fee", Text("会议注册费", "Conference registration fee"), ("注册费", "会务费", "会议费")),
        Code("travel", Text("差旅费", "Travel"), ("差旅", "交通住宿费", "交通费")),
    ),
)
