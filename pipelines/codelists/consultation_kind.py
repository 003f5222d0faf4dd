"""What help is asked for."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

CONSULTATION_KIND = CodeList(
    name="consultation_kind",
    title=Text("会诊（诊断）类型", "Kind of request"),
    codes=(
        Code("consultation", Text("远程会诊", "Teleconsultation"), ("会诊", "视频会诊", "图文会诊")),
        Code("imaging", Text("远程影像", "Imaging"), ("影像", "影像诊断", "放射")),
        Code("ecg", Text("远程心电", "ECG"), ("心电", "心电诊断", "心电图")),
        Code("ultrasound", Text("远程超声", "Ultrasound"), ("超声", "B超")),
        Code("pathology", Text("远程病理", "Pathology"), ("病理",)),
        Code("laboratory", Text("远程检验", "Laboratory"), ("检验",)),
        Code("other", Text("其他远程服务", "Another kind"), ("其他",)),
    ),
)
