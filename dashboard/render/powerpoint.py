"""Charts -> a deck: a title slide and a slide a chart, editable, that can travel alone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Inches, Pt

from dashboard.charts.chart import Chart
from dashboard.charts.marks import marks_told
from dashboard.charts.words import LIST_COMMA, NAMED, NAMES_AS_FILED, SEMICOLON, is_chinese
from dashboard.render.alt_text import alt_text
from dashboard.render.cells import wrapped
from dashboard.render.heading import headline
from dashboard.render.plotly_parts import text_width
from dashboard.render.powerpoint_bars import add_columns
from dashboard.render.powerpoint_charts import CHOSEN_MARK, add_bars, add_lines, is_chosen
from dashboard.render.powerpoint_forest import add_forest
from dashboard.render.powerpoint_funnel import add_funnel
from dashboard.render.powerpoint_notes import FOOT_SIZE, foot, write_notes
from dashboard.render.powerpoint_panels import add_panels
from dashboard.render.powerpoint_parts import Box, rgb
from dashboard.render.powerpoint_percentiles import add_percentiles
from dashboard.render.powerpoint_pyramid import add_pyramid
from dashboard.render.powerpoint_table import add_table
from dashboard.render.powerpoint_type import set_theme, set_typefaces, text_roots
from dashboard.render.powerpoint_waterfall import add_waterfall
from dashboard.render.powerpoint_xy import add_curve, add_strip
from dashboard.render.static_map import map_png
from dashboard.theme import LIGHT
from pipelines.core.text import Lang, Text

Template = Literal["blue", "red_gold"]
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, INNER, FOOT_WIDTH = Inches(0.6), Inches(12.13), Inches(11.5)
RANKS_AFTER = Text("地名后为{head}", "after each name: {head}")
CHOSEN = Text("{mark} 为所选地区", "{mark} marks the place chosen")
WITH_POLICIES = ("trend", "panels", "bars")  # drawings that mark them
HELD = re.compile(r"(?<=\d) (?=%)")  # the space between a number and its %: no line of a title ends there
LEAST_NOTE = 10  # points: what is smaller nobody reads
CHART_BOX: Box = (LEFT, Inches(1.78), INNER, Inches(4.75))
NOTE_SIZE, NOTE_LEADING = 12, 1.36  # points of what a meeting agreed, and how high a line of it stands in sizes
MOST_NOTE_LINES = 8
MORE_AGREED = Text("另有 {n} 条议定事项", "{n} more were agreed")


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours of a template: the title slide's ground and its line; slides carry a bar of both."""

    ground: str
    line: str


GROUNDS: Mapping[Template, Ground] = {"blue": Ground("#1D4E89", "#9DB8D6"), "red_gold": Ground("#9E1B1E", "#E0B24A")}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckTitle:
    """What the title slide says. `stamp` parts (profile, synthetic mark, build) stand at its foot."""

    title: str
    subtitle: str
    lang: Lang
    author: str = ""
    made_on: date | None = None
    stamp: tuple[str, ...] = ()
    template: Template = "blue"


def deck(title: DeckTitle, charts: Sequence[Chart]) -> bytes:
    """Return a 16:9 .pptx: a title slide, then one slide a chart in order."""
    return list(deck_steps(title, charts))[-1]


def deck_steps(title: DeckTitle, charts: Sequence[Chart]) -> Iterator[bytes]:
    """Yield nothing after each slide of a chart that is made, and the whole deck at last: who waits can be told, and can stop."""
    made = Presentation()
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    _widen(made)
    ground = GROUNDS[title.template]
    _title_slide(made, title, ground)
    for number, chart in enumerate(charts, 2):
        _chart_slide(made, chart, ground, number)
        yield b""
    about = made.core_properties
    about.title, about.author, about.language = title.title, title.author or "Xiangyi", "zh-CN" if title.lang == "zh" else "en-GB"
    about.last_modified_by, about.keywords, about.comments = about.author, "", " · ".join(title.stamp)
    set_theme(made)
    set_typefaces(text_roots(made), title.lang)
    out = io.BytesIO()
    made.save(out)
    yield out.getvalue()


