"""How training is given."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

TRAINING_MODE = CodeList(
    name="training_mode",
    title=Text("培训方式", "Mode of training"),
    codes=(
        Code("online", Text("线上", "Online"), ("网络", "线上学习", "远程", "线上培训", "网络培训")),
        Code("classroom", Text("面授", "Classroom"), ("集中授课", "集中培训", "线下", "线下培训")),
        Code("clinical_attachment", Text("临床进修", "Clinical attachment"), ("进修", "跟岗", "临床跟岗", "进修学习")),
        Code("blended", Text("线上线下结合", "Blended"), ("混合式",)),
    ),
    missing=("不详", "未知"),
)
