"""Funnel limits: how far a place of its size may lie from all places by chance alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtrik, betainc, chdtri, gammaincc, pdtrik

FloatArray: TypeAlias = NDArray[np.float64]
Model = Literal["binomial", "poisson"]
WINSORISED = 0.10  # share of z-scores pulled in at each end
FEWEST = 10  # places below which a dispersion factor would itself be noise
OUTER = float(chdtri(1, 0.002)) ** 0.5  # standard errors at the 99.8 % limits
TAILS = (0.001, 0.025, 0.975, 0.999)  # of the limits, from the lowest
CEILING: Mapping[str, float] = {"binomial": 1.0, "poisson": np.inf}  # of a share, of a rate
POSITIONS: tuple[str, ...] = ("below_998", "below_95", "within", "above_95", "above_998")


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """Limits of a funnel plot, one array entry a place, in events per unit of denominator.

    `position` is one of POSITIONS. `dispersion` is the factor by which the places vary more than by chance (1 is none);
    where `is_widened`, the distance of the limits from `target` has been multiplied by its square root. `away` is how many standard
    errors a place lies from the target: 3.09 at the 99.8 % limit (where nothing cuts it) on its side.
    """

    value: FloatArray
    lower_95: FloatArray
    upper_95: FloatArray
    lower_998: FloatArray
    upper_998: FloatArray
    position: NDArray[np.object_]
    target: float
    dispersion: float
    is_widened: bool
    away: FloatArray

    def __post_init__(self) -> None:
        for array in (self.value, self.lower_95, self.upper_95, self.lower_998, self.upper_998, self.position, self.away):
            array.setflags(write=False)

    @property
    def expected_beyond_95(self) -> float:
        """How many places at most would lie beyond the 95 % limits by chance if all were alike: fewer where a limit is cut at 0 (or 1)."""
        return 0.05 * len(self.value)

    def tidy(self) -> pd.DataFrame:
        """Return one row a place: value, lower_95, upper_95, lower_998, upper_998, position."""
        names = ("value", "lower_95", "upper_95", "lower_998", "upper_998", "position")
        return pd.DataFrame({name: getattr(self, name) for name in names})


def funnel(
    count: ArrayLike, denominator: ArrayLike, model: Model, target: float | None = None, widen: bool = True
) -> Funnel:
    """Return the funnel of shares (model binomial) or rates (poisson) around `target`, Σ count ÷ Σ denominator by default.

    H0 of each place: its true value is the target. One dimension, denominators > 0, no NaN. Limits are exact quantiles,
    interpolated between counts as published, at 2.5 / 97.5 % and 0.1 / 99.9 %, cut at 0 (and 1). With `widen` and ten
    places or more, a dispersion factor is estimated from z-scores winsorised at 10 % at each end, and applied where it
    exceeds what chance allows (χ² of K at 95 %): with few exceptions the places then differ for reasons the indicator
    does not hold, and unwidened limits would call most of them outliers. Among many places some lie beyond by chance
    (`expected_beyond_95`). Source: Spiegelhalter (2005), Statistics in Medicine 24:1185-1202, app. A.1. Raises ValueError
    for unusable input or a target at or below 0 (at or above 1 for shares).
    """
    x, n = np.array(count, dtype=float), np.array(denominator, dtype=float)
    if x.ndim != 1 or x.shape != n.shape or not len(x) or not np.all(n > 0) or not np.all(x >= 0):
        raise ValueError("count and denominator must be of one dimension and equal length, counts 0 or more, denominators above 0")
    if model == "binomial" and np.any(x > n):
        raise ValueError("a share needs a count that does not exceed its denominator: use the model poisson for rates")
    centre = float(x.sum() / n.sum()) if target is None else float(target)
    if centre <= 0 or (model == "binomial" and centre >= 1):
        raise ValueError(f"the target is {centre}: around it nothing varies, so there is no funnel")
    value = x / n
    variance = centre * (1.0 - centre) / n if model == "binomial" else centre / n
    dispersion = dispersion_factor((value - centre) / np.sqrt(variance))
    applied = widen and len(x) >= FEWEST and dispersion * len(x) > float(chdtri(len(x), 0.05))
    bounds = _bounds(n, model, centre, float(np.sqrt(dispersion)) if applied else 1.0)
    limits = [np.clip(bound, 0.0, CEILING[model]) for bound in bounds]
    distance = np.abs(np.where(value < centre, bounds[0], bounds[3]) - centre)
    away = np.divide(OUTER * (value - centre), distance, out=np.zeros_like(value), where=distance > 0)
    return Funnel(value, limits[1], limits[2], limits[0], limits[3], _position(value, limits), centre, dispersion, bool(applied), away)


def limits_at(denominator: ArrayLike, model: Model, found: Funnel) -> FloatArray:
    """Return the limits of a funnel at other denominators (> 0, one dimension): rows lower 99.8 %, lower 95 %, upper 95 %, upper 99.8 %."""
    factor = float(np.sqrt(found.dispersion)) if found.is_widened else 1.0
    return np.clip(np.stack(_bounds(np.array(denominator, dtype=float), model, found.target, factor)), 0.0, CEILING[model])


def _bounds(n: FloatArray, model: Model, centre: float, factor: float) -> list[FloatArray]:
    """Return the limits at TAILS before they are cut at 0 (and 1), their distance from the centre multiplied by `factor`."""
    quantile = binomial_quantile if model == "binomial" else _poisson_quantile_of
    return [centre + factor * (quantile(p, n, centre) / n - centre) for p in TAILS]


def dispersion_factor(z: ArrayLike) -> float:
    """Return the mean square of z-scores winsorised at 10 % at each end (Spiegelhalter 2005, app. A.3); 1 is pure chance.

    Below 1 where chance alone is at work, because the extremes are pulled in: only an excess means anything.
    """
    scores = np.asarray(z, dtype=float)
    low, high = np.quantile(scores, [WINSORISED, 1.0 - WINSORISED])
    return float(np.mean(np.clip(scores, low, high) ** 2))


def binomial_quantile(p: float, n: FloatArray, share: float) -> FloatArray:
    """Return the p-quantile (0-1) of a binomial of size n, interpolated between counts; n may be fractional (means of months).

    With r the smallest count whose cumulative probability F is p or more: r − (F(r) − p) ÷ (F(r) − F(r − 1)).
    """
    def cumulative(k: FloatArray) -> FloatArray:
        inside = np.clip(k, 0.0, None)
        found = np.where(inside >= n, 1.0, betainc(np.maximum(n - inside, 1e-12), inside + 1.0, 1.0 - share))
        return np.where(k < 0, 0.0, found)

    return _interpolated(p, np.ceil(np.nan_to_num(bdtrik(p, n, share), nan=0.0)), cumulative)


def poisson_quantile(p: float, mean: ArrayLike) -> FloatArray:
    """Return the p-quantile (0-1) of a Poisson count, interpolated between counts as in `binomial_quantile`."""
    rate = np.asarray(mean, dtype=float)

    def cumulative(k: FloatArray) -> FloatArray:
        return np.where(k < 0, 0.0, gammaincc(np.clip(k, 0.0, None) + 1.0, rate))

    return _interpolated(p, np.ceil(np.nan_to_num(pdtrik(p, rate), nan=0.0)), cumulative)


def _poisson_quantile_of(p: float, n: FloatArray, rate: float) -> FloatArray:
    return poisson_quantile(p, n * rate)


def _interpolated(p: float, guess: FloatArray, cumulative: Callable[[FloatArray], FloatArray]) -> FloatArray:
    """Return the interpolated quantile; the continuous inverse may be off by one count after rounding, so both sides are tried."""
    r = np.maximum(guess - 1.0, 0.0)
    for _ in range(3):
        r = np.where(cumulative(r) < p, r + 1.0, r)
    here, before = cumulative(r), cumulative(r - 1.0)
    step = np.where(here > before, here - before, 1.0)
    return np.asarray(r - (here - p) / step)


def _position(value: FloatArray, limits: list[FloatArray]) -> NDArray[np.object_]:
    """Return where each value lies; on a limit is within it (equal up to rounding)."""
    slack = 1e-12 * np.maximum(1.0, np.abs(value))
    code = np.full(value.shape, 2)
    code[value < limits[1] - slack] = 1
    code[value < limits[0] - slack] = 0
    code[value > limits[2] + slack] = 3
    code[value > limits[3] + slack] = 4
    return np.asarray(np.array(POSITIONS, dtype=object)[code])
