"""How far pay is apart: compression, and gaps between groups of people, raw and for like people."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.analysis.interval import FloatArray, normal_quantile
from pipelines.analysis.pay import compression
from pipelines.analysis.paygap import pay_gap
from pipelines.engine.statistics.row import Row, Statistic

Z_95 = normal_quantile(0.95)
GROUPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # column -> who is A, who is B; nobody else is compared
    "sex": (("male",), ("female",)),
    "contract": (("established", "county_managed"), ("township_hired", "contract", "village_hired", "agency", "rehired", "temporary", "other")),
    "licence": (("physician", "assistant", "rural_assistant", "licensed"), ("village_certificate", "none", "not_licensed")),
}
LIKE = ("staff_group", "sex", "age_band", "licence", "education", "title", "contract", "remoteness_class")  # what like people share


def _known(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["annual_yuan"].notna()]


def p90_p10(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the 90th over the 10th percentile of annual_yuan with limits from the exact ones of both; n counts the rows."""
    values = _known(rows)["annual_yuan"].to_numpy(dtype=float)
    if not len(values):
        return {"n": 0.0}
    found = compression(values)
    limits = {"lower": float(found.lower[0]), "upper": float(found.upper[0])}
    return {"value": float(found.p90_p10[0]), **limits, "n": float(len(values))}


def highest_lowest(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the highest over the lowest annual_yuan; numerator and denominator are the two, n counts the rows."""
    values = _known(rows)["annual_yuan"].to_numpy(dtype=float)
    n = float(len(values))
    if not len(values) or values.min() <= 0:
        return {"n": n}
    return {"numerator": float(values.max()), "denominator": float(values.min()), "value": float(values.max() / values.min()), "n": n}


def gap(column: str) -> Statistic:
    """Return the raw gap of mean pay by a column of GROUPS: (A − B) ÷ A, limits by the log of the ratio of the means."""

    def raw(rows: pd.DataFrame, _seed: int) -> Row:
        a, b = (rows.loc[rows[column].isin(side), "annual_yuan"].dropna().to_numpy(dtype=float) for side in GROUPS[column])
        n = float(len(a) + len(b))
        if not len(a) or not len(b) or a.mean() <= 0 or b.mean() <= 0:
            return {"n": n}
        ratio, half = b.mean() / a.mean(), Z_95 * np.sqrt(_relative_variance(a) + _relative_variance(b))
        parts = {"numerator": float(a.mean() - b.mean()), "denominator": float(a.mean())}
        return {**parts, "value": float(1 - ratio), "lower": float(1 - ratio * np.exp(half)), "upper": float(1 - ratio * np.exp(-half)), "n": n}

    return raw


def adjusted_gap(column: str) -> Statistic:
    """Return the gap for like people: 1 − exp(b) of a regression of log pay on what like people share (LIKE); n counts who is in it."""

    def adjusted(rows: pd.DataFrame, _seed: int) -> Row:
        known = _known(rows)
        first, second = GROUPS[column]
        known = known[known[column].isin((*first, *second)) & (known["annual_yuan"] > 0)].reset_index(drop=True)
        like = known[[name for name in LIKE if name != column]]
        found = pay_gap(known["annual_yuan"].to_numpy(dtype=float), known[column].isin(second).to_numpy(), like)
        return {"value": found.adjusted, "lower": found.lower, "upper": found.upper, "n": float(found.adjusted_people)}

    return adjusted


def _relative_variance(values: FloatArray) -> float:
    """Return the variance of a mean over the mean squared (NaN below two values)."""
    return float(values.var(ddof=1) / len(values) / values.mean() ** 2) if len(values) > 1 else float("nan")
