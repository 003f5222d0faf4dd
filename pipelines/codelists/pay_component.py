"""What an amount of pay is for."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

PAY_COMPONENT = CodeList(
    name="pay_component",
    title=Text("薪酬项目", "Pay component"),
    codes=(
        Code("base", Text("基本工资", "Base pay"), ("岗位工资", "基本补助"), role="regular"),
        Code("performance", Text("绩效工资", "Performance pay"), ("绩效", "绩效奖励"), role="regular"),
        Code("public_health", Text("基本公卫补助", "Public health payment"), ("公卫补助", "基本公共卫生服务补助"), role="regular"),
        Code("medicine", Text("基本药物补助", "Essential medicine subsidy"), ("药物补助", "基药补助"), role="regular"),
        Code("post_allowance", Text("岗位津贴", "Post allowance"), ("基层岗位津贴", "特殊岗位补贴"), role="regular"),
        Code("remote_allowance", Text("边远津贴", "Remote-area allowance"), ("艰苦边远津贴", "偏远津贴"), role="regular"),
        Code("emergency", Text("应急专项补贴", "Emergency task payment"), ("疫情补贴", "应急补贴"), role="emergency"),
        Code("total", Text("应发合计", "Total pay"), ("合计", "全年收入合计", "年收入"), role="total"),
    ),
)
