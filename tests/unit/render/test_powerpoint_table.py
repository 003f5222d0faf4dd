"""A table on a slide: nothing beyond its foot, no number or word broken, nothing to press; and a list says where it comes from."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Emu

from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.table import listing
from dashboard.render.powerpoint import CHART_BOX, DeckTitle, deck
from dashboard.render.powerpoint_table import lay_out
from tests.unit.charts.samples import card, context

LONG = {
    "zh": "一行是一个机构一个月的开诊与停诊天数，由乡镇卫生院按月报送县级卫生健康行政部门，逐月累计，年底与年报核对，不一致的说明原因",
    "en": "One row is a facility's open and closed days of a month, sent in by the township health centre and compared with the return",
}
HEADS = {"zh": ("类别", "行数", "时期", "一行是什么", "谁来填", "模板"), "en": ("Topic", "Rows", "Periods", "What one row is", "Who fills it in", "Template")}
PLACE = {"zh": "地区与机构", "en": "Places"}
WHO = {"zh": "乡镇卫生院（社区卫生服务中心）", "en": "The township (community) health centre"}


def records(lang: str, count: int = 51) -> Chart:
    """A list of records as the data page shows it, whose last column is a link."""
    heads = [ColumnHead(f"c{i}", title, i == 1, i == 5) for i, title in enumerate(HEADS[lang])]
    rows = [[TableCell(t) for t in (PLACE[lang], f"{9_900 + i:,}", "2025-01 – 2025-12", LONG[lang], WHO[lang], "↓")] for i in range(count)]
    about = replace(context(lang), source="加载记录" if lang == "zh" else "records of loading")
    return listing(card("table", "headcount"), heads, rows, about, period="2025")


def slide_of(lang: str, count: int = 51) -> Any:
    """The slide of that list."""
    made = deck(DeckTitle(title="t", subtitle="s", lang=lang), [records(lang, count)])  # type: ignore[arg-type]
    return list(Presentation(io.BytesIO(made)).slides)[1]


def table_of(slide: Any) -> tuple[Any, Any]:
    """The table of a slide and its frame."""
    frame = next(s for s in slide.shapes if s.has_table)
    return frame.table, frame


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rows_end_above_the_foot_and_the_rest_is_counted_below_them(lang: str) -> None:
    slide = slide_of(lang)
    table, frame = table_of(slide)
    bottom = frame.top + sum(row.height for row in table.rows)
    more = next(s for s in slide.shapes if s.name == "More")
    shown = len(table.rows) - 1
    assert 4 <= shown < 51 and re.findall(r"\d+", more.text_frame.text) == [str(shown), "51"] and "xlsx" in more.text_frame.text
    assert bottom <= more.top and more.top + more.height <= CHART_BOX[1] + CHART_BOX[3]
    assert sum(column.width for column in table.columns) <= frame.width + 10


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_row_is_as_tall_as_its_longest_cell(lang: str) -> None:
    table, _ = table_of(slide_of(lang))
    size = table.cell(1, 3).text_frame.paragraphs[0].runs[0].font.size.pt
    wide = 1.0 if lang == "zh" else 0.5  # of a character, in type sizes; narrower than any typeface's average
    text = table.cell(1, 3).text_frame.text
    lines = -(-len(text) * wide * size // (Emu(table.columns[3].width).pt - 12))
    assert Emu(table.rows[1].height).pt >= lines * size * 1.3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_numbers_periods_and_words_stand_whole(lang: str) -> None:
    table, _ = table_of(slide_of(lang))
    size = table.cell(1, 1).text_frame.paragraphs[0].runs[0].font.size.pt
    for column, longest in ((0, PLACE[lang]), (1, "9,900"), (2, "2025-01 – 2025-12")):
        wide = 1.0 if lang == "zh" and column == 0 else 0.56
        assert Emu(table.columns[column].width).pt - 12 >= len(longest) * wide * size


def test_all_rows_of_a_short_list_are_there_in_the_largest_type() -> None:
    slide = slide_of("zh", 3)
    table, _ = table_of(slide)
    assert len(table.rows) == 4 and not any(s.name == "More" for s in slide.shapes)
    assert table.cell(1, 0).text_frame.paragraphs[0].runs[0].font.size.pt == 16


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_large_type_cuts_nothing_and_breaks_no_short_word(lang: str) -> None:
    """The same words in narrower and narrower tables: type grows above 12 points only where all of every row is read."""
    heads = [ColumnHead("name", "", False), ColumnHead("count", "", True), ColumnHead("what", "", False)]
    rows = [(WHO[lang], f"{i:,}", LONG[lang]) for i in range(3)]
    sizes = []
    for width in range(900, 200, -50):
        made = lay_out(heads, rows, float(width), 200.0)
        sizes.append(made.size)
        assert made.size <= 12 or list(made.rows[1:]) == rows
    assert sizes[0] > 12 > sizes[-1] and sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_there_to_be_pressed_is_not_printed(lang: str) -> None:
    table, _ = table_of(slide_of(lang))
    said = [cell.text_frame.text for row in table.rows for cell in row.cells]
    assert HEADS[lang][5] not in said and "↓" not in said and HEADS[lang][4] in said


@pytest.mark.parametrize(("lang", "parts"), [
    ("zh", ("来源 加载记录", "截至 2022-12-31", "版本 b000042", "合成演示数据")),
    ("en", ("source: records of loading", "as at 2022-12-31", "build b000042", "synthetic demo data")),
])
def test_a_list_says_where_it_comes_from_of_which_day_and_that_it_is_made_up(lang: str, parts: tuple[str, ...]) -> None:
    words = {s.name: s.text_frame.text for s in slide_of(lang).shapes if s.has_text_frame}
    assert all(part in words["Foot"] for part in parts) and words["Subtitle"] == "2025"


def test_a_cell_too_long_for_a_slide_ends_in_a_sign_that_it_goes_on() -> None:
    made = lay_out([ColumnHead("a", "A"), ColumnHead("b", "B")], [("x" * 10, "很长" * 300)], 400.0, 300.0)
    assert made.rows[1][1].endswith("…") and made.rows[1][0] == "x" * 10
    assert sum(made.heights) <= 300 and sum(made.widths) <= 400.01


def test_a_paragraph_that_has_the_slide_for_itself_stands_whole() -> None:
    said = "Xianren Township, doctors per 1,000 people below its own control limit (1.96 per 1,000) two periods running; " * 8
    made = lay_out([ColumnHead("a", "Text")], [(said,)], Emu(CHART_BOX[2]).pt, Emu(CHART_BOX[3]).pt)
    assert made.rows[1][0] == said and made.size == 12 and sum(made.heights) <= Emu(CHART_BOX[3]).pt


def test_more_columns_than_there_is_room_for_still_stay_on_the_slide() -> None:
    heads = [ColumnHead(f"c{i}", "Headcount", True) for i in range(30)]
    made = lay_out(heads, [("1,234,567",) * 30] * 5, 800.0, 300.0)
    assert sum(made.widths) <= 800.01 and sum(made.heights) <= 300


def test_a_long_head_has_room_where_more_rows_stand_by_it() -> None:
    """At its narrowest the longest head makes it lines higher, and two rows fewer stand under it."""
    titles = (
        "Place", "Headcount (people)", "Doctors per 1,000 people", "Doctors short of the norm",
        "Share expected to leave at 55 or older within 5 years, as observed (%)", "Vacant posts", "Villages with a clinic (%)",
    )
    heads = [ColumnHead(str(i), title, i > 0) for i, title in enumerate(titles)]
    rows = [(f"Town {i}", *["1,234.5"] * 6) for i in range(15)]
    made = lay_out(heads, rows, 500, 300)
    assert made.size == 10 and made.heights[0] <= 7 * 10 * 1.16 * 1.36 + 6.1 and len(made.rows) - 1 == 8
    assert sum(made.widths) <= 500.5 and sum(made.heights) <= 300
