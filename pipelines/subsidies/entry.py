"""One-off entry or settling-in grants (requirements B01-B03): for an agreement of some years, by education, level and remoteness."""

from datetime import date

from pipelines.core.conditions import AGREEMENT, DOCUMENTS, FULL_TIME, IN_POST, LICENSED, PLACE
from pipelines.core.scheme import Rate, RateExample, Situation, SubsidyRules
from pipelines.core.text import Text

_TABLE = (
    Rate(yuan=150_000, per="once", education="doctorate"),
    Rate(yuan=80_000, per="once", education="master", facility_level="township"),
    Rate(yuan=60_000, per="once", education="bachelor", facility_level="township", remoteness="class_2"),
    Rate(yuan=40_000, per="once", education="bachelor"),
)
_IN_2024 = date(2024, 3, 1)

ENTRY = SubsidyRules(
    name="entry",
    note=Text(
        "一次核定，可分期发放；各期应发之和应等于标准。提前离岗按协议退还", "Set once and paid in instalments that add up to the rate; who leaves early repays as agreed"
    ),
    differs_by=("education", "facility_level", "remoteness"),
    paid_per=("once",),
    conditions=(IN_POST, PLACE, AGREEMENT, FULL_TIME, LICENSED, DOCUMENTS),
    documents=("id_card", "household_register", "qualification", "practice_licence", "degree", "contract", "agreement"),
    examples=(
        RateExample(
            title=Text("博士在村卫生室：不分级别", "A doctorate in a village clinic: the level makes no difference"), rates=_TABLE,
            situation=Situation(on=_IN_2024, education="doctorate", facility_level="village", remoteness="class_0"), yuan=150_000,
        ),
        RateExample(
            title=Text("本科在二类边远乡镇：限定最多的一行", "A bachelor in a remote township: the row that says most"), rates=_TABLE,
            situation=Situation(on=_IN_2024, education="bachelor", facility_level="township", remoteness="class_2"), yuan=60_000,
        ),
        RateExample(
            title=Text("本科在一般乡镇", "A bachelor in a township that is not remote"), rates=_TABLE,
            situation=Situation(on=_IN_2024, education="bachelor", facility_level="township", remoteness="class_0"), yuan=40_000,
        ),
        RateExample(
            title=Text("大专：表中没有标准", "A junior college degree: the table has no rate"), rates=_TABLE,
            situation=Situation(on=_IN_2024, education="college", facility_level="township", remoteness="class_2"), yuan=None,
        ),
        RateExample(
            title=Text("两行限定同样多而金额不同：不作选择", "Two rows that say as much and differ: nothing is chosen"),
            rates=(Rate(yuan=50_000, per="once", education="master"), Rate(yuan=30_000, per="once", remoteness="class_2")),
            situation=Situation(on=_IN_2024, education="master", facility_level="township", remoteness="class_2"), yuan=None,
        ),
    ),
)
