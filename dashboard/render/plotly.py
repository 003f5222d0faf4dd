"""Chart -> a Plotly figure as a plain dict. It prints positions and words the chart holds and computes no number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import unescape

from dashboard.charts.chart import Chart
from dashboard.render import plotly_map
from dashboard.render.plotly_bars import bars_figure
from dashboard.render.plotly_forest import forest_figure
from dashboard.render.plotly_funnel import funnel_figure
from dashboard.render.plotly_lines import curve_figure, lines_figure
from dashboard.render.plotly_panels import panels_figure
from dashboard.render.plotly_parts import HALF_PAGE, Figure, burnt_in, escape, folded, sentence_figure, text_width
from dashboard.render.plotly_percentiles import percentiles_figure
from dashboard.render.plotly_pyramid import pyramid_figure
from dashboard.render.plotly_ranking import sideways_figure
from dashboard.render.plotly_waterfall import waterfall_figure
from dashboard.theme import Theme, theme_of
from pipelines.core.text import Text

FITTED: Mapping[str, Callable[[Chart, Theme, int], Figure]] = {  # their words take much of the width
    "ranking": sideways_figure, "distribution": sideways_figure, "forest": forest_figure, "bars": bars_figure, "waterfall": waterfall_figure,
    "trend": lines_figure, "survival": lines_figure, "curve": curve_figure, "pyramid": pyramid_figure,
    "percentiles": percentiles_figure, "funnel": funnel_figure, "panels": panels_figure,
}
INTO = Text("点选进入{place}", "Select to look into {place}")
TITLE_SIZE, TITLE_ROW = 11, 15  # pixels of the words of a title, of a row of them


def figure(chart: Chart, theme: str = "light", width: int = HALF_PAGE) -> Figure:
    """Return the chart as a Plotly figure dict ({"data", "layout"}); an empty chart prints its sentence.

    `width` is about how many pixels it has where it has least; names, ticks and titles are fitted to it.
    A kind without a function here (table) gives an empty figure: print its table instead.
    """
    look = theme_of(theme)
    if chart.empty or chart.kind not in (*FITTED, *PRINTERS):
        return sentence_figure(chart.empty, look)
    made = FITTED[chart.kind](chart, look, width) if chart.kind in FITTED else PRINTERS[chart.kind](chart, look)
    _stepped(made, chart)
    if not chart.at_risk:
        _titled(made["layout"], width)
    if chart.footer.synthetic:
        margin = made["layout"]["margin"]
        mark = burnt_in(chart.footer.synthetic, look, (margin["r"] - margin["l"]) / 2)
        made["layout"]["annotations"] = [*made["layout"].get("annotations", ()), mark]
    return made


def _stepped(made: Figure, chart: Chart) -> None:
    """Let what is drawn of a place lead to the one around it where the chart has such steps, and say so where a pointer is."""
    for trace in made["data"] if chart.steps else ():
        if "customdata" in trace:
            trace["customdata"] = [_step(said, code, chart) for said, code in trace["customdata"]]


def _step(said: str, code: str, chart: Chart) -> list[str]:
    to = chart.steps.get(code)
    return [f"{said}<br>{escape(INTO.of(chart.lang).format(place=to.text))}", to.place] if to else [said, code]


def _titled(layout: Figure, width: int) -> None:
    """Fold the title of the axis under a plot that is longer than the plot, and make room for its lines."""
    margin, title = layout["margin"], layout.get("xaxis", {}).get("title", {})
    room = width - margin["l"] - margin["r"]
    if not title.get("text") or text_width(title["text"], TITLE_SIZE) <= room:
        return
    lines = folded(unescape(title["text"]), room)
    more = TITLE_ROW * lines.count("<br>")
    layout["xaxis"]["title"] = title | {"text": lines}
    margin["b"] += more
    layout["height"] += more


PRINTERS: Mapping[str, Callable[[Chart, Theme], Figure]] = {"map": plotly_map.map_figure}
