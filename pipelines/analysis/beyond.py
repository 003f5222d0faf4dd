"""How likely chance alone puts a figure so many standard errors from what is expected."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri, stdtr

FloatArray: TypeAlias = NDArray[np.float64]


def chance_beyond(errors: ArrayLike, draws: int = 1) -> FloatArray:
    """Return the probability that `draws` independent standard normal numbers all lie `errors` or more above 0.

    >>> [round(float(chance_beyond(3.0902, draws)), 6) for draws in (1, 2)]
    [0.001, 1e-06]
    """
    return np.asarray(ndtr(-np.asarray(errors, dtype=float)) ** draws)


def as_normal(errors: ArrayLike, degrees: float) -> FloatArray:
    """Return distances in estimated standard errors (Student's t with so many degrees of freedom) as normal ones of the same probability.

    >>> round(float(as_normal(2.228, 10)), 2)
    1.96
    """
    return np.asarray(ndtri(np.clip(stdtr(degrees, np.asarray(errors, dtype=float)), 1e-15, 1.0 - 1e-15)))
