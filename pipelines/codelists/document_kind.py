"""Documents an application is made of (requirements B19-B25)."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

DOCUMENT_KIND = CodeList(
    name="document_kind",
    title=Text("材料种类", "Kind of document"),
    codes=(
        Code("id_card", Text("身份证", "Identity card"), ("身份证复印件", "居民身份证")),
        Code("household_register", Text("户口本", "Household register"), ("户口簿", "户口本复印件")),
        Code("qualification", Text("医师资格证", "Qualification certificate"), ("执业医师资格证", "医师资格证书", "资格证")),
        Code("practice_licence", Text("执业证", "Practice certificate"), ("医师执业证", "医师执业证书", "执业证书", "乡村医生执业证书", "乡村医生证")),
        Code("degree", Text("学历学位证明", "Degree or diploma"), ("学历证明", "学位证", "毕业证", "学历、学位证明", "毕业证书")),
        Code("contract", Text("劳动（聘用）合同", "Employment contract"), ("劳动合同", "聘用合同", "劳动合同/聘用合同")),
        Code("agreement", Text("服务协议", "Service agreement"), ("协议", "服务协议书")),
        Code("certificate", Text("培训合格证书", "Certificate of a course"), ("合格证书", "结业证书", "培训证书")),
        Code("receipt", Text("缴费凭证", "Receipt"), ("发票", "票据", "收据")),
        Code("talent_recognition", Text("高层次人才认定文件", "Recognition as a talent"), ("人才认定文件", "人才认定")),
        Code("other", Text("其他材料", "Other document"), ("其他",)),
    ),
)
