"""Licence to practise, from none to licensed physician. `licensed` and `not_licensed` are what a return tells that has no finer ones.

Who is a nurse, a pharmacist or a technician needs no physician's licence: they are in neither part of any licensed share, as are those whose
licence is not known.
"""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

LICENCE = CodeList(
    name="licence",
    title=Text("执业资格", "Licence"),
    codes=(
        Code("physician", Text("执业医师", "Licensed physician"), ("医师",), role="licensed"),
        Code("assistant", Text("执业助理医师", "Licensed assistant physician"), ("助理医师", "执业助理"), role="licensed"),
        Code(
            "rural_assistant",
            Text("乡村全科执业助理医师", "Rural general assistant physician"),
            ("乡村全科助理", "乡村全科执业助理"),
            role="licensed",
        ),
        Code("village_certificate", Text("乡村医生证", "Village doctor certificate"), ("乡村医生执业证书", "乡村医生执业证", "乡村医生证书", "乡医证", "村医证")),
        Code("nurse", Text("注册护士", "Registered nurse"), ("护士", "执业护士", "护士执业证", "护士执业证书", "护士执业资格", "护士资格")),
        Code("pharmacist", Text("药师（士）", "Pharmacist"), ("药师", "药士", "执业药师", "药剂师", "药剂士", "中药师", "中药士")),
        Code("technician", Text("检验、影像等技师（士）", "Laboratory or imaging technician"), ("技师", "技士", "检验师", "检验士", "检验技师", "影像技师", "医技")),
        Code("licensed", Text("执业（助理）医师", "Licensed, kind not told"), role="licensed"),
        Code("not_licensed", Text("未取得执业（助理）医师资格", "Not a licensed (assistant) physician")),
        Code("none", Text("无证", "No licence"), ("无",)),
        Code("unknown", Text("资格不详", "Licence not known")),
    ),
    missing=("不详", "未知"),
)
