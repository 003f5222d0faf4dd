"""Consumer prices, by which nominal pay becomes real."""

from pipelines.columns import PUBLISHED, REGION_CODE, YEAR
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Sheet
from pipelines.core.text import Text

PRICE_INDEX = Dataset(
    name="price_index",
    title=Text("价格指数", "Price index"),
    grain=Text("一行是一年的居民消费价格指数", "One row is the consumer price index of a year"),
    key=("region_code", "period"),
    period="label",
    topic="money",
    filled_by=PUBLISHED,
    required=("price_index",),
    columns=(
        REGION_CODE,
        YEAR,
        Column(
            name="price_index", kind="number", title=Text("居民消费价格指数", "Consumer price index"),
            headers=("价格指数", "CPI", "index_2015_100"), minimum=0, example="115.08",
        ),
        Column(name="base_period", kind="text", title=Text("基期", "Base period"), headers=("base",), example="2015年=100"),
        Column(name="origin", kind="text", title=Text("数据来源", "Origin of the figure"), headers=("来源", "source"), example="统计公报"),
        Column(name="grade", kind="text", title=Text("可靠程度", "Grade")),
    ),
    sheets=(
        Sheet(
            name="index", title=Text("价格指数表", "Price index table"), signature=("year", "price_index"),
            headers={"year": ("year", "年份", "年度", "period")},
        ),
    ),
)
