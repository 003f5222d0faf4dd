"""Clinics, health centres, hospitals and practices, dated where the source dates them."""

from dataclasses import replace

from pipelines.columns import COUNTY_BUREAU, LATITUDE, LONGITUDE, REGION_CODE, REGISTERED_CODE, RURALITY, VILLAGE_CODE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet, Wanted
from pipelines.core.text import Text

_EQUIPMENT = (
    Column(
        name="has_standard_kit", kind="boolean", title=Text("基本设备是否达标", "Standard kit complete"), headers=("设备是否达标", "标准设备包是否齐全"),
        example="是", note=Text("国家规定的基本设备是否配齐且可用", "whether the standard kit is complete and works"),
    ),
    Column(
        name="smart_devices", kind="integer", title=Text("智能设备台数", "Smart devices"), headers=("智能健康设备数", "信息化设备台数"), unit="device",
        minimum=0, example="2", note=Text("健康一体机、智能血压计等联网设备", "connected devices such as all-in-one health stations"),
    ),
    Column(
        name="network", kind="text", title=Text("网络接入方式", "Network"), headers=("网络情况", "网络接入"), codelist="network", example="光纤宽带",
    ),
    Column(
        name="his_system", kind="text", title=Text("诊疗信息系统", "Clinical system (HIS, EHR)"), headers=("HIS系统", "信息系统", "电子病历系统"),
        codelist="his_system", example="县域统一平台",
    ),
    Column(
        name="last_online", kind="date", title=Text("最近在线日期", "Last online"), headers=("最近登录日期", "最后在线日期"), example="2024-06-28",
    ),
    Column(
        name="platform_name", kind="text", title=Text("互联网医疗平台", "Internet medicine platform"), headers=("平台名称",), example="县域远程会诊平台",
    ),
    Column(
        name="platform_live_on", kind="date", title=Text("平台上线日期", "Platform went live"), headers=("平台开通日期",), example="2021-06-01",
    ),
)

FACILITY = Dataset(
    name="facility",
    title=Text("机构名录", "Facilities"),
    grain=Text("一行是一个机构（在一个时期的情况）", "One row is a facility, as in a period where the source dates it"),
    key=("facility_code", "period"),
    place="facility_code",
    period="label",
    topic="places",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "在办和已关闭的机构都要列出；设备、网络和信息系统按填报时的情况填写，未掌握的留空，不要填“否”",
        "Open facilities and closed ones; equipment, network and systems as they are when the list is made. Leave blank what is not known: "
        "that is not a no",
    ),
    in_order=(("opened_on", "closed_on"), ("opened_on", "platform_live_on"), ("opened_on", "last_online")),
    references=(Reference("village_code", "village", "village_code"),),
    required=("facility_code", "facility_name"),
    columns=(
        REGISTERED_CODE,
        Column(name="facility_name", kind="text", title=Text("机构名称", "Facility name"), headers=("Practice Name",), example="样例一村卫生室"),
        Column(
            name="facility_type", kind="text", title=Text("机构类型", "Facility type"), headers=("机构类别", "Practice Type"),
            codelist="facility_type", example="村卫生室",
        ),
        REGION_CODE,
        RURALITY,
        Column(name="village_name", kind="text", title=Text("所在村", "Village"), headers=("村名", "行政村"), example="样例一村"),
        replace(VILLAGE_CODE, title=Text("所在村代码", "Village code"), headers=("村代码", "行政村代码")),
        LONGITUDE,
        LATITUDE,
        Column(
            name="opened_on", kind="date", title=Text("开办日期", "Opened on"), headers=("Practice Open Date",), example="1998-06-01"
        ),
        Column(
            name="closed_on", kind="date", title=Text("关闭日期", "Closed on"), headers=("Practice Close Date",),
            note=Text("仍在办的留空；关闭的保留原行", "blank while it is open; one that closed keeps its row"),
        ),
        Column(
            name="contract_type", kind="text", title=Text("合同类型", "Contract type"),
            note=Text("英格兰诊所用，其他地区留空", "of practices in England; blank elsewhere"),
        ),
        Column(
            name="is_dispensing", kind="boolean", title=Text("是否配药", "Dispensing practice"),
            note=Text("英格兰诊所用，其他地区留空", "of practices in England; blank elsewhere"),
        ),
        *_EQUIPMENT,
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
    wanted=(Wanted("facility_type"), Wanted("region_code"), Wanted("longitude")),
)
