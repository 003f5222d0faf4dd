"""What a statistic takes and gives."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

# parts of an observation: numerator, denominator, value, lower, upper, n, and `at` of a point of a curve; what is missing is not known
Row = dict[str, float]
Statistic = Callable[[pd.DataFrame, int], Row]  # of the columns an indicator names, one row each, and a seed
UnitStatistic = Callable[[pd.DataFrame, int], Row | list[Row]]  # of units; a curve has a row a point
