"""机构: the facilities one by one, and the people of each: the lowest two steps of the drill."""

from dashboard.page import Card, Page
from pipelines.core.text import Text

CLINICS = Page(
    name="clinics",
    path="/clinics",
    order=25,
    title=Text("机构", "Facilities"),
    question=Text("每一家机构有没有人、有没有医生？", "Is there somebody, and a doctor, in every facility?"),
    headline=("facility_count", "headcount", "licensed_share", "licences_expiring", "village_coverage", "blank_villages"),
    otherwise=("fte", "residents_per_doctor"),
    cards=(
        Card(
            name="clinics", kind="clinics", title=Text("机构一览", "Facilities one by one"), indicators=("headcount", "facility_count"), span=12,
        ),
    ),
)
