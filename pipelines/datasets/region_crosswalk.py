"""What became of a place: predecessor to successor."""

from pipelines.columns import COUNTY_BUREAU
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Sheet
from pipelines.core.text import Text

REGION_CROSSWALK = Dataset(
    name="region_crosswalk",
    title=Text("区划沿革", "Region crosswalk"),
    grain=Text("一行是一个地区并入或改为另一个地区", "One row is a place that became another on a day"),
    key=("from_code", "to_code", "on_date"),
    period="none",
    topic="places",
    filled_by=COUNTY_BUREAU,
    dated_by="on_date",
    required=("from_code", "to_code"),
    columns=(
        Column(name="from_code", kind="code", title=Text("原代码", "From code")),
        Column(name="to_code", kind="code", title=Text("新代码", "To code")),
        Column(name="to_name", kind="text", title=Text("新名称", "To name")),
        Column(name="on_date", kind="date", title=Text("变更日期", "On date")),
        Column(name="share", kind="number", title=Text("分摊比例", "Share"), unit="share", minimum=0, maximum=1),
    ),
    sheets=(
        Sheet(name="crosswalk", title=Text("区划沿革", "Crosswalk"), signature=("from_code", "to_code")),
        Sheet(
            name="ccg_icb",
            title=Text("委托组并入综合照护委员会", "CCGs into integrated care boards"),
            signature=("from_code", "to_code", "to_name"),
            headers={"from_code": ("CCG Code",), "to_code": ("ICB Code",), "to_name": ("ICB NAME",)},
            constants={"on_date": "2022-07-01", "share": "1"},
        ),
    ),
)
