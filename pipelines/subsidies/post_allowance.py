"""Allowances for posts at the grass roots (requirements B04-B05): by level and remoteness, each month, quarter or year in post."""

from datetime import date

from pipelines.core.conditions import IN_POST, PLACE, SERVICE
from pipelines.core.scheme import Rate, RateExample, Situation, SubsidyRules
from pipelines.core.text import Text

_TABLE = (
    Rate(yuan=150, per="month", facility_level="village", valid_to=date(2021, 12, 31)),
    Rate(yuan=200, per="month", facility_level="village", valid_from=date(2022, 1, 1)),
    Rate(yuan=1_200, per="quarter", facility_level="township", remoteness="class_2"),
)

POST_ALLOWANCE = SubsidyRules(
    name="post_allowance",
    note=Text(
        "按在岗月份计发，到岗、离岗当月各算一个月；标准以所属期第一天为准",
        "For the months in post, those of coming and leaving counted whole; the rate is that of the first day covered",
    ),
    differs_by=("facility_level", "remoteness"),
    paid_per=("month", "quarter", "year"),
    conditions=(IN_POST, PLACE, SERVICE),
    documents=("id_card", "practice_licence", "contract"),
    examples=(
        RateExample(
            title=Text("村医一个季度，按月标准", "A village doctor's quarter at a monthly rate"), rates=_TABLE,
            situation=Situation(on=date(2023, 1, 1), facility_level="village", remoteness="class_1"),
            covers=(date(2023, 1, 1), date(2023, 3, 31)), yuan=600,
        ),
        RateExample(
            title=Text("调标以前的季度", "A quarter before the rate was raised"), rates=_TABLE,
            situation=Situation(on=date(2021, 10, 1), facility_level="village", remoteness="class_1"),
            covers=(date(2021, 10, 1), date(2021, 12, 31)), yuan=450,
        ),
        RateExample(
            title=Text("边远乡镇两个月，按季标准", "Two months in a remote township at a quarterly rate"), rates=_TABLE,
            situation=Situation(on=date(2023, 5, 1), facility_level="township", remoteness="class_2"),
            covers=(date(2023, 5, 1), date(2023, 6, 30)), yuan=800,
        ),
        RateExample(
            title=Text("一般乡镇：没有标准", "A township that is not remote: no rate"), rates=_TABLE,
            situation=Situation(on=date(2023, 5, 1), facility_level="township", remoteness="class_0"),
            covers=(date(2023, 5, 1), date(2023, 6, 30)), yuan=None,
        ),
    ),
)
