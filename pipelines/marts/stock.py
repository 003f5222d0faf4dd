"""Who is in post, how many people there are, and which facilities."""

from pipelines.core.mart import Mart

WORKFORCE_STATE = Mart(
    name="workforce_state",
    time="state",
    columns=("headcount", "fte"),
    categories=("staff_group", "sex", "age_band", "licence", "education", "title", "contract", "subsidised"),
    filters=("pension_scheme", "age_group", "age_line", "youth_line", "education_line", "post"),
    details=("birth_year",),
    views=(("sex", "sex"), ("age_band", "age_band"), ("age_group", "age_band"), ("licence", "licence"), ("education", "education")),
    viewed="headcount",
    persons=True,
)

POPULATION_PLACE = Mart(
    name="population_place",
    time="state",
    columns=("persons", "dependants", "working_age", "doctors_required"),
    filters=("population_kind",),
    traits=("rurality", "remoteness"),  # people live in places, not in a type of facility
    zero_filled=False,  # people who are not counted are not known
    recast=("population",),
)

FACILITY_STOCK = Mart(
    name="facility_stock",
    time="stock",
    columns=("facilities", "matched"),
)
