"""Survival curves that may leave: each in steps of k exits or more."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipelines.analysis.disclosure.printed import rounded
from pipelines.analysis.disclosure.steps import merge_steps
from pipelines.engine.release.listing import Question
from pipelines.engine.release.printed import NUMBERS, as_released
from pipelines.site import Site

Answers = Mapping[Question, pd.DataFrame]


def curve_rows(site: Site, answers: Mapping[str, Answers]) -> list[pd.DataFrame]:
    """Return the rows of every curve under each profile (the one that shows most first).

    A narrower profile merges the steps of the wider one further, so that nothing lies between the steps of the two.
    """
    found: list[pd.DataFrame] = []
    steps: dict[tuple[Question, str], pd.DataFrame] = {}
    for profile, asked in answers.items():
        for question, answer in asked.items():
            for region, rows in answer.groupby("region_code", sort=True):
                key = (question, str(region))
                if rows["value"].notna().any():
                    steps[key] = _merged(steps.get(key, _exact(rows)), site.releases[profile].k)
                    rows = _printed(rows, steps[key], site.releases[profile].round_to)
                hidden = rows["value"].isna() & (rows["status"] == "suppressed")
                found.append(as_released(profile, rows, hidden.to_numpy()))
    return found


def _exact(rows: pd.DataFrame) -> pd.DataFrame:
    """Return time, at_risk and events of a curve: an exit is what lets it fall."""
    rows = rows[rows["value"].notna() & (rows["at"].astype(float) > 0)].sort_values("at")
    value, at_risk = rows["value"].to_numpy(dtype=float), rows["denominator"].to_numpy(dtype=float)
    before = np.concatenate([[1.0], value[:-1]])
    fall = np.divide(value, before, out=np.ones_like(value), where=before > 0)
    frame = pd.DataFrame({"time": rows["at"].to_numpy(dtype=float), "at_risk": at_risk, "events": np.rint(at_risk * (1 - fall))})
    return frame[frame["events"] > 0].reset_index(drop=True)


def _merged(steps: pd.DataFrame, k: int) -> pd.DataFrame:
    return merge_steps(steps["time"], steps["at_risk"], steps["events"], k)


def _printed(rows: pd.DataFrame, steps: pd.DataFrame, base: int) -> pd.DataFrame:
    """Return the rows of a curve: its start and each step, from printed counts; one suppressed row where no step can be made."""
    first = rows.iloc[[0]]
    if steps.empty:
        return first.assign(**dict.fromkeys(NUMBERS, np.nan), at=None, status="suppressed")
    at_risk, events = (rounded(steps[c].to_numpy(dtype=np.int64), base) for c in ("at_risk", "events"))
    value = np.concatenate([[1.0], np.cumprod(1 - events / at_risk)])
    many = pd.DataFrame(np.repeat(first.to_numpy(), len(steps) + 1, axis=0), columns=rows.columns)
    return many.assign(
        at=np.concatenate([[0.0], steps["time"]]), numerator=np.concatenate([[0], np.cumsum(events)]), value=value,
        denominator=np.concatenate([[at_risk[0]], at_risk]), lower=np.nan, upper=np.nan, n=float(at_risk[0]), status="ok",
    )
