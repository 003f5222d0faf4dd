"""What is made up around the careers leaves them as they are and agrees with them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipelines.demo import SEED, make_world
from pipelines.demo.cast import NOW, Cast, make_cast, month_at
from pipelines.demo.design import AREAS, RURAL_DOCTORS, month_of
from pipelines.demo.dossier import Dossier, make_dossier
from pipelines.demo.merger import FORMED, FORMERS, former_of, shares, split_residents
from pipelines.demo.pay import Ledger, make_ledger
from pipelines.demo.rates import make_rates
from pipelines.demo.records.licences import RENEWED_EVERY
from pipelines.demo.views import residents
from pipelines.demo.world import STAYS


@pytest.fixture(scope="module")
def cast() -> Cast:
    """The demo's people and clinics."""
    places, world = make_world(SEED)
    return make_cast(SEED, places, world)


@pytest.fixture(scope="module")
def ledger(cast: Cast) -> Ledger:
    """The demo's pay."""
    return make_ledger(cast.world)


@pytest.fixture(scope="module")
def dossier(cast: Cast, ledger: Ledger) -> Dossier:
    """Everything kept beside."""
    return make_dossier(cast, ledger)


def test_records_leave_the_careers_as_they_are(cast: Cast, dossier: Dossier) -> None:
    _, again = make_world(SEED)
    assert [vars_of(s) for s in again.spells] == [vars_of(s) for s in cast.world.spells]
    assert again.rng.bit_generator.state == cast.world.rng.bit_generator.state, "no random number of theirs was drawn"
    assert len(dossier.frames) > 40


def vars_of(spell: object) -> tuple[object, ...]:
    """The fields of a spell."""
    return tuple(getattr(spell, name) for name in ("person", "clinic", "group", "start", "end", "end_day", "reason", "fte"))


def test_the_same_seed_and_topic_give_the_same_records(cast: Cast, ledger: Ledger, dossier: Dossier) -> None:
    again = make_dossier(make_cast(SEED, cast.places, cast.world), ledger)
    for name, frame in dossier.frames.items():
        pd.testing.assert_frame_equal(frame, again.frames[name])
    assert cast.stream("a").random() == cast.stream("a").random() != cast.stream("b").random()


def test_returns_balance_and_follow_one_another(dossier: Dossier) -> None:
    before = None
    for year in range(2015, 2026):
        rows = dossier.frames[f"workforce_return {year}"].set_index(["facility_code", "staff_group"])
        assert (rows["headcount"] == rows["headcount_start"] + rows["joiners"] - rows["leavers"]).all(), year
        ages = rows[["aged_under_35", "aged_35_44", "aged_45_54", "aged_55_59", "aged_60_over"]].sum(axis=1)
        assert (ages == rows["headcount"]).all() and (rows["female"] + rows["male"] == rows["headcount"]).all()
        if before is not None:
            both = rows.index.intersection(before.index)
            assert (rows.loc[both, "headcount_start"] == before.loc[both, "headcount"]).all(), year
        before = rows


def test_posts_are_filled_by_those_in_post(cast: Cast, dossier: Dossier) -> None:
    posts = dossier.frames["post"]
    now = posts[posts["closed_on"].isna() & posts["vacated_on"].isna() & posts["filled_on"].notna()]
    held = cast.in_post(NOW)
    codes = cast.clinics["facility_code"].to_numpy()[held["clinic"]]
    counts = pd.Series(1, index=pd.MultiIndex.from_arrays([codes, held["group"].astype(str)])).groupby(level=[0, 1]).sum()
    assert now.groupby(["facility_code", "staff_group"]).size().to_dict() == counts.to_dict()
    asked = posts.dropna(subset=["offered_on"])
    assert (posts["filled_on"].isna() | (posts["filled_on"] >= posts["opened_on"])).all() and (asked["offered_on"] >= asked["opened_on"]).all()


def test_a_breach_is_a_leaving_and_repayment_follows_it(cast: Cast, dossier: Dossier) -> None:
    agreed = dossier.agreements
    broken = agreed[agreed["agreement_status"] == "breached"]
    left = pd.Series(cast.people["left_on"].to_numpy()[broken["person"]], index=broken.index)
    assert len(broken) > 50 and (broken["breach_on"] == left).all() and (broken["breach_on"] < broken["agreed_to"]).all()
    assert (broken["repaid_yuan"] <= broken["repay_due_yuan"]).all() and agreed["person"].is_unique
    kept = agreed[agreed["agreement_status"] == "fulfilled"]
    assert (cast.people["last"].to_numpy()[kept["person"]] > kept["start"] + kept["term"] - 1).all()


