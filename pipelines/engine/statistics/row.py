"""What a statistic takes and gives."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

Row = dict[str, float]  # parts of an observation: numerator, denominator, value, lower, upper, n; what is missing is not known
Statistic = Callable[[pd.DataFrame, int], Row]  # of the columns an indicator names, one row each, and a seed
