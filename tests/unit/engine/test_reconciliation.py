"""Reconciliation worked out by hand: what is a case, what must not be one, and the yuan at stake."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import pytest

from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = regions(
    ("C1", "county", "P"), ("C2", "county", "P"), ("T11", "township", "C1"), ("T12", "township", "C1"), ("T21", "township", "C2")
)
CLINICS = facilities(A="T11", A2="T11", B="T12", D="T21", H="T12")
LEAVER = spell("first", "A", "2010-01-01", "2018-06-30")  # exits are on record from then
LAST = spell("last", "A", "2010-01-01", "2022-12-31")
WANTED = ("reconciliation_case", "reconciliation_place")
Row = dict[str, Any]


def month(person: str | None, facility: str, label: str, yuan: float = 1000, component: str = "base") -> Row:
    """A month's pay."""
    last = monthrange(int(label[:4]), int(label[5:]))[1]
    return span(person, facility, f"{label}-01", f"{label}-{last}", yuan, component)


def span(person: str | None, facility: str, start: str, end: str, yuan: float, component: str = "base") -> Row:
    """Pay for a span of days."""
    return {
        "person_key": person, "facility_code": facility, "pay_component": component, "period_start": start, "period_end": end,
        "paid_yuan": yuan, "payee_kind": "facility" if person is None else None,
    }  # fmt: skip


def months(person: str, facility: str, year: int, first: int, last: int, yuan: float = 1000) -> list[Row]:
    """The pay of several months of a year."""
    return [month(person, facility, f"{year}-{m:02d}", yuan) for m in range(first, last + 1)]


def build(**raw: Sequence[Mapping[str, Any]]) -> duckdb.DuckDBPyConnection:
    """A build of a prefecture with two counties, where townships report."""
    return small_build(small_site(), {"region": PLACES, "facility": CLINICS, **raw}, only=WANTED)


def cases(connection: duckdb.DuckDBPyConnection, columns: str = "kind, person_key, facility_code, months, at_stake_yuan") -> set[tuple[Any, ...]]:
    """The cases of a build; columns are named by the test itself."""
    return set(map(tuple, connection.execute("select * from reconciliation_case").df()[columns.split(", ")].itertuples(index=False)))


