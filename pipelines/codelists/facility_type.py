"""Kinds of facility; the role is the level (`facility_level`) that rates of subsidy go by."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

FACILITY_TYPE = CodeList(
    name="facility_type",
    title=Text("机构类型", "Facility type"),
    codes=(
        Code("village_clinic", Text("村卫生室", "Village clinic"), ("卫生室", "村卫生所", "村级卫生室"), role="village"),
        Code("community_station", Text("社区卫生服务站", "Community health station"), ("社区站",), role="village"),
        Code("township_health_centre", Text("乡镇卫生院", "Township health centre"), ("卫生院", "乡卫生院", "镇卫生院", "中心卫生院"), role="township"),
        Code("community_health_centre", Text("社区卫生服务中心", "Community health centre"), ("社区中心",), role="township"),
        Code("county_hospital", Text("县级医院", "County hospital"), ("县医院", "县人民医院", "区医院"), role="county"),
        Code("practice", Text("全科诊所", "General practice"), ("GP practice", "GP"), only_in="England"),
        Code(
            "practice_other",
            Text("其他类型诊所", "Other kind of practice"),
            ("Atypical", "Other practice", "Prison", "Walk in centre", "Walk in and out of hours centre"), only_in="England",
        ),
    ),
    missing=("不详", "Missing", "Unknown", "N/A"),
)
