"""The finding of a chart in one sentence: direction, size, comparison, uncertainty. No adjectives, no exclamation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dashboard.charts.chart import Chart, Point, Series
from dashboard.charts.numbers import brief, change
from dashboard.charts.words import STATUS, in_sentence, marked
from dashboard.render import sentence_workforce
from dashboard.render.sentence_curve import curve_draft
from dashboard.render.sentence_ends import (
    NO_DIFFERENCE,
    categories_told,
    compared,
    places_alike,
    within_chance,
    worst_told,
)
from dashboard.render.sentence_forest import forest_draft
from dashboard.render.sentence_funnel import funnel_draft
from dashboard.render.sentence_panels import panels_draft
from dashboard.render.sentence_percentiles import percentiles_draft
from pipelines.core.text import Text

MOST_NAMED = 4  # lines in a sentence
UP, DOWN = Text("上升", "up"), Text("下降", "down")
MARKED = Text("{label} 为 {text}（{mark}，不作比较）", "{text} in {label} ({mark}, not compared)")
LEVEL = Text("{label} 为 {text}{interval}", "{text} in {label}{interval}")
INTERVAL = Text("（95 % 区间 {interval}）", " (95% interval {interval})")
AGAINST = Text("，较 {before} {way} {size}", ", {way} {size} on {before}")
AGAINST_SAME = Text("，与 {before} 持平", ", unchanged on {before}")
UNCERTAIN = Text("；变化在波动之内", "; the change is within chance")
AFTER = Text("{label}为 {text}{interval}", "{text} {label}{interval}")
SERIES_PART, SERIES_HEAD = Text("{name} {text}", "{name} {text}"), Text("{label}：", "{label}: ")
NONE_APART = Text("这 {k} 个{places}之间无法区分", "the {k} {places} cannot be told apart")
CANNOT_TELL = {
    "last": Text("后 {k} 位之间无法区分", "the last {k} cannot be told apart"),
    "first": Text("前 {k} 位之间无法区分", "the first {k} cannot be told apart"),
}
BELOW = Text("{n} 个{places}低于{target}{certain}", "{n} of the {places} {are} below the {target}{certain}")
ABOVE = Text("{n} 个{places}高于{target}{certain}", "{n} of the {places} {are} above the {target}{certain}")
NONE_BEYOND = Text("各{places}均达到{target}{near}", "every one of the {places} shown meets the {target}{near}")
ALL_JUDGED = Text("可作判断的 {n} 个{places}均达到{target}{near}", "all {n} {places} that can be judged meet the {target}{near}")
NEAR: dict[bool, Text] = {  # whether an interval is known
    True: Text("（其中 {n} 个的区间含标准，尚不能断定）", " ({n} not for certain: the interval includes it)"),
    False: Text("（其中 {n} 个尚不能断定）", " ({n} not for certain)"),
}
CERTAIN = Text("（其中 {n} 个的区间整体在标准之外）", " ({n} with the whole interval beyond it)")
AMONG = Text("参加排名的 {n} 个{places}中，", "of the {n} {places} ranked, ")
MIDDLE = Text("，{median}", ", {median}")
RANGE = Text("{n} 个{places}在 {spread}之间", "{n} {places} lie between {low} and {high}")
SINGLE = Text("{first} 为 {a}", "{first}: {a}")
DIFFERENCE = Text("；差别超出波动", "; the difference is beyond chance")
MEDIAN_AT = Text("；中位时间 {at}", "; median time {at}")
MEDIAN_NOT_REACHED = Text("；中位时间未达到", "; median time not reached")
TOGETHER = Text("{label} 合计 {total}：{parts}", "{label}: {total} in all, of which {parts}")
ROWS, ROW = Text("共 {n} 行", "{n} rows"), Text("共 1 行", "1 row")
STOP, COMMA = Text("。", "."), Text("；", "; ")


def finding(chart: Chart) -> str:
    """Return the chart's finding: a person's wording if there is one, else a drafted sentence; its reason if empty."""
    if chart.finding:
        return chart.finding
    if chart.empty:
        return chart.empty
    sentence = DRAFTS[chart.kind](chart)
    return sentence[:1].upper() + sentence[1:] + STOP.of(chart.lang) if sentence else ""


def _trend(chart: Chart) -> str:
    drawn = [(s, _numbers(s)) for s in chart.series if _numbers(s)]
    broken = COMMA.of(chart.lang) + chart.broken if chart.broken else ""
    if len(drawn) == 1:
        return _one_line(chart, drawn[0][1]) + broken
    label = max((points[-1] for _, points in drawn), key=lambda p: p.x).label
    if len(drawn) > MOST_NAMED:
        drawn.sort(key=lambda d: -(d[1][-1].value or 0.0))
    parts = [_line_part(chart, s, points[-1]) for s, points in drawn[:MOST_NAMED] if points[-1].label == label]
    return SERIES_HEAD.of(chart.lang).format(label=label) + COMMA.of(chart.lang).join(parts) + broken


def _line_part(chart: Chart, series: Series, point: Point) -> str:
    return marked(SERIES_PART.of(chart.lang).format(name=series.name, text=point.text), point.mark, chart.lang)


def _one_line(chart: Chart, points: Sequence[Point]) -> str:
    lang, last = chart.lang, points[-1]
    if last.status == "partial":
        return MARKED.of(lang).format(label=last.label, text=last.text, mark=last.mark)
    interval = INTERVAL.of(lang).format(interval=last.interval) if last.interval else ""
    sentence = LEVEL.of(lang).format(label=last.label, text=last.text, interval=interval)
    before = next((p for p in reversed(_since_break(points)[:-1]) if p.status != "partial"), None)
    if before is None or last.value is None or before.value is None:
        return sentence
    size = change(last.value, before.value, chart.measure, lang)
    if not size and last.value != before.value:  # of money that was none no change is told
        return sentence
    if not size.startswith(("+", "−")):
        return sentence + AGAINST_SAME.of(lang).format(before=before.label)
    way = (UP if size.startswith("+") else DOWN).of(lang)
    sentence += AGAINST.of(lang).format(before=before.label, way=way, size=size[1:])
    return sentence + (UNCERTAIN.of(lang) if last.interval and before.interval and within_chance(last, before) else "")


def _since_break(points: Sequence[Point]) -> Sequence[Point]:
    """Return the points from the last break of the series on: no change is told across one."""
    starts = [i for i, point in enumerate(points) if point.begins]
    return points[starts[-1] :] if starts else points


def _numbers(series: Series) -> list[Point]:
    return [p for p in series.points if p.value is not None]


def _beyond(chart: Chart, points: Sequence[Point]) -> str:
    """How many places lie on the wrong side of the target; "" without a target or a direction."""
    if chart.target is None or chart.polarity == "neutral":
        return ""
    lang, is_low = chart.lang, chart.polarity == "higher"
    known = [p for p in points if p.value is not None]
    judged = [p for p in known if p.status == "ok"]
    wrong = [p for p in judged if _is_wrong(chart, p)]
    target = in_sentence(chart.target.label, lang)
    if not wrong:
        near = [p for p in judged if p.is_near_target]
        told = NEAR[any(p.lower is not None for p in near)].of(lang).format(n=len(near)) if near else ""
        if not judged or len(judged) == 1 < len(known):  # of one among several that are not judged "all" would say too much
            return ""
        said = NONE_BEYOND if len(judged) == max(len(points), len(chart.rows)) else ALL_JUDGED  # the table has those without a figure too
        return said.of(lang).format(n=len(judged), places=chart.places, target=target, near=told)
    n, sure = len(wrong), sum(p.is_beyond_target and p.lower is not None for p in wrong)
    certain, are = CERTAIN.of(lang).format(n=sure) if sure else "", "is" if n == 1 else "are"
    return (BELOW if is_low else ABOVE).of(lang).format(n=n, are=are, places=chart.places, target=target, certain=certain)


def _is_wrong(chart: Chart, point: Point) -> bool:
    if chart.target is None or point.value is None or chart.polarity == "neutral":
        return False
    return point.value < chart.target.at if chart.polarity == "higher" else point.value > chart.target.at


def _ranking(chart: Chart) -> str:
    points = [p for s in chart.series for p in s.points]
    if not chart.is_ranked:  # of those not drawn the table knows the figures
        return _range(chart, _figures(chart)[0]) if chart.more else _beyond(chart, points) or _spread(chart, points)
    points = points[:-1] if chart.apart else points  # the chosen place stands apart: what lies before it is not drawn
    ranked, (values, has_others) = compared(points), _figures(chart)
    if len(ranked) < 2:
        return _single(chart, points, ranked)
    count, alike = len(values), sum(chart.scale.full(v) == chart.scale.full(values[0]) for v in values)
    among = AMONG.of(chart.lang).format(n=count, places=chart.places) if has_others else ""
    parts = [among + worst_told(chart, ranked, count, alike)]
    if not chart.more or not (_is_wrong(chart, ranked[-1]) or any(p.is_near_target for p in ranked)):  # else more may be among those not drawn
        parts += [beyond] if (beyond := _beyond(chart, points)) else []
    if (k := chart.indistinct) > alike:
        said = NONE_APART if k == count else CANNOT_TELL["first" if chart.polarity == "neutral" else "last"]
        parts.append(said.of(chart.lang).format(k=k, places=chart.places))
    return COMMA.of(chart.lang).join(parts)


def _single(chart: Chart, points: Sequence[Point], ranked: Sequence[Point]) -> str:
    """Tell the one place that may be ranked, or the only place with its mark; nothing of several partly reported."""
    if ranked:
        return SINGLE.of(chart.lang).format(first=ranked[0].label, a=ranked[0].text)
    known = [p for p in points if p.value is not None]
    return MARKED.of(chart.lang).format(label=known[0].label, text=known[0].text, mark=known[0].mark) if len(known) == 1 else ""


def _figures(chart: Chart) -> tuple[list[float], bool]:
    """The figures of all ranked places in their order, drawn or not, and whether there are others that are partly reported and not ranked."""
    names, partly = [head.name for head in chart.columns], STATUS["partial"].of(chart.lang)
    value, status = names.index("value"), names.index("status")
    known = [row for row in chart.rows if row[value].value is not None]
    ranked = [row[value].value or 0.0 for row in known if row[status].text != partly]
    return ranked, len(ranked) < len(known)


def _spread(chart: Chart, points: Sequence[Point]) -> str:
    whole = compared(points)
    return _range(chart, [p.value for p in whole if p.value is not None]) if len(whole) > 1 else _single(chart, points, whole)


def _range(chart: Chart, values: Sequence[float]) -> str:
    """Tell between what figures places lie; the one figure that all of them print; nothing where no two can be compared."""
    if len(values) < 2:
        return ""
    low, high, scale = min(values), max(values), chart.scale
    if scale.full(low) == scale.full(high):
        return places_alike(chart, len(values), scale.full(low))
    spread = scale.spread(low, high) + (" " if scale.is_share else f" {scale.unit}")
    first = scale.full(low) if scale.prefix else scale.bare(low)  # "between 0.35 and 2.49 times"
    return RANGE.of(chart.lang).format(n=len(values), places=chart.places, spread=spread, low=first, high=scale.full(high))


def _map(chart: Chart) -> str:
    points = [c.point for c in chart.map.cells] if chart.map else []
    if not any(p.value is not None for p in points):
        return ""
    together = sentence_workforce.counted(chart) if chart.measure == "village" else ""
    return _beyond(chart, points) or together or _spread(chart, points)


def _distribution(chart: Chart) -> str:
    points = [p for s in chart.series for p in s.points]
    if chart.mark == "strip":
        middle = MIDDLE.of(chart.lang).format(median=in_sentence(chart.median.label, chart.lang)) if chart.median else ""
        return spread + middle if (spread := _spread(chart, points)) else ""
    top = sorted(compared(points), key=lambda p: -(p.value or 0.0))
    if len(top) < 2:
        return _single(chart, points, top)
    return categories_told(top, chart.measure, chart.lang)


def _survival(chart: Chart) -> str:
    last = {s.name: _at_last_tick(chart, s) for s in chart.series}
    known = {name: p for name, p in last.items() if p is not None}
    if not known:
        return ""
    if len(known) == 1:
        (point,) = known.values()
        interval = INTERVAL.of(chart.lang).format(interval=point.interval) if point.interval else ""
        sentence = AFTER.of(chart.lang).format(label=_after(chart, point), text=point.text, interval=interval)
        if chart.test:
            return sentence + COMMA.of(chart.lang) + chart.test
        return sentence + (_median_time(chart, chart.series[0]) if chart.mark == "step" else "")
    label = _after(chart, min(known.values(), key=lambda p: p.x))
    parts = [SERIES_PART.of(chart.lang).format(name=n, text=p.text) for n, p in list(known.items())[:MOST_NAMED]]
    two = list(known.values())
    ending = ""
    if len(two) == 2 and all(p.interval for p in two):
        ending = (NO_DIFFERENCE if within_chance(*two) else DIFFERENCE).of(chart.lang)
    tested = COMMA.of(chart.lang) + chart.test if chart.test else ""
    return SERIES_HEAD.of(chart.lang).format(label=label) + COMMA.of(chart.lang).join(parts) + (tested or ending)


def _told_at(chart: Chart) -> float:
    """The last tick that half of the lines reach, which is when a curve of steps is told; their end where no tick comes before it."""
    ends = sorted(max((p.x for p in s.points), default=0.0) for s in chart.series)
    reach = ends[(len(ends) - 1) // 2]
    return max((t for t, _ in chart.x.ticks if 0 < t <= reach), default=reach)


def _at_last_tick(chart: Chart, series: Series) -> Point | None:
    """The point at the time that is told; None for a line that ends before it."""
    time = _told_at(chart)
    known = [p for p in series.points if p.x <= time and p.value is not None]
    return known[-1] if known and series.points[-1].x >= time else None


def _after(chart: Chart, point: Point) -> str:
    time, unit = brief(_told_at(chart) if chart.mark == "step" else point.x), point.label.split(" ", 1)[-1]
    return f"入职 {time} {unit}后" if chart.lang == "zh" else f"after {time} {unit}"


def _median_time(chart: Chart, series: Series) -> str:
    reached = next((p for p in series.points if p.value is not None and p.value <= 0.5), None)
    return MEDIAN_AT.of(chart.lang).format(at=reached.label) if reached else MEDIAN_NOT_REACHED.of(chart.lang)


def _table(chart: Chart) -> str:
    return (ROW if len(chart.rows) == 1 else ROWS).of(chart.lang).format(n=len(chart.rows))


def _bars(chart: Chart) -> str:
    """What the last bar comes to and its largest part; of bars over categories the largest two."""
    lang = chart.lang
    if chart.mark == "bar" and len(chart.series) == 1:
        return _distribution(chart)
    last = max((p.x for s in chart.series for p in s.points if p.value is not None), default=0.0)
    parts = [(s.name, p) for s in chart.series for p in s.points if p.x == last and p.value is not None]
    parts.sort(key=lambda part: -abs(part[1].value or 0.0))
    if not parts:
        return ""
    named = COMMA.of(lang).join(SERIES_PART.of(lang).format(name=name, text=p.text) for name, p in parts[:MOST_NAMED])
    if chart.mark == "bar":
        return SERIES_HEAD.of(lang).format(label=parts[0][1].label) + named
    total = chart.scale.full(sum(p.value or 0.0 for _, p in parts))
    return TOGETHER.of(lang).format(label=parts[0][1].label, total=total, parts=named)


DRAFTS: Mapping[str, Callable[[Chart], str]] = {
    "trend": _trend, "ranking": _ranking, "map": _map, "distribution": _distribution, "survival": _survival, "table": _table, "bars": _bars,
    "curve": curve_draft, "forest": forest_draft, "percentiles": percentiles_draft, "funnel": funnel_draft, "panels": panels_draft,
    "pyramid": sentence_workforce.pyramid, "waterfall": sentence_workforce.waterfall,
}
