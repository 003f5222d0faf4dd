"""Level of the body that awards, runs or recognises something."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

ADMIN_LEVEL = CodeList(
    name="admin_level",
    title=Text("级别", "Administrative level"),
    codes=(
        Code("national", Text("国家级", "National"), ("国家", "全国")),
        Code("province", Text("省级", "Provincial"), ("自治区级", "省（自治区）级", "省部级", "省")),
        Code("prefecture", Text("地市级", "Prefecture"), ("市级", "地区级", "地级", "地（市）级")),
        Code("county", Text("县级", "County"), ("区县级", "县区级", "县")),
        Code("township", Text("乡镇级", "Township"), ("乡级", "乡镇")),
        Code("facility", Text("本单位", "Own institution"), ("单位内", "院内", "院级")),
    ),
    missing=("不详", "未知"),
)
