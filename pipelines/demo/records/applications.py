"""Applications through five steps with their documents and four audit points: how long each step takes is planted.

Self-check, submission, the employer's review, the authority's check, public notice, decision. What is refused is refused for
a reason that fails one of the four audit points, or for documents that are missing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.demo.cast import Cast, day_of
from pipelines.demo.design import AREAS, LAST_YEAR, RURAL_DOCTORS, month_of
from pipelines.demo.records.schemes import AWARD, TALENT_YUAN, scheme

# days of each step: median and spread (log scale) of lognormal times
STEPS = {"employer": (8.0, 0.5), "authority": (21.0, 0.55), "decision": (5.0, 0.5)}
NOTICE_DAYS = 7
REFUSED = {"542500": 55, "140300": 170}  # applications for the entry grant that failed, over the years
WAITING = {"542500": 8, "140300": 22}  # submitted in the last two months
_REASONS = (
    "outside_area",
    "too_short_service",
    "untrue_documents",
    "employment_tie",
    "incomplete",
    "not_eligible",
    "objection",
    "no_budget",
)
_SHARES = (0.17, 0.20, 0.11, 0.14, 0.20, 0.10, 0.02, 0.06)
_AUDIT = {
    "outside_area": "audit_place",
    "too_short_service": "audit_years",
    "untrue_documents": "audit_documents",
    "employment_tie": "audit_employer",
}
AUDITS = ("audit_place", "audit_years", "audit_documents", "audit_employer")
_ENTRY_DOCUMENTS = ("id_card", "household_register", "qualification", "practice_licence", "degree", "contract", "agreement")
DOCUMENTS = {
    "AJ": _ENTRY_DOCUMENTS,
    "RC": ("id_card", "qualification", "degree", "talent_recognition"),
    "JL": ("id_card", "practice_licence", "certificate", "receipt"),
}
_CHANNELS = ("bureau_website", "employer", "colleague", "media")
_YEAR_END = np.datetime64(f"{LAST_YEAR}-12-31")


def _refused(cast: Cast, rng: np.random.Generator) -> pd.DataFrame:
    """Return entry-grant applications that failed or still wait: person, clinic, area, month, decision."""
    parts = []
    for area in AREAS:
        months = np.concatenate(
            [rng.integers(month_of(2016, 3), month_of(LAST_YEAR, 8), REFUSED[area]), np.full(WAITING[area], month_of(LAST_YEAR, 12))]
        )
        decision = np.where(
            np.arange(len(months)) >= REFUSED[area], "waiting", np.where(rng.random(len(months)) < 0.06, "withdrawn", "refused")
        )
        persons = []
        for month in months:
            there = cast.in_post(int(month), RURAL_DOCTORS)
            persons.append(int(rng.choice(there.index[there["area"] == area])))
        parts.append(pd.DataFrame({"person": persons, "area": area, "month": months, "decision": decision, "suffix": "AJ"}))
    rows = pd.concat(parts, ignore_index=True)
    rows["clinic"] = cast.clinic_at(rows["person"].to_numpy(), rows["month"].to_numpy())
    return rows.assign(yuan=30_000.0, entry_route="other")


def _approved(agreements: pd.DataFrame, members: pd.DataFrame, awards: pd.DataFrame, area_of: pd.Series) -> pd.DataFrame:
    """Return what was approved: entry grants with their agreement, talent places, awards for senior titles."""
    entry = agreements[["person", "clinic", "area", "application_id", "entry_route", "yuan"]].assign(
        suffix="AJ", decided_on=agreements["agreed_from"] - pd.Timedelta(days=6)
    )
    talent = members[["person", "clinic"]].assign(
        suffix="RC", decided_on=members["joined_on"] - pd.Timedelta(days=3), yuan=float(TALENT_YUAN)
    )
    senior = awards[
        awards["title_level"].isin(AWARD) & (awards["title_result"] == "passed") & (awards["awarded_on"] >= pd.Timestamp(2018, 1, 1))
    ]
    won = senior[["person", "clinic"]].assign(
        suffix="JL",
        decided_on=senior["awarded_on"] + pd.Timedelta(days=75),
        yuan=senior["title_level"].map(AWARD).astype(float),
        title_level=senior["title_level"],
    )
    rows = pd.concat([entry, talent, won[won["decided_on"] <= _YEAR_END]], ignore_index=True)
    rows["area"] = rows["area"].fillna(rows["person"].map(area_of))
    return rows.assign(decision="approved")


def _days(kind: str, size: int, rng: np.random.Generator) -> np.ndarray:
    median, spread = STEPS[kind]
    return np.maximum(np.round(median * np.exp(rng.normal(0, spread, size))), 1).astype("timedelta64[D]")


def make_applications(cast: Cast, agreements: pd.DataFrame, members: pd.DataFrame, awards: pd.DataFrame) -> pd.DataFrame:
    """Return every application in the declared columns, with person, clinic, area, `suffix` of its scheme and award level."""
    rng = cast.stream("applications")
    rows = pd.concat([_approved(agreements, members, awards, cast.people["area"]), _refused(cast, rng)], ignore_index=True)
    rows["scheme_id"] = [scheme(a, s) for a, s in zip(rows["area"], rows["suffix"], strict=True)]
    size = len(rows)
    steps = {k: _days(k, size, rng) for k in STEPS}
    gaps = rng.integers(0, 4, (2, size)).astype("timedelta64[D]")
    total = steps["employer"] + steps["authority"] + steps["decision"] + gaps.sum(axis=0) + np.timedelta64(NOTICE_DAYS + 3, "D")
    drawn = day_of(rows["month"].fillna(0).to_numpy().astype(int), rng.integers(1, 29, size))
    given = rows["decided_on"].notna().to_numpy()
    submitted = np.where(given, rows["decided_on"].to_numpy().astype("datetime64[D]") - total, drawn)
    rows["submitted_on"] = pd.Series(submitted)
    rows["self_checked_on"] = pd.Series(submitted - rng.integers(0, 12, size).astype("timedelta64[D]"))
    rows["is_self_check_met"] = rng.random(size) < 0.97
    rows["information_channel"] = rng.choice(_CHANNELS, size, p=(0.18, 0.5, 0.26, 0.06))
    rows["applied_yuan"] = rows["yuan"]
    rows["employer_received_on"] = pd.Series(submitted + gaps[0])
    rows["employer_reviewed_on"] = rows["employer_received_on"] + steps["employer"]
    rows["authority_received_on"] = rows["employer_reviewed_on"] + gaps[1]
    rows["authority_reviewed_on"] = rows["authority_received_on"] + steps["authority"]
    rows["notice_from"] = rows["authority_reviewed_on"] + pd.Timedelta(days=3)
    rows["notice_to"] = rows["notice_from"] + pd.Timedelta(days=NOTICE_DAYS)
    rows["decided_on"] = rows["notice_to"] + steps["decision"]
    new = rows["application_id"].isna()
    first = rows.groupby("area")["application_id"].transform("count")
    rows.loc[new, "application_id"] = [
        f"SQ-{a[:2]}-{n:05d}"
        for a, n in zip(rows["area"][new], (first + rows[new].groupby("area").cumcount() + 1).dropna().astype(int), strict=True)
    ]
    return _outcome(rows, rng)


def _outcome(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Add results, audit points and reasons; blank the steps an application never came to."""
    refused, waiting, size = rows["decision"] == "refused", rows["decision"].isin(("waiting", "withdrawn")), len(rows)
    reason = pd.Series(rng.choice(_REASONS, size, p=_SHARES)).where(refused)
    early = refused & ~reason.isin(("objection", "no_budget")) & (rng.random(size) < 0.4)  # stopped by the employer
    rows["employer_result"] = np.select([waiting, early], ["waiting", "failed"], "passed")
    rows["employer_reason"] = reason.where(early)
    rows["authority_result"] = pd.Series(np.where(refused & ~reason.isin(("objection",)), "failed", "passed")).where(~early & ~waiting)
    for audit in AUDITS:
        failed = reason.map(_AUDIT) == audit
        seen = np.where(failed, "fail", np.where(waiting, "unknown", np.where(early & (rng.random(size) < 0.5), "unknown", "pass")))
        rows[audit] = seen
    rows["decision_reason"] = reason
    rows["reviewed_by"] = pd.Series(np.where(rows["suffix"] == "RC", "人事科", "基层卫生科")).where(~early & ~waiting)
    rows["approved_yuan"] = rows["yuan"].where(rows["decision"] == "approved")
    noticed = (rows["decision"] == "approved") | (reason == "objection")
    rows["objections"] = pd.Series(np.where(reason == "objection", 1, rng.random(size) < 0.015).astype(float)).where(noticed)
    for column, goes_on in (
        ("employer_reviewed_on", ~waiting),
        ("authority_received_on", ~early & ~waiting),
        ("authority_reviewed_on", ~early & ~waiting),
        ("notice_from", noticed),
        ("notice_to", noticed),
        ("decided_on", ~waiting),
    ):
        rows[column] = rows[column].where(goes_on)
    stopped = rows["authority_reviewed_on"].fillna(rows["employer_reviewed_on"]) + pd.Timedelta(days=4)
    rows["decided_on"] = rows["decided_on"].where(noticed | waiting, stopped)
    return rows.sort_values(["area", "submitted_on", "application_id"], ignore_index=True)


