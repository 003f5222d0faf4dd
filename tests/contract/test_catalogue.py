"""Every row of the catalogue of indicators is answered, is a rule, or says what data it lacks; the manual lists them all."""

from __future__ import annotations

import re

from pipelines.catalogue import CATALOGUE, SECTIONS
from pipelines.core.indicator import Indicator
from pipelines.core.registry import collect
from pipelines.core.text import Text
from tests.spec.manual import coverage_page, indicator_page, manual

INDICATORS = collect("pipelines.indicators", Indicator)
COUNTS = {"S": 16, "F": 17, "T": 7, "P": 10, "B": 9, "M": 10, "X": 4, "E": 5, "R": 16}
RULES = {"F8", "F15", "F17", "E5"}
NO_ROW = {"registered_population", "facility_count", "payment_total", "payment", "payment_per_patient", "mean_income"}  # what other files need


def test_every_row_stands_there_once_in_order() -> None:
    assert [r.code for r in CATALOGUE] == [f"{letter}{n}" for letter, count in COUNTS.items() for n in range(1, count + 1)]
    assert list(SECTIONS) == list(COUNTS)


def test_rules_and_checks_are_no_indicators() -> None:
    assert {r.code for r in CATALOGUE if r.rule} == RULES
    assert [i.name for i in INDICATORS.values() if set(i.codes) & RULES] == []


def test_an_indicator_names_rows_that_exist() -> None:
    known = {r.code for r in CATALOGUE}
    assert [i.name for i in INDICATORS.values() if not set(i.codes) <= known] == []
    assert {name for name in NO_ROW if INDICATORS[name].codes} == set()


def test_a_row_that_lacks_data_has_no_indicator() -> None:
    lacking = {r.code for r in CATALOGUE if r.lacks}
    assert lacking and [i.name for i in INDICATORS.values() if set(i.codes) & lacking] == []


def test_the_manual_has_a_line_for_every_row_with_what_covers_it() -> None:
    page = coverage_page()
    lines = dict(re.findall(r"^\| ([A-Z]\d+) \| .* \| (.*) \|$", page, flags=re.M))
    assert list(lines) == [r.code for r in CATALOGUE] and page in manual()
    assert lines["F1"].startswith("leaver_rate 离岗率 / ") and lines["F5"].count("retention_") == 3
    assert "缺少数据 / lacks data" in lines["M4"] and "yearly points" in lines["F17"]


def test_a_page_of_an_indicator_says_all_that_is_declared() -> None:
    page = indicator_page(INDICATORS["leaver_rate"])
    for words in ("离岗率 / ", "less is better", "flow: over the period", "additive: 否 / no", "F1", "employment", "share (占比 / share)"):
        assert words in page, words


def test_every_row_has_a_name_in_both_languages() -> None:
    assert all(isinstance(r.term, Text) and r.term.zh != r.term.en for r in CATALOGUE)