def test_allowances_follow_one_table_of_rates(cast: Cast, ledger: Ledger, dossier: Dossier) -> None:
    rates = make_rates(cast.world.design, ledger.raises)
    grants = dossier.frames["grant"]
    first = grants[grants["scheme_id"].str.endswith("-JT")].assign(county=lambda f: f["facility_code"].str[:6])
    since = pd.Series(month_at(first["covers_from"].to_numpy()), index=first.index).groupby(first["county"]).min()
    assert since.to_dict() == {c: m for c, m in cast.world.design.wave.items() if c in since} and set(since.index) == set(cast.world.design.wave)
    assert set(first["standard_yuan"]) <= set(rates.post.ravel())
    published = dossier.frames["subsidy_rate"]
    assert set(published.loc[published["scheme_id"].str.endswith("-JT"), "rate_yuan"]) == set(rates.post.ravel())


def test_applications_move_forward_and_fail_for_a_reason(dossier: Dossier) -> None:
    rows = dossier.frames["application"]
    steps = ["self_checked_on", "submitted_on", "employer_received_on", "employer_reviewed_on", "authority_received_on", "authority_reviewed_on",
             "notice_from", "notice_to", "decided_on"]
    for one, two in zip(steps, steps[1:], strict=False):
        both = rows.dropna(subset=[one, two])
        assert (both[one] <= both[two]).all(), (one, two)
    refused = rows["decision"] == "refused"
    assert (rows["decision_reason"].notna() == refused).all() and (rows["approved_yuan"].notna() == (rows["decision"] == "approved")).all()
    for reason, audit in (("outside_area", "audit_place"), ("employment_tie", "audit_employer")):
        assert ((rows["decision_reason"] == reason) == (rows[audit] == "fail")).all()
    assert set(dossier.frames["document"]["application_id"]) == set(rows["application_id"]) and rows["application_id"].is_unique


def test_certificates_are_renewed_while_their_holder_stays(cast: Cast, dossier: Dossier) -> None:
    rows = dossier.frames["licence"]
    held = rows[rows["licence_type"] == "village_certificate"]
    months = pd.Series(month_at(held["issued_on"].to_numpy()), index=held.index).groupby(held["id_number"]).diff().dropna()
    assert set(months) == {RENEWED_EVERY}
    assert (held["valid_to"] > held["issued_on"]).all()
    now = cast.people["id_number"].to_numpy()[cast.in_post(NOW, RURAL_DOCTORS).index]
    assert len(set(now) - set(rows["id_number"])) < 60, "few doctors have no licence at all"


def test_students_who_arrived_are_doctors_hired_young(cast: Cast, dossier: Dossier) -> None:
    rows = dossier.frames["student"]
    came = rows[rows["posted_on"].notna()].set_index("id_number")
    people = cast.people.set_index("id_number").loc[came.index]
    assert (month_at(came["posted_on"].to_numpy()) == people["first"]).all() and (came["graduated_on"] < came["posted_on"]).all()
    assert ((came["student_status"] == "breached") <= (people["last"] < STAYS)).all()
    assert rows["student_id"].is_unique and {a for a in AREAS if (rows["area"] == a).any()} == set(AREAS)


def test_the_former_townships_hold_the_same_people_and_clinics(cast: Cast) -> None:
    now = residents(cast.places, 2019)
    before = split_residents(cast.places, now)
    assert sum(before.values()) == sum(now.values()) and not set(FORMED) & set(before) and {f.code for f in FORMERS} <= set(before)
    mine = cast.clinics[cast.clinics["township"].isin(FORMED)]
    former = [former_of(c, t) for c, t in zip(mine["facility_code"], mine["township"], strict=True)]
    assert set(former) == {f.code for f in FORMERS}
    by_code = pd.Series(shares(cast.places))
    assert np.allclose(by_code.groupby(level=0).sum(), 1.0) and len(by_code) == 4


def test_training_counts_persons_and_person_times(cast: Cast, dossier: Dossier) -> None:
    rows = dossier.frames["training"]
    assert not rows.duplicated(["id_number", "event_id"]).any()
    of_2024 = rows[(rows["area"] == "542500") & (rows["enrolled_on"].dt.year == 2024)]
    assert len(of_2024) > 1200 > 700 > of_2024["id_number"].nunique()
    there = cast.in_post(month_of(2024, 6))
    assert of_2024["id_number"].nunique() < (there["area"] == "542500").sum()
