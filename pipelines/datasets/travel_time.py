"""Minutes from one place to another, by mode and season; winter closes roads."""

from pipelines.columns import COUNTY_BUREAU
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet
from pipelines.core.text import Text

TRAVEL_TIME = Dataset(
    name="travel_time",
    title=Text("出行时间", "Travel times"),
    grain=Text("一行是两地之间一种方式、一个季节的单程用时", "One row is the minutes one way between two places, by a mode and in a season"),
    key=("from_code", "to_code", "travel_mode", "season"),
    place="from_code",
    period="none",
    topic="places",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "出发地填乡镇（街道）代码或机构代码，到达地填机构代码；道路中断的季节“能否通行”填否、分钟数留空，不要填 0",
        "From a township or a facility to a facility. In a season when the road is closed write no under passable and leave the minutes blank, "
        "never 0",
    ),
    required=("from_code", "to_code", "travel_mode", "season"),
    references=(Reference("to_code", "facility", "facility_code"),),
    columns=(
        Column(
            name="from_code", kind="code", title=Text("出发地代码", "Origin code"), headers=("起点代码",), example="140322203",
            note=Text("乡镇（街道）代码或机构代码", "the code of a township or of a facility"),
        ),
        Column(
            name="to_code", kind="code", title=Text("到达地代码", "Destination code"), headers=("终点代码", "目的地代码"),
            example="140322107-T", note=Text("机构代码", "the code of a facility"),
        ),
        Column(
            name="travel_mode", kind="text", title=Text("出行方式", "Mode of travel"), headers=("交通方式",), codelist="travel_mode",
            example="汽车",
        ),
        Column(name="season", kind="text", title=Text("季节", "Season"), codelist="season", example="全年"),
        Column(
            name="travel_minutes", kind="number", title=Text("单程分钟数", "Minutes one way"),
            headers=("单程用时（分钟）", "用时（分钟）", "分钟数"), unit="minute", minimum=0, maximum=10080, example="45",
        ),
        Column(
            name="travel_km", kind="number", title=Text("单程公里数", "Kilometres one way"), headers=("道路里程（公里）", "里程（公里）"),
            unit="km", minimum=0, maximum=5000, example="31",
        ),
        Column(
            name="is_passable", kind="boolean", title=Text("能否通行", "Passable"), headers=("是否通行",), example="是",
            note=Text("留空按能通行处理", "blank means passable"),
        ),
        Column(
            name="measured_by", kind="text", title=Text("测算方法", "How it was measured"), headers=("时间来源",), example="导航软件",
        ),
    ),
    sheets=(
        Sheet(
            name="pairs", title=Text("出行时间表", "Travel times, one row each"), signature=("from_code", "to_code", "travel_minutes"),
        ),
    ),
)
