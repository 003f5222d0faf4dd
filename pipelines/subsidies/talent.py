"""Talent programmes (requirements B10-B12): allowances for those recognised; what is given in kind stands in talent_benefit."""

from datetime import date

from pipelines.core.conditions import DOCUMENTS, IN_POST, RECOGNISED
from pipelines.core.scheme import Rate, RateExample, Situation, SubsidyRules
from pipelines.core.text import Text

TALENT = SubsidyRules(
    name="talent",
    note=Text("不同层次的人才分设补贴项目，各有标准", "Each level of talent is a scheme of its own, with its own rates"),
    differs_by=("education", "facility_level", "remoteness"),
    paid_per=("once", "month", "year"),
    conditions=(IN_POST, RECOGNISED, DOCUMENTS),
    documents=("id_card", "degree", "contract", "talent_recognition"),
    examples=(
        RateExample(
            title=Text("特殊津贴半年，按年标准", "Half a year of a special allowance at a yearly rate"), rates=(Rate(yuan=24_000, per="year"),),
            situation=Situation(on=date(2024, 1, 1), education="master", facility_level="county", remoteness="class_0"),
            covers=(date(2024, 1, 1), date(2024, 6, 30)), yuan=12_000,
        ),
    ),
)
