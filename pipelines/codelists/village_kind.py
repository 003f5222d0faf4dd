"""Kinds of village-level unit."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

VILLAGE_KIND = CodeList(
    name="village_kind",
    title=Text("村级单位类型", "Kind of village-level unit"),
    codes=(
        Code("village", Text("行政村", "Administrative village"), ("村", "村委会")),
        Code("community", Text("社区", "Urban or town community"), ("居委会", "居民委员会", "村改居")),
    ),
)
