"""Work that people from outside do."""

from pipelines.core.mart import Mart

OUTSIDE_WORK = Mart(
    name="outside_work",
    time="event",
    columns=("fte_years",),
    filters=("source",),
)
