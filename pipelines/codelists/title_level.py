"""Levels of a professional title, from junior to senior."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

TITLE_LEVEL = CodeList(
    name="title_level",
    title=Text("职称级别", "Level of title"),
    codes=(
        Code("none", Text("未评职称", "No title"), ("无职称", "未评", "无")),
        Code("junior", Text("初级", "Junior"), ("士级", "师级", "员级", "助理级")),
        Code("intermediate", Text("中级", "Intermediate"), ("中级职称",)),
        Code("associate_senior", Text("副高", "Associate senior"), ("副高级", "副高职称")),
        Code("senior", Text("正高", "Senior"), ("正高级", "正高职称")),
    ),
    missing=("不详", "未知"),
)
