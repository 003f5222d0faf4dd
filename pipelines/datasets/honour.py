"""Honours, public-benefit work among them."""

from pipelines.columns import COUNTY_BUREAU, EMPLOYER_CODE, PERSON_COLUMNS
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet, Wanted
from pipelines.core.text import Text

HONOUR = Dataset(
    name="honour",
    title=Text("荣誉表彰", "Honours"),
    grain=Text("一行是一个人的一项荣誉", "One row is an honour of a person"),
    key=("person_key", "honour", "on_date"),
    place="facility_code",
    period="none",
    topic="people",
    filled_by=COUNTY_BUREAU,
    note=Text("按表彰年度报送，一人多项分行填写", "Filed by the year of the award; several honours of a person are rows of their own"),
    dated_by="on_date",
    required=("facility_code", "honour", "on_date"),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        *PERSON_COLUMNS,
        EMPLOYER_CODE,
        Column(
            name="honour", kind="text", title=Text("荣誉名称", "Honour"), headers=("表彰名称", "荣誉称号", "荣誉（表彰）名称"), example="优秀乡村医生"
        ),
        Column(
            name="honour_level", kind="text", title=Text("荣誉级别", "Level of the honour"), headers=("表彰级别", "授予级别"),
            codelist="admin_level", example="省级", note=Text("自治区级按省级", "An autonomous region counts as provincial"),
        ),
        Column(
            name="honour_kind", kind="text", title=Text("荣誉类别", "Kind of honour"), headers=("表彰类别",), codelist="honour_kind",
            example="业务荣誉", note=Text("义诊、志愿服务等归入公益活动", "Free clinics and volunteering are public-benefit work"),
        ),
        Column(
            name="on_date", kind="date", title=Text("授予日期", "Date of the award"), headers=("表彰日期", "表彰时间", "授予时间"), example="2023-08-19"
        ),
        Column(name="issuer", kind="text", title=Text("授予单位", "Issuer"), headers=("表彰单位", "颁发单位"), example="省卫生健康委员会"),
    ),
    sheets=(Sheet(name="honour", title=Text("荣誉表彰", "Honours"), signature=("id_number", "facility_code", "honour", "on_date")),),
    wanted=(Wanted("honour_level"),),
)
