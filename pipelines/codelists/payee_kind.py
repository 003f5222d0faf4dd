"""Who an amount of pay was paid to."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

PAYEE_KIND = CodeList(
    name="payee_kind",
    title=Text("收款对象", "Payee"),
    codes=(
        Code("person", Text("个人", "Person"), ("本人", "人员")),
        Code("facility", Text("机构", "Facility"), ("村卫生室", "卫生室", "单位", "诊所")),
    ),
)
