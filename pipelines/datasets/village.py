"""Administrative villages: where people live, whether there is a clinic, and how far the nearest one is."""

from dataclasses import replace

from pipelines.columns import LATITUDE, LONGITUDE, REGION_CODE, TOWNSHIP_CENTRE, VILLAGE_CODE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet, Wanted
from pipelines.core.text import Text

VILLAGE = Dataset(
    name="village",
    title=Text("村（社区）名录", "Villages"),
    grain=Text("一行是一个行政村或社区", "One row is an administrative village or a community"),
    key=("village_code",),
    place="region_code",
    period="none",
    topic="places",
    filled_by=TOWNSHIP_CENTRE,
    note=Text(
        "每个乡镇报一份全部村（社区）的名单，再次报送即替换上一份；村不是卫生机构的上级，一个卫生室可服务几个村，一个村也可没有卫生室",
        "Each township sends the list of all its villages; a new list replaces the one before. A village is not above a clinic: one clinic "
        "may serve several villages, a village may have none",
    ),
    required=("village_code", "village_name", "region_code"),
    references=(Reference("serving_facility_code", "facility", "facility_code"),),
    columns=(
        VILLAGE_CODE,
        Column(
            name="village_name", kind="text", title=Text("村（社区）名称", "Village name"),
            headers=("村名", "村名称", "行政村名称", "行政村"), example="示范一村",
        ),
        replace(
            REGION_CODE, headers=("所在乡镇代码", *REGION_CODE.headers),
            note=Text("村所在乡镇（街道）的代码，与地区名录一致", "the code of the village's township, as in the region register"),
        ),
        Column(
            name="village_kind", kind="text", title=Text("村级单位类型", "Kind of village-level unit"), codelist="village_kind",
            example="行政村",
        ),
        Column(name="households", kind="number", title=Text("户数", "Households"), unit="household", minimum=0, example="312"),
        Column(
            name="residents", kind="number", title=Text("村常住人口数", "Village residents"), headers=("常住人口", "本村常住人口", "村人口数"),
            unit="person", minimum=0, example="986",
            note=Text("常住半年以上的人；乡镇的人口另报人口表", "people who live here half a year or more; a township's go in the population table"),
        ),
        Column(
            name="registered_residents", kind="number", title=Text("村户籍人口数", "Village household population"),
            headers=("户籍人口", "本村户籍人口"), unit="person", minimum=0, example="1104",
        ),
        Column(
            name="has_clinic", kind="boolean", title=Text("是否有村卫生室", "Has a clinic"), headers=("有无卫生室", "有无村卫生室"), example="是",
        ),
        Column(
            name="serving_facility_code", kind="code", title=Text("承担服务的机构代码", "Facility that serves it"),
            headers=("服务卫生室代码", "承担服务的卫生室代码"), example="140322203-V01",
            note=Text("本村没有卫生室的，填承担本村服务的卫生室或卫生院", "where the village has none, the clinic or centre that serves it"),
        ),
        Column(
            name="nearest_clinic_km", kind="number", title=Text("最近卫生室公里数", "Nearest clinic, km"),
            headers=("距最近卫生室（公里）", "最近卫生室距离（公里）", "到最近卫生室公里数"), unit="km", minimum=0, maximum=1000, example="3.5",
            note=Text(
                "村委会到最近的卫生室或卫生院的道路里程；本村有卫生室填 0",
                "by road from the village office to the nearest clinic or centre; 0 where the village has one",
            ),
        ),
        Column(
            name="nearest_clinic_minutes", kind="number", title=Text("到最近卫生室分钟数", "Nearest clinic, minutes"),
            headers=("到最近卫生室用时（分钟）",), unit="minute", minimum=0, maximum=2880, example="20",
        ),
        replace(LONGITUDE, title=Text("村委会经度", "Village longitude"), headers=("经度",)),
        replace(LATITUDE, title=Text("村委会纬度", "Village latitude"), headers=("纬度",)),
        Column(
            name="abolished_on", kind="date", title=Text("撤销日期", "Abolished on"), headers=("撤并日期",),
            note=Text("村被撤并的，保留原行并填写日期", "a village that was merged away keeps its row, with the day"),
        ),
        Column(name="merged_into_code", kind="code", title=Text("并入村代码", "Merged into"), headers=("并入的村代码",)),
    ),
    sheets=(
        Sheet(
            name="register", title=Text("村（社区）名录", "Village register"),
            signature=("village_code", "village_name", "region_code", "households"),
        ),
    ),
    wanted=(Wanted("residents"), Wanted("has_clinic"), Wanted("nearest_clinic_km")),
)
