"""The four points an application is audited on."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

AUDIT_POINT = CodeList(
    name="audit_point",
    title=Text("审核要点", "Audit point"),
    codes=(
        Code("place", Text("要点一：执业地点", "1: place of practice")),
        Code("years", Text("要点二：服务年限", "2: years of service")),
        Code("documents", Text("要点三：材料真实有效", "3: documents")),
        Code("employer", Text("要点四：用人单位关系", "4: employment tie")),
    ),
)
