"""What the scripts of the page say, by the name they know it under: sent with the page, in its language."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import words
from dashboard.charts.words import NAMES_AS_FILED
from pipelines.core.text import Text

SLIDE_TEMPLATES: Mapping[str, Text] = {"blue": Text("蓝色", "Blue"), "red_gold": Text("红金", "Red and gold")}
SCRIPT_WORDS: Mapping[str, Text] = {
    **words.MENU_WORDS, **words.MODE_WORDS, "newer": words.NEWER_BUILD, "undrawn": words.UNDRAWN, "cut": words.REST,
    "policies": words.POLICIES, "asFiled": NAMES_AS_FILED, "defined": words.DEFINITION, "inMenu": words.WHOLE_IN_MENU,
    "template": words.SLIDE_TEMPLATE, **{f"template_{name}": said for name, said in SLIDE_TEMPLATES.items()},
    "definitions": Text("各卡口径", "Definitions"),
    "found": Text("{n} / {total} 行", "{n} of {total} rows"), "noneFound": Text("没有符合的行", "No row matches"),
    "late": Text("这张卡片没有算出来；请刷新页面", "This card did not come: reload the page"),
    "unfound": Text("没有找到“{typed}”。", "Nothing found for \"{typed}\". "),  # where what was typed makes way for the place again
}
