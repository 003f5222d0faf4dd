"""How far two shares lie apart, and whether they can be told apart at all: by the interval of their difference, in words."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.charts.numbers import Scale
from pipelines.analysis.change import newcombe
from pipelines.core.text import Lang, Text

THE_TWO = Text("两者", "the two")
APART = Text("{who}相差 {size} 个百分点（95 % 区间 {low} 至 {high}）", "{who} are {size} points apart (95% interval {low} to {high})")
DRAW = Text(
    "{who}不能区分（之差的 95 % 区间 {low} 至 {high} 个百分点）", "{who} cannot be told apart (95% interval of the difference {low} to {high} points)",
)
DECIMALS = 1  # of shares and of what lies between them


@dataclass(frozen=True, slots=True)
class Apart:
    """The larger of two shares less the smaller, with the limits of the difference, all in percentage points.

    `size` is the difference of the shares as they are printed beside it, so that the three never contradict each other.
    """

    size: float
    lower: float
    upper: float

    @property
    def is_told(self) -> bool:
        """Whether the two can be told apart."""
        return self.lower > 0

    def said(self, lang: Lang, who: Text = THE_TWO) -> str:
        """Return it in words; `who` names the two shares."""
        points = Scale(lang=lang, decimals=DECIMALS)
        size, low, high = (points.bare(figure) for figure in (self.size, self.lower, self.upper))
        return (APART if self.is_told else DRAW).of(lang).format(who=who.of(lang), size=size, low=low, high=high)


def apart(one: tuple[float, float], other: tuple[float, float]) -> Apart:
    """Return how far two shares, each (count, out of how many), lie apart.

    >>> found = apart((9, 1000), (33, 1000))
    >>> round(found.size, 1), found.is_told, apart((9, 100), (12, 100)).is_told
    (2.4, True, False)
    """
    (more, of), (less, than) = sorted((one, other), key=lambda share: -share[0] / share[1])
    found = newcombe(more, of, less, than)
    return Apart(_printed(more / of) - _printed(less / than), 100 * float(found.lower), 100 * float(found.upper))


def _printed(share: float) -> float:
    """Return a share in per cent as it is printed."""
    return float(Scale(lang="en", decimals=DECIMALS).bare(100 * share))
