"""Who a partner is."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

PARTNER_KIND = CodeList(
    name="partner_kind",
    title=Text("合作方类型", "Kind of partner"),
    codes=(
        Code("government", Text("政府部门", "Government"), ("政府", "机关")),
        Code("hospital", Text("医院", "Hospital"), ("医疗机构", "三甲医院")),
        Code("company", Text("企业", "Company"), ("公司", "科技企业")),
        Code("university", Text("高校", "University"), ("大学", "医学院校", "院校")),
        Code("social", Text("社会组织", "Civil society"), ("基金会", "协会", "公益组织")),
    ),
)
