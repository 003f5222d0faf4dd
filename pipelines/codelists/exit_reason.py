"""Why a spell ended (counting.md §2). Role `exit` marks the reasons that count as leaving in leaver_rate."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

EXIT_REASON = CodeList(
    name="exit_reason",
    title=Text("离岗原因", "Reason for leaving"),
    codes=(
        Code("resigned", Text("辞职", "Resigned"), ("主动离职", "自动离职"), role="exit"),
        Code("retired", Text("退休", "Retired"), ("到龄退出", "到龄离岗"), role="exit"),
        Code("transferred", Text("系统内调动", "Transferred within the system"), ("调动", "调出", "系统内调出"), role="exit"),
        Code("promoted_out", Text("选拔调离", "Promoted out"), ("提拔", "上调"), role="exit"),
        Code("contract_ended", Text("合同到期", "Contract ended"), ("合同期满", "协议期满"), role="exit"),
        Code("dismissed", Text("解聘", "Dismissed"), ("辞退", "开除"), role="exit"),
        Code("unknown", Text("原因不详", "Reason not known"), ("不详", "其他"), role="exit"),
        Code("died", Text("死亡", "Died"), ("病故", "去世", "因病去世")),
        Code("reclassified", Text("身份转换", "Reclassified"), ("转为助理医师", "转岗转证")),
    ),
)
