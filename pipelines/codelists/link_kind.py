"""What a hospital and a clinic are linked for."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

LINK_KIND = CodeList(
    name="link_kind",
    title=Text("帮扶（协作）类型", "Kind of link"),
    codes=(
        Code("group_support", Text("组团式帮扶", "Group support"), ("组团式医疗帮扶", "组团式")),
        Code("teleconsultation", Text("远程会诊", "Teleconsultation"), ("会诊",)),
        Code("tele_imaging", Text("远程影像", "Tele-imaging"), ("远程影像诊断", "影像")),
        Code("tele_ecg", Text("远程心电", "Tele-ECG"), ("远程心电诊断", "心电")),
        Code("tele_lab", Text("远程检验", "Tele-laboratory"), ("检验",)),
        Code("tele_education", Text("远程教学", "Tele-education"), ("远程培训", "教学")),
        Code("alliance", Text("医联体（医共体）", "Medical alliance"), ("医联体", "医共体", "县域医共体", "紧密型医共体")),
        Code("paired_support", Text("对口支援", "Paired support"), ("对口帮扶", "结对帮扶")),
        Code("other", Text("其他协作", "Another link"), ("其他",)),
    ),
)
