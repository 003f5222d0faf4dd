"""Why an application was refused; the first four are the audit points (requirements B26-B30)."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

DECISION_REASON = CodeList(
    name="decision_reason",
    title=Text("不予批准原因", "Reason for refusal"),
    codes=(
        Code("outside_area", Text("执业地点不在范围内", "Place of practice not covered"), ("地点不符", "执业地点不符"), role="audit_place"),
        Code("too_short_service", Text("服务年限不足", "Years of service not met"), ("年限不足", "服务年限不符"), role="audit_years"),
        Code("untrue_documents", Text("材料不真实或无效", "Documents untrue or not valid"), ("材料不实", "信息不实", "虚假材料"), role="audit_documents"),
        Code("employment_tie", Text("与用人单位关系不合规", "No lawful employment tie"), ("用工关系不合规", "聘用关系不符"), role="audit_employer"),
        Code("incomplete", Text("材料不全", "Documents missing"), ("材料不齐", "缺材料")),
        Code("not_eligible", Text("不符合其他条件", "Other condition not met"), ("条件不符", "不符合条件")),
        Code("objection", Text("公示有异议且属实", "Objection upheld"), ("公示异议", "异议属实")),
        Code("no_budget", Text("资金不足", "No money left"), ("经费不足", "名额已满")),
        Code("other", Text("其他原因", "Other reason"), ("其他",)),
    ),
)
