"""Native, editable line and bar charts. Their workbooks hold what the slide shows, no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from dashboard.charts.axis import value_axis
from dashboard.charts.chart import Chart, Point
from dashboard.charts.marks import MOST_ERROR_BARS, is_dashed
from dashboard.render.plotly_parts import fill_of, spread_apart, text_width
from dashboard.render.powerpoint_parts import (
    FRAME_WIDTH,
    Box,
    Inner,
    add_element,
    add_legend,
    add_upright,
    category_data,
    label_point,
    mark_bar,
    mark_dots,
    move_label,
    name_every_place,
    rgb,
    series_colour,
    set_axes,
    set_inner,
    style_line,
)
from dashboard.theme import LIGHT

LABELLED = 4
CHOSEN_MARK = "▶"  # before the name of the chosen place: one name of an axis cannot be bold
NAME_ROW = Pt(18)  # that a name at the end of a line takes


def add_lines(slide: Any, chart: Chart, box: Box) -> Any:
    """Add a trend as a line chart: gaps stay gaps, what leads to or from a partly reported year is dashed, small numbers hollow."""
    data = category_data(chart.scale.number_format)
    labels = list(dict.fromkeys(p.label for p in sorted((p for s in chart.series for p in s.points), key=lambda p: p.x)))
    data.categories = labels
    for series in chart.series:
        known = {p.label: p.value for p in series.points}
        data.add_series(series.name, [known.get(label) for label in labels])
    if chart.target:
        data.add_series(chart.target.label, [chart.target.at] * len(labels))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *(Emu(v) for v in box), data)
    native = frame.chart
    set_axes(native, chart.y, category=True)
    for series, drawn in zip(chart.series, native.plots[0].series, strict=False):
        by_label = {p.label: p for p in series.points}
        style_line(drawn, series_colour(series))
        points = [by_label.get(label) for label in labels]
        mark_points(drawn, points, series_colour(series))
        if len(chart.series) <= MOST_ERROR_BARS and any(p.lower is not None for p in series.points):
            add_error_bars(drawn, points, series_colour(series))
    if chart.target:
        style_target(list(native.plots[0].series)[-1])
    ends = [[p.label for p in s.points if p.value is not None][-1] for s in chart.series]
    inner = name_series(native, chart, [labels.index(end) for end in ends], box[3])
    for event in chart.events:
        add_upright(slide, event, chart.x, box, inner, LIGHT.event)
    return frame


def style_target(drawn: Any, *, is_named: bool = True) -> None:
    """Draw the line of a target dotted, with its name at its first point where it `is_named`."""
    drawn.smooth = False
    drawn.marker.style = XL_MARKER_STYLE.NONE
    drawn.format.line.color.rgb = rgb(LIGHT.target)
    drawn.format.line.width = Pt(1.5)
    drawn.format.line.dash_style = MSO_LINE.ROUND_DOT
    if is_named:
        label_point(drawn.points[0], drawn.name, LIGHT.target, XL_LABEL_POSITION.ABOVE)


def mark_points(drawn: Any, points: Sequence[Point | None], colour: str) -> None:
    """Draw the dots of a line, small numbers hollow, and cut or dash the stretches that lead to what does not compare."""
    mark_dots(drawn, points, colour)
    for i, point in enumerate(points):
        if point is None or point.value is None:
            continue
        if point.begins:
            drawn.points[i].format.line.fill.background()  # the stretch that leads to it
        elif i and (before := points[i - 1]) is not None and is_dashed(before, point):
            line = drawn.points[i].format.line
            line.color.rgb, line.width, line.dash_style = rgb(colour), Pt(2.25), MSO_LINE.DASH


def name_series(native: Any, chart: Chart, last: Sequence[int], tall: int, left: float = 0.07) -> Inner:
    """Name up to four lines at their last point, more in a legend; return where the plot stands in its frame.

    `last` is each line's point to name, `tall` the height of the frame (EMU), `left` the share of it kept free at the left.
    """
    native.has_legend, top, bottom = len(chart.series) > LABELLED, 0.06, 0.17 if chart.x.title else 0.09
    if native.has_legend:
        top = add_legend(native, [s.name for s in chart.series], has_marks=bool(chart.events))
    inner = (left, top, 1 - left - name_margin(chart), 1 - top - bottom)
    if 1 < len(chart.series) <= LABELLED:
        _name_ends(native, chart, last, tall, inner)
    set_inner(native, inner)
    return inner


def _name_ends(native: Any, chart: Chart, last: Sequence[int], tall: int, inner: Inner) -> None:
    """Write the names of lines in one column at the right of the plot, where no line runs, each as high as its line ends or near it."""
    ends = [next((p for p in reversed(s.points) if p.y is not None), None) for s in chart.series]
    span, along = (chart.y.high - chart.y.low) or 1.0, (chart.x.high - chart.x.low) or 1.0
    lifts = spread_apart([p.y if p else None for p in ends], span * NAME_ROW / (inner[3] * tall))
    right = max((p.x for p in ends if p), default=0.0)
    for series, drawn, place, lift, end in zip(chart.series, native.plots[0].series, last, lifts, ends, strict=False):
        label_point(drawn.points[place], series.name, series_colour(series), XL_LABEL_POSITION.RIGHT)
        move_label(drawn.points[place], -inner[3] * lift / span, inner[2] * (right - end.x) / along if end else 0.0)


def name_margin(chart: Chart) -> float:
    """Return the share of the frame that names at the line ends need at the right."""
    if not 1 < len(chart.series) <= LABELLED:
        return 0.02
    return min(0.3, 0.02 + max(text_width(s.name, 16) for s in chart.series) / FRAME_WIDTH)


def add_bars(slide: Any, chart: Chart, box: Box) -> Any:
    """Add a ranking or amounts by category as bars from zero with their intervals and the target as a dotted line."""
    at = {p.y: p for s in chart.series for p in s.points}
    rows = [at.get(tick) for tick, _ in chart.y.ticks]
    points = [p for p in rows if p]
    data = category_data(chart.scale.number_format)
    names = _named_rows(chart, rows)
    data.categories = names
    data.add_series(chart.series[0].name, [p.value if p else None for p in rows])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *(Emu(v) for v in box), data)
    native, drawn = frame.chart, frame.chart.plots[0].series[0]
    axis = value_axis([v for p in points for v in (p.value, p.upper) if v is not None] + ([chart.target.at] if chart.target else []),
                      chart.scale, from_zero=True)
    set_axes(native, axis, category=True)
    native.has_legend = False
    native.category_axis.reverse_order = True
    name_every_place(native.category_axis)
    native.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # the order is reversed: high is the bottom
    native.plots[0].gap_width = 55
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = rgb(LIGHT.series[0])
    _fill_bars(drawn, rows, chart.chosen)
    has_intervals = any(p.lower is not None for p in points)
    if has_intervals:
        add_error_bars(drawn, rows, LIGHT.ink)
    else:
        add_value_labels(native.plots[0], chart.scale.number_format)
    left = min(0.32, 0.02 + max((text_width(name, 16) for name in names), default=40) / FRAME_WIDTH)
    inner = (left, 0.06, 0.96 - left - (0 if has_intervals else 0.05), 0.84)
    set_inner(native, inner)
    if chart.target and axis.low <= chart.target.at <= axis.high:
        add_upright(slide, chart.target, axis, box, inner)
    return frame


def _named_rows(chart: Chart, rows: Sequence[Point | None]) -> list[str]:
    """Return the names of the rows, in a ranking with the rank and the rank before behind each; that of the chosen place behind its mark."""
    beside = chart.beside[1:] or ("",) * len(chart.y.ticks)
    marks = [f"{CHOSEN_MARK} " if is_chosen(p, chart.chosen) else "" for p in rows]
    return [f"{mark}{name}  {words}".rstrip() for mark, (_, name), words in zip(marks, chart.y.ticks, beside, strict=True)]


def is_chosen(point: Point | None, chosen: str) -> bool:
    """Say whether a point is of the chosen place, where that is one among others."""
    return bool(point and chosen and point.code == chosen)


def _fill_bars(drawn: Any, points: Sequence[Point | None], chosen: str) -> None:
    for i, point in ((i, p) for i, p in enumerate(points) if p):
        colour = LIGHT.bad if point.is_beyond_target else LIGHT.faint if point.is_near_target else LIGHT.series[0]
        if fill_of(point, colour, LIGHT) != LIGHT.series[0]:
            mark_bar(drawn, i, point, colour)
        if is_chosen(point, chosen):
            edge = drawn.points[i].format.line
            edge.color.rgb, edge.width = rgb(LIGHT.ink), Pt(2.25)


def add_value_labels(plot: Any, number_format: str) -> None:
    """Let each bar of a native chart carry its value, beyond its end."""
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = number_format, False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size, labels.font.color.rgb = Pt(11), rgb(LIGHT.sub)


def add_error_bars(drawn: Any, points: Sequence[Point | None], colour: str, *, direction: str = "") -> None:
    """Add each point's interval to a series; PowerPoint wants it as lengths upward and downward.

    `direction` is "y" on an XY chart, which has two.
    """
    bars = add_element(drawn._element, "c:errBars")
    settings = [("errDir", direction)] if direction else []
    for name, value in (*settings, ("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "1")):
        add_element(bars, f"c:{name}", value)
    for name in ("plus", "minus"):
        literal = add_element(add_element(bars, f"c:{name}"), "c:numLit")
        add_element(literal, "c:formatCode").text = "General"
        add_element(literal, "c:ptCount", str(len(points)))
        for i, point in enumerate(points):
            end = None if point is None else point.upper if name == "plus" else point.lower
            if point is not None and end is not None and point.value is not None:
                place = add_element(literal, "c:pt")
                place.set("idx", str(i))
                add_element(place, "c:v").text = repr(abs(end - point.value))
    line = add_element(add_element(bars, "c:spPr"), "a:ln")
    line.set("w", str(Pt(1.25)))
    add_element(add_element(line, "a:solidFill"), "a:srgbClr", colour[1:])
    follower = next(e for e in drawn._element if e.tag in (qn("c:cat"), qn("c:val"), qn("c:xVal")))
    follower.addprevious(bars)
