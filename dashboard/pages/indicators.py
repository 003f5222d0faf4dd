"""指标口径: the catalogue."""

from dashboard.page import Card, Page
from pipelines.core.text import Text

INDICATORS = Page(
    name="indicators",
    path="/indicators",
    order=90,
    is_on_wall=False,
    title=Text("指标口径", "Indicators"),
    question=Text("每个数是怎么算的？", "How is each figure worked out?"),
    cards=(Card(name="catalogue", kind="catalogue", title=Text("指标目录", "Catalogue of indicators"), span=12),),
)
