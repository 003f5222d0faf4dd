"""Certificates to practise, as they are registered; the role says whether it is a physician's licence or a village doctor's."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

LICENCE_TYPE = CodeList(
    name="licence_type",
    title=Text("执业证书类型", "Type of licence"),
    codes=(
        Code("physician", Text("执业医师", "Licensed physician"), ("执业医师证", "医师执业证书", "执业医师证书"), role="licensed"),
        Code("assistant", Text("执业助理医师", "Licensed assistant physician"), ("助理医师", "执业助理", "执业助理医师证"), role="licensed"),
        Code(
            "rural_assistant",
            Text("乡村全科执业助理医师", "Rural general assistant physician"),
            ("乡村全科助理", "乡村全科执业助理", "乡村全科执业助理医师证"),
            role="licensed",
        ),
        Code(
            "village_certificate",
            Text("乡村医生证", "Village doctor certificate"),
            ("乡村医生执业证书", "乡村医生执业证", "乡村医生证书", "乡医证", "村医证"),
            role="certificate",
        ),
        Code("nurse", Text("护士执业证", "Nurse registration"), ("护士执业证书", "注册护士", "执业护士", "护士", "护士执业资格", "护士资格")),
        Code("pharmacist", Text("药师资格证", "Pharmacist"), ("执业药师", "药师")),
        Code("other", Text("其他证书", "Another certificate"), ("其他",)),
    ),
)
