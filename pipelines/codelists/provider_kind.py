"""Who trains."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

PROVIDER_KIND = CodeList(
    name="provider_kind",
    title=Text("培训机构类别", "Kind of provider"),
    codes=(
        Code("village_doctor_centre", Text("乡村医生培训中心", "Village-doctor training centre"), ("村医培训中心",)),
        Code("hospital", Text("医院", "Hospital"), ("上级医院", "县级医院培训基地")),
        Code("university", Text("高等院校", "University or college"), ("高校", "医学院校", "卫校")),
        Code("health_bureau", Text("卫生健康行政部门", "Health bureau"), ("卫健委", "卫健局")),
        Code("cdc", Text("疾控机构", "Disease control centre"), ("疾控中心",)),
        Code("platform", Text("线上学习平台", "Online learning platform"), ("网络平台", "学习平台", "线上平台")),
        Code("association", Text("学会协会", "Association"), ("医学会", "医师协会")),
        Code("company", Text("企业", "Company"), ("公司",)),
        Code("other", Text("其他机构", "Another provider"), ("其他",)),
    ),
    missing=("不详", "未知"),
)
