"""E5: the published Gini and Theil of Beijing's general practitioners, 2011 and 2014, through the statistics that indicators name.

Source: 林春梅 et al., Chinese General Practice (中国全科医学). The districts themselves are not published, so districts are looked for that have the
published Gini, Theil and part between; their part within is then a check. They exist in common logarithms only.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import least_squares

from pipelines.analysis.inequality import gini as gini_of
from pipelines.analysis.theil import theil_t
from pipelines.engine.groups import Groups
from pipelines.engine.statistics import UNIT_STATISTICS

PUBLISHED = {  # Gini, Theil, between, within, share within
    "2011": (0.1617, 0.0193, 0.0079, 0.0114, 0.591),
    "2014": (0.1783, 0.0240, 0.0113, 0.0127, 0.529),
}
DISTRICTS = 16


def _districts(shape: np.ndarray) -> pd.DataFrame:
    """Sixteen districts in two groups: spread, gap between the groups and weight of the extremes are set by three numbers."""
    rank, group = np.linspace(-1, 1, DISTRICTS), np.arange(DISTRICTS) % 2
    density = np.exp(shape[0] * rank + shape[1] * (group - 0.5) + shape[2] * np.sign(rank) * np.abs(rank) ** 8)
    people = 100.0 + 20.0 * group
    return pd.DataFrame({"total": 1000 * density * people / (density @ people), "base": people, "group": group, "ranking": np.nan})


def _value(name: str, units: pd.DataFrame) -> float:
    columns = {c: units[c].to_numpy() for c in units}
    return float(UNIT_STATISTICS[name](Groups.alone(columns, 1))["value"][0])


def _solved(base: float, year: str) -> tuple[pd.DataFrame, float]:
    """Districts nearest to the published figures in logarithms to `base`, and how far they are off."""
    gini, total, between, *_ = PUBLISHED[year]

    def misfit(shape: np.ndarray) -> list[float]:
        units = _districts(shape)
        found = theil_t(units["total"], units["base"], units["group"])
        return [found.total / np.log(base) - total, found.between / np.log(base) - between, gini_of(units["total"], units["base"]) - gini]

    found = least_squares(misfit, [0.2, 0.3, 0.3], xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=60)
    return _districts(found.x), float(np.abs(found.fun).max())


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_published_figures_belong_together_in_common_logarithms(year: str) -> None:
    gini, total, between, within, share = PUBLISHED[year]
    units, off = _solved(10.0, year)
    assert off < 1e-9 and round(_value("gini", units), 4) == gini
    parts = [round(_value(name, units) / np.log(10), 4) for name in ("theil_t", "theil_t_between", "theil_t_within")]
    assert parts == [total, between, within]
    assert _value("theil_t_within", units) / _value("theil_t", units) == pytest.approx(share, abs=5e-4), "a share has no base"


@pytest.mark.parametrize("year", PUBLISHED)
def test_no_such_districts_are_found_in_natural_logarithms(year: str) -> None:
    assert _solved(float(np.e), year)[1] > 0.01
