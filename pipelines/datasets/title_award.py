"""Professional titles: applied for, awarded, refused."""

from pipelines.columns import COUNTY_BUREAU, EMPLOYER_CODE, PERSON_COLUMNS
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet, Wanted
from pipelines.core.text import Text

TITLE_AWARD = Dataset(
    name="title_award",
    title=Text("职称评定", "Titles"),
    grain=Text("一行是一个人的一个职称（取得或申报）", "One row is a title that a person was awarded or applied for"),
    key=("person_key", "title", "awarded_on"),
    place="facility_code",
    period="none",
    topic="people",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "按评定年度报送；正在申报、尚无结果的不填评定日期，每次全部重报；同一职称多次申报的每次一行，没有评定日期的以申报日期区分",
        "Filed by the year of the decision; those still waiting have no day and are all sent each time. Every attempt at a title has its "
        "row; those without a day of decision are told apart by the day of the application",
    ),
    told_apart=(("awarded_on", "applied_on"),),
    dated_by="awarded_on",
    required=("facility_code", "title"),
    in_order=(("applied_on", "awarded_on"),),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        *PERSON_COLUMNS,
        EMPLOYER_CODE,
        Column(
            name="title", kind="text", title=Text("职称", "Title"), headers=("职称名称", "专业技术职务", "专业技术资格"),
            codelist="professional_title", example="主治医师",
        ),
        Column(
            name="title_level", kind="text", title=Text("职称级别", "Level of title"), headers=("职称等级",), codelist="title_level",
            example="中级",
        ),
        Column(
            name="title_route", kind="text", title=Text("取得途径", "Route to the title"), headers=("评定方式", "取得方式", "晋升途径"),
            codelist="title_route", example="考试",
        ),
        Column(name="applied_on", kind="date", title=Text("申报日期", "Applied on"), headers=("申报时间",), example="2023-05-10"),
        Column(
            name="awarded_on", kind="date", title=Text("取得（评定）日期", "Awarded on"), headers=("取得日期", "评定日期", "批准日期", "取得时间"),
            example="2023-11-30",
            note=Text("未通过的填评定日期；待评的留空", "Of an application that failed, the day of the decision; blank while waiting"),
        ),
        Column(
            name="title_result", kind="text", title=Text("评定结果", "Result of the application"), headers=("评审结果",),
            codelist="title_result", example="通过", note=Text("留空表示已取得", "Blank means awarded"),
        ),
    ),
    sheets=(
        Sheet(name="title_award", title=Text("职称评定", "Titles"), signature=("id_number", "facility_code", "title", "awarded_on")),
    ),
    wanted=(Wanted("title_level"),),
)
