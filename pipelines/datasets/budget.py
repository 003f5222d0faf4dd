"""Budget lines for rural doctors: approved, adjusted and executed, by year and source of the money."""

from pipelines.columns import COUNTY_BUREAU, REGION_CODE, SOURCE_LEVEL, YEAR
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet
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
    sheets=(
        Sheet(
            name="budget", title=Text("预算执行表", "Table of the budget"),
            signature=("region_code", "budget_line", "year", "source_level", "approved_yuan"),
        ),
    ),
)
