"""The pay gap for like people of many groups at once: one regression a group, all eliminated together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipelines.analysis.interval import FloatArray, normal_quantile
from pipelines.analysis.paygap import MINIMUM_GROUP

AT_ONCE = 200  # groups eliminated together, so that a country's fit in memory
DETERMINED = 1e-9  # what is left of the square of a column that the columns before it determine, as a share
IntArray = NDArray[np.int64]


def adjusted_gaps(
    pay: FloatArray, in_b: NDArray[np.bool_], categories: IntArray, group: IntArray, groups: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the adjusted gap of `paygap.pay_gap` and its 95 % limits in each of `groups` groups, NaN where that gives a reason.

    One row a person, all with a pay above 0 and every covariate: `categories` has a column a covariate, the number (0 on) of each
    person's category, `group` the place of each one's group, ascending.
    """
    found = np.full((3, groups), np.nan)
    sides = [np.bincount(group[side], minlength=groups) for side in (in_b, ~in_b)]
    enough = np.flatnonzero(np.minimum(*sides) >= MINIMUM_GROUP)
    widths = categories.max(axis=0, initial=-1) + 1
    place = np.column_stack([np.zeros(len(group), dtype=np.int64), categories + 1 + np.cumsum(widths) - widths])
    for some in np.split(enough, range(AT_ONCE, len(enough), AT_ONCE)):
        mine = np.isin(group, some)
        own = np.searchsorted(some, group[mine])
        estimate, error = _coefficients(np.log(pay[mine]), in_b[mine].astype(float), place[mine], own, len(some), int(widths.sum()) + 1)
        z = normal_quantile(0.95)
        found[:, some] = [-np.expm1(estimate + k * error) for k in (0.0, z, -z)]
    return found[0], found[1], found[2]


def _coefficients(
    y: FloatArray, own: FloatArray, place: IntArray, group: IntArray, groups: int, width: int
) -> tuple[FloatArray, FloatArray]:
    """Return the least-squares coefficient of `own` beside the columns `place` of each person, and its HC1 standard error.

    What the columns leave of `own` and `y` is taken twice, against rounding (Frisch & Waugh 1933).
    """
    inverse, rank = _inverse(_products(place, group, groups, width))

    def rest(values: FloatArray) -> FloatArray:
        for _ in range(2):
            weights = np.broadcast_to(values[:, None], place.shape).ravel()
            sums = np.bincount((group[:, None] * width + place).ravel(), weights=weights, minlength=groups * width).reshape(groups, width)
            values = values - np.einsum("gij,gj->gi", inverse, sums)[group[:, None], place].sum(axis=1)
        return values

    def total(values: FloatArray) -> FloatArray:
        return np.bincount(group, weights=values, minlength=groups).astype(float)

    own_rest, y_rest = rest(own), rest(y)
    n, k, length = total(np.ones(len(y))), rank + 1, total(own_rest**2)
    estimable = (n >= 2 * k) & (length > DETERMINED * total(own))
    length = np.where(estimable, length, np.nan)
    estimate = total(own_rest * y_rest) / length
    left = total((own_rest * (y_rest - estimate[group] * own_rest)) ** 2)
    return estimate, np.sqrt(left * n / np.where(estimable, n - k, np.nan)) / length


def _products(place: IntArray, group: IntArray, groups: int, width: int) -> FloatArray:
    """Return of each group how many people have both of any two columns."""
    products = np.zeros(groups * width * width)
    for one in place.T:
        pairs = ((group * width + one) * width)[:, None] + place
        products += np.bincount(pairs.ravel(), minlength=len(products))
    return products.reshape(groups, width, width)


def _inverse(products: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the inverse of each matrix over the columns that those before them do not determine, and how many these are.

    By the sweep operator (Goodnight 1979), a column at a time in all groups.
    """
    matrix, whole = products.copy(), np.einsum("gii->gi", products)
    used = np.zeros(whole.shape, dtype=bool)
    for k in range(whole.shape[1]):
        pivot = matrix[:, k, k]
        used[:, k] = pivot > DETERMINED * whole[:, k]
        some = np.flatnonzero(used[:, k])
        scaled = matrix[some, :, k] / pivot[some, None]
        part = matrix[some] - scaled[:, :, None] * matrix[some, k][:, None, :]
        part[:, k, :], part[:, :, k] = scaled, scaled
        part[:, k, k] = -1.0 / pivot[some]
        matrix[some] = part
    return -matrix * used[:, :, None] * used[:, None, :], used.sum(axis=1)
