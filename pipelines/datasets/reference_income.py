"""What others earn in a place and year, beside which the pay of rural doctors is set."""

from pipelines.columns import PUBLISHED, REGION_CODE, YEAR
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet
from pipelines.core.text import Text

REFERENCE_INCOME = Dataset(
    name="reference_income",
    title=Text("对照收入", "Reference incomes"),
    grain=Text("一行是一个地区一年一种口径的收入", "One row is an income of a kind in a place and year"),
    key=("region_code", "period", "reference_kind"),
    place="region_code",
    period="label",
    topic="money",
    filled_by=PUBLISHED,
    note=Text("抄自统计公报或统计年鉴，写明来源；不作任何推算", "Copied from the statistical bulletin or yearbook, with its origin; nothing is computed"),
    required=("region_code", "reference_kind", "reference_yuan"),
    references=(Reference("region_code", "region", "region_code"),),
    columns=(
        REGION_CODE,
        YEAR,
        Column(
            name="reference_kind", kind="text", title=Text("对照收入口径", "Kind of reference income"), headers=("收入口径", "对照口径"),
            codelist="reference_kind", example="农村居民人均可支配收入",
        ),
        Column(
            name="reference_yuan", kind="money", title=Text("对照收入", "Reference income"), headers=("年收入金额", "对照金额"), unit="yuan",
            minimum=0, note=Text("每人每年", "Per person and year"), example="18500",
        ),
        Column(name="origin", kind="text", title=Text("数据来源", "Origin of the figure"), headers=("来源",), example="2023 年统计公报"),
    ),
    sheets=(
        Sheet(
            name="incomes", title=Text("对照收入表", "Table of reference incomes"),
            signature=("region_code", "year", "reference_kind", "reference_yuan"),
        ),
    ),
)
