"""Work done by facilities, and the staff it needs."""

from pipelines.core.mart import Mart

WORKLOAD_PLACE = Mart(
    name="workload_place",
    time="stock",
    columns=("service_minutes",),
    categories=("staff_group",),
    details=("fte", "available_hours", "allowance_share", "missing_standards"),
    zero_filled=False,
)

CHRONIC_PATIENT = Mart(
    name="chronic_patient",
    time="stock",
    columns=("patients",),
    zero_filled=False,
)

PUBLIC_HEALTH_WORK = Mart(
    name="public_health_work",
    time="stock",
    columns=("minutes", "village_minutes"),
    traits=("rurality", "remoteness"),  # of facilities it is the question, not a breakdown
    zero_filled=False,
)
