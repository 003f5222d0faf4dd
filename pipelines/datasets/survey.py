"""Answers to surveys of intention, satisfaction and knowledge: anonymous, by person or by group."""

from dataclasses import replace

from pipelines.codelists.survey_item import SURVEY_ITEM
from pipelines.columns import COUNTY_BUREAU, FACILITY_CODE
from pipelines.core.column import Column
from pipelines.core.dataset import Cell, Dataset, Reference, Sheet, Unpivot
from pipelines.core.text import Text

SURVEY = Dataset(
    name="survey",
    title=Text("意愿与知识调查", "Survey of intention and knowledge"),
    grain=Text("一行是一份答卷（或一组人）一批调查的一个项目", "One row is an item of a wave, of one answer sheet or one group"),
    key=("facility_code", "respondent", "wave", "survey_item"),
    place="facility_code",
    period="none",
    topic="people",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "匿名：答卷编号不得是身份证号或工号；只有汇总结果的，按机构或人群填一行并写明人数",
        "Anonymous: the number of an answer sheet is no ID or staff number; where only sums are known, one row is a group with its size",
    ),
    dated_by="surveyed_on",
    required=("facility_code", "respondent", "wave", "survey_item", "surveyed_on"),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        replace(FACILITY_CODE, example="140322203-T"),
        Column(name="wave", kind="text", title=Text("调查批次", "Wave"), headers=("批次",), example="2023年春季"),
        Column(name="surveyed_on", kind="date", title=Text("调查日期", "Surveyed on"), headers=("调查时间",), example="2023-04-15"),
        Column(
            name="respondent", kind="code", title=Text("答卷编号", "Respondent"), headers=("答卷（人群）编号", "人群"), example="0007",
            note=Text("答卷的流水号，或一组人的名称（如 卫生院医生）", "A running number, or the name of a group such as township doctors"),
        ),
        Column(
            name="survey_item", kind="text", title=Text("调查项目", "Item"), headers=("项目",), codelist="survey_item", example="有离岗意愿"
        ),
        Column(
            name="answer_value", kind="number", title=Text("回答值", "Answer"), headers=("结果值", "得分"), example="1",
            note=Text("是非题：是 1、否 0；汇总的填占比（0–1）或均值", "Yes 1, no 0; of a group the share (0-1) or the mean"),
        ),
        Column(
            name="respondents", kind="number", title=Text("答卷人数", "People asked"), headers=("有效人数",), unit="person",
            minimum=1, example="1",
        ),
    ),
    sheets=(
        Sheet(
            name="long", title=Text("调查结果（逐项）", "Answers, one row each"),
            signature=("facility_code", "wave", "respondent", "survey_item", "answer_value"),
        ),
        Sheet(
            name="wide", title=Text("调查结果（分项目列）", "Answers, a column for each item"),
            signature=("facility_code", "wave", "respondent"), absent=("survey_item", "answer_value"),
            unpivot=Unpivot(
                into="survey_item",
                cells=tuple(Cell((c.title.zh, c.title.en), c.code, "answer_value") for c in SURVEY_ITEM.codes),
            ),
        ),
    ),
)
