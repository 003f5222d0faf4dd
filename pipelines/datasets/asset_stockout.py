"""Consumables a clinic was short of in a month."""

from dataclasses import replace

from pipelines.columns import FACILITY_CODE, MONTH, TOWNSHIP_CENTRE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Doubt, Reference, Sheet
from pipelines.core.text import Text

ASSET_STOCKOUT = Dataset(
    name="asset_stockout",
    title=Text("耗材缺货", "Stock-outs"),
    grain=Text("一行是一个机构一个月一种耗材的缺货天数", "One row is the days a facility was short of an item in a month"),
    key=("facility_code", "item", "period"),
    place="facility_code",
    period="label",
    topic="support",
    filled_by=TOWNSHIP_CENTRE,
    note=Text("当月没有缺货的也要填 0，否则视为未报", "Write 0 where nothing was short, else it is taken for not reported"),
    required=("facility_code", "item", "days_short"),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        replace(FACILITY_CODE, example="140322203-V01"),
        MONTH,
        Column(name="item", kind="text", title=Text("耗材名称", "Item"), headers=("药品耗材名称", "缺货品种", "耗材"), example="血糖试纸"),
        Column(
            name="days_short", kind="number", title=Text("缺货天数", "Days short"), headers=("短缺天数",), unit="day", minimum=0,
            maximum=31, example="6"
        ),
    ),
    doubts=(
        Doubt(
            name="short_beyond_month", column="days_short",
            condition="days_short > day(last_day(try_cast(period || '-01' as date)))",  # of a quarter or a year nothing is judged
            title=Text("缺货天数多于当月天数", "Short on more days than the month has"),
            reason=Text("缺货天数超过当月天数", "the month has fewer days than the item was short"),
            remedy=Text("请核对天数和月份", "check the days and the month"),
        ),
    ),
    sheets=(Sheet(name="asset_stockout", title=Text("耗材缺货", "Stock-outs"), signature=("facility_code", "month", "item", "days_short")),),
)
