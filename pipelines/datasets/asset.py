"""Equipment of clinics and its state."""

from dataclasses import replace

from pipelines.columns import FACILITY_CODE, TOWNSHIP_CENTRE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet, Wanted
from pipelines.core.text import Text

ASSET = Dataset(
    name="asset",
    title=Text("医疗设备", "Equipment"),
    grain=Text("一行是一个机构的一台（套）设备", "One row is a piece of equipment of a facility"),
    key=("facility_code", "asset_code"),
    place="facility_code",
    period="none",
    topic="support",
    filled_by=TOWNSHIP_CENTRE,
    note=Text("每次报送全部设备，报废的保留一年", "All equipment each time; what was scrapped stays in the list for a year"),
    required=("facility_code", "asset_code", "asset_kind", "asset_status"),
    in_order=(("acquired_on", "on_date"), ("acquired_on", "last_fault_on")),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        replace(FACILITY_CODE, example="140322203-V01"),
        Column(
            name="asset_code", kind="code", title=Text("设备编号", "Equipment number"), headers=("资产编号", "设备代码"),
            example="SB-0012",
        ),
        Column(
            name="asset_kind", kind="text", title=Text("设备类别", "Kind of equipment"), headers=("设备名称", "设备类型"),
            codelist="asset_kind", example="心电图机",
        ),
        Column(
            name="is_standard_kit", kind="boolean", title=Text("是否标准配置", "Standard kit"), headers=("标准配置", "是否标配"), example="是",
            note=Text("属于本级机构基本设备配置标准的填是", "Yes where the standard for such a facility asks for it"),
        ),
        Column(
            name="acquired_on", kind="date", title=Text("启用日期", "In use since"), headers=("购置日期", "配备日期"),
            example="2019-05-01",
        ),
        Column(name="on_date", kind="date", title=Text("盘点日期", "Counted on"), headers=("清查日期",), example="2023-12-31"),
        Column(
            name="asset_status", kind="text", title=Text("设备状态", "State"), headers=("使用状态",), codelist="asset_status",
            example="在用",
        ),
        Column(
            name="last_fault_on", kind="date", title=Text("最近故障日期", "Last fault"), headers=("故障日期", "上次故障日期"),
            example="2023-09-03",
        ),
        Column(
            name="fault_days", kind="number", title=Text("故障停用天数", "Days out of order"), headers=("故障天数", "停用天数"), unit="day",
            minimum=0, maximum=366,
            example="12", note=Text("盘点日期前 12 个月内的天数", "In the 12 months before the count"),
        ),
    ),
    sheets=(
        Sheet(
            name="asset", title=Text("医疗设备", "Equipment"), signature=("facility_code", "asset_code", "asset_kind", "asset_status"),
        ),
    ),
    wanted=(Wanted("acquired_on"),),
)
