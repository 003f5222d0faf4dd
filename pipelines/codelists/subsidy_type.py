"""The five types of subsidy a bureau runs; each has its rules in pipelines/subsidies."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

SUBSIDY_TYPE = CodeList(
    name="subsidy_type",
    title=Text("补贴类型", "Type of subsidy"),
    codes=(
        Code("entry", Text("一次性从业（安家）补助", "One-off entry or settling-in grant"), ("一次性从业补助", "安家补助", "安家补贴", "安家费", "从业补助", "一次性从业/安家补助")),
        Code("post_allowance", Text("基层岗位津贴", "Grass-roots post allowance"), ("岗位津贴", "特殊岗位补贴", "基层岗位补贴", "基层岗位津贴（特殊岗位补贴）")),
        Code("cme", Text("继续医学教育补贴", "Continuing medical education subsidy"), ("继续医学教育与专业技能提升补贴", "继教补贴", "培训补贴", "技能提升补贴")),
        Code("talent", Text("专项人才", "Talent programme"), ("专项人才计划", "人才计划", "人才补贴", "人才津贴")),
        Code("emergency", Text("应急专项", "Emergency task subsidy"), ("应急专项补贴", "公共卫生应急专项补贴", "疫情防控补贴", "疫情防控专项补贴")),
    ),
)
