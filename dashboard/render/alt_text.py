"""What a chart says to somebody who cannot see it."""

from __future__ import annotations

from dashboard.charts.chart import Chart
from dashboard.render.sentence import finding
from pipelines.core.text import Text

KINDS: dict[str, Text] = {
    "trend": Text("趋势图", "Line chart"),
    "ranking": Text("排名图", "Ranking"),
    "map": Text("地图", "Map"),
    "distribution": Text("分布图", "Distribution"),
    "survival": Text("留任曲线", "Survival curve"),
    "table": Text("表格", "Table"),
    "bars": Text("柱形图", "Bar chart"),
    "waterfall": Text("增减图", "Waterfall chart"),
    "pyramid": Text("金字塔图", "Pyramid"),
    "forest": Text("区间图", "Forest plot"),
    "curve": Text("曲线图", "Curve"),
    "funnel": Text("漏斗图", "Funnel plot"),
}
WHAT = Text("{kind}：{title}{unit}。", "{kind}: {title}{unit}. ")
UNIT = Text("（{unit}）", " ({unit})")


def alt_text(chart: Chart) -> str:
    """Return kind, title, unit, finding, note and the synthetic mark in one paragraph.

    The numbers are those of the chart; the table under the chart's menu has them all.
    """
    lang = chart.lang
    unit = UNIT.of(lang).format(unit=chart.unit) if chart.unit else ""
    head = WHAT.of(lang).format(kind=KINDS[chart.kind].of(lang), title=chart.title, unit=unit)
    stop = "。" if lang == "zh" else "."
    tail = [t for t in (chart.subtitle, chart.footer.note, chart.footer.events, chart.footer.synthetic) if t]
    return head + finding(chart) + "".join((" " if lang == "en" else "") + t.rstrip("。.") + stop for t in tail)
