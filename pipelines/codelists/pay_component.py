"""What an amount of pay is for.

Roles: `regular` counts as pay; `emergency` is kept out of growth of ordinary pay; `total` speaks for the time it covers, and
components of that time are in it; `pension` goes to people who left (a village doctor's old-age subsidy) and is nobody's pay;
`deduction` is what was held back. Money that pays for services (`public_health`, `medicine`, `consultation_fee`,
`contract_service`) may go to the clinic.
"""

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
        Code("consultation_fee", Text("一般诊疗费补助", "General consultation fee"), ("一般诊疗费", "诊疗费补助"), role="regular"),
        Code("contract_service", Text("家庭医生签约服务费", "Family-doctor contract fee"), ("签约服务费", "签约服务补助"), role="regular"),
        Code("post_allowance", Text("岗位津贴", "Post allowance"), ("基层岗位津贴", "特殊岗位补贴", "岗位补助", "岗位补贴"), role="regular"),
        Code("remote_allowance", Text("边远津贴", "Remote-area allowance"), ("艰苦边远津贴", "偏远津贴"), role="regular"),
        Code("seniority", Text("工龄补贴", "Seniority allowance"), ("工龄工资", "教龄护龄津贴", "年功补贴"), role="regular"),
        Code("other_allowance", Text("其他补贴", "Other allowances"), ("补贴", "津补贴", "津贴补贴", "其他津贴"), role="regular"),
        Code("year_end", Text("年终绩效", "Year-end bonus"), ("年终奖", "年终一次性奖金", "目标考核奖"), role="regular"),
        Code("emergency", Text("应急专项补贴", "Emergency task payment"), ("疫情补贴", "应急补贴"), role="emergency"),
        Code("pension", Text("养老（退养）补助", "Old-age subsidy"), ("养老补助", "退养补助", "离岗村医补助"), role="pension"),
        Code("deduction", Text("代扣合计", "Deductions"), ("扣款合计", "代扣代缴", "扣款", "应扣合计"), role="deduction"),
        Code("total", Text("应发合计", "Total pay"), ("合计", "全年收入合计", "年收入"), role="total"),
    ),
)
