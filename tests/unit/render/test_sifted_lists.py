"""What stands above a list whose rows are found by words: whether there is a field, how much may be typed, what it does not search."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.sift import LONGEST_WORD, read_sift
from dashboard.charts.table import listing
from dashboard.layout.plain import FEW, LONGEST, plain_table
from tests.unit.charts.samples import card, context

SCRIPT = Path(__file__).parents[3] / "dashboard" / "assets" / "lists.js"
LANGS = pytest.mark.parametrize("lang", ["zh", "en"])


def rows(lang: Any, count: int) -> Chart:
    """A list of so many rows."""
    made = listing(card("table", "headcount"), [ColumnHead("a", "A")], [], context(lang))
    return replace(made, rows=tuple((TableCell(f"row {i}"),) for i in range(count)), empty="")


def told(chart: Chart) -> dict[str, Any]:
    """What the browser is told of a list."""
    props: dict[str, Any] = plain_table(chart, is_sifted=True).to_plotly_json()["props"]
    return {name: said for name, said in props.items() if name.startswith("data-")}


@LANGS
def test_a_short_list_has_no_field(lang: Any) -> None:
    assert told(rows(lang, FEW)) == {} and "data-sift" in told(rows(lang, FEW + 1))


@LANGS
def test_no_more_can_be_typed_than_a_download_takes(lang: Any) -> None:
    most = int(told(rows(lang, FEW + 1))["data-longest"])
    assert most == LONGEST_WORD and len(read_sift(rows(lang, 1), None, None, "x" * most).words) == 1


@LANGS
def test_a_list_that_is_cut_says_how_many_rows_are_searched_and_how_many_a_download_searches(lang: Any) -> None:
    assert "data-cut" not in told(rows(lang, LONGEST))
    assert re.findall(r"\d[\d,]*", told(rows(lang, LONGEST + 5))["data-cut"]) == ["2,000", "2,005"]


@LANGS
def test_a_list_names_what_it_is_found_by(lang: Any) -> None:
    plain = rows(lang, FEW + 1)
    named = replace(plain, rows=((TableCell("row", sought="泰尔指数"),), *plain.rows[1:]))
    assert told(plain)["data-sift"] != told(named)["data-sift"]


def test_the_script_reads_all_that_it_is_told() -> None:
    asked = set(re.findall(r'props\["(data-[a-z]+)"\]', SCRIPT.read_text(encoding="utf-8")))
    assert asked >= told(rows("en", LONGEST + 1)).keys()
