"""Which hospital helps which clinic, in what way, from when to when."""

from pipelines.columns import CLINIC_CODE, COUNTY_HOSPITAL, HOSPITAL_CODE, HOSPITAL_NAME
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet
from pipelines.core.text import Text

LINK = Dataset(
    name="link",
    title=Text("医院与基层机构协作", "Links to hospitals"),
    grain=Text("一行是一家医院与一个基层机构的一种协作关系", "One row is a link of a kind between a hospital and a clinic"),
    key=("hospital_code", "facility_code", "link_kind", "start_on"),
    place="facility_code",
    sent_by="hospital_code",
    period="none",
    topic="support",
    filled_by=COUNTY_HOSPITAL,
    note=Text("每次报送全部协作关系，已终止的保留并填终止日期", "All links each time; one that ended stays in the list with its last day"),
    required=("hospital_code", "facility_code", "link_kind", "start_on"),
    in_order=(("start_on", "end_on"),),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        HOSPITAL_CODE,
        HOSPITAL_NAME,
        Column(
            name="hospital_level", kind="text", title=Text("医院等级", "Grade of the hospital"), headers=("上级医院等级", "医院级别"),
            codelist="hospital_level",
            example="三级甲等",
        ),
        CLINIC_CODE,
        Column(
            name="link_kind", kind="text", title=Text("帮扶（协作）类型", "Kind of link"), headers=("协作类型", "帮扶类型", "合作类型", "协作方式"),
            codelist="link_kind", example="组团式帮扶",
        ),
        Column(
            name="start_on", kind="date", title=Text("协作开始日期", "Start on"), headers=("签约日期", "合作开始日期"),
            example="2022-01-01",
        ),
        Column(
            name="end_on", kind="date", title=Text("协作终止日期", "End on"), headers=("合作终止日期", "协议到期日期"),
            note=Text("仍有效的留空", "Blank while in force"),
        ),
    ),
    sheets=(
        Sheet(
            name="link", title=Text("医院与基层机构协作", "Links to hospitals"),
            signature=("hospital_code", "facility_code", "link_kind", "start_on"),
        ),
    ),
)
