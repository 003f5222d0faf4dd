"""Visits of a hospital's experts to clinics."""

from pipelines.columns import CLINIC_CODE, COUNTY_HOSPITAL, HOSPITAL_CODE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Doubt, Reference, Sheet
from pipelines.core.text import Text

EXPERT_VISIT = Dataset(
    name="expert_visit",
    title=Text("专家下沉", "Expert visits"),
    grain=Text("一行是一家医院的专家到一个基层机构的一次下沉", "One row is a visit of a hospital's experts to a clinic"),
    key=("hospital_code", "facility_code", "on_date"),
    place="facility_code",
    sent_by="hospital_code",
    period="event",
    topic="support",
    filled_by=COUNTY_HOSPITAL,
    note=Text("按月报送；一次驻点多日的，日期填首日并填天数", "Filed by month; of a stay of several days the first day, with the number of days"),
    dated_by="on_date",
    required=("hospital_code", "facility_code", "on_date"),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        HOSPITAL_CODE,
        CLINIC_CODE,
        Column(
            name="on_date", kind="date", title=Text("下沉日期", "Date of the visit"), headers=("到达日期", "坐诊日期", "下沉时间"),
            example="2023-04-18",
        ),
        Column(
            name="experts", kind="number", title=Text("专家人数", "Experts"), headers=("下沉专家人数",), unit="person", minimum=0,
            example="2",
        ),
        Column(
            name="visit_days", kind="number", title=Text("下沉天数", "Days"), headers=("驻点天数", "工作天数"), unit="day",
            minimum=0, maximum=366, example="1",
        ),
        Column(
            name="cases", kind="number", title=Text("诊疗人次", "Cases seen"), headers=("诊疗例数", "接诊人次"), unit="case", minimum=0, example="35"
        ),
    ),
    doubts=(
        Doubt(
            name="visit_implausibly_long", column="visit_days", condition="visit_days > 45",
            title=Text("下沉天数过多", "Visits of implausibly many days"), reason=Text("一次下沉超过 45 天", "one visit lasts more than 45 days"),
            remedy=Text(
                "请核对天数；全年累计的请按次分行填写，长期派驻的请填任职记录",
                "check the days; give each visit a row where they were added up, and a long posting as a spell of employment",
            ),
        ),
    ),
    sheets=(
        Sheet(
            name="expert_visit", title=Text("专家下沉", "Expert visits"), signature=("hospital_code", "facility_code", "on_date", "experts"),
        ),
    ),
)
