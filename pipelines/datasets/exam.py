"""Sittings of licence and title exams, and periodic appraisals."""

from pipelines.columns import COUNTY_BUREAU, EMPLOYER_CODE, PERSON_COLUMNS
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet, Wanted
from pipelines.core.text import Text

EXAM = Dataset(
    name="exam",
    title=Text("考试与考核", "Exams and appraisals"),
    grain=Text("一行是一个人参加的一次考试或考核", "One row is a person's sitting of an exam or an appraisal"),
    key=("person_key", "exam", "on_date"),
    place="facility_code",
    period="none",
    topic="people",
    filled_by=COUNTY_BUREAU,
    note=Text("按年报送；报了名但缺考的也要填", "Filed by year; who was entered and did not come is a row as well"),
    dated_by="on_date",
    required=("facility_code", "exam", "on_date"),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        *PERSON_COLUMNS,
        EMPLOYER_CODE,
        Column(
            name="exam", kind="text", title=Text("考试（考核）类别", "Exam"), headers=("考试类别", "考核类别", "考试名称", "考试（考核）名称"),
            codelist="exam", example="执业助理医师资格考试",
        ),
        Column(
            name="on_date", kind="date", title=Text("考试（考核）日期", "Date of the exam"), headers=("考试日期", "考核日期", "考试时间"),
            example="2023-08-19",
        ),
        Column(
            name="exam_result", kind="text", title=Text("考试（考核）结果", "Result of the exam"), headers=("考试结果", "考核结果", "考核等次"),
            codelist="exam_result", example="合格",
        ),
        Column(
            name="score", kind="number", title=Text("成绩", "Score"), headers=("分数", "总分"), unit="point", minimum=0,
            example="382",
        ),
    ),
    sheets=(
        Sheet(
            name="exam", title=Text("考试与考核", "Exams and appraisals"),
            signature=("id_number", "facility_code", "exam", "on_date"),
        ),
    ),
    wanted=(Wanted("exam_result"),),
)
