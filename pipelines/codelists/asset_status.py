"""State of a piece of equipment. Role `usable` can be worked with."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

ASSET_STATUS = CodeList(
    name="asset_status",
    title=Text("设备状态", "State of equipment"),
    codes=(
        Code("in_use", Text("在用", "In use"), ("正常", "使用中"), role="usable"),
        Code("idle", Text("闲置", "Idle"), ("未启用",), role="usable"),
        Code("faulty", Text("故障停用", "Broken"), ("故障", "损坏")),
        Code("in_repair", Text("维修中", "In repair"), ("送修",)),
        Code("scrapped", Text("报废", "Scrapped"), ("已报废",)),
    ),
)
