"""Who is in which talent scheme, from when to when."""

from pipelines.columns import EMPLOYER_CODE, PERSON_COLUMNS, PREFECTURE_BUREAU, TALENT_SCHEME
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet
from pipelines.core.text import Text

TALENT_MEMBER = Dataset(
    name="talent_member",
    title=Text("人才计划入选", "Members of talent schemes"),
    grain=Text("一行是一个人入选一项人才计划", "One row is a person's membership of a talent scheme"),
    key=("person_key", "talent_scheme", "joined_on"),
    place="facility_code",
    period="none",
    topic="people",
    filled_by=PREFECTURE_BUREAU,
    note=Text("每次报送全部入选人员，已退出的保留并填退出日期", "All members each time; who left stays in the list with the day"),
    required=("facility_code", "talent_scheme", "joined_on"),
    in_order=(("joined_on", "left_on"),),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        *PERSON_COLUMNS,
        EMPLOYER_CODE,
        TALENT_SCHEME,
        Column(
            name="talent_level", kind="text", title=Text("人才计划级别", "Level of the scheme"), headers=("计划级别", "人才级别"),
            codelist="admin_level", example="地市级",
        ),
        Column(name="joined_on", kind="date", title=Text("入选日期", "Joined on"), headers=("入选时间", "认定日期"), example="2022-01-01"),
        Column(
            name="left_on", kind="date", title=Text("退出日期", "Left on"), headers=("期满日期", "培养期止", "退出时间"), example="2024-12-31",
            note=Text("培养期内留空", "Blank while it goes on"),
        ),
        Column(
            name="is_specialty_lead", kind="boolean", title=Text("是否重点专科带头人", "Specialty lead"), headers=("重点专科带头人", "专科带头人"),
            example="否",
        ),
        Column(
            name="is_imported", kind="boolean", title=Text("是否引进人才", "Brought in from elsewhere"), headers=("引进人才", "是否引进"), example="是"
        ),
    ),
    sheets=(
        Sheet(
            name="talent_member", title=Text("人才计划入选", "Members of talent schemes"),
            signature=("id_number", "facility_code", "talent_scheme", "joined_on"),
        ),
    ),
)
