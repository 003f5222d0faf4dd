"""Exams and appraisals a person sits. Role: licence, title or appraisal."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

EXAM = CodeList(
    name="exam",
    title=Text("考试（考核）类别", "Exam or appraisal"),
    codes=(
        Code("physician", Text("执业医师资格考试", "Licensed physician exam"), ("执业医师考试", "执业医师"), role="licence"),
        Code("assistant", Text("执业助理医师资格考试", "Assistant physician exam"), ("执业助理医师考试", "执业助理医师", "执业助理"), role="licence"),
        Code(
            "rural_assistant",
            Text("乡村全科执业助理医师资格考试", "Rural general assistant exam"),
            ("乡村全科执业助理医师考试", "乡村全科执业助理医师", "乡村全科"),
            role="licence",
        ),
        Code(
            "village_registration",
            Text("乡村医生注册考试", "Village doctor registration exam"),
            ("乡村医生资格考试", "乡村医生考试"),
            role="licence",
        ),
        Code("nurse", Text("护士执业资格考试", "Nurse licence exam"), ("护士资格考试",), role="licence"),
        Code("title_junior", Text("初级职称考试", "Junior title exam"), ("卫生初级资格考试",), role="title"),
        Code("title_intermediate", Text("中级职称考试", "Intermediate title exam"), ("卫生中级资格考试", "中级考试"), role="title"),
        Code("title_senior", Text("高级职称考试", "Senior title exam"), ("副高考试", "高级考试"), role="title"),
        Code("title_other", Text("职称考试", "Title exam, level not said"), ("职称",), role="title"),
        Code("periodic_appraisal", Text("定期考核", "Periodic appraisal"), ("医师定期考核", "乡村医生定期考核", "乡村医生考核"), role="appraisal"),
        Code("annual_appraisal", Text("年度考核", "Annual appraisal"), ("绩效年度考核",), role="appraisal"),
    ),
)
