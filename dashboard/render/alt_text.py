"""What a chart says to somebody who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.charts.chart import Chart, Point
from dashboard.charts.words import LIST_COMMA, marked
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
    "percentiles": Text("分位数图", "Plot of percentiles"),
    "curve": Text("曲线图", "Curve"),
    "funnel": Text("漏斗图", "Funnel plot"),
    "panels": Text("分格趋势图", "Small line charts side by side"),
}
WHAT = Text("{kind}：{title}{unit}。", "{kind}: {title}{unit}. ")
CHOSEN = Text("所选的{name}为 {text}{ranked}。", " The place chosen, {name}: {text}{ranked}.")
RANKED = Text("，{head} {rank}", ", {head} {rank}")
UNIT = Text("（{unit}）", " ({unit})")


def alt_text(chart: Chart) -> str:
    """Return what a chart is and finds, its note and the synthetic mark in one paragraph, for a drawing that travels alone.

    The numbers are those of the chart; the table under the chart's menu has them all.
    """
    lang = chart.lang
    stop = "。" if lang == "zh" else "."
    policies = chart.footer.events.replace("\n", LIST_COMMA.of(lang))
    tail = [t for t in (chart.subtitle, chart.footer.note, policies, chart.footer.synthetic) if t]
    return found_text(chart) + "".join((" " if lang == "en" else "") + t.rstrip("。.") + stop for t in tail)


def found_text(chart: Chart) -> str:
    """Return kind, title, unit and finding of a chart: what stands for its drawing where the rest of the card is read as well."""
    lang = chart.lang
    unit = UNIT.of(lang).format(unit=chart.unit) if chart.unit else ""
    return WHAT.of(lang).format(kind=KINDS[chart.kind].of(lang), title=chart.title, unit=unit) + finding(chart) + _chosen(chart)


def _chosen(chart: Chart) -> str:
    """Return the figure of the chosen place, and its rank where there are ranks; "" where it is not one among the places drawn."""
    found = [p for p in chart.points if chart.chosen and p.code == chart.chosen]
    if not found:
        return ""
    point = _newest(chart, found) if chart.kind == "panels" else found[0]
    at = {head.name: place for place, head in enumerate(chart.columns)}
    row = next((row for row in chart.rows if any(cell.place == chart.chosen for cell in row)), ())
    rank = row[at["rank"]].text if row and "rank" in at else ""
    ranked = RANKED.of(chart.lang).format(head=chart.columns[at["rank"]].title, rank=rank) if rank else ""
    text = marked(marked(point.text, point.mark, chart.lang), point.against, chart.lang)
    return CHOSEN.of(chart.lang).format(name=point.label, text=text, ranked=ranked)


def _newest(chart: Chart, points: Sequence[Point]) -> Point:
    """Return the last point of a place over the years, under its name: it stands under the year it is of."""
    name = next(s.name for s in chart.series if s.code == chart.chosen)
    return replace([p for p in points if p.value is not None][-1], label=name)
