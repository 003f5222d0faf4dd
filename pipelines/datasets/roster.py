"""Persons on a reference day."""

from pipelines.columns import EDUCATION, FACILITY_CODE, LICENCE, PERSON_COLUMNS, SEX, STAFF_GROUP, TOWNSHIP_CENTRE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet
from pipelines.core.text import Text

ROSTER = Dataset(
    name="roster",
    title=Text("人员花名册", "Roster"),
    grain=Text("一行是一个人在基准日的情况", "One row is a person on the reference day"),
    key=("person_key", "as_at", "facility_code"),
    place="facility_code",
    period="as_at",
    topic="people",
    filled_by=TOWNSHIP_CENTRE,
    required=("as_at", "facility_code", "staff_group"),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        *PERSON_COLUMNS,
        Column(name="as_at", kind="date", title=Text("基准日期", "As at"), headers=("截止日期", "统计日期", "时点")),
        FACILITY_CODE,
        STAFF_GROUP,
        SEX,
        LICENCE,
        EDUCATION,
        Column(name="ethnicity", kind="text", title=Text("民族", "Ethnicity"), personal=True),
        Column(name="is_main_post", kind="boolean", title=Text("是否主要岗位", "Main post"), headers=("主岗",)),
    ),
    sheets=(
        Sheet(
            name="roster",
            title=Text("人员花名册", "Roster"),
            signature=("id_number", "facility_code", "staff_group", "licence"),
        ),
    ),
)
