"""Money for services that goes to a village clinic, not to a person: the half-years of the last year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.demo.cast import Cast
from pipelines.demo.design import LAST_YEAR
from pipelines.demo.records.equipment import standing

YUAN = {"medicine": 3_000.0, "consultation_fee": 1_600.0}  # a half-year and clinic, before the spread
_HALVES = (
    (f"{LAST_YEAR}-01-01", f"{LAST_YEAR}-06-30", f"{LAST_YEAR}-07-20"),
    (f"{LAST_YEAR}-07-01", f"{LAST_YEAR}-12-31", f"{LAST_YEAR}-12-31"),
)


def make_clinic_pay(cast: Cast) -> pd.DataFrame:
    """Return what was paid to the village clinics, with nobody's name: essential medicines and the general consultation fee."""
    rng, clinics = cast.stream("clinic pay"), standing(cast)
    mine = clinics.index[clinics["kind"] == "village_clinic"].to_numpy()
    names = {p.code: p.name_zh for p in cast.counties()}
    parts = []
    for start, end, paid in _HALVES:
        for component, yuan in YUAN.items():
            amount = np.round(yuan * np.exp(rng.normal(0, 0.2, len(mine))), -1)
            parts.append(
                pd.DataFrame(
                    {
                        "id_number": None,
                        "clinic": mine,
                        "payee_kind": "facility",
                        "pay_component": component,
                        "period_start": pd.Timestamp(start),
                        "period_end": pd.Timestamp(end),
                        "due_yuan": amount,
                        "paid_yuan": amount,
                        "paid_on": pd.Timestamp(paid),
                        "payer": [f"{names[c]}卫生健康委员会（演示）" for c in cast.clinics["county"].to_numpy()[mine]],
                    }
                )
            )
    return pd.concat(parts, ignore_index=True).sort_values(["clinic", "period_start", "pay_component"], ignore_index=True)
