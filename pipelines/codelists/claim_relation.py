"""How exactly a public statement gives its figure."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

CLAIM_RELATION = CodeList(
    name="claim_relation",
    title=Text("表述方式", "How the figure is put"),
    codes=(
        Code("exact", Text("等于", "Exactly"), ("为", "是", "共")),
        Code("about", Text("约", "About"), ("约为", "左右", "近")),
        Code("over", Text("超过", "More than"), ("余", "多", "逾", "大于")),
        Code("at_least", Text("不少于", "At least"), ("以上", "及以上", "至少")),
        Code("up_to", Text("最高", "Up to"), ("不超过", "高达", "达")),
        Code("range", Text("区间", "Between"), ("至", "介于")),
    ),
)
