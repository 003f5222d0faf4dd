"""The interval of a change: between two shares, two rates, or any two figures that come with limits of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pipelines.analysis.interval import byar, normal_quantile, wilson

FloatArray: TypeAlias = NDArray[np.float64]
ChangeMethod = Literal["newcombe", "log_ratio", "mover", "mover_ratio", "counts"]


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """Changes and their limits, one array entry a pair.

    `estimate` is a difference (methods newcombe, mover: in the unit of what was compared) or a ratio (log_ratio,
    mover_ratio: 1 is no change), or a rate (counts: the unit does not matter, its sign does). NaN where it cannot be computed.
    """

    estimate: FloatArray
    lower: FloatArray
    upper: FloatArray
    method: ChangeMethod
    confidence: float

    def __post_init__(self) -> None:
        for array in (self.estimate, self.lower, self.upper):
            array.setflags(write=False)

    def tidy(self) -> pd.DataFrame:
        """Return one row a pair: estimate, lower, upper, method, confidence."""
        frame = pd.DataFrame({name: np.atleast_1d(getattr(self, name)) for name in ("estimate", "lower", "upper")})
        return frame.assign(method=self.method, confidence=self.confidence)


def newcombe(
    now: ArrayLike, now_of: ArrayLike, then: ArrayLike, then_of: ArrayLike, confidence: float = 0.95
) -> Change:
    """Return the difference of two shares, now ÷ now_of − then ÷ then_of, with Newcombe's hybrid score limits.

    Counts of people out of people, two independent groups. Where many people are in both (the stock of two years) the two
    shares go together, and the limits are too wide rather than too narrow. Source: Newcombe (1998), Statistics in Medicine
    17:873-890, method 10.

    >>> [round(float(x), 4) for x in (newcombe(56, 70, 48, 80).lower, newcombe(56, 70, 48, 80).upper)]
    [0.0524, 0.3339]
    """
    one, other = _share(now, now_of), _share(then, then_of)
    found = mover(one, *wilson(now, now_of, confidence), other, *wilson(then, then_of, confidence), confidence)
    return Change(found.estimate, found.lower, found.upper, "newcombe", confidence)


def _share(count: ArrayLike, total: ArrayLike) -> FloatArray:
    x, n = np.broadcast_arrays(np.asarray(count, dtype=float), np.asarray(total, dtype=float))
    return np.asarray(np.divide(x, n, out=np.full(x.shape, np.nan), where=n > 0))


def mover(
    now: ArrayLike, now_lower: ArrayLike, now_upper: ArrayLike,
    then: ArrayLike, then_lower: ArrayLike, then_upper: ArrayLike, confidence: float = 0.95,
) -> Change:  # fmt: skip
    """Return now − then with limits recovered from the limits of each ("square and add").

    Both limits have to be of the same `confidence`, which is only passed on; the two figures are taken as independent. With
    Wilson limits of two shares it is Newcombe's method 10. Source: Zou & Donner (2008), Statistics in Medicine
    27:1693-1702.
    """
    v1, l1, u1, v2, l2, u2 = (np.asarray(x, dtype=float) for x in (now, now_lower, now_upper, then, then_lower, then_upper))
    difference = v1 - v2
    lower = difference - np.sqrt((v1 - l1) ** 2 + (u2 - v2) ** 2)
    upper = difference + np.sqrt((u1 - v1) ** 2 + (v2 - l2) ** 2)
    return Change(np.asarray(difference), np.asarray(lower), np.asarray(upper), "mover", confidence)


def mover_ratio(
    now: ArrayLike, now_lower: ArrayLike, now_upper: ArrayLike,
    then: ArrayLike, then_lower: ArrayLike, then_upper: ArrayLike, confidence: float = 0.95,
) -> Change:  # fmt: skip
    """Return now ÷ then with limits recovered from the limits of each, both figures above zero (medians, amounts).

    NaN where a limit is not above zero. Independent figures; limits of the same `confidence`. The squares are added on the
    scale of logarithms, where amounts of money are less skew. Source: Zou & Donner (2008), Statistics in Medicine
    27:1693-1702, sec. 2.2.
    """
    parts = [np.asarray(x, dtype=float) for x in (now, now_lower, now_upper, then, then_lower, then_upper)]
    v1, l1, u1, v2, l2, u2 = (np.log(np.where(x > 0, x, np.nan)) for x in parts)
    on_logs = mover(v1, l1, u1, v2, l2, u2, confidence)
    return Change(
        np.exp(on_logs.estimate), np.exp(on_logs.lower), np.exp(on_logs.upper), "mover_ratio", confidence
    )


def log_ratio(
    now: ArrayLike, now_per: ArrayLike, then: ArrayLike, then_per: ArrayLike, confidence: float = 0.95
) -> Change:
    """Return the ratio of two rates, (now ÷ now_per) ÷ (then ÷ then_per), both counts Poisson, with limits on the log scale.

    The standard error of the log ratio is sqrt(1 ÷ now + 1 ÷ then), so a count of 0 has no limits (NaN), nor has a
    denominator that is not above 0. Source: Breslow & Day (1987), Statistical methods in cancer research II, sec. 3.4;
    Rothman (1986), Modern epidemiology, p. 165.

    >>> [round(float(x), 3) for x in (log_ratio(41, 28010, 15, 19017).lower, log_ratio(41, 28010, 15, 19017).upper)]
    [1.027, 3.353]
    """
    x1, t1, x2, t2 = (np.asarray(x, dtype=float) for x in np.broadcast_arrays(now, now_per, then, then_per))
    usable = (x1 > 0) & (x2 > 0) & (t1 > 0) & (t2 > 0)
    a, b, c, d = (np.where(usable, x, 1.0) for x in (x1, t1, x2, t2))
    ratio = np.where(usable, (a / b) / (c / d), np.nan)
    factor = np.exp(normal_quantile(confidence) * np.sqrt(1.0 / a + 1.0 / c))
    return Change(np.asarray(ratio), np.asarray(ratio / factor), np.asarray(ratio * factor), "log_ratio", confidence)


def counts(now: ArrayLike, now_per: ArrayLike, then: ArrayLike, then_per: ArrayLike, confidence: float = 0.95) -> Change:
    """Return the difference of two counts of independent events, each per its size (1 for a bare count), with limits.

    Byar's limits of each, squared and added (see `mover`): what judges a rate made of the count judges the count itself. A count of 0
    has limits too. For the stock of two years, in which most people are the same, the limits are too wide rather than too narrow.

    >>> found = counts([6, 4, 31], 1, [0, 0, 33], 1)
    >>> [bool(low > 0 or high < 0) for low, high in zip(found.lower, found.upper)]
    [True, False, False]
    """
    rates = []
    for count, size in ((now, now_per), (then, then_per)):
        events, per = np.broadcast_arrays(np.asarray(count, dtype=float), np.asarray(size, dtype=float))
        rates += [np.divide(events, per, out=np.full(per.shape, np.nan), where=per > 0), *byar(events, per, confidence)]
    found = mover(rates[0], rates[1], rates[2], rates[3], rates[4], rates[5], confidence)
    return Change(found.estimate, found.lower, found.upper, "counts", confidence)


def from_the_rest(share_of_whole: ArrayLike, difference_from_rest: Change) -> Change:
    """Return how far a part lies from the whole it belongs to, given how far it lies from the rest of the whole.

    A part that makes up the share w (0-1) of the whole's denominator lies (1 − w) times as far from the whole as from the
    rest, and so do the limits. Comparing with the whole as if it were another group would count the part's own chance
    variation twice. The difference must be one, not a ratio; raises ValueError otherwise.
    """
    if difference_from_rest.method not in ("newcombe", "mover"):
        raise ValueError(f"expected a difference, not a ratio ({difference_from_rest.method})")
    rest = 1.0 - np.asarray(share_of_whole, dtype=float)
    found = difference_from_rest
    return Change(
        rest * found.estimate, rest * found.lower, rest * found.upper, found.method, found.confidence
    )
