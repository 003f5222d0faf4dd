"""Who leaves and who stays. Joiners are not listed: with headcounts and leavers they would give away who died."""

from pipelines.core.release import ReleaseTable
from pipelines.core.text import Text

LEAVING = ReleaseTable(
    name="leaving", title=Text("离岗率与稳定率", "Leaver rate and stability index"), indicators=("leaver_rate", "stability_index"),
    restricted=(0, 1), public=(0,),
)
CURVE = ReleaseTable(
    name="curve", title=Text("留任曲线（每级降幅不少于 k 人）", "Survival in post, in steps of k exits or more"),
    indicators=("survival",), restricted=(0,), public=(0,),
)
