"""How far a targeted student has come."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

STUDENT_STATUS = CodeList(
    name="student_status",
    title=Text("培养状态", "State of training"),
    codes=(
        Code("studying", Text("在读", "Studying"), ("在校",)),
        Code("in_residency", Text("规培中", "In residency training"), ("规范化培训", "住培中", "助理全科培训中")),
        Code("awaiting", Text("毕业待派", "Graduated, waiting for a post"), ("待分配", "待上岗")),
        Code("serving", Text("履约服务中", "Serving"), ("在岗履约", "服务中", "在岗")),
        Code("fulfilled", Text("服务期满", "Obligation fulfilled"), ("履约完成", "期满")),
        Code("breached", Text("违约", "Breached"), ("已违约", "解约")),
        Code("withdrawn", Text("退学", "Withdrew from study"), ("休退学", "取消资格")),
    ),
    missing=("不详", "未知"),
)
