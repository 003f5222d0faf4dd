"""Levels a site may have, from the root down."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

REGION_LEVEL = CodeList(
    name="region_level",
    title=Text("层级", "Level"),
    codes=(
        Code("nation", Text("全国", "Nation"), ("国家", "country")),
        Code("province", Text("省", "Province"), ("自治区", "省级")),
        Code("prefecture", Text("地市", "Prefecture"), ("地级市", "地区", "市级", "市")),
        Code("county", Text("县区", "County"), ("县", "区", "县级", "区县")),
        Code("township", Text("乡镇街道", "Township"), ("乡镇", "乡", "镇", "街道", "乡级")),
        Code("facility", Text("机构", "Facility"), ("卫生机构",)),
        Code("region", Text("大区（英格兰）", "NHS region"), only_in="England"),
        Code("ccg", Text("临床委托组（英格兰）", "CCG / sub-ICB location"), only_in="England"),
        Code("icb", Text("综合照护委员会（英格兰）", "Integrated care board"), only_in="England"),
        Code("practice", Text("诊所（英格兰）", "Practice"), only_in="England"),
    ),
)
