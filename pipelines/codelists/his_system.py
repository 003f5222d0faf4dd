"""What a facility keeps its visits and records in."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

HIS_SYSTEM = CodeList(
    name="his_system",
    title=Text("诊疗信息系统", "Clinical information system"),
    codes=(
        Code("none", Text("未使用", "None"), ("无", "没有")),
        Code("paper", Text("纸质登记", "Paper registers"), ("纸质", "手工登记")),
        Code("standalone", Text("单机软件", "Stand-alone software"), ("单机版", "自有系统"), role="electronic"),
        Code("county_platform", Text("县域统一平台", "County platform"), ("县级平台", "县域平台", "医共体平台"), role="electronic"),
        Code("province_platform", Text("省级统一平台", "Provincial platform"), ("省级平台", "自治区平台", "全省基层系统"), role="electronic"),
    ),
    missing=("不详", "未知"),
)
