"""Distances in estimated standard errors, as far out as normal ones are."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri, stdtr, stdtrit

FloatArray: TypeAlias = NDArray[np.float64]


def as_normal(errors: ArrayLike, degrees: ArrayLike) -> FloatArray:
    """Return distances in estimated standard errors (Student's t with so many degrees of freedom) as normal ones of the same probability.

    >>> round(float(as_normal(2.228, 10)), 2)
    1.96
    """
    return np.asarray(ndtri(np.clip(stdtr(degrees, np.asarray(errors, dtype=float)), 1e-15, 1.0 - 1e-15)))


def as_student(errors: ArrayLike, degrees: ArrayLike) -> FloatArray:
    """Return normal distances as those in estimated standard errors (Student's t) of the same probability: `as_normal` backwards.

    >>> round(float(as_student(1.96, 10)), 2)
    2.23
    """
    return np.asarray(stdtrit(degrees, ndtr(np.asarray(errors, dtype=float))))
