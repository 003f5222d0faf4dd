"""What a forest plot says: each estimate, the adjusted one where there is one, and whether its interval leaves room for no difference."""

from __future__ import annotations

from dashboard.charts.chart import Chart, Point
from dashboard.charts.words import category_in_sentence
from dashboard.render.sentence_ends import NO_DIFFERENCE, compared, ends_of, say_ends, within_chance
from pipelines.core.text import Lang, Text

MOST_NAMED = 3
PART = Text("{label} {text}", "{label} {text}")
WITH_SERIES = Text("{label}（{series}）{text}", "{label} ({series}) {text}")
PARTLY = Text("（{mark}，不作比较）", " ({mark}, not compared)")
BELOW = Text("{part}（区间整体低于“{line}”）", '{part} (the whole interval is below "{line}")')
ABOVE = Text("{part}（区间整体高于“{line}”）", '{part} (the whole interval is above "{line}")')
UNSURE = Text("{part}（区间包含“{line}”，不能确定）", "{part} (interval includes \"{line}\": not certain)")
APART = Text("；区间不重叠", "; the intervals do not overlap")
WHO = {  # by how the name of an indicator begins: of whom its figure tells how much less they earn, and than whom
    "pay_gap_sex": (Text("女性", "women"), Text("男性", "men")),
    "pay_gap_contract": (Text("编外人员", "those without an established post"), Text("在编人员", "holders of one")),
    "pay_gap_licence": (Text("无执业（助理）医师资格者", "those without a licence"), Text("有资格者", "those with one")),
}
LESS = Text("{who}的收入比{whom}少 {size}", "{who} earn {size} less than {whom}")
MORE = Text("{who}的收入比{whom}多 {size}", "{who} earn {size} more than {whom}")
EVEN = Text("{who}与{whom}的收入相同", "{who} earn as much as {whom}")
WITHIN = Text("（{how}95 % 区间 {spread}）", " ({how}95% interval {spread})")
NOT_APART = Text("{who}与{whom}的收入无法区分（{how}差距 {size}，95 % 区间 {spread}，含 0）",
                 "{who} and {whom} cannot be told apart in pay ({how}gap {size}, 95% interval {spread}, which covers 0)")
HOW, HOW_ALONE = Text("{series}，", "{series}, "), Text("（{series}）", " ({series})")  # of two estimates of a gap: which of them speaks
COMMA = Text("；", "; ")


def forest_draft(chart: Chart) -> str:
    """Return the finding of a forest plot; "" where nothing was estimated."""
    best: dict[str, tuple[str, Point]] = {}
    for series in chart.series:  # of a line with two estimates the later, adjusted one speaks
        best |= {p.label: (series.name, p) for p in series.points if p.value is not None}
    ranked = compared([point for _, point in best.values()])
    if not chart.events and len(ranked) > 1:
        return ends_told(chart, ranked)
    parts = [_part(chart, name, point) for name, point in best.values()]
    return COMMA.of(chart.lang).join(parts[:MOST_NAMED])


def ends_told(chart: Chart, points: list[Point], apart: Text = APART) -> str:
    """Name the lowest and the highest lines, those printed alike together, and say, with `apart`, whether their intervals part them."""
    lang, said = chart.lang, say_ends(points, chart.lang)
    low, high = ends_of(points)
    if low[0].text == high[0].text:
        return said
    uppers, lowers = [p.upper for p in low if p.upper is not None], [p.lower for p in high if p.lower is not None]
    if len(uppers) < len(low) or len(lowers) < len(high):
        return said
    if max(uppers) < min(lowers):
        return said + apart.of(lang)
    is_within = all(within_chance(a, b) for a in low for b in high)  # between the two, of ends picked out of many, nothing is claimed
    return said + (NO_DIFFERENCE.of(lang) if is_within else "")


def _part(chart: Chart, series: str, point: Point) -> str:
    lang = chart.lang
    if (gap := _gap(chart, series if len(chart.series) > 1 else "", point)):
        return gap
    pattern = WITH_SERIES if len(chart.series) > 1 else PART
    part = pattern.of(lang).format(label=category_in_sentence(point.label, lang), series=series, text=point.text)
    part += PARTLY.of(lang).format(mark=point.mark) if point.status == "partial" else ""
    if not chart.events or point.lower is None or point.upper is None:
        return part
    line = chart.events[0]
    return (BELOW if point.upper < line.at else ABOVE if point.lower > line.at else UNSURE).of(lang).format(part=part, line=line.label)


def _gap(chart: Chart, series: str, point: Point) -> str:
    """Return who earns less than whom and by how much; "" for what is no gap in pay, or partly reported."""
    found = next((names for start, names in WHO.items() if point.code.startswith(start)), None)
    if found is None or point.value is None or point.status == "partial":
        return ""
    lang, scale = chart.lang, chart.scale
    who, whom = (name.of(lang) for name in found)
    size = scale.bare(abs(point.value))
    if point.lower is None or point.upper is None:
        alone = HOW_ALONE.of(lang).format(series=series) if series else ""
        return _earned(point.value, size, lang).format(who=who, whom=whom, size=size) + alone
    how = HOW.of(lang).format(series=series) if series else ""
    if point.lower <= 0 <= point.upper:
        spread = scale.spread(point.lower, point.upper)
        return NOT_APART.of(lang).format(who=who, whom=whom, how=how, size=scale.bare(point.value), spread=spread)
    ends = (point.lower, point.upper) if point.value > 0 else (-point.upper, -point.lower)
    return _earned(point.value, size, lang).format(who=who, whom=whom, size=size) + WITHIN.of(lang).format(how=how, spread=scale.spread(*ends))


def _earned(value: float, size: str, lang: Lang) -> str:
    is_even = not any(digit in "123456789" for digit in size)
    return (EVEN if is_even else LESS if value > 0 else MORE).of(lang)
