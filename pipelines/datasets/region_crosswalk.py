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
    place="from_code",
    period="none",
    topic="places",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "撤乡并镇、改名、改码都要登记；一个地区拆给几个地区的分行填写，分摊比例合计为 1，只用于人口等汇总数，人员和机构随机构归属走",
        "Mergers, new names and new codes of places. A place that was split takes a row for each successor, with shares that add up to 1: they "
        "serve totals such as population only; people and clinics go where their clinic went",
    ),
    dated_by="on_date",
    required=("from_code", "to_code"),
    columns=(
        Column(name="from_code", kind="code", title=Text("原代码", "From code"), headers=("原地区代码",), example="990000201"),
        Column(name="to_code", kind="code", title=Text("新代码", "To code"), headers=("新地区代码",), example="990000101"),
        Column(name="to_name", kind="text", title=Text("新名称", "To name"), example="示范镇"),
        Column(
            name="on_date", kind="date", title=Text("变更日期", "On date"), headers=("生效时间", "批复日期"), example="2021-03-01",
            note=Text("新区划生效的日期", "the day the new division is in force"),
        ),
        Column(
            name="share", kind="number", title=Text("分摊比例", "Share"), unit="share", minimum=0, maximum=1, example="1",
            note=Text("原地区分到新地区的人口比例，0–1；全部并入填 1", "the share of the old place's people that went to the new one, 0-1; 1 when all did"),
        ),
        Column(
            name="crosswalk_kind", kind="text", title=Text("变更类型", "Kind of change"), headers=("区划变更类型",), codelist="crosswalk_kind",
            example="撤并",
        ),
    ),
    sheets=(
        Sheet(name="crosswalk", title=Text("区划沿革", "Crosswalk"), signature=("from_code", "to_code", "on_date")),
        Sheet(
            name="ccg_icb",
            title=Text("委托组并入综合照护委员会", "CCGs into integrated care boards"),
            signature=("from_code", "to_code", "to_name"),
            headers={"from_code": ("CCG Code",), "to_code": ("ICB Code",), "to_name": ("ICB NAME",)},
            constants={"on_date": "2022-07-01", "share": "1"},
        ),
    ),
)
