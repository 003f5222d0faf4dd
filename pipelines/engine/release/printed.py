"""Rows of `released`: what is printed of an internal answer once it is known which of its counts are hidden."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.analysis.disclosure.printed import rounded
from pipelines.core.indicator import Indicator
from pipelines.engine.additive import with_value
from pipelines.engine.release.protected import Hiding
from pipelines.engine.scope import Scope
from pipelines.site import Site

RELEASED_COLUMNS: tuple[str, ...] = (
    "profile", "indicator", "region_code", "level", "period", "breakdown", "category", "at", "numerator", "denominator", "value",
    "lower", "upper", "n", "reported", "expected", "status",
)
NUMBERS = ["numerator", "denominator", "value", "lower", "upper", "n", "reported", "expected"]
MONEY_TO = 100  # in the site's currency: a median of an odd number of people is one person's exact pay


def printed_rows(site: Site, hiding: Hiding, indicator: Indicator, answer: pd.DataFrame) -> pd.DataFrame:
    """Return an answer with `part`, `whole`, `whole_too` and `is_told` as it is printed under a profile.

    A row is shown where every count it is made of is; value and limits are computed anew from what is printed. A hidden
    row keeps its status alone. Counts that are about nobody of the staff are printed as they are.
    """
    hidden = np.zeros(len(answer), dtype=bool)
    for column in ("part", "whole", "whole_too"):
        hidden |= answer[column].isin(hiding.hidden).to_numpy()
    has_number = answer[["numerator", "denominator", "value", "n"]].notna().any(axis=1).to_numpy()
    hidden |= has_number & ~answer["is_told"].to_numpy(dtype=bool)
    base = site.releases[hiding.profile].round_to
    if indicator.kind == "statistic":
        shown = _statistic(indicator, answer, base)
    elif indicator.kind == "flow":
        shown = _flow(site, indicator, answer, base)
    else:
        parts = {side: _rounded(answer[side], answer[cell].notna(), base) for side, cell in (("numerator", "part"), ("denominator", "whole"))}
        shown = with_value(_scope(site, indicator), answer.assign(**parts))
    return as_released(hiding.profile, shown, hidden)


def as_released(profile: str, shown: pd.DataFrame, hidden: np.ndarray) -> pd.DataFrame:
    """Return rows as they leave: where `hidden`, the status says so and no number is left."""
    numbers = shown[NUMBERS].astype(float).mask(pd.Series(hidden, index=shown.index), np.nan)
    status = np.where(hidden, "suppressed", shown["status"])
    return shown.assign(**{c: numbers[c] for c in NUMBERS}, status=status, profile=profile)[list(RELEASED_COLUMNS)]


def _rounded(values: pd.Series, is_count: pd.Series, base: int) -> pd.Series:
    """Return counts of people rounded to `base`; other values, and missing ones, as they are."""
    values = values.astype(float)
    which = is_count & values.notna()
    values.loc[which] = rounded(np.rint(values[which].to_numpy()).astype(np.int64), base)
    return values


def _flow(site: Site, indicator: Indicator, answer: pd.DataFrame, base: int) -> pd.DataFrame:
    """Return a flow from its printed counts: those who moved ÷ those there at the start, or their mean with those at the end."""
    known = answer["part"].notna()
    opening = _rounded(answer["opening"], known, base)
    closing = _rounded(2 * answer["denominator"] - answer["opening"], known, base)
    below = opening.where(answer["whole_too"].isna(), (opening + closing) / 2).where(known, answer["denominator"])
    top = _rounded(answer["numerator"], known, base)
    shown = with_value(_scope(site, indicator), answer.assign(numerator=top, denominator=below))
    return shown.assign(n=shown["denominator"])


def _statistic(indicator: Indicator, answer: pd.DataFrame, base: int) -> pd.DataFrame:
    """Return a statistic of people: money in hundreds, and no limits, which are somebody's own figures."""
    step = MONEY_TO if indicator.unit == "currency_per_person" else 0
    value = answer["value"].astype(float)
    value = (value / step).round() * step if step else value
    nothing = dict.fromkeys(("numerator", "denominator", "lower", "upper"), np.nan)
    return answer.assign(value=value, n=_rounded(answer["n"], answer["part"].notna(), base), **nothing)


def _scope(site: Site, indicator: Indicator) -> Scope:
    return Scope(
        indicator=indicator, site=site, level=site.root_level, region=None, parent=None, periods=(), by=(), at=(),
        population_kind=site.population_kind,
    )
