"""Clinics, health centres, hospitals and practices, dated where the source dates them."""

from pipelines.columns import COUNTY_BUREAU, FACILITY_CODE, REGION_CODE, RURALITY
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Sheet
from pipelines.core.text import Text

FACILITY = Dataset(
    name="facility",
    title=Text("机构名录", "Facilities"),
    grain=Text("一行是一个机构（在一个时期的情况）", "One row is a facility, as in a period where the source dates it"),
    key=("facility_code", "period"),
    place="facility_code",
    period="label",
    topic="places",
    filled_by=COUNTY_BUREAU,
    in_order=(("opened_on", "closed_on"),),
    required=("facility_code", "facility_name"),
    columns=(
        FACILITY_CODE,
        Column(name="facility_name", kind="text", title=Text("机构名称", "Facility name"), headers=("Practice Name",)),
        Column(
            name="facility_type", kind="text", title=Text("机构类型", "Facility type"), headers=("机构类别", "Practice Type"),
            codelist="facility_type",
        ),
        REGION_CODE,
        RURALITY,
        Column(name="village_name", kind="text", title=Text("所在村", "Village"), headers=("村名", "行政村")),
        Column(
            name="longitude", kind="number", title=Text("经度", "Longitude"), unit="degree", minimum=-180, maximum=180
        ),
        Column(name="latitude", kind="number", title=Text("纬度", "Latitude"), unit="degree", minimum=-90, maximum=90),
        Column(name="opened_on", kind="date", title=Text("开办日期", "Opened on"), headers=("Practice Open Date",)),
        Column(name="closed_on", kind="date", title=Text("关闭日期", "Closed on"), headers=("Practice Close Date",)),
        Column(name="contract_type", kind="text", title=Text("合同类型", "Contract type")),
        Column(name="is_dispensing", kind="boolean", title=Text("是否配药", "Dispensing practice")),
    ),
    sheets=(
        Sheet(
            name="register",
            title=Text("机构名录", "Facility register"),
            signature=("facility_code", "facility_name", "facility_type", "region_code"),
            headers={"region_code": ("所在乡镇代码", "乡镇代码", "地区代码", "region_code", "所在乡镇", "所属乡镇")},
        ),
        Sheet(
            name="payments",
            title=Text("支付表中的诊所", "Practices in a payment file"),
            signature=("facility_code", "facility_name", "region_code", "contract_type"),
            headers={"region_code": ("CCG Code",)},
        ),
    ),
)
