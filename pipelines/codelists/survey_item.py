"""Questions of the survey of intention, satisfaction and knowledge; a value is a share (0-1), a mean or a score as the item says."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

SURVEY_ITEM = CodeList(
    name="survey_item",
    title=Text("调查项目", "Survey item"),
    codes=(
        Code("intends_to_stay", Text("愿意继续留任", "Intends to stay"), ("留任意愿",)),
        Code("intends_to_leave", Text("有离岗意愿", "Intends to leave within two years"), ("离岗意愿", "离职意愿")),
        Code("pay_satisfaction", Text("收入满意度", "Satisfied with pay"), ("薪酬满意度",)),
        Code("work_satisfaction", Text("工作满意度", "Satisfied with work"), ("职业满意度",)),
        Code("workload", Text("工作压力", "Feels overworked"), ("工作负荷感受",)),
        Code("respect", Text("职业认同", "Feels respected"), ("职业认同感",)),
        Code("policy_aware", Text("知晓补贴政策", "Knows the subsidy policy"), ("政策知晓",)),
        Code("aware_by_website", Text("从官网知晓", "Learnt of it on the website"), ("官网知晓",)),
        Code("aware_by_employer", Text("从单位知晓", "Learnt of it from the employer"), ("单位人事部门告知",)),
        Code("aware_by_peers", Text("从同行知晓", "Learnt of it from colleagues"), ("同行告知",)),
        Code("knowledge_score", Text("知识测试得分", "Knowledge score"), ("测试得分",)),
    ),
)
