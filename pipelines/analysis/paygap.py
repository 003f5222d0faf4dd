"""The gap in pay between two groups, raw and for like people, and what of it their make-up explains (Oaxaca-Blinder)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pipelines.analysis.interval import FloatArray, normal_quantile

Reference = Literal["a", "b", "pooled", "neumark"]
MINIMUM_GROUP = 10  # people of each group in a regression


@dataclass(frozen=True, slots=True, eq=False)
class PayGap:
    """The gap (A - B) ÷ A, as shares: 0.1 says that B earns 10 % less than A. Show raw and adjusted side by side.

    `raw_mean` and `raw_median` compare means and medians of everybody with a known pay; `adjusted` compares like with
    like: 1 - exp(b), b the coefficient of belonging to B in a regression of log pay on the covariates, with limits from
    robust (HC1) standard errors. `adjusted_people` have all covariates and a pay above 0; `left_out` have not.
    `covariates` are the columns used, `dropped` those that others determine. `reason` says why the adjusted gap is NaN
    ("" when it is not). An adjusted gap is not the unjust part: a covariate such as title may itself be unequal.
    """

    people_a: int
    people_b: int
    raw_mean: float
    raw_median: float
    adjusted: float
    lower: float
    upper: float
    adjusted_people: int
    left_out: int
    covariates: tuple[str, ...]
    dropped: tuple[str, ...]
    reason: str
    confidence: float

    def tidy(self) -> pd.DataFrame:
        """Return rows raw_mean, raw_median, adjusted: statistic, value, lower, upper, people."""
        raw, nothing = self.people_a + self.people_b, float("nan")
        return pd.DataFrame(
            {
                "statistic": ["raw_mean", "raw_median", "adjusted"],
                "value": [self.raw_mean, self.raw_median, self.adjusted],
                "lower": [nothing, nothing, self.lower],
                "upper": [nothing, nothing, self.upper],
                "people": [raw, raw, self.adjusted_people],
            }
        )


@dataclass(frozen=True, slots=True, eq=False)
class OaxacaBlinder:
    """The difference of mean log pay, A - B, in what the make-up of the groups explains and what it does not.

    `difference` = `explained` + `unexplained`, in log points. `contribution` is the explained part of each of
    `covariates`. Which coefficients price the make-up is `reference`, and it changes the answer: print it.
    """

    reference: Reference
    people_a: int
    people_b: int
    difference: float
    explained: float
    unexplained: float
    covariates: tuple[str, ...]
    contribution: FloatArray
    left_out: int

    @property
    def explained_share(self) -> float:
        """Return explained ÷ difference; can be below 0 or above 1; NaN without a difference."""
        return self.explained / self.difference if self.difference else float("nan")

    def tidy(self) -> pd.DataFrame:
        """Return rows difference, explained, unexplained, then one a covariate: part, covariate, log_points."""
        parts = ["difference", "explained", "unexplained", *["contribution"] * len(self.covariates)]
        points = [self.difference, self.explained, self.unexplained, *self.contribution]
        return pd.DataFrame({"part": parts, "covariate": [None] * 3 + list(self.covariates), "log_points": points})


def pay_gap(pay: ArrayLike, in_b: ArrayLike, covariates: pd.DataFrame | None = None, confidence: float = 0.95) -> PayGap:
    """Return raw and adjusted gap (one array entry a person): `pay` any unit, `in_b` true for B, false for A.

    `covariates` has one row a person: numbers as they are, text and booleans as categories (the first in order is the
    base). NaN pay is left out of both. The adjusted gap is NaN, with its reason, below MINIMUM_GROUP people of either
    group or with fewer people than twice the columns. Source: Mincer (1974); White (1980), MacKinnon & White (1985).
    Raises ValueError for unequal lengths and negative pay.
    """
    z = normal_quantile(confidence)
    amounts, b = _people(pay, in_b)
    known = ~np.isnan(amounts)
    sides = [amounts[known & ~b], amounts[known & b]]
    raw = [float(1.0 - f(sides[1]) / f(sides[0])) if all(map(len, sides)) and f(sides[0]) > 0 else np.nan for f in (np.mean, np.median)]
    frame = pd.DataFrame(index=np.arange(len(amounts))) if covariates is None else covariates
    design, names, usable = _design(frame, amounts)
    own, log_pay = b[usable], np.log(amounts[usable])
    basis, _, kept = _basis(np.column_stack([np.ones(len(own)), design, own]))
    used = tuple(name for place, name in enumerate(names, 1) if place in kept)
    reason = _too_few(own, len(kept))
    if not reason and len(names) + 1 not in kept:
        reason = "the covariates tell who belongs to which group, so there are no like people to compare"
    estimate = error = float("nan")
    if not reason:
        estimate, error = _last_coefficient(basis, own, log_pay)
    adjusted, lower, upper = (float(-np.expm1(estimate + k * error)) for k in (0.0, z, -z))
    return PayGap(
        len(sides[0]), len(sides[1]), raw[0], raw[1], adjusted, lower, upper, len(own), int(len(amounts) - len(own)),
        used, tuple(n for n in names if n not in used), reason, confidence,
    )  # fmt: skip


def oaxaca_blinder(
    pay: ArrayLike, in_b: ArrayLike, covariates: pd.DataFrame, reference: Reference = "pooled"
) -> OaxacaBlinder:
    """Return the two-fold decomposition of the difference of mean log pay (arguments as `pay_gap`).

    `reference` coefficients: "a" or "b" those of that group; "pooled" of a regression of both with the group as a
    regressor (Jann 2008; what statsmodels calls pooled and neumark alike, R oaxaca weight -2); "neumark" of both without
    it (Neumark 1988; R weight -1), which takes part of the gap for explained. Source: Oaxaca (1973); Blinder (1973).
    Raises ValueError below MINIMUM_GROUP people of either group, with fewer people than twice the columns, for covariates
    that are not independent within a group, and as `pay_gap`.
    """
    if reference not in ("a", "b", "pooled", "neumark"):
        raise ValueError(f'reference is "{reference}", expected a, b, pooled or neumark')
    amounts, b = _people(pay, in_b)
    design, names, usable = _design(covariates, amounts)
    own, y = b[usable], np.log(amounts[usable])
    x = np.column_stack([np.ones(len(own)), design])
    reason = _too_few(own, x.shape[1])
    if reason or any(len(_basis(x[side])[2]) < x.shape[1] for side in (own, ~own)):
        raise ValueError(reason or "a covariate is constant or determined by others within one group: leave it out")
    mean_a, mean_b = x[~own].mean(axis=0), x[own].mean(axis=0)
    rows = {"a": ~own, "b": own}.get(reference, np.ones(len(own), dtype=bool))
    basis, triangle, _ = _basis(np.column_stack([x, own]) if reference == "pooled" else x[rows])
    price = np.linalg.solve(triangle, y[rows] @ basis)[: x.shape[1]]
    parts = ((mean_a - mean_b) * price)[1:]
    difference = float(y[~own].mean() - y[own].mean())
    explained = float(parts.sum())
    return OaxacaBlinder(
        reference, int((~own).sum()), int(own.sum()), difference, explained, difference - explained,
        names, parts, int(len(amounts) - len(own)),
    )  # fmt: skip


def _people(pay: ArrayLike, in_b: ArrayLike) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Return pay and side of each person."""
    amounts, b = np.asarray(pay, dtype=float), np.asarray(in_b, dtype=bool)
    if amounts.ndim != 1 or amounts.shape != b.shape or np.any(amounts < 0) or np.isinf(amounts).any():
        raise ValueError("pay and in_b must have one entry a person each, pay 0 or more (NaN where missing)")
    return amounts, b


