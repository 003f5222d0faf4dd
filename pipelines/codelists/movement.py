"""How somebody comes to the headcount of a region, or goes from it.

Role `exit` marks what the leaver rate counts, `apart` the losses it does not (counting.md §2), as the reasons for leaving do.
"""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

MOVEMENT = CodeList(
    name="movement",
    title=Text("人员变动方式", "Kind of movement"),
    codes=(
        Code("joined", Text("新进", "Joined")),
        Code("transferred_in", Text("调入", "Moved in")),
        Code("reclassified_in", Text("身份转入", "Regrouped in")),
        Code("left", Text("离岗", "Left"), role="exit"),
        Code("transferred_out", Text("调出", "Moved out"), role="exit"),
        Code("reclassified_out", Text("身份转出", "Regrouped out"), role="apart"),
        Code("died", Text("死亡", "Died"), role="apart"),
    ),
)
