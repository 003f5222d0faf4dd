"""Units of a duration in post."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

TENURE_UNIT = CodeList(
    name="tenure_unit",
    title=Text("时长单位", "Unit of time"),
    codes=(
        Code("day", Text("天", "Day"), ("days", "日")),
        Code("week", Text("周", "Week"), ("weeks",)),
        Code("month", Text("月", "Month"), ("months", "个月")),
        Code("year", Text("年", "Year"), ("years",)),
    ),
)
