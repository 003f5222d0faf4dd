"""Benefits of a talent scheme. Role `cash` is money, `non_cash` is help in kind."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

BENEFIT_KIND = CodeList(
    name="benefit_kind",
    title=Text("待遇类别", "Kind of benefit"),
    codes=(
        Code("settling_in", Text("安家费", "Settling-in grant"), ("安家补贴", "购房补贴"), role="cash"),
        Code("research_start", Text("科研启动经费", "Research start-up money"), ("科研启动费", "启动经费"), role="cash"),
        Code("special_allowance", Text("特殊津贴", "Special allowance"), ("人才津贴", "政府特殊津贴", "岗位津贴（人才）"), role="cash"),
        Code("child_school", Text("子女入学", "School place for children"), ("子女就学", "子女教育"), role="non_cash"),
        Code("spouse_job", Text("配偶安置", "Placement of the spouse"), ("配偶就业", "家属安置"), role="non_cash"),
        Code("housing", Text("人才住房", "Housing"), ("人才公寓", "周转房"), role="non_cash"),
        Code("health_care", Text("医疗保健", "Health care"), ("体检疗养", "健康体检"), role="non_cash"),
        Code("other", Text("其他待遇", "Another benefit"), ("其他",), role="non_cash"),
    ),
)
