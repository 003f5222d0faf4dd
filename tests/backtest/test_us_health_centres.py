"""Retention of 2,074 clinicians of US health centres, as published open data gives it (Singer et al. 1998)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipelines.analysis.survival import kaplan_meier

PRINTED = {26: 0.9403, 52: 0.8574, 104: 0.6770, 130: 0.6181}
Ask = Callable[..., pd.DataFrame]


def test_survival_at_four_points(us_health_centres: Ask) -> None:
    frame = us_health_centres("survival", at=tuple(PRINTED))
    assert {int(t): round(s, 4) for t, s in zip(frame["at"], frame["value"], strict=True)} == PRINTED
    assert set(frame["n"]) == {2074} and set(frame["numerator"]) == {430} and set(frame["status"]) == {"ok"}
    assert ((frame["lower"] < frame["value"]) & (frame["value"] < frame["upper"])).all()


def test_every_exit_is_on_the_curve(us_health_centres: Ask) -> None:
    curve = us_health_centres("survival")
    assert set(curve["n"]) == {2074}
    assert curve["at"].is_monotonic_increasing and curve["value"].is_monotonic_decreasing


def test_engine_and_plain_computation_agree(us_health_centres: Ask, realdata: Path) -> None:
    rows = pd.read_csv(realdata / "us_health_centres" / "health_workers.csv")
    curve = kaplan_meier(None, rows["weeks"], rows["censor"] == 0)
    assert curve.events.sum() == 430 and len(rows) == 2074
    frame = us_health_centres("survival", at=(13, 26, 39, 52, 78, 104, 130))
    expected = np.array([curve.at(t)[:3] for t in frame["at"]])
    assert frame[["value", "lower", "upper"]].to_numpy(dtype=float) == pytest.approx(expected, abs=1e-12)
