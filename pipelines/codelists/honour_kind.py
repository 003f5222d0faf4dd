"""What an honour is for."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

HONOUR_KIND = CodeList(
    name="honour_kind",
    title=Text("荣誉类别", "Kind of honour"),
    codes=(
        Code("professional", Text("业务荣誉", "Professional"), ("优秀乡村医生", "业务表彰", "业务")),
        Code("public_benefit", Text("公益活动", "Public-benefit work"), ("公益", "义诊", "志愿服务", "公益荣誉")),
        Code("labour", Text("劳动模范", "Model worker"), ("劳模", "五一劳动奖章", "先进工作者")),
        Code("emergency", Text("应急处置表彰", "Emergency service"), ("抗疫先进", "疫情防控表彰")),
        Code("other", Text("其他荣誉", "Another honour"), ("其他",)),
    ),
    missing=("不详", "未知"),
)
