"""Figures said in public: what holds under one reading, and the verdict over all of them."""

from __future__ import annotations

import pytest

from pipelines.analysis.claim import Measured, half_unit, holds, verdict


@pytest.mark.parametrize(
    ("relation", "said", "upper", "low", "high", "expected"),
    [
        ("exact", 30, None, 30, 30, "holds"), ("exact", 30, None, 29, 29, "fails"), ("exact", 0.15, None, 0.1451, 0.1451, "holds"),
        ("exact", 0.15, None, 0.1449, 0.1449, "fails"), ("exact", 0.15, None, 0.1551, 0.1551, "fails"), ("exact", 5, None, 3, 8, "fails"),
        ("about", 1000, None, 901, 901, "holds"), ("about", 1000, None, 899, 899, "fails"), ("about", 1000, None, 950, 1101, "fails"),
        ("over", 1200, None, 1200, 1200, "fails"), ("over", 1200, None, 1201, 1201, "holds"), ("at_least", 5, None, 5, 8, "holds"),
        ("at_least", 5, None, 3, 8, "fails"), ("up_to", 100_000, None, 20_000, 100_000, "holds"), ("up_to", 100_000, None, 20_000, 99_999, "fails"),
        ("range", 30_000, 120_000, 30_000, 120_000, "holds"), ("range", 30_000, 120_000, 24_000, 120_000, "fails"),
        ("range", 30_000, 120_000, 30_000, 150_000, "fails"), ("range", 30_000, None, 30_000, 30_000, "open"),
    ],
)
def test_a_figure_under_one_reading(relation, said, upper, low, high, expected):
    assert holds(relation, said, upper, Measured(low, high)) == expected


@pytest.mark.parametrize(
    ("relation", "said", "ceiling", "expected"),
    [("over", 50_000, 22_316, "fails"), ("over", 50_000, 50_000, "fails"), ("over", 50_000, 60_000, "open"), ("at_least", 5, 4, "fails"),
     ("at_least", 5, 5, "open"), ("exact", 30, 29, "fails"), ("exact", 30, 30, "open"), ("about", 100, 89, "fails"), ("about", 100, 95, "open")],
)
def test_of_a_ceiling_only_too_much_can_be_known(relation, said, ceiling, expected):
    assert holds(relation, said, None, Measured(ceiling, ceiling, is_ceiling=True)) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], "unverifiable"), (["open"], "unverifiable"), (["holds"], "verified"), (["fails", "fails"], "doubtful"),
        (["holds", "fails"], "unverifiable"), (["holds", "open"], "unverifiable"), (["fails", "open"], "unverifiable"),
    ],
)
def test_the_verdict_needs_every_reading_to_agree(found, expected):
    assert verdict(found) == expected


def test_rounding_hides_half_a_unit_of_the_last_decimal():
    assert [half_unit(v) for v in (0.15, 0.1, 5.0, 1200.0)] == [0.005, 0.05, 0.5, 0.5]
