"""Seasons that change how long a road takes."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

SEASON = CodeList(
    name="season",
    title=Text("季节", "Season"),
    codes=(
        Code("all_year", Text("全年", "All year"), ("常年", "四季", "不分季节")),
        Code("open", Text("通行季", "Open season"), ("夏季", "夏秋季", "平时")),
        Code("snow", Text("冰雪季", "Snow season"), ("冬季", "冬春季", "封山期", "大雪封山")),
        Code("rain", Text("雨季", "Rainy season"), ("汛期",)),
    ),
)
