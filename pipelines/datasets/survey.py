"""What people intend, know and think, by person or by group: answers, never a retention rate."""

from dataclasses import replace

from pipelines.columns import COUNTY_BUREAU, PERSON_COLUMNS, REGION_CODE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Sheet
from pipelines.core.text import Text

SURVEY = Dataset(
    name="survey",
    title=Text("意愿与知识调查", "Surveys"),
    grain=Text("一行是一个人（或一组人）在一次调查中一个项目的结果", "One row is a person's or a group's result for an item of a survey"),
    key=("person_key", "respondent_group", "region_code", "period", "survey_item"),
    place="region_code",
    period="label",
    topic="people",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "调查结果是看法和知识，不是留任率，不与离岗率画在同一轴上。按人填报的用身份证号，按组填报的写明人员类别和有效问卷数",
        "Results are opinions and knowledge, not retention: they never share an axis with leaving. By person with the ID number, or by group with "
        "the staff group and the number of valid answers",
    ),
    required=("region_code", "survey_item", "survey_value"),
    columns=(
        *PERSON_COLUMNS,
        Column(
            name="respondent_group", kind="text", title=Text("调查对象", "Respondents"), headers=("调查人群",), codelist="staff_group",
            example="乡村医生",
        ),
        replace(
            REGION_CODE, headers=("所在乡镇代码", "工作地区代码", *REGION_CODE.headers),
            note=Text("调查对象工作所在的乡镇或县", "the township or county where they work"),
        ),
        Column(
            name="wave", kind="period", title=Text("调查时期", "Wave"), headers=("调查期次", "调查年份", "调查批次"), example="2023",
            note=Text("开展调查的年、半年或月份", "the year, half-year or month of the survey"),
        ),
        Column(
            name="survey_item", kind="text", title=Text("调查项目", "Survey item"), headers=("调查内容", "指标项"), codelist="survey_item",
            example="离岗意愿",
        ),
        Column(
            name="survey_value", kind="number", title=Text("调查结果", "Result"), headers=("结果值", "结果"), example="0.368",
            note=Text("按组填占比（0–1）或平均分；按人填 1（是）、0（否）或得分", "a share (0-1) or a mean score of a group; 1, 0 or a score of a person"),
        ),
        Column(name="value_unit", kind="text", title=Text("结果单位", "Unit of the result"), headers=("计量方式",), example="占比"),
        Column(
            name="respondents", kind="integer", title=Text("有效问卷数", "Valid answers"), headers=("样本人数", "有效份数"), unit="person",
            minimum=1, example="189", note=Text("按人填报的留空，按 1 计", "blank for a person: 1"),
        ),
    ),
    sheets=(
        Sheet(
            name="group", title=Text("调查结果（按组）", "Survey results by group"),
            signature=("respondent_group", "region_code", "survey_item", "survey_value", "respondents"),
        ),
        Sheet(
            name="person", title=Text("调查结果（按人）", "Survey results by person"),
            signature=("id_number", "region_code", "survey_item", "survey_value"),
        ),
    ),
)
