"""Places of the register: one row per place and the day it came into force."""

from pipelines.columns import COUNTY_BUREAU, REGION_CODE, REMOTENESS, VALID_FROM, VALID_TO
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Sheet
from pipelines.core.text import Text

REGION = Dataset(
    name="region",
    title=Text("地区名录", "Regions"),
    grain=Text("一行是一个地区自某日起的情况", "One row is a place as in force from a day"),
    key=("region_code", "valid_from"),
    place="region_code",
    period="none",
    topic="places",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "由地（市）或县统一维护；撤乡并镇时原乡镇保留并填失效日期，新乡镇另起一行，并在区划沿革表登记去向",
        "Kept by the prefecture or county for all below it. After a merger the old place keeps its row with its last day, the new one gets a "
        "row of its own, and the table of changes says which became which",
    ),
    dated_by="valid_from",
    in_order=(("valid_from", "valid_to"),),
    required=("region_code", "name_zh", "level"),
    columns=(
        REGION_CODE,
        Column(
            name="name_zh", kind="text", title=Text("地区名称", "Region name"), headers=("名称", "行政区名称"), example="梁家寨乡"
        ),
        Column(name="name_en", kind="text", title=Text("英文名称", "English name"), example="Liangjiazhai Township"),
        Column(
            name="level", kind="text", title=Text("层级", "Level"), headers=("行政级别", "地区层级"), codelist="region_level", example="乡镇"
        ),
        Column(
            name="parent_code", kind="code", title=Text("上级代码", "Parent code"), headers=("上级地区代码",), example="140322"
        ),
        Column(
            name="code_system", kind="text", title=Text("代码体系", "Code system"), example="MCA 2025-12-31",
            note=Text(
                "民政部与统计局的乡镇代码不一致，写明用的是哪一套和日期",
                "township codes of civil affairs (MCA) and of statistics (NBS) disagree: say which, and of which day",
            ),
        ),
        Column(
            name="longitude", kind="number", title=Text("驻地经度", "Seat longitude"), unit="degree", minimum=-180, maximum=180,
            example="113.471",
            note=Text("WGS84 坐标，十进制度；高德、腾讯地图的坐标须先换算", "WGS84, decimal degrees; turn GCJ-02 into it first"),
        ),
        Column(
            name="latitude", kind="number", title=Text("驻地纬度", "Seat latitude"), unit="degree", minimum=-90, maximum=90, example="38.438"
        ),
        Column(
            name="seat_quality", kind="text", title=Text("驻地精度", "Seat quality"), example="seat",
            note=Text(
                "seat 驻地、village_median 村庄中位点、approximate 约略、unplaced 未定位", "seat, village_median, approximate or unplaced"
            ),
        ),
        REMOTENESS,
        VALID_FROM,
        VALID_TO,
    ),
    sheets=(
        Sheet(name="register", title=Text("地区名录", "Region register"), signature=("region_code", "level", "parent_code")),
        Sheet(
            name="payments_ccg",
            title=Text("支付表中的委托组", "CCGs in a payment file"),
            signature=("region_code", "name_zh", "parent_code"),
            headers={
                "region_code": ("CCG Code",),
                "name_zh": ("Sub ICB NAME", "CCG NAME"),
                "parent_code": ("NHS England (Region) code",),
            },
            constants={"level": "ccg", "code_system": "ODS"},
            repeats=True,
        ),
        Sheet(
            name="payments_region",
            title=Text("支付表中的大区", "NHS regions in a payment file"),
            signature=("region_code", "name_zh"),
            headers={"region_code": ("NHS England (Region) code",), "name_zh": ("NHS England (Region) Name",)},
            constants={"level": "region", "code_system": "ODS", "parent_code": "ENG"},
            repeats=True,
        ),
    ),
)