def _design(frame: pd.DataFrame, amounts: FloatArray) -> tuple[FloatArray, tuple[str, ...], NDArray[np.bool_]]:
    """Return the covariates of usable people as numbers, their names, and who has all of them and a pay above 0."""
    if len(frame) != len(amounts):
        raise ValueError(f"covariates has {len(frame)} rows, expected {len(amounts)} as pay")
    usable = (amounts > 0) & np.logical_and.reduce([frame[c].notna().to_numpy() for c in frame] or [np.ones(len(frame), dtype=bool)])
    columns, names = [np.empty((int(usable.sum()), 0))], []
    for name in frame:
        values = frame[name][usable]
        if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
            columns.append(values.to_numpy(dtype=float)[:, None])
            names.append(str(name))
            continue
        codes, labels = pd.factorize(values, sort=True)
        columns.append((codes[:, None] == np.arange(1, len(labels))).astype(float))
        names += [f"{name}_{label}" for label in labels[1:]]
    return np.column_stack(columns), tuple(names), usable


def _basis(matrix: FloatArray) -> tuple[FloatArray, FloatArray, list[int]]:
    """Return Q and R of the columns that the columns before them do not determine, and their places.

    Column by column (Gram-Schmidt, each pass twice against rounding): as exact as LAPACK's and it names what it drops.
    """
    columns = matrix.shape[1]
    basis, triangle = np.empty(matrix.shape, order="F"), np.zeros((columns, columns))
    kept: list[int] = []
    for place, column in enumerate(np.ascontiguousarray(matrix.T)):
        size = len(kept)
        before = basis[:, :size]
        share = column @ before
        rest = column - before @ share
        again = rest @ before
        rest -= before @ again
        length = float(np.linalg.norm(rest))
        if length > 1e-8 * max(float(np.linalg.norm(column)), 1e-300):
            triangle[:size, size], triangle[size, size] = share + again, length
            basis[:, size] = rest / length
            kept.append(place)
    return basis[:, : len(kept)], triangle[: len(kept), : len(kept)], kept


def _too_few(in_b: NDArray[np.bool_], columns: int) -> str:
    """Return why a regression would say nothing, "" when it can."""
    a, b = int((~in_b).sum()), int(in_b.sum())
    if min(a, b) < MINIMUM_GROUP:
        return f"{a} people of A and {b} of B with pay and covariates, at least {MINIMUM_GROUP} of each are needed"
    return f"{a + b} people for {columns} columns, at least twice as many are needed" if a + b < 2 * columns else ""


def _last_coefficient(basis: FloatArray, last: NDArray[np.bool_], y: FloatArray) -> tuple[float, float]:
    """Return the least-squares coefficient of the last regressor and its HC1 standard error.

    `basis` spans all regressors and its last column is what the others leave of `last` (Frisch & Waugh 1933).
    """
    own = basis[:, -1]
    scale = float(own @ last)
    rest = y - basis @ (basis.T @ y)
    n, k = basis.shape
    return float(own @ y) / scale, float(np.sqrt(np.sum((own * rest) ** 2) * n / (n - k))) / scale
