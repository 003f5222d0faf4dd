"""Whether two shares of those who stayed can be told apart is judged by the interval of their difference."""

import pytest

from dashboard.cards.granted import _apart
from dashboard.charts.columns import Figure
from pipelines.analysis.interval import wilson


def share(count: int, n: int) -> Figure:
    low, high = wilson(float(count), float(n))
    return Figure(value=count / n, lower=float(low), upper=float(high), n=n)


@pytest.mark.parametrize("swapped", [False, True])
def test_intervals_that_overlap_may_still_lie_apart(swapped):
    """Newcombe's own example: 56 of 70 and 48 of 80, whose Wilson intervals meet; the difference is 0.0524 to 0.3339."""
    more, less = share(56, 70), share(48, 80)
    assert (more.lower or 0) < (less.upper or 0) + 0.01
    said = _apart(*((less, more) if swapped else (more, less)), "en")
    assert said == " (20.0 points apart, 95% interval 5.2 to 33.4)"
    assert "cannot be told apart" in _apart(share(8, 10), share(6, 10), "en") and "不能区分" in _apart(share(8, 10), share(6, 10), "zh")
