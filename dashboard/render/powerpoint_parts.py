"""Parts of native PowerPoint charts and tables: colours, axes, labels, a fixed plot, upright lines, cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Pt

from dashboard.charts.chart import Axis, Line, Point, Series
from dashboard.charts.marks import is_hollow, is_pale
from dashboard.render.plotly_parts import edge_of, fill_of, text_width
from dashboard.theme import LIGHT

Box = tuple[int, int, int, int]  # left, top, width, height in EMU
Inner = tuple[float, float, float, float]  # the plot inside its frame: x, y, width, height as shares
FRAME_WIDTH = 1160  # of a chart on a slide, in px at 96 to the inch
LEGEND_LETTERS, LEGEND_KEY = 16, 22  # px: a letter of a legend, the square before a name with its gaps
LEGEND_ROW, MARKS_ROW, LEAST_LEGEND = 0.053, 0.06, 0.14  # shares of the height of a chart: a row of a legend, of marks under it, both at least
MOST_NAMES, MOST_UPRIGHT = 18, 24  # along an axis as wide as a slide, lying and upright; of more every third (fourth ...) is written
NO_LEADER = (  # some programs draw one unless told not to
    '<c:extLst xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:ext uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"><c15:showLeaderLines val="0"/></c:ext></c:extLst>'
)
LYING = "-1"  # a sixty-thousandth of a degree: at 0 some programs fold a name over several lines instead of leaving out its neighbours


def category_data(number_format: str) -> Any:
    """Return empty chart data by name; the library carries no types."""
    make: Any = CategoryChartData
    return make(number_format=number_format)


def xy_data(number_format: str) -> Any:
    """Return empty XY chart data."""
    make: Any = XyChartData
    return make(number_format=number_format)


def add_element(parent: Any, name: str, value: str = "") -> Any:
    """Append an element such as "c:errBarType" to `parent`, with `value` as its val, and return it."""
    make: Any = OxmlElement
    made = make(name)
    if value:
        made.set("val", value)
    parent.append(made)
    return made


def rgb(colour: str) -> RGBColor:
    """Return "#RRGGBB" as a PowerPoint colour."""
    make: Any = RGBColor
    made: RGBColor = make(*(int(colour[i : i + 2], 16) for i in (1, 3, 5)))
    return made


def series_colour(series: Series) -> str:
    """Return the colour of a series."""
    return LIGHT.series[series.colour % len(LIGHT.series)]


def style_line(drawn: Any, colour: str, width: float = 2.25) -> None:
    """Give a native series its line, width (points) and round markers."""
    drawn.smooth = False
    drawn.format.line.color.rgb = rgb(colour)
    drawn.format.line.width = Pt(width)
    drawn.marker.style = XL_MARKER_STYLE.CIRCLE
    drawn.marker.size = 6
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = rgb(colour)
    drawn.marker.format.line.color.rgb = rgb(colour)


def mark_bars(drawn: Any, points: Sequence[Point | None], colour: str) -> None:
    """Leave the bars of few people white, with an edge in the colour of their series, and those of what is partly reported pale."""
    for i, point in enumerate(points):
        if point is not None and (is_hollow(point) or is_pale(point)):
            mark_bar(drawn, i, point, colour)


def mark_bar(drawn: Any, place: int, point: Point, colour: str) -> None:
    """Fill one bar of a native series as its point is: white with an edge in the colour, pale, or whole."""
    shade = drawn.points[place].format
    shade.fill.solid()
    shade.fill.fore_color.rgb = rgb(fill_of(point, colour, LIGHT))
    if is_hollow(point):
        shade.line.color.rgb, shade.line.width = rgb(colour), Pt(1)
    at = drawn._element.xpath(f"c:dPt[c:idx/@val='{place}']/c:idx")[0]
    at.addnext(add_element(at.getparent(), "c:invertIfNegative", "0"))


def mark_dots(drawn: Any, points: Sequence[Point | None], colour: str) -> None:
    """Leave the markers of few people white, with an edge in the colour of their series, and those of what is partly reported pale."""
    for i, point in enumerate(points):
        if point is not None and (is_hollow(point) or is_pale(point)):
            marker = drawn.points[i].marker
            marker.style, marker.size = drawn.marker.style, drawn.marker.size
            marker.format.fill.solid()
            marker.format.fill.fore_color.rgb = rgb(fill_of(point, colour, LIGHT))
            marker.format.line.color.rgb = rgb(edge_of(point, colour, LIGHT))


def label_point(point: Any, text: str, colour: str, position: Any) -> None:
    """Write words beside one native point."""
    frame = point.data_label.text_frame
    frame.text = text
    frame.word_wrap = False  # some programs break a name at a fifth of the chart, and over the next one
    font = frame.paragraphs[0].runs[0].font
    font.size, font.color.rgb = Pt(12), rgb(colour)
    point.data_label.position = position


def move_label(point: Any, drop: float, aside: float = 0.0) -> None:
    """Move a point's label down by a share of the chart's height (up where negative) and to the right by one of its width; no line leads to it."""
    if abs(drop) < 1e-6 and abs(aside) < 1e-6:
        return
    label = point.data_label._dLbl
    layout = add_element(label, "c:layout")
    manual = add_element(layout, "c:manualLayout")
    for name, value in (("x", f"{aside:.4f}"), ("y", f"{drop:.4f}")):
        add_element(manual, f"c:{name}", value)
    label.find(qn("c:idx")).addnext(layout)
    if label.getparent().find(qn("c:extLst")) is None:
        label.getparent().append(parse_xml(NO_LEADER))


def name_every_place(axis: Any) -> None:
    """Let no name of a category axis be skipped."""
    _skip(axis, 1)


def name_places(axis: Any, count: int) -> bool:
    """Name all of `count` places of an axis, upright and in smaller letters where they would touch, or some of very many; say if upright."""
    stand_upright = MOST_NAMES < count <= MOST_UPRIGHT
    _skip(axis, max(3, -(-count // MOST_NAMES)) if count > MOST_UPRIGHT else 1)
    if count > MOST_NAMES:
        axis.tick_labels.font.size = Pt(10)
        axis._element.txPr.bodyPr.set("rot", "-5400000" if stand_upright else LYING)
    return stand_upright


def _skip(axis: Any, every: int) -> None:
    skip = add_element(axis._element, "c:tickLblSkip", str(every))
    for name in ("c:noMultiLvlLbl", "c:tickMarkSkip"):
        for later in axis._element.findall(qn(name)):
            later.addprevious(skip)


def add_legend(native: Any, names: Sequence[str], *, has_marks: bool = False) -> float:
    """Give a native chart its legend at the top; return how far down the plot may begin, as a share of the height.

    Names that do not stand on one row stand in columns as wide as the longest; marks above the plot (policies) need a row of their own.
    """
    native.has_legend = True
    native.legend.position, native.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    native.legend.font.size, native.legend.font.color.rgb = Pt(12), rgb(LIGHT.sub)
    wide = [text_width(name, LEGEND_LETTERS) + LEGEND_KEY for name in names] or [0]
    rows = 1 if sum(wide) <= FRAME_WIDTH else -(-len(wide) // max(1, FRAME_WIDTH // max(wide)))
    return max(LEAST_LEGEND, 0.03 + LEGEND_ROW * rows + (MARKS_ROW if has_marks else 0.0))


def set_axes(native: Any, axis: Axis, *, category: bool) -> None:
    """Set type and both axes of a native chart; `category` where the other axis carries names."""
    native.font.size, native.font.color.rgb = Pt(12), rgb(LIGHT.sub)
    native.has_title = False
    set_value_axis(native.value_axis, axis, grid=True)
    if category:
        names = native.category_axis
        names.tick_labels.font.size, names.tick_labels.font.color.rgb = Pt(12), rgb(LIGHT.sub)
        names.format.line.color.rgb = rgb(LIGHT.line)
        names.major_tick_mark, names.has_major_gridlines = XL_TICK_MARK.NONE, False
        names.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def set_value_axis(native: Any, axis: Axis, *, grid: bool) -> None:
    """Set ends, ticks, gridlines and words of a native value axis."""
    native.minimum_scale, native.maximum_scale, native.major_unit = axis.low, axis.high, axis.step
    native.has_major_gridlines = grid
    if grid:
        native.major_gridlines.format.line.color.rgb = rgb(LIGHT.line)
        native.major_gridlines.format.line.width = Pt(0.75)
    native.major_tick_mark = native.minor_tick_mark = XL_TICK_MARK.NONE
    native.format.line.fill.background()
    native.tick_labels.number_format, native.tick_labels.number_format_is_linked = axis.number_format, False
    native.tick_labels.font.size, native.tick_labels.font.color.rgb = Pt(12), rgb(LIGHT.sub)
    if axis.title:
        native.has_title = True
        native.axis_title.text_frame.text = axis.title
        font = native.axis_title.text_frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.color.rgb = Pt(11), False, rgb(LIGHT.sub)


def set_inner(native: Any, inner: Inner) -> None:
    """Fix the plot inside its frame, so that every program draws it in the same place."""
    area = native._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout = add_element(area, "c:layout")
    manual = add_element(layout, "c:manualLayout")
    values = [("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge")]
    values += [(k, f"{v:.4f}") for k, v in zip("xywh", inner, strict=True)]
    for name, value in values:
        add_element(manual, f"c:{name}", value)
    area.insert(0, layout)


def add_upright(slide: Any, line: Line, axis: Axis, box: Box, inner: Inner, colour: str = LIGHT.target, lift: int = 0, size: int = 12) -> None:
    """Draw a dotted upright line with its name at a value of a chart whose plot is fixed at `inner`.

    `lift` (EMU) raises the name where two lines would write over each other; `size` is that of its letters in points.
    """
    left, top, width, height = box
    share = (line.at - axis.low) / ((axis.high - axis.low) or 1.0)
    x = left + round(width * (inner[0] + inner[2] * share))
    above, below = top + round(height * inner[1]), top + round(height * (inner[1] + inner[3]))
    drawn = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Emu(x), Emu(above), Emu(x), Emu(below))
    drawn.line.color.rgb, drawn.line.width, drawn.line.dash_style = rgb(colour), Pt(1.5), MSO_LINE.ROUND_DOT
    label = slide.shapes.add_textbox(Emu(x - Pt(80)), Emu(above - Pt(22) - lift), Pt(160), Pt(20)).text_frame
    label.text = line.label
    paragraph = label.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    paragraph.runs[0].font.size, paragraph.runs[0].font.color.rgb = Pt(size), rgb(colour)


def plain_table(table: Any) -> None:
    """Take off the built-in table style's stripes and head."""
    table.first_row = table.horz_banding = False
    table._tbl.tblPr.find("{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId").text = (
        "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's own "no style, no grid"
    )


def write_cell(
    cell: Any, text: str, size: int, colour: str, *, bold: bool = False, right: bool = False, centred: bool = False
) -> None:
    """Write words of `size` points into a cell of a native table."""
    cell.text_frame.text = text or " "
    cell.text_frame.word_wrap = True
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Pt(1)
    cell.margin_left = cell.margin_right = Pt(6)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.CENTER if centred else PP_ALIGN.LEFT
    font = paragraph.runs[0].font
    font.size, font.bold, font.color.rgb = Pt(size), bold, rgb(colour)