def _widen(made: Any) -> None:
    """Stretch the master and its layouts to 16:9 for slides added by hand."""
    for holder in (made.slide_master, *made.slide_master.slide_layouts):
        for shape in holder.placeholders:
            if shape._element.xpath("./p:spPr/a:xfrm"):
                shape.left, shape.width = Emu(shape.left * 4 // 3), Emu(shape.width * 4 // 3)


def _blank(made: Any) -> Any:
    return made.slides.add_slide(made.slide_layouts[6])


def _text(
    slide: Any, words: str, box: Box, size: int, colour: str, *, bold: bool = False, name: str = "", low: bool = False
) -> Any:
    shape = slide.shapes.add_textbox(*(Emu(v) for v in box))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM if low else MSO_ANCHOR.TOP
    frame.text = HELD.sub("\N{NO-BREAK SPACE}", words) if name in ("Title", "Subtitle") else words
    for run in (r for paragraph in frame.paragraphs for r in paragraph.runs):
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, rgb(colour)
    if name:
        shape.name = name
    return shape


def _block(slide: Any, box: Box, colour: str) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Emu(v) for v in box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()
    shape.shadow.inherit = False


def _title_slide(made: Any, title: DeckTitle, ground: Ground) -> None:
    slide = _blank(made)
    _block(slide, (0, 0, WIDTH, HEIGHT), ground.ground)
    _block(slide, (Inches(0.9), Inches(3.92), Inches(1.6), Pt(3)), ground.line)
    left, width = Inches(0.9), Inches(11.5)
    _text(slide, title.title, (left, Inches(1.9), width, Inches(1.8)), 36, "#FFFFFF", bold=True, name="Title", low=True)
    _text(slide, title.subtitle, (left, Inches(4.15), width, Inches(1.5)), 18 if len(title.subtitle) < 60 else 15, "#FFFFFF", name="Subtitle")
    made_on = title.made_on.isoformat() if title.made_on else ""
    last = " · ".join(t for t in (title.author, made_on) if t)
    if last:
        _text(slide, last, (left, Inches(5.85), width, Inches(0.4)), 14, ground.line, name="Author")
    if title.stamp:
        _text(slide, " · ".join(title.stamp), (left, Inches(6.75), width, Inches(0.4)), 12, ground.line, name="Stamp")


def _chart_slide(made: Any, chart: Chart, ground: Ground, number: int) -> None:
    slide = _blank(made)
    _block(slide, (0, 0, WIDTH, Inches(0.14)), ground.ground)
    _block(slide, (0, Inches(0.14), WIDTH, Pt(2)), ground.line)
    heading = headline(chart)
    long = len(heading) / (62 if chart.lang == "zh" else 100)  # two lines at 24 pt
    size = 24 if long <= 1 else 20 if long <= 1.35 else 17
    _text(slide, heading, (LEFT, Inches(0.4), INNER, Inches(0.9)), size, LIGHT.ink, bold=True, name="Title", low=True)
    title = chart.title if heading != chart.title else ""
    is_led = bool(chart.place) and title.startswith(NAMED.of(chart.lang).format(name=chart.place, said=""))  # as that of a clinic's people is
    what = " · ".join(t for t in (title, "" if is_led else chart.place, chart.unit, chart.subtitle) if t)
    size = _size(what, 14, 11, int(INNER / Pt(1)) * 96 / 72)
    _text(slide, what, (LEFT, Inches(1.38), INNER, Inches(0.32)), size, LIGHT.sub, name="Subtitle")
    note = _note(chart)
    _body(slide, chart, _agreed(slide, chart, _above(note)))
    if note:
        _text(slide, note, (LEFT, Inches(6.54), INNER, Inches(0.34)), _size(note, small=LEAST_NOTE), LIGHT.sub, name="Note", low=True)
    _block(slide, (LEFT, Inches(6.93), INNER, Pt(0.75)), LIGHT.line)
    said = foot(chart, int(FOOT_WIDTH / Pt(1)))
    _text(slide, said, (LEFT, Inches(7.0), FOOT_WIDTH, Inches(0.36)), _size(said, small=FOOT_SIZE), LIGHT.faint, name="Foot")
    write_notes(slide, chart)
    _text(slide, str(number), (LEFT + INNER - Inches(0.35), Inches(7.0), Inches(0.35), Inches(0.3)), 11, LIGHT.faint, name="Number")


PARAGRAPH_SIZES, PARAGRAPH_LEADING = (20, 18, 16, 14, 12), 1.5  # points; of a line to its letters
SHADES = Text("颜色由浅到深：{labels}", "shades from light to dark: {labels}")  # a slide is light


def _size(line: str, large: int = 11, small: int = 9, room: float = 1080) -> int:
    """Return `large` points where a line of them fits into `room` pixels of a slide, else `small`."""
    return large if text_width(line, large * 96 / 72) < room else small


def _note(chart: Chart) -> str:
    """The chart's note without what is burnt into the map."""
    burnt = chart.map.note if chart.map else ""
    note = SEMICOLON.of(chart.lang).join(p for p in (chart.footer.note.removeprefix(burnt).lstrip("；; "), marks_told(chart, on_slide=True)) if p)
    ranks = RANKS_AFTER.of(chart.lang).format(head=chart.beside[0]) if chart.beside else ""
    mark = CHOSEN.of(chart.lang).format(mark=CHOSEN_MARK) if _marks_chosen(chart) else ""
    shades = SHADES.of(chart.lang).format(labels=LIST_COMMA.of(chart.lang).join(c.label for c in chart.shades)) if chart.shades else ""
    return " · ".join(part for part in (note, shades, mark, ranks, *_policies(chart)) if part)


def _policies(chart: Chart) -> tuple[str, ...]:
    """Return what the marks of policies stand for, only where marks are drawn, and in English that names are as the source has them."""
    if chart.kind not in WITH_POLICIES or not chart.events:
        return ()
    named = chart.footer.events.replace("\n", LIST_COMMA.of(chart.lang))
    is_foreign = chart.lang == "en" and any(is_chinese(words) for words in (named, *(event.label for event in chart.events)))
    return (NAMES_AS_FILED.of(chart.lang) if is_foreign else "", named)


def _marks_chosen(chart: Chart) -> bool:
    return chart.kind == "ranking" and any(is_chosen(p, chart.chosen) for s in chart.series for p in s.points)


def _above(note: str) -> Box:
    """Return the room that a note leaves for a drawing: beyond two lines it grows upwards."""
    left, top, width, height = CHART_BOX
    size = _size(note, small=LEAST_NOTE)
    lines = len(wrapped(note, int(INNER / Pt(1)), size)) if note else 0
    return left, top, width, height - max(lines - 2, 0) * int(size * NOTE_LEADING * Pt(1))


def _agreed(slide: Any, chart: Chart, box: Box) -> Box:
    """Write what a meeting agreed at the foot of the drawing's room, and return the room that is left."""
    left, top, width, height = box
    if not chart.notes:
        return box
    room = int(width / Pt(1))
    lines = [wrapped(line, room, NOTE_SIZE) for line in chart.notes]
    shown: list[str] = []
    for number, parts in enumerate(lines):
        if len(shown) + len(parts) > MOST_NOTE_LINES - (number < len(lines) - 1):
            shown.append(MORE_AGREED.of(chart.lang).format(n=len(lines) - number))
            break
        shown += parts
    tall = int(len(shown) * NOTE_SIZE * NOTE_LEADING * Pt(1)) + Pt(6)
    box = (left, top + height - tall, width, tall)
    _block(slide, (left, top + height - tall - Pt(4), width, Pt(0.75)), LIGHT.line)
    _text(slide, "\n".join(shown), box, NOTE_SIZE, LIGHT.ink, name="Agreed")
    return left, top, width, height - tall - Pt(8)


def _body(slide: Any, chart: Chart, box: Box) -> None:
    if chart.empty:
        reason = (LEFT, Inches(3.2), INNER, Inches(1.0))
        _text(slide, chart.empty, reason, 18, LIGHT.sub, name="Reason")
        return
    drawn = _printer(chart)(slide, chart, box)
    properties = drawn._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", alt_text(chart))
    properties.set("name", chart.name)


def _printer(chart: Chart) -> Callable[[Any, Chart, Box], Any]:
    if chart.kind == "distribution" and chart.mark == "strip":
        return add_strip
    if chart.kind == "table" and len(chart.columns) == len(chart.rows) == 1:
        return _add_paragraph
    return PRINTERS.get(chart.kind, add_table)


def _add_paragraph(slide: Any, chart: Chart, box: Box) -> Any:
    """Write a card of one text, as a draft is, in the largest letters that have room."""
    said, (left, top, width, height) = chart.rows[0][0].text, box
    room, tall = int(width / Pt(1)), height / Pt(1)
    size = next((s for s in PARAGRAPH_SIZES if len(wrapped(said, room, s)) * s * PARAGRAPH_LEADING <= tall), PARAGRAPH_SIZES[-1])
    shape = _text(slide, said, (left, top + Inches(0.2), width, height - Inches(0.2)), size, LIGHT.ink)
    shape.text_frame.paragraphs[0].line_spacing = PARAGRAPH_LEADING
    return shape


def _add_map(slide: Any, chart: Chart, box: Box) -> Any:
    left, top, width, height = box
    picture = slide.shapes.add_picture(io.BytesIO(map_png(chart)), Emu(left), Emu(top), height=Emu(height))
    picture.left = Emu(left + (width - picture.width) // 2)
    return picture


PRINTERS: Mapping[str, Callable[[Any, Chart, Box], Any]] = {
    "trend": add_lines, "panels": add_panels, "ranking": add_bars, "distribution": add_bars, "survival": add_curve, "curve": add_curve,
    "map": _add_map, "bars": add_columns, "forest": add_forest, "percentiles": add_percentiles, "funnel": add_funnel,
    "pyramid": add_pyramid, "waterfall": add_waterfall,
}
