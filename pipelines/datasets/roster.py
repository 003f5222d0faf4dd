"""Persons on a reference day."""

from pipelines.columns import EDUCATION, EMPLOYER_CODE, LICENCE, PERSON_COLUMNS, SEX, STAFF_GROUP, TOWNSHIP_CENTRE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Doubt, Reference, Sheet, Wanted
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
    note=Text(
        "漏报一次的人仍按在岗计并作待核实标记；写明离岗原因、确认不在岗或再次漏报后，才按最后在册日期结束",
        "Who is missing once is still counted, marked as pending; a reason, a confirmation or a second absence ends the spell on the last "
        "day seen",
    ),
    required=("as_at", "facility_code", "staff_group"),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        *PERSON_COLUMNS,
        Column(name="as_at", kind="date", title=Text("基准日期", "As at"), headers=("截止日期", "统计日期", "时点"), example="2024-12-31"),
        EMPLOYER_CODE,
        STAFF_GROUP,
        SEX,
        LICENCE,
        EDUCATION,
        Column(name="ethnicity", kind="text", title=Text("民族", "Ethnicity"), personal=True, example="汉族"),
        Column(name="is_main_post", kind="boolean", title=Text("是否主要岗位", "Main post"), headers=("主岗",)),
        Column(
            name="is_in_post", kind="boolean", title=Text("是否在岗", "In post"), headers=("在岗",), example="是",
            note=Text(
                "上次在册、现已离开的人保留一行填“否”，即确认离岗；留空视为在岗",
                "Who was on the last roster and has left stays for one more with no: that confirms it; blank means in post",
            ),
        ),
        Column(
            name="end_on", kind="date", title=Text("离岗日期", "End on"), headers=("离职日期", "最后在岗日期"),
            note=Text("最后在岗的一天", "The last day in post"),
        ),
        Column(
            name="exit_reason", kind="text", title=Text("离岗原因", "Reason for leaving"), headers=("离职原因",), codelist="exit_reason",
        ),
    ),
    sheets=(
        Sheet(
            name="roster",
            title=Text("人员花名册", "Roster"),
            signature=("id_number", "facility_code", "staff_group", "licence"),
        ),
        Sheet(
            name="roster_dated",
            title=Text("人员花名册（有基准日期，无执业资格）", "Roster with its day in a column, without licences"),
            signature=("id_number", "facility_code", "staff_group", "as_at"),
        ),
    ),
    doubts=(
        Doubt(
            name="post_against_last_day", column="end_on",
            condition="case when is_in_post then end_on < as_at when not is_in_post then end_on > as_at end",
            title=Text("是否在岗与离岗日期不符", "In post, against the last day"),
            reason=Text(
                "填在岗而离岗日期早于基准日期，或填不在岗而离岗日期晚于基准日期",
                "in post, while the last day lies before the day of the roster, or not in post, while it lies after",
            ),
            remedy=Text("请核对是否在岗、离岗日期和基准日期的年份", "check whether the person is in post, the last day and the year of the roster"),
        ),
    ),
    wanted=(
        Wanted("sex"), Wanted("education"),
        Wanted("licence", given="staff_group", among=("village_doctor", "township_doctor", "county_hospital_doctor")),
    ),
)
