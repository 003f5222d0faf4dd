"""培训与职称: who is reached, what is learned, and who rises."""

from dashboard.page import Card, Page
from pipelines.core.text import Text

TRAINING = Page(
    name="training",
    path="/training",
    order=50,
    title=Text("培训与职称", "Training and titles"),
    question=Text("培训到了谁、学够了没有、学了之后升了还是走了？", "Who is trained, is it enough, and do they rise or leave afterwards?"),
    headline=(
        "training_coverage", "training_hours_per_person", "credit_completion", "online_completion_rate", "title_promotion_rate",
        "licence_exam_pass_rate",
    ),
    cards=(
        Card(
            name="training_map",
            kind="map",
            title=Text("培训覆盖率（按人数）", "Training coverage (persons)"),
            indicators=("training_coverage",),
            scope="units",
            span=5,
        ),
        Card(
            name="dose_and_destiny",
            kind="dose",
            title=Text("培训与去向：学了多少，次年留下、提升还是离开", "What training came to: who had how much, and stayed, rose or left the year after"),
            indicators=("training_hours_per_person", "title_promotion_rate", "licence_upgrading"),
            span=7,
        ),
        Card(
            name="training_reach",
            kind="reach",
            title=Text("培训人次与人数", "Attendances and persons"),
            indicators=("training_coverage",),
            span=7,
        ),
        Card(
            name="online_steps",
            kind="online_steps",
            title=Text("线上培训：选课到合格", "Online courses: from enrolling to passing"),
            indicators=("online_enrolments", "online_begun_share", "online_completion_rate", "online_pass_share"),
            span=5,
        ),
        Card(
            name="credits_by_licence",
            kind="credits",
            title=Text("人均学分与资格要求", "Credits a person against what the licence asks"),
            indicators=("training_credits_per_person",),
            by="licence",
            span=4,
        ),
        Card(
            name="credit_completion_by_licence",
            kind="credit_completion",
            title=Text("学分达标率：总学分、I 类、II 类", "Credits reached: in all, class I, class II"),
            indicators=("credit_completion", "credit_completion_class_1", "credit_completion_class_2"),
            by="licence",
            span=4,
        ),
        Card(
            name="exam_pass_rates",
            kind="trend",
            title=Text("考试合格率（按人次）", "Exams passed (sittings)"),
            indicators=("licence_exam_pass_rate", "title_exam_pass_rate", "appraisal_pass_rate"),
            span=4,
        ),
        Card(
            name="title_flows",
            kind="title_flows",
            title=Text("职称阶梯：每年由何级升到何级", "The ladder of titles: from which level to which, by year"),
            indicators=("title_promotion_rate",),
            span=6,
        ),
        Card(
            name="licence_flows",
            kind="licence_flows",
            title=Text("资格阶梯：每年由何种资格升到何种", "The ladder of licences: from which to which, by year"),
            indicators=("licence_upgrading",),
            span=6,
        ),
        Card(
            name="ladder_of_the_year",
            kind="ladder",
            title=Text("当年的提升：人数与提升率", "Who rose this year, and at what rate"),
            indicators=("title_promotion_rate", "licence_upgrading"),
            span=7,
        ),
        Card(
            name="targeted_students",
            kind="students",
            title=Text("定向生到岗与去向", "Targeted students: arrivals and what became of them"),
            span=5,
        ),
        Card(
            name="training_table",
            kind="standings",
            title=Text("下级地区排名（按培训覆盖率）", "The places below, ranked by coverage"),
            indicators=("training_coverage", "training_hours_per_person", "credit_completion", "title_promotion_rate", "licence_upgrading"),
            scope="children",
            span=12,
        ),
    ),
)
