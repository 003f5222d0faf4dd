"""What cannot be said without knowing what would have happened otherwise."""

from __future__ import annotations

import pandas as pd

from pipelines.engine.statistics.row import Row


def needs_effect(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the sum of the first column as numerator and no value: what was spent is known, what it changed is not."""
    spent = rows.iloc[:, 0].dropna()
    return {"numerator": float(spent.sum()), "n": float(len(spent))}
