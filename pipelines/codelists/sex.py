"""Sex as recorded on the identity card."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

SEX = CodeList(
    name="sex",
    title=Text("性别", "Sex"),
    codes=(Code("male", Text("男", "Male"), ("M", "男性", "1")), Code("female", Text("女", "Female"), ("F", "女性", "2"))),
    missing=("不详", "未知"),
)
