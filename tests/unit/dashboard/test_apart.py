"""Whether two shares can be told apart is judged by the interval of their difference, and what is printed of it adds up."""

from __future__ import annotations

import re

import pytest

from dashboard.cards.apart import apart
from dashboard.cards.granted import _compared
from dashboard.charts.columns import Bars, Figure
from dashboard.charts.numbers import Scale
from pipelines.analysis.interval import wilson
from pipelines.core.text import LANGS, Text

PERCENT = Scale(lang="en", decimals=1, is_share=True, unit="%", axis_unit="%")


def share(count: int, n: int) -> Figure:
    low, high = wilson(float(count), float(n))
    return Figure(value=count / n, lower=float(low), upper=float(high), n=n)


@pytest.mark.parametrize("swapped", [False, True])
def test_intervals_that_overlap_may_still_lie_apart(swapped):
    """Newcombe's own example: 56 of 70 and 48 of 80, whose Wilson intervals meet; the difference is 0.0524 to 0.3339."""
    more, less = share(56, 70), share(48, 80)
    assert (more.lower or 0) < (less.upper or 0) + 0.01
    pair = ((56, 70), (48, 80))
    found = apart(*(reversed(pair) if swapped else pair))
    assert found.is_told and found.said("en") == "the two are 20.0 points apart (95% interval 5.2 to 33.4)"
    assert found.said("zh", Text("离开的比例", "the shares that left")) == "离开的比例相差 20.0 个百分点（95 % 区间 5.2 至 33.4）"
    near = apart((8, 10), (6, 10))
    assert not near.is_told and near.said("en").startswith("the two cannot be told apart (95% interval of the difference −")
    assert near.said("zh").startswith("两者不能区分（之差的 95 % 区间 −")


@pytest.mark.parametrize("lang", LANGS)
def test_the_difference_does_not_contradict_the_shares_beside_it(lang):
    """14 of 418 and 2 of 260 are 3.349 % and 0.769 %, 2.580 apart: printed 3.3, 0.8 and so 2.5."""
    assert (PERCENT.bare(14 / 418), PERCENT.bare(2 / 260)) == ("3.3%", "0.8%")
    printed = re.search(r"([\d.]+) (个百分点|points apart)", apart((14, 418), (2, 260)).said(lang))
    assert printed is not None and printed[1] == "2.5"


def test_who_was_paid_and_who_was_not_are_told_with_their_difference():
    groups = [Bars(name=name, code=name, figures=(share(*counts),)) for name, counts in (("paid", (56, 70)), ("other", (48, 80)))]
    said = _compared(["Class 1"], groups, PERCENT)
    assert said == "Class 1: 80.0% of those paid, 60.0% of the others, the two are 20.0 points apart (95% interval 5.2 to 33.4)."
