"""What may be asked of a chart while it is shown to people: of how many, how sure, what it is, from where."""

from __future__ import annotations

from dashboard.charts.chart import Chart
from dashboard.charts.words import SEMICOLON
from dashboard.render.sizes import is_ranked, told_points
from dashboard.render.workbook import FIELDS, about
from pipelines.core.text import Text

RANKED = Text("第 {rank} 名：{place} {told}", "{rank}: {place} {told}")
WITH_INTERVAL = Text("{value}（{interval}）", "{value} ({interval})")


def asked(chart: Chart) -> list[tuple[str, str]]:
    """Return what may be asked of a chart that is seen, as (what, words): of how many, how sure, what it is; then the rest, and last
    which policies and from where: their names are long, and who presents must not look for anything under them.

    What stands on the chart itself, its title, unit and finding, is not said again.
    """
    said, titles = dict(about(chart)), {name: title.of(chart.lang) for name, title in FIELDS}
    told = ((name, point) for name, point in told_points(chart) if point.interval)
    spread = [f"{name} {WITH_INTERVAL.of(chart.lang).format(value=point.text, interval=point.interval)}" for name, point in told]
    said[titles["method"]] = SEMICOLON.of(chart.lang).join(filter(None, [*spread, said.get(titles["method"], "")]))
    first, last = ("n", "method", "definition"), ("events", "source", "files")
    rest = [name for name, _ in FIELDS if name not in (*first, *last, "title", "finding", "view", "unit")]
    return _ranks(chart) + [(titles[name], said[titles[name]]) for name in (*first, *rest, *last) if said.get(titles[name])]


def _ranks(chart: Chart) -> list[tuple[str, str]]:
    """Return what ranks are called, and the first place, the last and the chosen one of a ranking, each with interval, n and possible ranks."""
    at = {head.name: place for place, head in enumerate(chart.columns)}
    rows = chart.rows if is_ranked(chart) else ()
    ranked = sorted((row for row in rows if row[at["rank"]].value), key=lambda row: row[at["rank"]].value or 0)
    told = [row for row in ranked if row in (ranked[0], ranked[-1]) or row[at["region"]].text == chart.place]
    lines = []
    for row in told:
        cell = {name: row[place].text for name, place in at.items()}
        beside = [f"n = {cell['n']}" if cell["n"] else "", f"{chart.columns[at['rank_set']].title} {cell['rank_set']}" if cell["rank_set"] else ""]
        figure = WITH_INTERVAL.of(chart.lang).format(**cell) if cell["interval"] else cell["value"]
        said = " · ".join(part for part in (figure, *beside) if part)
        lines.append(RANKED.of(chart.lang).format(rank=cell["rank"], place=cell["region"], told=said))
    return [(chart.columns[at["rank"]].title, "\n".join(lines))] if lines else []
