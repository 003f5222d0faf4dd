"""Whose budget money comes from."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

SOURCE_LEVEL = CodeList(
    name="source_level",
    title=Text("资金来源", "Source of the money"),
    codes=(
        Code("central", Text("中央财政", "Central government"), ("中央", "中央资金")),
        Code("province", Text("省级（自治区）财政", "Province"), ("省级", "自治区级", "省级财政", "自治区财政")),
        Code("prefecture", Text("市级（地区）财政", "Prefecture"), ("市级", "地市级", "地区级", "市级财政")),
        Code("county", Text("县级财政", "County"), ("县级", "区级", "县财政")),
        Code("own", Text("单位自筹", "Own funds of the facility"), ("自筹", "自有资金")),
        Code("donor", Text("社会捐助", "Donations"), ("捐助", "社会捐赠")),
    ),
)
