"""Where an applicant learnt of a subsidy (requirements B39)."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

INFORMATION_CHANNEL = CodeList(
    name="information_channel",
    title=Text("获知渠道", "Where it was learnt of"),
    codes=(
        Code("bureau_website", Text("卫生健康部门官网", "Website of the health bureau"), ("官网", "卫健委官网", "市卫健委官网")),
        Code("employer", Text("单位人事部门", "Personnel office of the employer"), ("单位", "单位通知", "人事部门")),
        Code("colleague", Text("同事", "Colleague"), ("同事告知", "熟人")),
        Code("media", Text("媒体", "Media"), ("微信", "新闻", "公众号")),
        Code("other", Text("其他渠道", "Other"), ("其他",)),
    ),
)
