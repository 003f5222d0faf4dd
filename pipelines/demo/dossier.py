"""Everything kept beside the careers, made once: a frame for each dataset, and what the truths are counted from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipelines.demo.arrears import Arrears, make_arrears
from pipelines.demo.cast import Cast
from pipelines.demo.design import AREAS, FIRST_YEAR, LAST_YEAR
from pipelines.demo.merger import crosswalk_rows
from pipelines.demo.pay import Ledger
from pipelines.demo.rates import make_rates
from pipelines.demo.records import (
    agreements,
    applications,
    budgets,
    claims,
    clinic_pay,
    equipment,
    grants,
    honours,
    licences,
    policy,
    posts,
    published,
    returns,
    schemes,
    services,
    standing,
    students,
    support,
    territory,
    titles,
    training,
)
from pipelines.demo.sheets import finished
from pipelines.demo.views import residents

Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Dossier:
    """`frames` by dataset: declared columns beside `county` and `area`; the rest is what truths are counted from.

    kit (by clinic) goes into the register of facilities, footing (by spell) into the employment records.
    """

    frames: Mapping[str, pd.DataFrame]
    arrears: Arrears
    courses: training.Courses
    awards: pd.DataFrame
    agreements: pd.DataFrame
    links: pd.DataFrame
    kit: pd.DataFrame
    footing: pd.DataFrame


def _people(cast: Cast, base: pd.Series, titled: pd.DataFrame, footing: pd.DataFrame) -> Frames:
    members = honours.make_members(cast)
    return {
        "licence": licences.make_licences(cast),
        "title_award": titled,
        "exam": licences.make_exams(cast, titled),
        "honour": honours.make_honours(cast),
        "talent_member": members,
        "talent_benefit": honours.make_benefits(cast, members),
        "student": students.make_students(cast),
        "post": posts.make_posts(cast),
        "survey": standing.make_survey(cast),
        "person_private": honours.make_directory(cast),
        "social_insurance": standing.make_insurance(cast, footing, base),
    }


def _money(cast: Cast, ledger: Ledger, frames: Frames, agreed: pd.DataFrame, arrears: Arrears, courses: training.Courses) -> Frames:
    rates = make_rates(cast.world.design, ledger.raises)
    applied = applications.make_applications(cast, agreed, frames["talent_member"], frames["title_award"])
    parts = [
        grants.allowance_grants(cast, ledger),
        agreements.entry_grants(agreed),
        grants.award_grants(applied),
        grants.emergency_grants(cast),
    ]
    paid = grants.make_grants(cast, parts, arrears)
    claimed = claims.make_claims(cast, courses)
    people = {y: pd.Series(residents(cast.places, y)).groupby(lambda code: code[:6]).sum() for y in range(FIRST_YEAR, LAST_YEAR + 1)}
    return {
        "agreement": agreed,
        "application": applied,
        "document": applications.make_documents(applied, cast.stream("documents")),
        "grant": paid,
        "claim_cme": claimed,
        "budget": budgets.make_budgets(cast, ledger, paid, claimed, people),
        "subsidy_scheme": pd.concat([schemes.make_schemes(a).assign(area=a) for a in AREAS]),
        "subsidy_rate": pd.concat([schemes.make_rates_table(a, rates).assign(area=a) for a in AREAS]),
        "reference_income": pd.concat([published.make_incomes(cast, a) for a in AREAS]),
        "pay": clinic_pay.make_clinic_pay(cast),
        "pay_summary": pd.concat([published.make_summary(cast, ledger, a).assign(area=a) for a in AREAS]),
    }


def _places(cast: Cast, links: pd.DataFrame, assets: pd.DataFrame) -> Frames:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    ages = territory.ages(cast)
    return {
        "link": support.link_rows(links),
        "consultation": support.make_consultations(cast, links),
        "expert_visit": support.make_visits(cast, links),
        "asset": assets,
        "asset_stockout": equipment.make_stockouts(cast),
        "ai_use": equipment.make_ai_use(cast, assets),
        "service": pd.concat([services.make_services(cast, y).assign(reported_for=f"{y}年") for y in years], ignore_index=True),
        "facility_status": services.make_status(cast),
        "activity_standard": services.make_standards().assign(area=AREAS[0]),
        "village": territory.make_villages(cast),
        "travel_time": territory.make_travel(cast),
        "population": ages.rename(columns={"persons": "all"}).assign(population_kind="resident"),
        "region_crosswalk": crosswalk_rows(cast.places).assign(area=AREAS[1]),
        **{
            name: pd.concat([make(a).assign(area=a) for a in AREAS])
            for name, make in (
                ("policy", policy.make_policies),
                ("milestone", lambda a: policy.make_milestones(cast, a)),
                ("partner", lambda a: policy.make_partners(cast, a)),
                ("evaluation", policy.make_evaluations),
                ("published_claim", policy.make_claims),
            )
        },
    }


def _base_pay(ledger: Ledger) -> pd.Series:
    """Return base pay a month in 2025 by person (yuan)."""
    own = ledger.monthly[(ledger.monthly["component"] == "base") & (ledger.monthly["month"] // 12 + FIRST_YEAR == LAST_YEAR)]
    return own.groupby("person")["amount"].mean()


def make_dossier(cast: Cast, ledger: Ledger) -> Dossier:
    """Make every record of the demo; the careers and the pay ledger stay as they are."""
    courses, arrears, links = training.make_courses(cast), make_arrears(cast, ledger), support.make_links(cast)
    awards = titles.make_awards(cast, courses)
    agreed, assets, footing = agreements.make_agreements(cast), equipment.make_assets(cast), standing.footing(cast)
    frames = _people(cast, _base_pay(ledger), titles.title_rows(cast, awards), footing)
    frames |= _money(cast, ledger, frames, agreed, arrears, courses)
    frames |= _places(cast, links, assets)
    frames |= {"provider": courses.providers, "training_event": courses.events, "training": courses.attendance}
    frames |= {f"workforce_return {y}": returns.make_returns(cast, y) for y in range(FIRST_YEAR, LAST_YEAR + 1)}
    done = {name: finished(cast, name.split()[0], frame) for name, frame in frames.items()}
    return Dossier(done, arrears, courses, awards, agreed, links, equipment.kit_columns(cast, assets), footing)