def make_documents(applications: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the documents asked for with each application: missing or not valid where it failed for that."""
    rows = applications[["application_id", "clinic", "suffix", "submitted_on", "decision_reason"]].copy()
    rows["document_kind"] = rows["suffix"].map(DOCUMENTS)
    rows = rows.explode("document_kind", ignore_index=True)
    chosen = rows.groupby("application_id")["document_kind"].transform("count").to_numpy()
    pick = (pd.factorize(rows["application_id"])[0] * 7919 + 3) % chosen == rows.groupby("application_id").cumcount().to_numpy()
    missing = (rows["decision_reason"] == "incomplete").to_numpy() & pick | (rng.random(len(rows)) < 0.004)
    untrue = (rows["decision_reason"] == "untrue_documents").to_numpy() & pick
    until = rows["submitted_on"] + pd.to_timedelta(rng.integers(400, 4000, len(rows)), unit="D")
    expires = rows["document_kind"].isin(("id_card", "practice_licence")) & ~missing
    return pd.DataFrame(
        {
            "valid_to": until.where(expires),
            "application_id": rows["application_id"],
            "clinic": rows["clinic"],
            "document_kind": rows["document_kind"],
            "is_present": ~missing,
            "is_valid": pd.Series(~untrue).where(~missing),
            "checked_on": rows["submitted_on"] + pd.Timedelta(days=1),
        }
    )
