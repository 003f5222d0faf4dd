"""Training and titles."""

from pipelines.core.mart import Mart

TRAINING_ENROLLED = Mart(
    name="training_enrolled",
    time="event",
    columns=("enrolments",),
    persons=True,
)