def found(*spells: Row, **raw: Sequence[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    """The cases of spells (and of the two that open and close the record) and other rows."""
    return cases(build(employment=[LEAVER, LAST, *spells], **raw))


def test_who_was_never_in_post_is_a_ghost_on_the_payroll():
    assert found(pay=months("ghost", "A", 2021, 1, 6)) == {("paid_not_in_post", "ghost", "A", 6, 6000)}


def test_two_stretches_of_pay_are_two_cases():
    pay = [*months("ghost", "A", 2021, 1, 2), *months("ghost", "A", 2021, 4, 4)]
    assert found(pay=pay) == {("paid_not_in_post", "ghost", "A", 2, 2000), ("paid_not_in_post", "ghost", "A", 1, 1000)}


def test_pay_after_the_month_of_leaving_is_a_case_and_leave_paid_within_it_is_none():
    connection = build(employment=[LEAVER, LAST, spell("p", "A", "2015-01-01", "2021-03-10")], pay=months("p", "A", 2021, 1, 5))
    assert cases(connection) == {("paid_after_leaving", "p", "A", 2, 2000)}
    row = connection.execute("select since_on, first_on, last_on from reconciliation_case").fetchone()
    assert row == (date(2021, 3, 10), date(2021, 4, 1), date(2021, 5, 31))


def test_a_quarters_allowance_paid_after_leaving_for_a_quarter_worked_is_none():
    pay = [span("p", "A", "2021-01-01", "2021-03-31", 900, "post_allowance") | {"paid_on": "2021-06-20"}]
    assert found(spell("p", "A", "2015-01-01", "2021-01-20"), pay=pay) == set()


def test_a_years_total_of_somebody_hired_in_july_is_none_and_one_for_a_year_after_leaving_is():
    hired, left = spell("in", "A", "2021-07-01"), spell("out", "A", "2015-01-01", "2020-06-30")
    pay = [span(p, "A", "2021-01-01", "2021-12-31", 24000, "total") for p in ("in", "out")]
    assert found(hired, left, pay=pay) == {("paid_after_leaving", "out", "A", 12, 24000)}


def test_a_mover_is_paid_on_by_the_unit_left_but_may_be_by_another_clinic_of_it():
    away = [spell("m", "A", "2015-01-01", "2021-06-30"), spell("m", "B", "2021-07-01")]
    near = [spell("n", "A", "2015-01-01", "2021-06-30"), spell("n", "A2", "2021-07-01")]
    pay = [*months("m", "A", 2021, 5, 8), *months("m", "B", 2021, 7, 12), *months("n", "A", 2021, 5, 12)]
    assert found(*away, *near, pay=pay) == {("paid_after_leaving", "m", "A", 2, 2000)}


def test_pay_by_a_unit_one_never_worked_for_is_none_while_one_is_in_post_elsewhere():
    assert found(spell("s", "D", "2015-01-01"), pay=months("s", "H", 2021, 1, 12)) == set()


@pytest.mark.parametrize(
    "row",
    [
        month("p", "A", "2021-02", component="emergency"),
        month("p", "A", "2021-02", component="pension"),
        month(None, "A", "2021-02", component="medicine"),
        month("p", "A", "2021-02", yuan=0),
        month("p", "A", "2017-02"),
        month("p", "D", "2021-02") | {"person_key": "x"},
    ],
    ids=["emergency", "old-age subsidy", "clinic", "nothing paid", "before exits were recorded", "a unit without staff on record"],
)
def test_what_is_no_case(row: Row):
    assert found(spell("p", "A", "2015-01-01", "2020-12-31"), pay=[row, *months("last", "A", 2021, 1, 1)]) == set()


def test_a_total_counts_only_where_no_component_is_given():
    pay = [*months("g", "A", 2021, 1, 2), span("g", "A", "2021-01-01", "2021-12-31", 30000, "total"), month("g", "A", "2021-01", 1000, "performance"),
           span("g", "A", "2022-01-01", "2022-06-30", 9000, "total")]  # fmt: skip
    assert found(pay=pay) == {("paid_not_in_post", "g", "A", 2, 3000), ("paid_not_in_post", "g", "A", 6, 9000)}


def test_two_main_posts_and_what_the_later_one_paid():
    both = [spell("p", "A", "2015-01-01"), spell("p", "D", "2021-05-10", "2021-12-31")]
    pay = [*months("p", "A", 2021, 1, 12), *months("p", "D", 2021, 5, 12, 500)]
    assert found(*both, pay=pay) == {("two_main_posts", "p", "D", 8, 3500)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"is_main_post": False}),
        ({"fte": 0.5}, {"fte": 0.5}),
        ({"end_on": "2021-06-05"}, {}),
        ({}, {"facility_code": "A"}),
    ],
    ids=["declared", "one job shared out", "a handover", "the same clinic"],
)
def test_two_posts_that_are_no_case(first: Row, second: Row):
    both = [spell("p", "A", "2015-01-01") | first, spell("p", "D", "2021-05-10", "2021-12-31") | second]
    assert found(*both, pay=months("p", "D", 2021, 5, 12)) == set()


def test_the_post_declared_as_main_is_not_the_one_in_question():
    both = [spell("p", "A", "2015-01-01"), spell("p", "D", "2021-05-10", "2021-12-31", is_main_post=True)]
    assert found(*both) == {("two_main_posts", "p", "A", 8, 0)}


def licence(person: str, issued: str, valid_to: str | None, region: str = "C1", kind: str = "village_certificate") -> Row:
    """A licence."""
    return {"person_key": person, "facility_code": "A", "licence_type": kind, "issued_on": issued, "valid_to": valid_to,
            "registered_region_code": region}  # fmt: skip


def test_a_licence_expired_in_post_until_the_next_one():
    held = [licence("p", "2016-06-01", "2021-05-31"), licence("p", "2021-08-15", "2026-08-14")]
    pay = months("p", "A", 2021, 4, 9)
    connection = build(employment=[LEAVER, LAST, spell("p", "A", "2015-01-01")], licence=held, pay=pay)
    assert cases(connection) == {("licence_expired", "p", "A", 3, 2000)}, "June and July are wholly without, August in part"
    row = connection.execute("select since_on, first_on, last_on, detail from reconciliation_case").fetchone()
    assert row == (date(2021, 5, 31), date(2021, 6, 1), date(2021, 8, 14), "village_certificate")


