"""Subsidies of continuing education (requirements B07-B09): fees against evidence, and one-off awards for a title or certificate."""

from datetime import date

from pipelines.core.conditions import CERTIFICATE, CONSENT, IN_POST, RELEVANT
from pipelines.core.scheme import Rate, RateExample, Situation, SubsidyRules
from pipelines.core.text import Text

CME = SubsidyRules(
    name="cme",
    note=Text(
        "培训费、注册费、差旅费凭据报销（继教费用报销表）；职称和认证的一次性奖励按标准发放（补贴发放表，写明奖励事由）",
        "Fees are refunded against evidence (fee claims); awards for a title or certificate are paid at the rate (grants, with what "
        "the award is for)",
    ),
    differs_by=("remoteness",),
    paid_per=("once",),
    conditions=(IN_POST, RELEVANT, CONSENT, CERTIFICATE),
    documents=("certificate", "receipt"),
    examples=(
        RateExample(
            title=Text("取得高级职称一次性奖励", "A one-off award for a senior title"), rates=(Rate(yuan=5_000, per="once"),),
            situation=Situation(on=date(2023, 9, 30), education="bachelor", facility_level="township", remoteness="class_1"), yuan=5_000,
        ),
    ),
)
