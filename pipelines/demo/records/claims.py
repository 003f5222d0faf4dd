"""Fee claims after courses: what was claimed, the three conditions, what was decided and paid."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.demo.cast import Cast
from pipelines.demo.records.schemes import scheme
from pipelines.demo.records.training import Courses

SINCE = 2018
CLAIMED = {"clinical_attachment": 0.6, "classroom": 0.05}  # of those who passed claim their fees


def make_claims(cast: Cast, courses: Courses) -> pd.DataFrame:
    """Return fee claims after courses on a ward or in a classroom since SINCE: three kinds, three conditions, what was decided and paid."""
    rng, events, attendance = cast.stream("claims"), courses.events, courses.attendance
    event = events.iloc[attendance["event"].to_numpy()].reset_index(drop=True)
    may = (event["year"] >= SINCE).to_numpy() & (attendance["training_result"] == "passed").to_numpy()
    chance = event["training_mode"].map(CLAIMED).fillna(0).to_numpy()
    chosen = np.flatnonzero(may & (rng.random(len(event)) < chance))
    rows, event = attendance.iloc[chosen].reset_index(drop=True), event.iloc[chosen].reset_index(drop=True)
    size = len(rows)
    kind = rng.choice(["course_fee", "conference_fee", "travel"], size, p=(0.5, 0.12, 0.38))
    yuan = np.round(np.exp(rng.normal(0, 0.4, size)) * np.select([kind == "course_fee", kind == "travel"], [900, 600], 700), -1)
    claimed = pd.Series(event["ended_on"] + pd.to_timedelta(rng.integers(3, 60, size), unit="D")).clip(upper=pd.Timestamp(2025, 12, 20))
    out = pd.DataFrame(
        {
            "claim_id": [f"BX-{a[:2]}-{n:05d}" for n, a in enumerate(event["area"], 1)],
            "person": rows["person"],
            "clinic": rows["clinic"],
            "scheme_id": [scheme(a, "JX") for a in event["area"]],
            "event_id": rows["event_id"],
            "claim_kind": kind,
            "claimed_on": claimed,
            "claimed_yuan": yuan,
        }
    )
    return _decided(out, rng)


def _decided(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    size = len(rows)
    met = {"is_relevant": 0.985, "has_employer_consent": 0.965, "has_certificate": 0.97, "has_receipt": 0.975}
    for column, share in met.items():
        rows[column] = rng.random(size) < share
    rows["certificate_no"] = pd.Series("ZS" + rows["claim_id"].str[3:]).where(rows["has_certificate"])
    reasons = np.select([~rows[c] for c in met], ["not_relevant", "no_consent", "no_certificate", "no_receipt"], "")
    waiting = (rows["claimed_on"] > pd.Timestamp(2025, 12, 1)).to_numpy()
    refused = (reasons != "") & ~waiting
    rows["decision"] = np.select([waiting, refused], ["waiting", "refused"], "approved")
    rows["claim_reason"] = pd.Series(reasons).where(refused)
    approved = rows["decision"] == "approved"
    rows["approved_yuan"] = rows["claimed_yuan"].where(approved)
    rows["decided_on"] = (rows["claimed_on"] + pd.to_timedelta(rng.integers(5, 20, size), unit="D")).where(~waiting)
    paid = rows["decided_on"] + pd.to_timedelta(rng.integers(3, 18, size), unit="D")
    rows["paid_on"] = paid.where(approved & (paid <= pd.Timestamp(2025, 12, 31)))
    rows["paid_yuan"] = rows["approved_yuan"].where(rows["paid_on"].notna())
    return rows.sort_values(["claimed_on", "claim_id"], ignore_index=True)