@pytest.mark.parametrize(
    ("post", "held"),
    [
        (spell("p", "A", "2015-01-01"), []),
        (spell("p", "A", "2015-01-01"), [licence("p", "2016-06-01", "2021-05-31"), licence("p", "2021-06-01", None)]),
        (spell("p", "A", "2015-01-01"), [licence("p", "2016-06-01", "2021-05-31"), licence("p", "2021-07-02", None)]),
        (spell("p", "A", "2015-01-01"), [licence("p", "2016-06-01", "2021-05-31"), licence("p", "2018-01-01", None, kind="assistant")]),
        (spell("p", "A", "2015-01-01", "2021-05-31"), [licence("p", "2016-06-01", "2021-05-31")]),
        (spell("p", "A", "2015-01-01", staff_group="township_nurse"), [licence("p", "2016-06-01", "2021-05-31")]),
        (spell("p", "A", "2015-01-01"), [licence("p", "2016-06-01", None), licence("p", "2016-06-01", "2021-05-31", kind="nurse")]),
    ],
    ids=["none on record", "renewed in time", "renewed within a month", "another holds", "left with it", "no doctor", "no doctor's licence"],
)
def test_licences_that_are_no_case(post: Row, held: list[Row]):
    assert found(post, licence=held, pay=months("p", "A", 2021, 1, 5)) == set()


def test_in_post_outside_the_registered_place_until_registered_anew():
    posts = [spell("p", "D", "2015-01-01", "2021-01-31"), spell("p", "A", "2021-02-01")]
    held = [licence("p", "2014-01-01", None, "C2"), licence("p", "2021-06-15", None, "T11", "assistant")]
    connection = build(employment=[LEAVER, LAST, *posts], licence=held, pay=months("p", "A", 2021, 2, 7))
    assert cases(connection) == {("outside_registered_place", "p", "A", 5, 4000)}
    assert connection.execute("select other_code, first_on, last_on from reconciliation_case").fetchone() == ("C2", date(2021, 2, 1), date(2021, 6, 14))


@pytest.mark.parametrize(("post", "region"), [("A", "C1"), ("A", "T11"), ("A", "P"), ("Z", "C2")], ids=["county", "township", "prefecture", "unplaced"])
def test_registered_for_the_place_or_a_region_above_it(post: str, region: str):
    assert found(spell("p", post, "2015-01-01"), licence=[licence("p", "2014-01-01", None, region)]) == set()


SCHEMES = [{"scheme_id": s, "scheme_title": s, "subsidy_type": t} for s, t in (("one", "entry"), ("quarterly", "post_allowance"), ("help", "emergency"))]
RATES = [{"scheme_id": s, "rate_yuan": 1, "paid_per": p} for s, p in (("one", "once"), ("quarterly", "quarter"), ("help", "day"))]


def grant(person: str, scheme: str, due: str, paid: float | None = 600, **more: Any) -> Row:
    """An instalment."""
    return {"person_key": person, "facility_code": "A", "scheme_id": scheme, "due_on": due, "due_yuan": 600, "paid_yuan": paid} | more


