"""Age bands on the reference day. `under_55` and `55_over` are what a return tells that has no finer bands."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

AGE_BAND = CodeList(
    name="age_band",
    title=Text("年龄段", "Age band"),
    codes=(
        Code("under_35", Text("35 岁以下", "Under 35"), ("<35",)),
        Code("35_44", Text("35–44 岁", "35–44")),
        Code("45_54", Text("45–54 岁", "45–54")),
        Code("55_59", Text("55–59 岁", "55–59")),
        Code("60_over", Text("60 岁及以上", "60 and over"), ("60+",)),
        Code("under_55", Text("55 岁以下（未细分）", "Under 55, not told apart")),
        Code("55_over", Text("55 岁及以上（未细分）", "55 and over, not told apart")),
        Code("unknown", Text("年龄不详", "Age not known")),
        Code("all", Text("全部年龄", "All ages"), ("全部", "合计", "总人口")),
    ),
)
