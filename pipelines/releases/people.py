"""Counts of people in post, and shares of them."""

from pipelines.core.release import ReleaseTable
from pipelines.core.text import Text

STAFF = ReleaseTable(
    name="staff", title=Text("在岗人数与每千人口医生数", "Headcount and density"), indicators=("headcount", "density"),
    restricted=(0, 1, 2), public=(0, 1),
)
STAFF_GROUPS = ReleaseTable(
    name="staff_groups", title=Text("在岗人数，按人员类别", "Headcount by staff group"), indicators=("headcount",),
    restricted=(0, 1), public=(0,), breakdowns=("staff_group",),
)
STAFF_STRUCTURE = ReleaseTable(
    name="staff_structure", title=Text("在岗人数，按性别、年龄、资格", "Headcount by sex, age and licence"), indicators=("headcount",),
    restricted=(0, 1), public=(0,), breakdowns=("sex", "age_band", "licence"),
)
STAFF_SHARES = ReleaseTable(
    name="staff_shares", title=Text("人员结构占比与培训覆盖", "Composition and training coverage"),
    indicators=("female_share", "share_aged_55", "licensed_share", "training_coverage"), restricted=(0, 1), public=(0,),
)
