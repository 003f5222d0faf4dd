"""The stored reference values and the tolerance they come with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

REFERENCE = Path(__file__).resolve().parents[2] / "reference"
STORED = json.loads((REFERENCE / "cases.json").read_text(encoding="utf-8"))
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in STORED["cases"]}


def assert_close(found: ArrayLike, case: dict[str, Any], expected: ArrayLike) -> None:
    """Assert |a-b| <= tol*max(1e-3,|b|), entry by entry."""
    a, b = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    assert a.shape == b.shape
    assert np.all(np.abs(a - b) <= case["tolerance"] * np.maximum(1e-3, np.abs(b))), (case["id"], a, b)


def table(name: str) -> pd.DataFrame:
    """Return one of the data sets."""
    return pd.read_csv(REFERENCE / "data" / f"{name}.csv")
