"""How a place became another."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

CROSSWALK_KIND = CodeList(
    name="crosswalk_kind",
    title=Text("变更类型", "Kind of change"),
    codes=(
        Code("merge", Text("撤并", "Merged into another"), ("撤乡并镇", "合并", "并入", "撤销并入")),
        Code("split", Text("拆分", "Split"), ("分设", "析置")),
        Code("upgrade", Text("撤乡设镇", "Township became a town"), ("乡改镇", "撤乡建镇", "设镇")),
        Code("to_street", Text("改设街道", "Became a subdistrict"), ("撤镇设街道", "撤乡设街道", "镇改街道")),
        Code("rename", Text("更名", "Renamed"), ("改名",)),
        Code("recode", Text("代码变更", "Code changed"), ("改码", "代码调整")),
        Code("boundary", Text("界线调整", "Boundary moved"), ("部分村划转", "区划调整", "划转")),
    ),
    missing=("不详",),
)
