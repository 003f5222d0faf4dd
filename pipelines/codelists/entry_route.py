"""How somebody came to the post an entry grant is for."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

ENTRY_ROUTE = CodeList(
    name="entry_route",
    title=Text("引进途径", "Route of entry"),
    codes=(
        Code("graduate", Text("毕业生", "Graduate"), ("高校毕业生", "应届毕业生", "应届生")),
        Code("targeted", Text("定向培养生", "Targeted student"), ("定向生", "订单定向", "农村订单定向医学生")),
        Code("scarce", Text("引进紧缺人才", "Recruited for a scarce skill"), ("引进", "紧缺人才", "引进紧缺", "人才引进")),
        Code("other", Text("其他途径", "Other"), ("其他", "社会招聘", "公开招聘")),
    ),
)
