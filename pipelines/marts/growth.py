"""Training, exams, titles and licences."""

from pipelines.core.mart import Mart

_PERSON = ("staff_group", "sex", "age_band", "licence", "education", "title", "contract", "subsidised")

TRAINING_ENROLLED = Mart(
    name="training_enrolled",
    time="event",
    columns=("enrolments", "ended", "completed", "examined", "passed", "timed", "begun"),
    categories=_PERSON,
    filters=("training_mode", "training_level"),
    persons=True,
)

LEARNING_YEAR = Mart(
    name="learning_year",
    time="flow",
    columns=(
        "hours", "hours_known", "credits", "credits_known", "judged", "met", "judged_class_1", "met_class_1", "judged_class_2", "met_class_2",
    ),
    categories=_PERSON,
    persons=True,
)

EXAM_SITTING = Mart(
    name="exam_sitting",
    time="event",
    columns=("entered", "sat", "passed"),
    categories=_PERSON,
    filters=("exam", "exam_role"),
    persons=True,
)

KNOWLEDGE_PAIR = Mart(
    name="knowledge_pair",
    time="event",
    columns=("pairs", "change"),
    categories=_PERSON,
    filters=("trained",),
    persons=True,
    recast=("survey",),
)

TITLE_CHANCE = Mart(
    name="title_chance",
    time="flow",
    columns=("eligible", "promoted"),
    categories=_PERSON,
    persons=True,
)

LICENCE_UPGRADE = Mart(
    name="licence_upgrade",
    time="event",
    columns=("upgrades",),
    categories=_PERSON,
    filters=("licence_type",),
    persons=True,
)
