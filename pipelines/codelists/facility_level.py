"""The level of a facility as rates of subsidy tell them apart; facility_type names the level of each type."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

FACILITY_LEVEL = CodeList(
    name="facility_level",
    title=Text("机构级别", "Level of facility"),
    codes=(
        Code(
            "village",
            Text("村级（村卫生室、社区卫生服务站）", "Village level (clinic or community station)"),
            ("村级", "村", "村卫生室", "社区卫生服务站", "村卫生室及社区站"),
        ),
        Code("township", Text("乡镇级（乡镇卫生院、社区卫生服务中心）", "Township level (health centre)"), ("乡镇级", "乡级", "乡镇", "乡镇卫生院", "社区卫生服务中心", "卫生院")),
        Code("county", Text("县级（县级医院）", "County level (hospital)"), ("县级", "县", "县级医院", "县医院")),
    ),
)
