"""What cannot be said without knowing what would have happened otherwise."""

from __future__ import annotations

import numpy as np

from pipelines.engine.groups import Groups
from pipelines.engine.statistics.row import Found


def needs_effect(rows: Groups) -> Found:
    """Return the sum of the first column as numerator and no value: what was spent is known, what it changed is not."""
    spent = rows.kept(~np.isnan(rows.first))
    return {"numerator": spent.sums(spent.first), "n": spent.counts}
