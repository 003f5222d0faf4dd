"""Students trained for a place: who, where, what they owe, whether they came and stayed."""

from pipelines.columns import COUNTY_BUREAU, PERSON_COLUMNS
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Doubt, Reference, Sheet, Wanted
from pipelines.core.text import Text

STUDENT = Dataset(
    name="student",
    title=Text("定向培养学生", "Targeted students"),
    grain=Text("一行是一名定向培养学生", "One row is a targeted student"),
    key=("student_id",),
    place="facility_code",
    period="none",
    topic="people",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "每次报送全部学生，毕业、上岗、违约后仍保留",
        "All students each time; who graduated, took up the post or broke the agreement stays in the list",
    ),
    required=("student_id", "facility_code", "programme", "intake_year"),
    in_order=(("graduated_on", "posted_on"), ("posted_on", "breach_on")),
    references=(
        Reference("facility_code", "facility", "facility_code"), Reference("posted_facility_code", "facility", "facility_code"),
    ),
    columns=(
        Column(
            name="student_id", kind="code", title=Text("协议编号", "Student"), headers=("定向协议编号", "学生编号", "定向生编号"),
            example="DX2019-007",
        ),
        *PERSON_COLUMNS,
        Column(
            name="facility_code", kind="code", title=Text("定向机构代码", "Facility trained for"), headers=("机构代码", "定向单位代码"),
            example="140322203-T",
            note=Text("协议约定的服务机构；只约定到县的填县级主管机构", "The facility of the agreement; where it names only a county, that county's own body"),
        ),
        Column(
            name="programme", kind="text", title=Text("培养项目", "Programme"), headers=("定向项目", "培养类别", "培养方式"),
            codelist="student_programme", example="订单定向本科",
        ),
        Column(name="school", kind="text", title=Text("培养院校", "School"), headers=("院校", "学校", "毕业院校"), example="示范医科大学"),
        Column(
            name="intake_year", kind="integer", title=Text("入学年份", "Intake year"), headers=("入学年", "招生年份"),
            minimum=1990, maximum=2100, example="2016",
        ),
        Column(
            name="student_status", kind="text", title=Text("培养状态", "State"), headers=("履约状态", "学生状态"),
            codelist="student_status", example="在读",
        ),
        Column(name="graduated_on", kind="date", title=Text("毕业日期", "Graduated on"), headers=("毕业时间",), example="2021-06-30"),
        Column(
            name="obligation_years", kind="number", title=Text("服务年限", "Obligation"), headers=("约定服务年限", "协议服务年限", "服务期(年)"), unit="year",
            minimum=0, maximum=20, example="6",
        ),
        Column(
            name="posted_facility_code", kind="code", title=Text("派驻机构代码", "Facility posted to"), headers=("实际上岗机构代码", "上岗机构代码"),
            example="140322203-T",
        ),
        Column(name="posted_on", kind="date", title=Text("上岗日期", "Posted on"), headers=("报到日期", "上岗时间"), example="2021-08-01"),
        Column(
            name="breach_on", kind="date", title=Text("违约日期", "Breach on"), headers=("违约时间", "解约日期"),
            note=Text("未违约的留空", "Blank where there is none"),
        ),
    ),
    sheets=(
        Sheet(
            name="student", title=Text("定向培养学生", "Targeted students"),
            signature=("student_id", "facility_code", "programme", "intake_year"),
        ),
    ),
    wanted=(Wanted("obligation_years"), Wanted("posted_on", given="posted_facility_code")),
    doubts=(
        Doubt(
            name="graduated_before_entry", column="graduated_on", condition="year(graduated_on) < intake_year",
            title=Text("毕业早于入学", "Graduated before entry"), reason=Text("毕业日期早于入学年份", "the day of graduation lies before the year of intake"),
            remedy=Text("请核对毕业日期和入学年份", "check the day of graduation and the year of intake"),
        ),
    ),
)
