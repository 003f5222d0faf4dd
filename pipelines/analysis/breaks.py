"""Breaks in a series: who files changed so much between two points that the figures before and after do not compare."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Bools: TypeAlias = NDArray[np.bool_]
CHANGED = 1.25  # the share that filed grew to so many times what it was; turned round it fell by a fifth


def is_break(reported: ArrayLike, expected: ArrayLike, reported_then: ArrayLike, expected_then: ArrayLike) -> Bools:
    """Say of each pair of points whether the share of the facilities looked for that filed grew by over a quarter or fell by over a fifth.

    Of itself, not in percentage points, and the same both ways: 5 of 5 after 4 of 5 are no break, nor 4 of 5 after 5 of 5; 3 of 5 are.
    Where one of the two is not known, or nobody filed, there is none: there is nothing to compare anyway. Only of what those who file tell
    for all (`is_proxied`): a rate of those who filed both its parts is theirs before and after.

    >>> is_break([776, 4, 3], [780, 5, 5], [42, 5, 5], [800, 5, 5]).tolist()
    [True, False, True]
    """
    found, sought, found_then, sought_then = (np.asarray(x, dtype=float) for x in (reported, expected, reported_then, expected_then))
    known = (found > 0) & (sought > 0) & (found_then > 0) & (sought_then > 0)
    now, then = found * np.where(known, sought_then, 1.0), found_then * np.where(known, sought, 1.0)
    slack = 1.0 + 1e-9
    return np.asarray(known & ((now > CHANGED * slack * then) | (then > CHANGED * slack * now)))
