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
from dashboard.charts.table import listing
from dashboard.charts.words import STATUS_CELL
from dashboard.render.static_map import DPI
from dashboard.render.static_table import (
    MARGIN,
    MOST_ROWS,
    NARROWEST,
    has_picture,
    laid_out,
    table_picture,
    table_png,
    table_svg,
)
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
    assert any("2025" in line for line in told) and any("agreed thing" in line for line in told) and any("S · b1" in line for line in told)
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
    pixels = (imread(io.BytesIO(table_png(table(lang))))[:, :, :3] * 255).round().astype(int)
    wide, tall = table_picture(table(lang)).get_size_inches()
    assert abs(pixels.shape[1] - wide * DPI) <= 1 and abs(pixels.shape[0] - tall * DPI) <= 1
    watch = [int(LIGHT.watch[i : i + 2], 16) for i in (1, 3, 5)]
    corner = pixels[: round(0.5 * DPI), pixels.shape[1] // 2 :]
    assert (np.abs(corner - watch).max(axis=2) <= 2).sum() > 100


@LANGS
def test_as_svg_it_is_the_same_bytes_each_time_and_needs_no_font(lang: Any) -> None:
    drawn = table_svg(table(lang))
    assert drawn == table_svg(table(lang))
    root = ElementTree.fromstring(drawn)  # noqa: S314  # our own drawing
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
