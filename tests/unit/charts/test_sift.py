"""A table filtered and ordered on the server gives what a plain reading of the rows gives; anything else asked is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import Scale
from dashboard.charts.sift import as_printed, as_read, noted, read_sift, sifted

ROWS = (("甲村卫生室", 3.0, "3"), ("乙村卫生室", None, "未采集"), ("丙镇卫生院", 1050.0, "1,050"), ("Ding clinic", -2.0, "−2"), ("", 3.0, "3"))
CHART = Chart(
    name="t", kind="table", lang="zh", title="T", unit="", subtitle="", scale=Scale(lang="zh"),
    columns=(ColumnHead("name", "名称"), ColumnHead("n", "人数", True), ColumnHead("act", "操作", is_control=True)),
    rows=tuple((TableCell(name), TableCell(text, value), TableCell("x")) for name, value, text in ROWS),
)  # fmt: skip


def names(filters: object = None, order: object = None) -> list[str]:
    """Return the names of the rows that are left, in order."""
    return [row[0].text for row in sifted(CHART, read_sift(CHART, filters, order)).rows]


def text(test: str, word: str = "") -> dict[str, Any]:
    return {"name": {"filterType": "text", "type": test, "filter": word}}


def number(test: str, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    return {"n": {"filterType": "number", "type": test, "filter": low, "filterTo": high}}


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (None, [0, 1, 2, 3, 4]), (text("contains", "卫生室"), [0, 1]), (text("contains", "CLINIC"), [3]), (text("notContains", "卫生"), [3, 4]),
        (text("startsWith", "丙"), [2]), (text("endsWith", "院"), [2]), (text("equals", "甲村卫生室"), [0]), (text("notEqual", "甲村卫生室"), [1, 2, 3, 4]),
        (text("blank"), [4]), (text("notBlank"), [0, 1, 2, 3]), (number("equals", 3), [0, 4]), (number("greaterThan", 3), [2]),
        (number("lessThan", 0), [3]), (number("inRange", 3, 1050), [0, 2, 4]), (number("blank"), [1]), (number("notEqual", 3), [2, 3]),
        (number("greaterThanOrEqual", 3), [0, 2, 4]), (number("lessThanOrEqual", 3), [0, 3, 4]),
        ({**text("contains", "卫生"), **number("greaterThan", 5)}, [2]),
        ({"n": {"operator": "OR", "conditions": [{"type": "lessThan", "filter": 0}, {"type": "greaterThan", "filter": 100}]}}, [2, 3]),
        ({"n": {"operator": "AND", "conditions": [{"type": "greaterThan", "filter": 0}, {"type": "lessThan", "filter": 9}]}}, [0, 4]),
    ],
)
def test_a_filter_leaves_the_rows_it_says(filters: object, left: list[int]) -> None:
    assert names(filters) == [ROWS[i][0] for i in left]
    assert names(json.dumps(filters)) == [ROWS[i][0] for i in left], "as text in an address, too"


@pytest.mark.parametrize(("way", "order"), [("asc", [2, 3, 0, 4, 1]), ("desc", [2, 0, 4, 3, 1])])
def test_a_row_that_stands_for_the_others_stays_on_top_and_is_found_as_they_are(way: str, order: list[int]) -> None:
    rows = tuple(CHART.rows[i] for i in (2, 0, 1, 3, 4))
    totalled = replace(CHART, rows=rows, together=1)
    made = sifted(totalled, read_sift(totalled, None, [{"colId": "n", "sort": way}]))
    assert [row[0].text for row in made.rows] == [ROWS[i][0] for i in order] and made.together == 1
    found = sifted(totalled, read_sift(totalled, text("contains", "clinic"), None))
    assert [row[0].text for row in found.rows] == ["Ding clinic"] and found.together == 0


@pytest.mark.parametrize(("way", "order"), [("asc", [3, 0, 4, 2, 1]), ("desc", [2, 0, 4, 3, 1])])
def test_rows_without_a_number_come_last_in_either_direction(way: str, order: list[int]) -> None:
    assert names(None, [{"colId": "n", "sort": way}]) == [ROWS[i][0] for i in order]


def test_rows_are_ordered_by_one_column_within_another() -> None:
    assert names(None, [{"colId": "n", "sort": "asc"}, {"colId": "name", "sort": "desc"}])[1:3] == ["甲村卫生室", ""]


def test_the_note_says_how_many_of_how_many() -> None:
    left = sifted(CHART, read_sift(CHART, number("equals", 3), None))
    assert noted(left, CHART).footer.note == "已按表内筛选：2 / 5 行"


def test_a_share_is_filtered_as_it_is_read() -> None:
    assert as_read(TableCell("58.3 %", 0.583)) == 58.3 and as_read(TableCell("93.4 (14/15) %", 93.4)) == 93.4
    assert as_read(TableCell("1,050", 1050.0)) == 1050.0 and as_read(TableCell("−2.5%", -0.025)) == -2.5


def test_a_number_is_asked_for_as_it_is_printed() -> None:
    printed = (("1.6", 1.6249), ("1.6", 1.55), ("1.7", 1.6501), ("58.3 %", 0.58331))
    chart = replace(CHART, rows=tuple((TableCell(text), TableCell(text, value), TableCell("x")) for text, value in printed))
    asked = (1.6, 1.6249, 58.3)
    left = {low: [row[1].value for row in sifted(chart, read_sift(chart, number("equals", low), None)).rows] for low in asked}
    assert left == {1.6: [1.6249, 1.55], 1.6249: [], 58.3: [0.58331]}
    assert as_printed(TableCell("5.8 万元", 58_000.0)) == 58_000.0, "words of another unit say nothing of the number"


@pytest.mark.parametrize(
    ("filters", "order"),
    [
        ("{", None), ([], None), ({"nowhere": {}}, None), ({"act": {"type": "contains", "filter": "x"}}, None), (text("matches", "x"), None),
        (text("contains", "x" * 201), None), ({"name": {"type": "contains", "filter": 3}}, None), (number("equals"), None), (number("inRange", 1), None),
        ({"n": {"type": "equals", "filter": True}}, None), ({"n": {"operator": "XOR", "conditions": [{"type": "blank"}]}}, None),
        ({"n": {"operator": "OR", "conditions": []}}, None), ("[" * 3_000, None), (" " * 5_000, None), (None, {}), (None, "asc"),
        (None, [{"colId": "n"}]), (None, [{"colId": "n", "sort": "random"}]), (None, [{"colId": "x", "sort": "asc"}]), (None, [None]),
    ],
)
def test_what_no_grid_sends_is_refused(filters: object, order: object) -> None:
    with pytest.raises(ValueError):
        read_sift(CHART, filters, order)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["name", "n", "contains", "equals", "asc"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "n", "type", "filter", "sort", "colId"]), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(ANYTHING, ANYTHING)
def test_anything_sent_is_answered_or_refused_and_never_breaks(filters: object, order: object) -> None:
    try:
        left = sifted(CHART, read_sift(CHART, filters, order)).rows
    except ValueError:
        return
    assert set(left) <= set(CHART.rows)


def test_a_list_is_found_by_words_by_what_a_row_is_found_by_besides_and_by_no_button() -> None:
    chart = replace(
        CHART, columns=(ColumnHead("name", "Name"), ColumnHead("act", "Act", is_control=True)),
        rows=((TableCell("Gini of doctors", sought="医生基尼系数 gini_doctors"), TableCell("Explain")), (TableCell("Density"), TableCell("Explain"))),
    )
    for words, left in (("GINI", 1), ("基尼", 1), ("doctors  gini_", 1), ("ＧＩＮＩ", 1), ("gini density", 0), ("explain", 0), ("", 2)):
        assert len(sifted(chart, read_sift(chart, None, None, words)).rows) == left, words
    with pytest.raises(ValueError, match="search"):
        read_sift(chart, None, None, "x" * 201)
