"""Subsidies of emergency tasks (requirements B13): for the days of a task; kept out of growth of ordinary pay."""

from datetime import date

from pipelines.core.conditions import ON_TASK
from pipelines.core.scheme import Rate, RateExample, Situation, SubsidyRules
from pipelines.core.text import Text

_TABLE = (Rate(yuan=200, per="day", valid_from=date(2020, 2, 1), valid_to=date(2022, 12, 31)),)

EMERGENCY = SubsidyRules(
    name="emergency",
    note=Text(
        "按任务天数计发；离岗人员应召参加任务的也发，不作为不在岗发放",
        "For the days of the task; those who had left and were called back are paid as well, which is no payment out of post",
    ),
    differs_by=("facility_level", "remoteness"),
    paid_per=("day", "once"),
    conditions=(ON_TASK,),
    documents=(),
    examples=(
        RateExample(
            title=Text("21 天的任务", "A task of 21 days"), rates=_TABLE,
            situation=Situation(on=date(2022, 6, 30), education="secondary", facility_level="village", remoteness="class_1"), days=21, yuan=4_200,
        ),
        RateExample(
            title=Text("标准已停止执行", "The rate is no longer in force"), rates=_TABLE,
            situation=Situation(on=date(2023, 1, 31), education="secondary", facility_level="village", remoteness="class_1"), days=5, yuan=None,
        ),
    ),
)
