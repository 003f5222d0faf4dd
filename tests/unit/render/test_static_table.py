"""The picture of a table: its size, the words in it, what is counted instead of drawn, and that nothing stands on another thing."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.image import imread
from matplotlib.patches import Rectangle
from matplotlib.text import Text as Written

from dashboard.charts.chart import Chart, ColumnHead, MapClass, TableCell
from dashboard.charts.sift import noted
from dashboard.charts.table import listing
from dashboard.charts.words import STATUS_CELL
from dashboard.render.paletted import COLOURS
from dashboard.render.static_map import DPI
from dashboard.render.static_table import (
    MARGIN,
    MOST_PIXELS,
    MOST_ROWS,
    NARROWEST,
    SIZE,
    has_picture,
    laid_out,
    table_picture,
    table_png,
    table_svg,
)
from dashboard.render.workbook import DEFINITION, INTERVAL_WORD, METHOD
from dashboard.theme import LIGHT, TONES
from tests.unit.charts.samples import card, context

HEADS = {"zh": ("地区", "人数", "怎么办", "操作"), "en": ("Place", "People", "What to do", "Action")}
LONG = {
    "zh": "请单位说明此人何时到岗、由谁聘用：漏报的补报任职记录，确无此人的停发并追回；换证、交接在 31 天以内的不算问题，其余逐件核对",
    "en": "Ask the unit when the person came and who employs them: send the employment record that is missing, or stop the pay and recover what was paid",
}
MARK = {"zh": "合成演示数据", "en": "synthetic demo data"}
LANGS = pytest.mark.parametrize("lang", ["zh", "en"])


def table(lang: Any, count: int = 6, tone: str = "") -> Chart:
    """A list of places with numbers, long words and something to press."""
    heads = [ColumnHead(f"c{i}", title, i == 1, i == 3) for i, title in enumerate(HEADS[lang])]
    rows = [
        [TableCell(f"{i:03d}"), TableCell(f"{1_000 + i:,}", 1_000.0 + i, tone=tone), TableCell(LONG[lang]), TableCell("↓", href="/x")] for i in range(count)
    ]
    made = listing(card("table", "headcount"), heads, rows, context(lang), period="2025")
    foot = replace(made.footer, note="n*", act="PRESS", source="S", build="b1", synthetic=MARK[lang])
    return replace(made, finding="F.", footer=foot, notes=("agreed thing",))


def read(png: bytes) -> np.ndarray:
    """The pixels of a picture: red, green and blue, 0 to 255."""
    return (imread(io.BytesIO(png))[:, :, :3] * 255).round().astype(int)


def written(chart: Chart) -> list[Written]:
    """Every line of words in the picture."""
    return [text for text in table_picture(chart).axes[0].texts if text.get_text()]


def said(chart: Chart) -> str:
    """All words of the picture, a line each."""
    return "\n".join(text.get_text() for text in written(chart))


@LANGS
def test_it_says_what_it_is_and_where_it_is_from(lang: Any) -> None:
    told = said(table(lang)).split("\n")
    for wanted in (table(lang).title, "F.", *HEADS[lang][:3], "1,005", "n*", MARK[lang]):
        assert wanted in told, wanted
    assert any("2025" in line for line in told) and any("agreed thing" in line for line in told) and any(line.startswith("S · ") and " · b1" in line for line in told)
    assert "PRESS" not in said(table(lang)) and HEADS[lang][3] not in told and "↓" not in told, "nothing can be pressed on paper"


@LANGS
def test_nothing_leaves_its_column_and_no_line_stands_on_another(lang: Any) -> None:
    picture = table_picture(table(lang))
    drawn = picture.canvas.get_renderer()
    width, height = picture.get_size_inches() * DPI
    boxes = [text.get_window_extent(drawn) for text in picture.axes[0].texts]
    assert len(boxes) > 20
    for i, box in enumerate(boxes):
        assert box.x0 > 0 and box.x1 < width and box.y0 > 0 and box.y1 < height
        over = [other for other in boxes[:i] if min(box.x1, other.x1) - max(box.x0, other.x0) > 1 and min(box.y1, other.y1) - max(box.y0, other.y0) > 6]
        assert over == []


@LANGS
def test_long_words_are_folded_and_none_is_left_out(lang: Any) -> None:
    lines = [text.get_text() for text in written(table(lang, 1))]
    assert LONG[lang] not in lines
    assert LONG[lang].replace(" ", "") in "".join(lines).replace(" ", "")


def test_numbers_stand_at_the_right() -> None:
    by_words = {text.get_text(): text for text in written(table("en"))}
    assert by_words["1,003"].get_ha() == by_words["People"].get_ha() == "right" and by_words["003"].get_ha() == "left"
    assert by_words["1,003"].get_position()[0] == by_words["People"].get_position()[0]


@pytest.mark.parametrize(("lang", "counted"), [("zh", "前 60 行，共 200 行"), ("en", "the first 60 of 200 rows")])
def test_of_a_long_table_the_first_rows_are_drawn_and_the_others_counted(lang: Any, counted: str) -> None:
    chart = replace(table(lang, 200), columns=(ColumnHead("a", "A"),), rows=tuple((TableCell(f"row {i}"),) for i in range(200)))
    told = said(chart)
    assert counted in told and "row 59" in told and "row 60" not in told
    assert "200" not in said(replace(chart, rows=tuple((TableCell(f"row {i}"),) for i in range(MOST_ROWS))))


@LANGS
def test_rows_of_many_words_end_before_a_picture_is_too_tall_to_be_opened(lang: Any) -> None:
    chart = replace(table(lang, 60), columns=(ColumnHead("a", "A"),), rows=tuple((TableCell(LONG[lang] * 30),) for _ in range(60)))
    shown = len(laid_out(chart).rows)
    assert 1 <= shown < 60 and f"{shown}" in said(chart) and "60" in said(chart)
    assert table_picture(chart).get_size_inches()[1] < 45


def test_a_wide_table_makes_a_wide_picture_in_which_no_number_is_broken() -> None:
    heads = tuple(ColumnHead(f"c{i}", f"Indicator {i}", True) for i in range(30))
    chart = replace(table("en"), columns=heads, rows=(tuple(TableCell("1,234,567 *", 1_234_567.0) for _ in heads),))
    picture = table_picture(chart)
    assert picture.get_size_inches()[0] * 72 > NARROWEST + 100
    assert said(chart).count("1,234,567 *") == 30
    assert sum(laid_out(chart).widths) == pytest.approx(picture.get_size_inches()[0] * 72 - 2 * MARGIN)


@LANGS
@pytest.mark.parametrize("status", ["not_collected", "suppressed", "no_denominator"])
def test_a_status_keeps_its_words(lang: Any, status: Any) -> None:
    words = STATUS_CELL[status].of(lang)
    chart = replace(table(lang), rows=((TableCell("A"), TableCell(words), TableCell("x"), TableCell("")),))
    assert words in said(chart).split("\n")


def test_tones_are_painted_with_what_the_shades_stand_for() -> None:
    chart = replace(table("en", tone="4"), shades=(MapClass(4, "9–12"),))
    patches = [patch for patch in table_picture(chart).axes[0].patches if isinstance(patch, Rectangle)]
    painted = [to_hex(patch.get_facecolor()).upper() for patch in patches]
    assert painted.count(TONES["4"]) == len(chart.rows) + 1 and LIGHT.ground in painted and "9–12" in said(chart)
    assert next(text for text in written(chart) if text.get_text() == "1,003").get_color() == LIGHT.card, "white on the darkest"


@LANGS
def test_as_png_it_is_as_large_as_it_is_laid_out_and_holds_the_mark(lang: Any) -> None:
    pixels = read(table_png(table(lang, tone="watch")))
    wide, tall = table_picture(table(lang)).get_size_inches()
    assert abs(pixels.shape[1] - wide * DPI) <= 1 and abs(pixels.shape[0] - tall * DPI) <= 1
    watch = [int(LIGHT.watch[i : i + 2], 16) for i in (1, 3, 5)]
    corner = pixels[: round(0.5 * DPI), pixels.shape[1] // 2 :]
    assert (np.abs(corner - watch).max(axis=2) <= 4).sum() > 100
    there = {tuple(colour) for colour in np.unique(pixels.reshape(-1, 3), axis=0)}
    grounds = (LIGHT.card, LIGHT.ground, LIGHT.line, TONES["watch"])
    assert {to_hex([part / 255 for part in colour]).upper() for colour in there} >= set(grounds) and len(there) <= COLOURS


@LANGS
def test_a_long_table_is_a_small_file_with_letters_large_enough_to_be_read(lang: Any) -> None:
    chart = replace(table(lang, MOST_ROWS), rows=tuple((TableCell(LONG[lang] * 4), *row[1:]) for row in table(lang, MOST_ROWS).rows))
    drawn, picture = table_png(chart), table_picture(chart)
    pixels = read(drawn)
    assert picture.dpi < DPI and SIZE / 72 * picture.dpi >= 16
    assert 0.9 * MOST_PIXELS < pixels.shape[0] * pixels.shape[1] < 1.05 * MOST_PIXELS and len(drawn) < 1_500_000


@LANGS
def test_the_day_stands_under_a_table_that_does_not_tell_it_above(lang: Any) -> None:
    chart = table(lang)
    day = chart.footer.as_at
    assert said(chart).count(day) == 1 and day in said(chart).split("\n")[-1]
    assert said(replace(chart, subtitle=f"2025 · {day}")).count(day) == 1


@LANGS
def test_what_is_defined_is_told_and_how_intervals_are_made_where_there_are_some(lang: Any) -> None:
    """Of several definitions the first sentence each: a picture has no place for a page of them."""
    stop = {"zh": "。", "en": ". "}[lang]
    chart = replace(table(lang), footer=replace(table(lang).footer, method="Wilson 95", definition=f"A: one{stop}more\nB: two{stop}more"))
    interval = ColumnHead("interval", INTERVAL_WORD.of(lang))
    with_interval = replace(chart, columns=(chart.columns[0], chart.columns[1], interval, chart.columns[3]))
    assert "Wilson 95" not in said(chart) and f"{DEFINITION.of(lang)}" in said(chart)
    assert "A: one" in said(chart) and "B: two" in said(chart) and "more" not in said(chart)
    assert f"{METHOD.of(lang)}" in said(with_interval) and "Wilson 95" in said(with_interval)


@pytest.mark.parametrize(("lang", "counted"), [("zh", "前 60 行，筛选后共 80 行"), ("en", "the first 60 of the 80 rows that the filter left")])
def test_rows_left_out_of_those_filtered_are_counted_as_such(lang: Any, counted: str) -> None:
    rows = tuple((TableCell(f"row {i}"), *cells[1:]) for i, cells in enumerate(table(lang, 120).rows))
    chart = replace(table(lang), columns=(ColumnHead("a", "A"),), rows=tuple(row[:1] for row in rows))
    few = replace(chart, rows=chart.rows[:80])
    assert counted in said(noted(few, chart)) and counted not in said(few)
    assert "120" in said(noted(few, chart))


@LANGS
def test_as_svg_it_is_the_same_bytes_each_time_and_needs_no_font(lang: Any) -> None:
    drawn = table_svg(table(lang))
    assert drawn == table_svg(table(lang))
    root = ElementTree.fromstring(drawn)  # noqa: S314  # our own drawing
    assert next(root.iter("{http://purl.org/dc/elements/1.1/}title")).text == table(lang).title
    place = replace(table(lang), place="P")
    assert f"<dc:title>{place.title} · P</dc:title>" in table_svg(place).decode() and not list(root.iter("{http://purl.org/dc/elements/1.1/}date"))
    assert root.tag.endswith("}svg") and not list(root.iter("{http://www.w3.org/2000/svg}text"))
    assert "1,003" in drawn.decode() and HEADS[lang][2] in drawn.decode(), "what outlines stand for is told beside them"


def test_letters_the_typeface_lacks_stand_as_what_they_mean() -> None:
    chart = replace(table("en"), rows=((TableCell("Σ yᵢ ln(yᵢ/pᵢ)"), TableCell("1", 1.0), TableCell("$a_b$"), TableCell("")),))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table_png(chart)
    assert "Σ yi ln(yi/pi)" in said(chart) and "$a_b$" in said(chart)


def test_what_is_no_table_or_has_no_rows_has_no_such_picture() -> None:
    for chart in (replace(table("en"), rows=(), empty="Nothing."), replace(table("en"), kind="trend"), replace(table("en"), columns=(ColumnHead("a", "A", False, True),))):
        assert not has_picture(chart)
        with pytest.raises(ValueError, match="no table with rows"):
            table_svg(chart)
