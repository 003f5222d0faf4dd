"""Rates of a subsidy: what a scheme pays by education, level of facility and remoteness, from a day."""

from dataclasses import replace

from pipelines.columns import EDUCATION, PREFECTURE_BUREAU, REMOTENESS, SCHEME_ID, VALID_FROM, VALID_TO
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet
from pipelines.core.text import Text

_ANY = {"不限": "", "全部": "", "所有": "", "any": ""}

SUBSIDY_RATE = Dataset(
    name="subsidy_rate",
    title=Text("补贴标准", "Subsidy rates"),
    grain=Text(
        "一行是一个补贴项目对一种学历、一级机构、一类地区的标准", "One row is the rate of a scheme for an education, a level of facility and a class of place"
    ),
    key=("scheme_id", "education", "facility_level", "remoteness", "valid_from"),
    period="none",
    topic="money",
    filled_by=PREFECTURE_BUREAU,
    note=Text(
        "学历、机构级别、边远程度中不作区分的留空或写“不限”；同时符合几行的，以限定最多的一行为准。整表报送，停止执行的标准保留并填写失效日期",
        "Leave blank (or write any) what makes no difference; of several rows that fit, the one that says most applies. Sent "
        "whole; keep rates no longer in force, with their last day",
    ),
    required=("scheme_id", "rate_yuan", "paid_per"),
    in_order=(("valid_from", "valid_to"),),
    references=(Reference("scheme_id", "subsidy_scheme", "scheme_id"),),
    columns=(
        SCHEME_ID,
        replace(EDUCATION, example="硕士"),
        Column(
            name="facility_level", kind="text", title=Text("机构级别", "Level of facility"), headers=("执业机构级别",),
            codelist="facility_level", example="乡镇级",
        ),
        replace(REMOTENESS, example="二类边远"),
        Column(
            name="rate_yuan", kind="money", title=Text("补贴标准", "Rate"), headers=("标准", "补助标准", "标准金额"), unit="yuan", minimum=0,
            example="80000",
        ),
        Column(
            name="paid_per", kind="text", title=Text("发放周期", "Paid per"), headers=("计发周期", "发放方式"), codelist="payment_interval",
            example="一次性",
        ),
        VALID_FROM,
        VALID_TO,
    ),
    sheets=(
        Sheet(
            name="rates", title=Text("补贴标准表", "Table of rates"), signature=("scheme_id", "rate_yuan", "paid_per"),
            values={"education": _ANY, "facility_level": _ANY, "remoteness": _ANY},
        ),
    ),
)
