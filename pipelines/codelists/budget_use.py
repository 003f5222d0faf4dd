"""What a line of the budget pays for."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

BUDGET_USE = CodeList(
    name="budget_use",
    title=Text("预算用途", "Use of the money"),
    codes=(
        Code("pay", Text("人员经费", "Pay"), ("基本工资", "工资", "人员支出")),
        Code("public_health", Text("基本公卫补助", "Public health payments"), ("公卫补助", "基本公共卫生服务补助")),
        Code("medicine", Text("基本药物补助", "Essential medicine subsidy"), ("基药补助",)),
        Code("entry", Text("一次性从业（安家）补助", "Entry grants"), ("安家补助", "安家费")),
        Code("post_allowance", Text("基层岗位津贴", "Post allowances"), ("岗位津贴", "边远津贴")),
        Code("training", Text("教育培训", "Training"), ("培训", "继续医学教育", "培训经费")),
        Code("talent", Text("专项人才", "Talent programmes"), ("人才", "人才专项")),
        Code("emergency", Text("应急专项", "Emergency tasks"), ("应急", "疫情防控")),
        Code("pension", Text("养老保障补助", "Pensions of village doctors"), ("养老补助", "离岗村医补助")),
        Code("equipment", Text("设备与耗材", "Equipment and consumables"), ("设备", "设备购置")),
        Code("digital", Text("信息化", "Digital systems"), ("信息化建设",)),
        Code("other", Text("其他用途", "Other"), ("其他",)),
    ),
)
