"""What a statistic takes and gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray

from pipelines.engine.groups import Groups

# parts of observations: numerator, denominator, value, lower, upper, n, and `at` of a point of a curve, one array entry a group;
# what is missing is not known. A curve has an entry a point, and `group`, the place of its group
Found = dict[str, NDArray[Any]]
Statistic = Callable[[Groups], Found]  # of the columns an indicator names, one row each; of units `total`, `base`, `group`, `ranking`
