"""Rural or urban, as the source says."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

RURALITY = CodeList(
    name="rurality",
    title=Text("城乡", "Rurality"),
    codes=(
        Code("rural", Text("农村", "Rural"), ("乡村", "村")),
        Code("urban", Text("城市", "Urban"), ("城镇", "城区")),
        Code("all", Text("城乡合计", "Rural and urban"), ("全部", "合计")),
        Code("unknown", Text("城乡不详", "Rurality not known")),
    ),
    missing=("不详", "Missing"),
)
