"""Staff groups: who works where (counting.md §1); a `doctor` keeps a facility and a village from being without one."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

STAFF_GROUP = CodeList(
    name="staff_group",
    title=Text("人员类别", "Staff group"),
    codes=(
        Code("village_doctor", Text("乡村医生", "Village doctor"), ("村医", "村卫生室医生"), role="doctor"),
        Code("village_clinic_other", Text("村卫生室其他人员", "Other village clinic staff"), ("卫生员",)),
        Code("township_doctor", Text("乡镇卫生院医生", "Township doctor"), ("乡镇医生", "社区医生", "社区卫生服务中心医生"), role="doctor"),
        Code("township_nurse", Text("乡镇卫生院护士", "Township nurse"), ("乡镇护士", "社区护士")),
        Code("township_other", Text("乡镇卫生院其他人员", "Other township staff"), ("乡镇其他", "医技人员")),
        Code("county_hospital_doctor", Text("县级医院医生", "County hospital doctor"), ("县医院医生",), role="doctor"),
        Code("seconded", Text("上级派驻人员", "Seconded from above"), ("派驻", "支医人员"), role="doctor"),
        Code("gp", Text("全科医生（英格兰）", "General practitioner"), ("TOTAL_GP_EXTGL", "GPs"), role="doctor", only_in="England"),
        Code("admin", Text("行政人员（英格兰）", "Administrative staff"), ("TOTAL_ADMIN",), only_in="England"),
        Code("admin_manager", Text("管理人员（英格兰）", "Practice managers"), ("TOTAL_ADMIN_MANAGER",), role="memo", only_in="England"),
        Code("admin_reception", Text("前台人员（英格兰）", "Receptionists"), ("TOTAL_ADMIN_RECEPT",), role="memo", only_in="England"),
        Code("admin_telephonist", Text("电话接线人员（英格兰）", "Telephonists"), ("TOTAL_ADMIN_TELEPH",), role="memo", only_in="England"),
    ),
)
