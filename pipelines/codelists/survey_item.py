"""What was asked. Answers are opinions and knowledge; none of them is a retention rate."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

SURVEY_ITEM = CodeList(
    name="survey_item",
    title=Text("调查项目", "Survey item"),
    codes=(
        Code("intention_to_leave", Text("离岗意愿", "Intends to leave"), ("离职意愿", "有离岗打算"), role="intention"),
        Code("intention_to_stay_5y", Text("五年内留任意愿", "Intends to stay five years"), ("留任意愿", "愿意继续工作五年"), role="intention"),
        Code("satisfaction_overall", Text("总体满意度", "Satisfaction, overall"), ("工作满意度", "满意度"), role="satisfaction"),
        Code("satisfaction_pay", Text("收入满意度", "Satisfaction with pay"), ("待遇满意度", "薪酬满意度"), role="satisfaction"),
        Code("satisfaction_training", Text("培训满意度", "Satisfaction with training"), role="satisfaction"),
        Code("workload_felt", Text("自感工作压力", "Workload felt"), ("工作压力", "工作负荷感受"), role="satisfaction"),
        Code("knowledge_clinical", Text("基本诊疗知识得分", "Knowledge: clinical"), ("诊疗知识", "知识得分"), role="knowledge"),
        Code("knowledge_public_health", Text("公共卫生知识得分", "Knowledge: public health"), ("公卫知识",), role="knowledge"),
        Code("knowledge_policy", Text("政策知晓得分", "Knowledge: policy"), ("政策知识",), role="knowledge"),
        Code("aware_subsidy", Text("知晓补贴政策", "Knows of the subsidies"), ("补贴政策知晓", "政策知晓"), role="awareness"),
        Code("channel_website", Text("从官网获知", "Learnt of it from the bureau's website"), ("市卫健委官网", "官网"), role="channel"),
        Code("channel_employer", Text("从单位人事部门获知", "Learnt of it from the employer"), ("单位人事部门", "单位通知"), role="channel"),
        Code("channel_group_chat", Text("从工作群获知", "Learnt of it in a work chat group"), ("微信群", "工作群", "微信工作群"), role="channel"),
        Code("channel_colleague", Text("从同事获知", "Learnt of it from colleagues"), ("同事", "同行"), role="channel"),
        Code("channel_media", Text("从媒体获知", "Learnt of it from the media"), ("媒体", "报纸电视", "短视频"), role="channel"),
    ),
)
