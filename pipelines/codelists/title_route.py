"""How a professional title was come by; titles are awarded by assessment or exam, remote training is a way to prepare."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

TITLE_ROUTE = CodeList(
    name="title_route",
    title=Text("取得途径", "Route to the title"),
    codes=(
        Code("exam", Text("考试", "Exam"), ("考试取得", "以考代评")),
        Code("assessment", Text("评审", "Assessment"), ("评审取得", "职称评审")),
        Code("exam_and_assessment", Text("考评结合", "Exam and assessment"), ("考试与评审结合", "考评")),
        Code("recognition", Text("认定", "Recognition"), ("考核认定", "初聘认定")),
        Code("remote_training", Text("远程培训", "Remote training"), ("远程培训后评审", "线上培训")),
        Code("grassroots", Text("基层定向评审", "Grass-roots assessment"), ("定向评价定向使用", "基层职称评审")),
    ),
    missing=("不详", "未知"),
)
