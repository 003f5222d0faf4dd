"""Licences that run out."""

from pipelines.core.mart import Mart

LICENCE_STATE = Mart(
    name="licence_state",
    time="state",
    columns=("persons",),
    categories=("staff_group", "sex", "age_band", "licence", "education", "title", "contract", "subsidised"),
    filters=("validity",),
    persons=True,
)
