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


def test_every_row_is_answered_or_is_a_rule_or_says_what_it_lacks() -> None:
    assert {r.code for r in CATALOGUE if r.rule} == RULES
    assert [r.code for r in CATALOGUE if not (r.by or r.rule or r.lacks)] == []
    assert [r.code for r in CATALOGUE if r.by and r.lacks] == []


def test_a_row_names_indicators_that_exist_and_each_stands_in_one() -> None:
    named = [name for r in CATALOGUE for name in r.by]
    assert sorted(named) == sorted(set(INDICATORS) - NO_ROW)


def test_the_manual_has_a_line_for_every_row_with_what_covers_it() -> None:
    page = coverage_page()
    lines = dict(re.findall(r"^\| ([A-Z]\d+) \| .* \| (.*) \|$", page, flags=re.M))
    assert list(lines) == [r.code for r in CATALOGUE] and page in manual()
    assert lines["F1"].startswith("leaver_rate 离岗率 / ") and lines["F5"].count("retention_") == 3
    assert lines["M4"].startswith("link_uptime ") and "yearly points" in lines["F17"]


def test_a_page_of_an_indicator_says_all_that_is_declared() -> None:
    page = indicator_page(INDICATORS["leaver_rate"])
    for words in ("离岗率 / ", "less is better", "flow: over the period", "additive: 否 / no", "F1", "employment", "share (占比 / share)"):
        assert words in page, words


def test_every_row_has_a_name_in_both_languages() -> None:
    assert all(isinstance(r.term, Text) and r.term.zh != r.term.en for r in CATALOGUE)
