"""How far an evaluation can be relied on."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

EVIDENCE_GRADE = CodeList(
    name="evidence_grade",
    title=Text("证据等级", "Strength of evidence"),
    codes=(
        Code("high", Text("高", "High"), ("强", "A")),
        Code("moderate", Text("中", "Moderate"), ("中等", "B")),
        Code("low", Text("低", "Low"), ("弱", "C")),
        Code("very_low", Text("极低", "Very low"), ("很低", "D")),
    ),
    missing=("未评级",),
)
