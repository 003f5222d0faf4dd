"""Budget lines for rural doctors: approved, adjusted and executed, by year and source of the money."""

from pipelines.columns import COUNTY_BUREAU, REGION_CODE, SOURCE_LEVEL, YEAR
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Doubt, Reference, Sheet
from pipelines.core.text import Text

BUDGET = Dataset(
    name="budget",
    title=Text("预算执行", "Budget"),
    grain=Text("一行是一个地区一年一个预算项目一种资金来源", "One row is a line of a place's budget, a year and a source"),
    key=("region_code", "budget_line", "period", "source_level"),
    place="region_code",
    period="label",
    topic="money",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "金额单位可在表头注明（万元）；调整后预算与年初预算相同的也请填写，未执行的执行数填 0，尚无决算的留空",
        "Say the unit in the header where it is not yuan. Give the adjusted budget even where nothing changed; "
        "executed is 0 where nothing was spent and blank where accounts are not closed",
    ),
    required=("region_code", "budget_line", "source_level", "approved_yuan"),
    references=(Reference("region_code", "region", "region_code"),),
    columns=(
        REGION_CODE,
        YEAR,
        Column(
            name="budget_line", kind="text", title=Text("预算项目", "Budget line"), headers=("预算科目", "预算项目名称"), example="乡村医生岗位补助"
        ),
        Column(
            name="budget_use", kind="text", title=Text("预算用途", "Use of the money"), headers=("用途", "资金用途"), codelist="budget_use",
            example="基层岗位津贴",
        ),
        SOURCE_LEVEL,
        Column(
            name="approved_yuan", kind="money", title=Text("批准金额", "Approved amount"), headers=("年初预算", "批复预算", "预算数", "核定金额"),
            unit="yuan", minimum=0, example="1200000",
        ),
        Column(
            name="adjusted_yuan", kind="money", title=Text("调整后预算", "Adjusted budget"), headers=("调整预算数", "调整预算"), unit="yuan",
            minimum=0, example="1150000",
        ),
        Column(
            name="executed_yuan", kind="money", title=Text("执行数", "Executed"), headers=("预算执行数", "决算数", "支出决算"), unit="yuan",
            minimum=0, example="1098000",
        ),
    ),
    doubts=(
        Doubt(
            name="executed_far_above_budget", column="executed_yuan",
            condition="executed_yuan > 2.5 * nullif(coalesce(adjusted_yuan, approved_yuan), 0)",
            title=Text("执行数远大于预算", "Far more spent than budgeted"),
            reason=Text("执行数超过预算的 2.5 倍", "more than 2.5 times the budget was spent"),
            remedy=Text("请核对各数的单位（元、万元）和小数点", "check the unit of each figure (yuan, 10,000 yuan) and the decimal point"),
        ),
        Doubt(
            name="budget_in_another_unit", column="approved_yuan", condition="approved_yuan < 500 and approved_yuan > 0",
            title=Text("预算金额过小", "Budgets of implausibly little"),
            reason=Text("一个预算项目不到 500 元，可能是按万元填写的", "a budget line of less than 500 yuan: perhaps it is in units of 10,000 yuan"),
            remedy=Text("以万元填写的，请在表头注明“（万元）”", "where it is in 10,000 yuan, say so in the header"),
        ),
    ),
    sheets=(
        Sheet(
            name="budget", title=Text("预算执行表", "Table of the budget"),
            signature=("region_code", "budget_line", "year", "source_level", "approved_yuan"),
        ),
    ),
)
