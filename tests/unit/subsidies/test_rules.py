"""Rules of the five types of subsidy: each worked example by the rules and by the mart, and who is eligible."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipelines.core.codelist import CodeList
from pipelines.core.registry import collect
from pipelines.core.scheme import Facts, Needs, Rate, RateExample, Situation, SubsidyRules, due_of, find_rate
from tests.unit.engine.small_build import facilities, regions, small_build, small_site

RULES = collect("pipelines.subsidies", SubsidyRules)
CODES = collect("pipelines.codelists", CodeList)
EXAMPLES = [(rules.name, example) for rules in RULES.values() for example in rules.examples]
TYPE_OF = {"village": "village_clinic", "township": "township_health_centre", "county": "county_hospital"}


def test_there_are_rules_for_each_type_and_they_name_what_exists():
    assert set(RULES) == set(CODES["subsidy_type"].titles)
    reasons = {*CODES["decision_reason"].titles, *CODES["claim_reason"].titles}
    for rules in RULES.values():
        assert rules.examples and rules.conditions
        assert set(rules.documents) <= set(CODES["document_kind"].titles)
        assert set(rules.paid_per) <= set(CODES["payment_interval"].titles)
        assert {c.reason for c in rules.conditions} <= reasons
        for example in rules.examples:
            assert {r.per for r in example.rates} <= set(rules.paid_per)
            named = {d for r in example.rates for d in ("education", "facility_level", "remoteness") if getattr(r, d)}
            assert named <= set(rules.differs_by)


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{n}: {e.title.en}" for n, e in EXAMPLES])
def test_a_worked_example_by_the_rules(name: str, example: RateExample):
    found = find_rate(example.rates, example.situation)
    assert (due_of(found.rate, example.covers, example.days) if found.rate else None) == example.yuan


def _rows(example: RateExample) -> dict[str, list[dict[str, Any]]]:
    """The example as files: one person at one facility, and the table."""
    at, covers = example.situation, example.covers or (None, None)
    rates = [
        {"scheme_id": "s", "education": r.education, "facility_level": r.facility_level, "remoteness": r.remoteness, "rate_yuan": r.yuan,
         "paid_per": r.per, "valid_from": None if r.valid_from == date.min else r.valid_from,
         "valid_to": None if r.valid_to == date.max else r.valid_to}
        for r in example.rates
    ]  # fmt: skip
    places = [row | {"remoteness": at.remoteness if row["region_code"] == "T" else None} for row in regions(("C", "county", "P"), ("T", "township", "C"))]
    return {
        "region": places,
        "facility": [f | {"facility_type": TYPE_OF[at.facility_level or ""]} for f in facilities(F="T")],
        "roster": [{"person_key": "p", "facility_code": "F", "as_at": "2023-12-31", "staff_group": "township_doctor", "education": at.education}],
        "subsidy_rate": rates,
        "grant": [{"person_key": "p", "facility_code": "F", "scheme_id": "s", "due_on": at.on, "covers_from": covers[0], "covers_to": covers[1],
                   "task_days": example.days, "due_yuan": 100, "paid_yuan": 60}],
    }  # fmt: skip


def _mart(raw: dict[str, list[dict[str, Any]]], columns: str) -> list[tuple[Any, ...]]:
    connection = small_build(small_site(), raw, date(2020, 1, 1), date(2024, 12, 31), only=("grant_rate",))
    table = connection.execute("select * from grant_rate").df()[columns.split(", ")]
    return [tuple(None if v != v else v for v in row) for row in table.itertuples(index=False)]


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{n}: {e.title.en}" for n, e in EXAMPLES])
def test_a_worked_example_by_the_mart(name: str, example: RateExample):
    rows = _mart(_rows(example), "rate_status, rate_due_yuan, due_yuan, paid_yuan")
    assert rows == [(find_rate(example.rates, example.situation).status, example.yuan, 100, 60)]


def test_instalments_of_one_award_are_held_against_the_rate_together():
    raw = _rows(RULES["entry"].examples[1])
    first = raw["grant"][0] | {"application_id": "a", "due_on": date(2024, 5, 31), "due_yuan": 30000, "paid_yuan": 30000}
    second = first | {"due_on": date(2025, 5, 31), "paid_yuan": None}
    application = {"application_id": "a", "person_key": "p", "facility_code": "F", "scheme_id": "s", "submitted_on": "2024-03-01"}
    rows = _mart({**raw, "grant": [first, second], "application": [application]}, "instalments, rate_due_yuan, due_yuan, paid_yuan, rated_on")
    assert [row[:4] for row in rows] == [(2, 60000, 60000, 30000)] and rows[0][4].date() == date(2024, 3, 1)


def test_education_not_on_record_fits_only_rates_that_do_not_ask():
    raw = _rows(RULES["entry"].examples[0])
    assert _mart({**raw, "roster": []}, "rate_status, education") == [("none", None)]
    rates = (Rate(yuan=1, per="once", education="master"), Rate(yuan=2, per="once"))
    found = find_rate(rates, Situation(on=date(2024, 1, 1)))
    assert found.rate == rates[1]


def test_who_is_eligible_for_an_entry_grant():
    met = Facts(is_in_post=True, is_place_covered=True, is_full_time=True, agreed_years=5, has_valid_licence=True, are_documents_valid=True)
    needs = Needs(agreement_years=5, is_full_time=True)
    assert RULES["entry"].check(met, needs).is_eligible is True
    short = RULES["entry"].check(Facts(is_in_post=True, is_place_covered=False, agreed_years=3, is_full_time=True), needs)
    assert [c.reason for c in short.unmet] == ["outside_area", "too_short_service"] and short.is_eligible is False
    open_ = RULES["entry"].check(Facts(is_in_post=True, is_place_covered=True, agreed_years=6, has_valid_licence=True, are_documents_valid=True), needs)
    assert [c.title.en for c in open_.unknown] == ["full time"] and open_.is_eligible is None
    assert RULES["entry"].check(Facts(is_in_post=True, is_place_covered=True, has_valid_licence=True, are_documents_valid=True), Needs()).is_eligible is True


def test_who_is_eligible_for_the_others():
    assert [c.reason for c in RULES["cme"].check(Facts(is_in_post=True, is_relevant=True, has_employer_consent=False, has_certificate=False), Needs()).unmet] == [
        "no_consent", "no_certificate",
    ]  # fmt: skip
    assert RULES["emergency"].check(Facts(task_days=0), Needs()).is_eligible is False
    assert RULES["emergency"].check(Facts(is_in_post=False, task_days=3), Needs()).is_eligible is True
    assert RULES["post_allowance"].check(Facts(is_in_post=True, is_place_covered=True, service_years=0.5), Needs(service_years=1)).is_eligible is False
    assert RULES["talent"].check(Facts(is_in_post=True, is_recognised=True), Needs()).is_eligible is None