def granted(*grants: Row, **raw: Sequence[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    """The cases of grants to somebody who left on 31 March 2021."""
    return found(spell("p", "A", "2015-01-01", "2021-03-31"), subsidy_scheme=SCHEMES, subsidy_rate=RATES, grant=grants, **raw)


def test_grants_paid_to_somebody_in_post_nowhere():
    late = [grant("p", "one", "2021-05-31"), grant("p", "one", "2022-05-31", 700), grant("p", "one", "2020-05-31")]
    assert granted(*late) == {("granted_not_in_post", "p", "A", 13, 1300)}


@pytest.mark.parametrize(
    "row",
    [
        grant("p", "quarterly", "2021-04-10"),
        grant("p", "quarterly", "2021-09-30", covers_from="2021-01-01", covers_to="2021-03-31"),
        grant("p", "one", "2021-03-31"),
        grant("p", "one", "2021-05-31", None),
        grant("p", "help", "2021-05-31"),
    ],
    ids=["the quarter before", "the quarter stated", "month of leaving", "not paid", "emergency"],
)
def test_grants_that_are_no_case(row: Row):
    assert granted(row) == set()


def test_a_quarter_stated_after_leaving_is_a_case():
    row = grant("p", "quarterly", "2021-07-10", covers_from="2021-04-01", covers_to="2021-06-30")
    assert granted(row) == {("granted_not_in_post", "p", "A", 3, 600)}


def insured(person: str, label: str, employer: str | None, **more: Any) -> Row:
    """A month's contribution."""
    return {"person_key": person, "facility_code": "A", "period": label, "insurance_scheme": "pension", "employer": employer} | more


def test_insured_by_another_employer_while_in_post():
    rows = [insured("p", f"2021-{m:02d}", e) for m, e in ((1, "A"), (2, "Shop"), (3, "Shop"), (4, "H"), (5, "Bureau"), (6, "D"), (7, None))]
    rows += [insured("p", "2021-08", "Shop", is_paid=False), insured("p", "2015-01", "Shop"), insured("q", "2021-09", "Shop")]
    pay = [row | {"payer": "Bureau"} for row in months("p", "A", 2021, 1, 8)]
    assert found(spell("p", "A", "2018-01-01"), social_insurance=rows, pay=pay) == {
        ("insured_elsewhere", "p", "A", 2, 2000), ("insured_elsewhere", "p", "A", 1, 1000)
    }, "the shop, and a clinic of another county; the county's own clinics and who pays there are no other employer"


def application(number: str, person: str = "p", facility: str = "A", scheme: str = "s", **more: Any) -> Row:
    """An application of 10 June 2021 with every audit point marked as met."""
    audits = dict.fromkeys(("audit_place", "audit_years", "audit_documents", "audit_employer"), "pass")
    return {"application_id": number, "person_key": person, "facility_code": facility, "scheme_id": scheme, "submitted_on": "2021-06-10",
            "decision": "approved"} | audits | more  # fmt: skip


AUDIT = {
    "subsidy_scheme": [
        {"scheme_id": "s", "scheme_title": "s", "subsidy_type": "entry", "area_code": "C1", "service_years_needed": 5, "agreement_years_needed": 5}
    ],
    "subsidy_rate": [{"scheme_id": "s", "facility_level": "village", "rate_yuan": 5000, "paid_per": "once"}],
    "facility": [{**f, "facility_type": "township_health_centre" if f["facility_code"] == "H" else "village_clinic"} for f in CLINICS],
}


@pytest.mark.parametrize(
    ("row", "raw", "points"),
    [
        (application("1"), {}, ""),
        (application("1", "p", "D"), {}, "audit_place"),
        (application("1", "p", "H"), {}, "audit_place"),
        (application("1", "p", "D", audit_place="fail"), {}, ""),
        (application("1", "young"), {}, "audit_years"),
        (application("1", "young", decision="refused"), {}, ""),
        (application("1", "young", audit_years=None), {}, ""),
        (application("1"), {"agreement": [{"agreement_id": "a", "application_id": "1", "agreed_years": 3}]}, "audit_years"),
        (application("1"), {"document": [{"application_id": "1", "document_kind": "degree", "is_present": False, "checked_on": "2021-06-12"}]},
         "audit_documents"),
        (application("1"), {"document": [
            {"application_id": "1", "document_kind": "degree", "is_present": p, "checked_on": d} for p, d in ((False, "2021-06-12"), (True, "2021-06-20"))
        ]}, ""),
        (application("1"), {"document": [
            {"application_id": "1", "document_kind": "id_card", "is_present": True, "valid_to": "2021-06-01", "checked_on": "2021-06-12"}
        ]}, "audit_documents"),
        (application("1", "gone"), {}, "audit_employer"),
        (application("1"), {"social_insurance": [insured("p", "2021-06", "Shop")]}, "audit_employer"),
    ],
)  # fmt: skip
def test_an_audit_point_that_the_records_contradict(row: Row, raw: Mapping[str, Sequence[Mapping[str, Any]]], points: str):
    posts = [spell("p", "A", "2015-01-01"), spell("young", "A", "2018-01-01"), spell("gone", "A", "2012-01-01", "2020-12-31")]
    paid = [grant(row["person_key"], "s", "2020-06-30", 2500, application_id="1"), grant(row["person_key"], "s", "2020-07-31", None, application_id="1")]
    given = {"employment": [LEAVER, LAST, *posts], "application": [row], "grant": paid, **AUDIT, **raw}
    connection = small_build(small_site(), {"region": PLACES, **given}, only=WANTED)
    told = connection.execute("select detail, at_stake_yuan from reconciliation_case where kind = 'audit_contradicted'").fetchall()
    assert told == ([(points, 2500)] if points else [])


def test_training_attended_by_somebody_in_post_nowhere_and_the_fees_paid_for_it():
    rows = [{"person_key": p, "facility_code": "A", "event_id": "e", "enrolled_on": "2021-05-03"} for p in ("ghost", "p")]
    claims = [{"claim_id": f"c{n}", "person_key": "ghost", "facility_code": "A", "event_id": "e", "claimed_on": "2022-01-05", "paid_yuan": yuan}
              for n, yuan in enumerate((800, None, 120))]  # fmt: skip
    assert found(spell("p", "A", "2015-01-01"), training=rows, claim_cme=claims) == {("trained_not_in_post", "ghost", "A", 1, 920)}


def listed(person: str, *days: str, facility: str = "A", **more: Any) -> list[Row]:
    """A person on rosters."""
    return [{"person_key": person, "facility_code": facility, "as_at": d, "staff_group": "village_doctor"} | more for d in days]


ROSTERS = ("2020-01-31", "2021-01-31", "2022-01-31", "2022-12-31")


@pytest.mark.parametrize(
    ("days", "paid", "expected"),
    [
        (ROSTERS[1:], (2020, 3, 12), 0),
        (ROSTERS[1:], (2020, 2, 12), 0),
        (ROSTERS[2:], (2021, 1, 12), 1),
        (ROSTERS[:1], (2020, 2, 12), 0),
        (ROSTERS[:1], (2021, 1, 12), 11),
        (ROSTERS[:2], (2022, 3, 12), 10),
        (ROSTERS[:3], (2022, 3, 12), 0),
        ((), (2021, 6, 8), 3),
    ],
    ids=["came after a roster", "in the month after", "not before the roster that lacks them", "left between two",
         "gone at the next", "gone at the next but one", "a pending exit", "never seen"],
)  # fmt: skip
def test_rosters_leave_open_what_happened_between_them(days: tuple[str, ...], paid: tuple[int, int, int], expected: int):
    roster = [*listed("stays", *ROSTERS), *listed("p", *days)]
    told = cases(build(roster=roster, pay=months("p", "A", *paid)), "person_key, months")
    assert told == ({("p", expected)} if expected else set())


DAYS = ("2021-06-30", "2021-12-31", "2022-06-30")


@pytest.mark.parametrize(
    ("days", "paid", "expected"),
    [
        (DAYS[:2], (2021, 1, 12), 0),
        (DAYS[:1], (2021, 6, 12), 0),
        (DAYS[:1], (2022, 1, 3), 3),
        (DAYS[1:2], (2021, 5, 8), 2),
        (DAYS[:1], (2020, 4, 8), 2),
        (DAYS[2:], (2022, 10, 12), 0),
        ((), (2021, 6, 8), 3),
    ],
    ids=["on the rosters before and after", "gone by the next", "after a roster that lacks them", "before a roster that lacks them",
         "a year before the first", "after the last", "never seen"],
)  # fmt: skip
def test_who_stands_on_a_roster_without_an_employment_record_is_no_ghost(days: tuple[str, ...], paid: tuple[int, int, int], expected: int):
    roster = [*listed("last", *DAYS), *listed("p", *days)]
    told = found(roster=roster, pay=months("p", "A", *paid))
    assert told == ({("paid_not_in_post", "p", "A", expected, 1000 * expected)} if expected else set())


def test_a_roster_excuses_nobody_whose_record_says_when_they_came_or_left():
    roster = [*listed("last", *DAYS), *listed("left", *DAYS[:2]), *listed("late", *DAYS[1:])]
    posts = [spell("left", "A", "2015-01-01", "2021-08-31"), spell("late", "A", "2021-11-01")]
    pay = [*months("left", "A", 2021, 8, 10), *months("late", "A", 2021, 9, 12)]
    assert found(*posts, roster=roster, pay=pay) == {("paid_after_leaving", "left", "A", 2, 2000), ("paid_not_in_post", "late", "A", 2, 2000)}


def test_a_roster_that_says_somebody_has_left_is_no_sign_of_being_in_post():
    roster = [*listed("last", *DAYS), *listed("p", DAYS[1], is_in_post=False)]
    assert found(roster=roster, pay=months("p", "A", 2021, 12, 12)) == {("paid_not_in_post", "p", "A", 1, 1000)}


def test_grants_training_and_audits_look_at_the_roster_too():
    """The same person is asked about nothing while on the roster, and about everything without it."""
    application_row = application("1", audit_place=None, audit_years=None, audit_documents=None)
    raw = {
        "grant": [grant("p", "one", "2021-06-30")], "training": [{"person_key": "p", "facility_code": "A", "event_id": "e", "enrolled_on": "2021-06-03"}],
        "application": [application_row], "subsidy_scheme": SCHEMES, "subsidy_rate": RATES,
    }
    kinds = {"granted_not_in_post", "trained_not_in_post", "audit_contradicted"}
    assert {row[0] for row in found(roster=listed("last", *DAYS), **raw)} == kinds
    assert found(roster=[*listed("last", *DAYS), *listed("p", DAYS[0])], **raw) == set()


def test_on_two_rosters_at_once():
    roster = [*listed("stays", *ROSTERS), *listed("stays2", *ROSTERS, facility="D"), *listed("p", *ROSTERS), *listed("p", *ROSTERS, facility="D")]
    told = cases(build(roster=roster), "kind, person_key, facility_code, other_code")
    assert told == {("two_main_posts", "p", "D", "A")}
    second = [*listed("p", *ROSTERS), *listed("p", *ROSTERS, facility="D", is_main_post=False)]
    assert cases(build(roster=[*roster[:8], *second])) == set()


def test_on_two_rosters_of_the_only_day_there_is():
    """A county that has sent one list so far: no days lie between two lists, and yet both name the person."""
    day = ROSTERS[:1]
    roster = [*listed("stays", *day), *listed("stays2", *day, facility="D"), *listed("p", *day), *listed("p", *day, facility="D")]
    told = cases(build(roster=roster), "kind, person_key, facility_code, other_code")
    assert told == {("two_main_posts", "p", "D", "A")}


def test_a_day_of_handing_over_on_two_rosters_is_no_case():
    day = ROSTERS[:1]
    gone = [row | {"end_on": row["as_at"]} for row in listed("p", *day)]
    roster = [*listed("stays", *day), *listed("stays2", *day, facility="D"), *gone, *listed("p", *day, facility="D")]
    assert cases(build(roster=roster)) == set()


def test_every_case_leads_back_to_its_rows():
    pay = [row | {"file": "pay.xlsx", "source_sheet": "June", "source_row": n} for n, row in enumerate(months("p", "A", 2021, 2, 6), 2)]
    posts = [LEAVER, LAST, spell("p", "A", "2015-01-01", "2021-03-31") | {"file": "staff.xlsx", "source_row": 7}]
    connection = build(employment=posts, pay=pay)
    rows = connection.execute("select dataset, file, source_sheet, source_row from reconciliation_source order by all").fetchall()
    assert rows == [("employment", "staff.xlsx", "", 7), *(("pay", "pay.xlsx", "June", n) for n in (4, 5, 6))]
    assert connection.execute("select source_rows, first_source from reconciliation_case").fetchone() == (4, "employment | staff.xlsx |  | 7")


def test_places_count_each_yuan_once_and_in_its_year():
    posts = [spell("p", "A", "2015-01-01"), spell("q", "D", "2015-01-01", "2021-10-31")]
    held = [licence("p", "2016-01-01", "2020-12-31", "C2"), licence("q", "2016-01-01", None, "C2")]
    pay = [*months("p", "A", 2020, 11, 12), *months("p", "A", 2021, 1, 2), *months("q", "D", 2021, 11, 12), *months("q", "D", 2022, 1, 1)]
    connection = build(employment=[LEAVER, LAST, *posts], licence=held, pay=pay)
    table = connection.execute("select * from reconciliation_place").df().set_index(["region_code", "period", "kind"])
    figures = {k: tuple(v) for k, v in table[["cases", "persons", "at_stake_yuan"]].iterrows()}
    assert figures["C1", "2021", "licence_expired"] == (1, 1, 2000)
    assert figures["C1", "2020", "outside_registered_place"] == (1, 1, 2000)
    assert figures["C2", "2022", "paid_after_leaving"] == figures["T21", "2022", "paid_after_leaving"] == figures["D", "2022", "all"] == (1, 1, 1000)
    assert figures["P", "2021", "all"] == (2, 2, 4000), "two of p's months without a licence, two of q's after leaving"
    total = connection.execute("select sum(at_stake_yuan) from reconciliation_place where kind = 'all' and level = 'prefecture'").fetchone()
    once = connection.execute("select sum(y) from (select min(paid_yuan) as y from reconciliation_money group by money_id)").fetchone()
    assert total == once == (7000,)
