"""Why a fee claim was refused (requirements B09)."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

CLAIM_REASON = CodeList(
    name="claim_reason",
    title=Text("不予报销原因", "Reason for refusing a claim"),
    codes=(
        Code("not_relevant", Text("与本职工作无关", "Not related to the work"), ("与本职不相关", "专业不相关")),
        Code("no_consent", Text("单位未同意", "No consent of the employer"), ("未经单位同意", "单位不同意")),
        Code("no_certificate", Text("无合格证明", "No certificate"), ("缺合格证明", "未取得合格证书", "未结业")),
        Code("no_receipt", Text("无缴费凭证", "No receipt"), ("缺票据", "无发票")),
        Code("over_limit", Text("超过标准", "Over the limit"), ("超标", "超限额")),
        Code("late", Text("逾期申报", "Claimed too late"), ("逾期",)),
        Code("other", Text("其他原因", "Other reason"), ("其他",)),
    ),
)
