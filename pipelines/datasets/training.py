"""Who took part in which course, and what came of it."""

from pipelines.columns import EMPLOYER_CODE, EVENT_ID, PERSON_COLUMNS, TOWNSHIP_CENTRE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet, Wanted
from pipelines.core.text import Text

TRAINING = Dataset(
    name="training",
    title=Text("培训参加记录", "Training attended"),
    grain=Text("一行是一个人参加一个培训班（一门课程）", "One row is a person at a course"),
    key=("person_key", "event_id"),
    place="facility_code",
    period="event",
    topic="growth",
    filled_by=TOWNSHIP_CENTRE,
    note=Text(
        "按报到（选课）月份报送；学习平台导出的记录也用此表，学习分钟数照填",
        "Filed by the month of enrolment; what a learning platform exports goes here as well, with its minutes",
    ),
    dated_by="enrolled_on",
    required=("facility_code", "event_id", "enrolled_on"),
    in_order=(("enrolled_on", "completed_on"),),
    references=(Reference("facility_code", "facility", "facility_code"), Reference("event_id", "training_event", "event_id")),
    columns=(
        *PERSON_COLUMNS,
        EMPLOYER_CODE,
        EVENT_ID,
        Column(
            name="enrolled_on", kind="date", title=Text("报到（选课）日期", "Enrolled on"), headers=("报到日期", "选课日期", "报名日期"),
            example="2023-04-10",
        ),
        Column(
            name="completed_on", kind="date", title=Text("完成日期", "Completed on"), headers=("结业日期", "学完日期"), example="2023-04-12",
            note=Text("没有学完的留空", "Blank where it was not completed"),
        ),
        Column(
            name="attended_hours", kind="number", title=Text("实际学时", "Hours attended"), headers=("参训学时", "完成学时"), unit="hour",
            minimum=0, example="16", note=Text("缺课的按实到填；留空按培训班学时计", "Less what was missed; blank means the hours of the course"),
        ),
        Column(
            name="minutes", kind="number", title=Text("学习分钟数", "Minutes"), headers=("学习时长(分钟)", "学习时长", "在线分钟数"),
            unit="minute", minimum=0, maximum=1000000, example="180", note=Text("线上学习必填", "For online learning"),
        ),
        Column(
            name="training_result", kind="text", title=Text("培训结果", "Result"), headers=("结业结果", "培训考核结果"),
            codelist="training_result", example="合格"
        ),
        Column(
            name="credits", kind="number", title=Text("获得学分", "Credits earned"), headers=("学分", "所获学分"), unit="credit",
            minimum=0, maximum=100,
            example="2",
        ),
    ),
    sheets=(
        Sheet(
            name="training", title=Text("培训参加记录", "Training attended"),
            signature=("id_number", "facility_code", "event_id", "enrolled_on"),
        ),
    ),
    wanted=(Wanted("training_result", given="completed_on"),),
)
