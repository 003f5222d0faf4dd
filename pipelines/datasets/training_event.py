"""Courses as they were run."""

from dataclasses import replace

from pipelines.columns import COUNTY_BUREAU, EVENT_ID, REGION_CODE, TRAINING_PROVIDER_ID
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet, Wanted
from pipelines.core.text import Text

TRAINING_EVENT = Dataset(
    name="training_event",
    title=Text("培训活动", "Training events"),
    grain=Text("一行是一个培训班（一门线上课程）", "One row is a course as it was run"),
    key=("event_id",),
    place="region_code",
    period="none",
    topic="growth",
    filled_by=COUNTY_BUREAU,
    note=Text("按开班年度报送；线上课程填上线日期", "Filed by the year it began; an online course begins on the day it goes live"),
    dated_by="started_on",
    required=("event_id", "region_code", "training_topic", "training_mode", "started_on"),
    in_order=(("started_on", "ended_on"),),
    references=(Reference("region_code", "region", "region_code"), Reference("provider_id", "provider", "provider_id")),
    columns=(
        EVENT_ID,
        replace(
            REGION_CODE, headers=("主办地区代码", *REGION_CODE.headers), example="140322",
            note=Text("主办单位所在的县（区）或乡镇", "County or township of those who run it"),
        ),
        Column(
            name="training_topic", kind="text", title=Text("培训主题", "Topic"), headers=("培训内容", "培训名称", "课程名称"),
            example="高血压规范管理",
        ),
        TRAINING_PROVIDER_ID,
        Column(
            name="training_level", kind="text", title=Text("培训级别", "Level of the training"), headers=("培训层级", "主办级别"),
            codelist="admin_level",
            example="县级",
        ),
        Column(
            name="training_mode", kind="text", title=Text("培训方式", "Mode"), headers=("培训形式", "授课方式"), codelist="training_mode",
            example="线上"
        ),
        Column(
            name="credit_class", kind="text", title=Text("学分类别", "Class of credits"), headers=("学分类型",),
            codelist="credit_class", example="II类",
        ),
        Column(
            name="training_hours", kind="number", title=Text("学时", "Hours"), headers=("培训学时", "学时数"), unit="hour",
            minimum=0, example="16",
        ),
        Column(
            name="credits", kind="number", title=Text("学分", "Credits"), headers=("授予学分",), unit="credit", minimum=0,
            maximum=100, example="2",
            note=Text("学完可得的学分", "Credits for completing it"),
        ),
        Column(
            name="started_on", kind="date", title=Text("开班日期", "Started on"), headers=("开始日期", "上线日期", "开课日期"),
            example="2023-04-10",
        ),
        Column(name="ended_on", kind="date", title=Text("结班日期", "Ended on"), headers=("结束日期", "结课日期"), example="2023-04-12"),
        Column(
            name="capacity", kind="number", title=Text("计划名额", "Capacity"), headers=("容量", "计划人数", "名额"), unit="person",
            minimum=0, example="60",
        ),
    ),
    sheets=(
        Sheet(
            name="training_event", title=Text("培训活动", "Training events"),
            signature=("event_id", "region_code", "training_topic", "started_on"),
        ),
    ),
    wanted=(Wanted("training_level"), Wanted("training_hours")),
)
