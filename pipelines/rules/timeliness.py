"""Did it come in time?"""

from pipelines.core.rule import Rule
from pipelines.core.text import Text

LATE = Rule(
    name="late",
    dimension="timeliness",
    title=Text("迟报", "Sent late"),
    definition=Text(
        "时期结束后至首次报送的天数不超过规定天数（站点设置 [due]）即通过；截止日早于工作区首次加载的历史时期不评",
        "Passed when the days from the end of the period to the first time it came are not more than allowed (site setting "
        "[due]). Periods that were due before the workspace had its first load are not judged.",
    ),
    detail=Text("时期结束后第 {found} 天才报送，规定为 {expected} 天内", "came {found} days after the period ended, {expected} are allowed"),
    remedy=Text("请按时报送", "send it in time"),
)
