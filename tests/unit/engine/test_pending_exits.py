"""Missing from a roster is a pending exit until a reason, a confirmation or a second absence ends the spell (counting.md section 1)."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from pipelines.core.errors import XiangyiError
from pipelines.engine.observe import Query, observe
from pipelines.site import Site
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = regions(("C1", "county", "P"), ("C2", "county", "P"), ("T11", "township", "C1"), ("T21", "township", "C2"))
CLINICS = facilities(A="T11", B="T11", D="T21")
NEEDED = ("presence", "source_comparison", "workforce_state", "unit_span", "reporting", "place", "crosswalk_share")
Row = dict[str, Any]


def _on(person: str, *years: int, facility: str = "A", **more: Any) -> list[Row]:
    base = {"person_key": person, "facility_code": facility, "staff_group": "village_doctor"}
    return [{**base, "as_at": f"{year}-12-31", **more} for year in years]


def _left(person: str, year: int, facility: str = "A", **more: Any) -> list[Row]:
    return _on(person, year, facility=facility, is_in_post=False, **more)


def _build(roster: list[Row], employment: list[Row] | None = None, site: Site | None = None) -> duckdb.DuckDBPyConnection:
    everywhere = [*_on("stays", *range(2018, 2023)), *_on("other", *range(2018, 2023), facility="D"), *roster]
    raw = {"region": PLACES, "facility": CLINICS, "roster": everywhere, "employment": employment or []}
    return small_build(site or small_site(), raw, first=date(2018, 1, 1), only=NEEDED)


def _ends(build: duckdb.DuckDBPyConnection, person: str) -> list[tuple[str, str, str, str | None, bool]]:
    return build.execute(
        "select facility_code, start_on::varchar, end_on::varchar, exit_reason, is_pending_exit from post_spell where person_key = ?"
        " order by start_on, facility_code", [person],
    ).fetchall()


def _headcount(build: duckdb.DuckDBPyConnection) -> dict[str, float]:
    frame = observe(build, small_site(), Query("headcount", level="township", region="T11"))
    return dict(zip(frame["period"], frame["value"], strict=True))


OPEN = "9999-12-31"


def test_the_first_absence_is_pending_still_counted_and_on_the_record() -> None:
    build = _build(_on("x", 2018, 2019, 2020, 2021))
    assert _ends(build, "x") == [("A", "2018-12-31", OPEN, None, True)]
    assert _headcount(build)["2022"] == 2
    compared = build.execute("select spell_headcount, roster_headcount, missing_from_roster from source_comparison"
                             " where unit_code = 'T11' and as_at = date '2022-12-31'").fetchall()
    assert compared == [(None, 1, 1)]


def test_the_second_absence_ends_the_spell_on_the_last_day_seen() -> None:
    build = _build(_on("x", 2018, 2019, 2020))
    assert _ends(build, "x") == [("A", "2018-12-31", "2020-12-31", "unknown", False)]
    assert _headcount(build) == {"2018": 2, "2019": 2, "2020": 2, "2021": 1, "2022": 1}
    left = build.execute("select end_on::varchar, has_left from presence where person_key = 'x' and base = 'rural_doctors' and level = 'county'")
    assert left.fetchall() == [("2020-12-31", 1)]


@pytest.mark.parametrize(("absences", "end"), [(1, "2020-12-31"), (2, "2020-12-31"), (3, OPEN)])
def test_how_many_absences_end_a_spell_is_the_sites_to_say(absences: int, end: str) -> None:
    site = small_site(f"\n[counting]\nabsences = {absences}\n")
    assert [row[2] for row in _ends(_build(_on("x", 2018, 2019, 2020), site=site), "x")] == [end]
    gap = [row[1:3] for row in _ends(_build(_on("x", 2018, 2020, 2021, 2022), site=site), "x")]
    assert gap == ([("2018-12-31", "2018-12-31"), ("2020-12-31", OPEN)] if absences == 1 else [("2018-12-31", OPEN)])


@pytest.mark.parametrize("wrong", ["0", "13", '"2"', "true"])
def test_a_number_of_absences_that_makes_no_sense_is_refused(wrong: str) -> None:
    with pytest.raises(XiangyiError, match=r"\[counting\] absences"):
        small_site(f"\n[counting]\nabsences = {wrong}\n")


def test_a_confirmation_ends_the_spell_before_a_second_absence() -> None:
    build = _build([*_on("x", 2018, 2019, 2020, 2021), *_left("x", 2022)])
    assert _ends(build, "x") == [("A", "2018-12-31", "2021-12-31", "unknown", False)]
    assert _headcount(build)["2022"] == 1


def test_a_reason_and_a_last_day_end_the_spell_on_that_day() -> None:
    said = _on("x", 2022, end_on="2022-06-30", exit_reason="retired")
    assert _ends(_build([*_on("x", 2018, 2019, 2020, 2021), *said]), "x") == [("A", "2018-12-31", "2022-06-30", "retired", False)]
    only_reason = _on("y", 2022, exit_reason="died")
    assert _ends(_build([*_on("y", 2021), *only_reason]), "y") == [("A", "2021-12-31", "2021-12-31", "died", False)]


def test_a_last_day_that_is_the_rosters_own_day_is_a_day_in_post() -> None:
    build = _build([*_on("x", 2018, 2019), *_on("x", 2020, end_on="2020-12-31", exit_reason="retired")])
    assert _ends(build, "x") == [("A", "2018-12-31", "2020-12-31", "retired", False)]
    assert _headcount(build)["2020"] == 2 and _headcount(build)["2021"] == 1


def test_a_last_day_to_come_or_before_the_person_was_last_seen_does_not_move_what_was_seen() -> None:
    coming = _build(_on("x", 2018, 2019, 2020, 2021, 2022, end_on="2030-06-30"))
    assert _ends(coming, "x") == [("A", "2018-12-31", OPEN, None, False)]
    before = _build([*_on("x", 2018, 2019, 2020, 2021), *_left("x", 2022, end_on="2019-06-30", exit_reason="resigned")])
    assert _ends(before, "x") == [("A", "2018-12-31", "2021-12-31", "resigned", False)]


def test_who_comes_back_after_a_confirmed_exit_begins_anew() -> None:
    build = _build([*_on("x", 2018, 2019), *_left("x", 2020, exit_reason="resigned"), *_on("x", 2021, 2022)])
    assert [row[1:4] for row in _ends(build, "x")] == [("2018-12-31", "2019-12-31", "resigned"), ("2021-12-31", OPEN, None)]


def test_a_late_reason_says_why_after_two_absences() -> None:
    build = _build([*_on("x", 2018, 2019), *_left("x", 2022, end_on="2020-03-31", exit_reason="promoted_out")])
    assert _ends(build, "x") == [("A", "2018-12-31", "2020-03-31", "promoted_out", False)]


def test_who_was_seen_elsewhere_first_moved_whatever_is_said_later() -> None:
    build = _build([*_on("x", 2018, 2019), *_on("x", 2020, 2021, 2022, facility="D"), *_left("x", 2021, exit_reason="resigned")])
    assert [row[0:4] for row in _ends(build, "x")] == [
        ("A", "2018-12-31", "2020-12-30", "transferred"), ("D", "2020-12-31", OPEN, None),
    ]


RECORDS = [spell("stays", "A", "2010-01-01"), spell("gone", "A", "2010-01-01", "2018-06-30")]


def test_an_open_record_whose_person_is_missing_twice_is_not_kept_for_ever() -> None:
    records = [*RECORDS, spell("x", "A", "2010-01-01"), spell("y", "B", "2010-01-01")]
    build = _build([*_on("x", 2018, 2019, 2020), *_on("y", 2018, 2019, 2020, 2021, facility="B")], records)
    assert _ends(build, "x") == [("A", "2010-01-01", "2020-12-31", "unknown", False)]
    assert _ends(build, "y") == [("B", "2010-01-01", OPEN, None, True)]
    assert _headcount(build) == {"2018": 3, "2019": 3, "2020": 3, "2021": 2, "2022": 2}


def test_a_record_with_its_own_end_is_not_changed_by_rosters() -> None:
    records = [*RECORDS, spell("x", "A", "2010-01-01", "2021-03-31", exit_reason="resigned")]
    assert _ends(_build(_on("x", 2018, 2019), records), "x") == [("A", "2010-01-01", "2021-03-31", "resigned", False)]


def test_a_roster_that_says_so_ends_an_open_record_with_its_reason() -> None:
    records = [*RECORDS, spell("x", "A", "2010-01-01")]
    roster = [*_on("x", 2018, 2019, 2020, 2021), *_left("x", 2022, end_on="2022-05-31", exit_reason="retired")]
    assert _ends(_build(roster, records), "x") == [("A", "2010-01-01", "2022-05-31", "retired", False)]


def test_who_never_stood_on_a_roster_since_the_record_began_is_not_judged_by_rosters() -> None:
    records = [*RECORDS, spell("never", "A", "2010-01-01"), spell("again", "A", "2021-03-01")]
    build = _build(_on("again", 2018), records)
    assert [row[2] for row in (*_ends(build, "never"), *_ends(build, "again"))] == [OPEN, OPEN]
    missing = build.execute("select missing_from_roster from source_comparison where unit_code = 'T11' and as_at = date '2022-12-31'")
    assert missing.fetchone() == (2,), "but the comparison of sources shows them"


def test_a_roster_of_another_staff_group_is_no_absence() -> None:
    nurses = [{"person_key": "n", "facility_code": "B", "staff_group": "township_nurse", "as_at": f"{y}-12-31"} for y in (2021, 2022)]
    raw = {"region": PLACES, "facility": CLINICS, "roster": [*_on("x", 2018, 2019, 2020), *nurses], "employment": [*RECORDS, spell("x", "A", "2010-01-01")]}
    build = small_build(small_site(), raw, first=date(2018, 1, 1), only=NEEDED)
    assert _ends(build, "x") == [("A", "2010-01-01", OPEN, None, False)]


def test_a_list_of_all_is_not_silent_on_the_only_nurse_nor_on_who_changed_group() -> None:
    days = ("2019-12-31", "2020-12-31", "2021-12-31", "2022-12-31")
    roster = [*_lists(*days, on=("stays",)), *_lists(days[0], days[1], on=("nurse",), group="township_nurse"),
              *_lists(days[0], on=("x",)), *_lists(*days[1:], on=("x",), group="village_clinic_other")]  # fmt: skip
    records = [*RECORDS, spell("x", "A", "2010-01-01"), spell("nurse", "A", "2010-01-01", staff_group="township_nurse")]
    build = small_build(small_site(), {"region": PLACES, "facility": CLINICS, "roster": roster, "employment": records}, first=date(2018, 1, 1), only=NEEDED)
    assert _ends(build, "nurse") == [("A", "2010-01-01", "2020-12-31", "unknown", False)]
    assert _ends(build, "x") == [("A", "2010-01-01", OPEN, None, False)]


def test_an_open_record_of_who_is_seen_at_another_unit_since_ends_as_a_transfer() -> None:
    records = [*RECORDS, spell("x", "A", "2010-01-01")]
    build = _build([*_on("x", 2018, 2019, 2020), *_on("x", 2021, 2022, facility="D")], records)
    assert _ends(build, "x")[0] == ("A", "2010-01-01", "2020-12-31", "transferred", False)


def _lists(*days: str, on: tuple[str, ...], facility: str = "A", group: str = "village_doctor", file: str = "all") -> list[Row]:
    base = {"facility_code": facility, "staff_group": group}
    return [{**base, "person_key": p, "as_at": day, "file": f"{file} {day}"} for day in days for p in on]


def _spells(roster: list[Row]) -> list[tuple[str, str, str, bool, bool]]:
    raw = {"region": PLACES, "facility": CLINICS, "roster": roster}
    build = small_build(small_site(), raw, first=date(2018, 1, 1), only=("post_spell",))
    return build.execute(
        "select person_key, start_on::varchar, end_on::varchar, is_pending_exit, has_known_start from post_spell order by 1, 2"
    ).fetchall()


QUARTERS = tuple(f"{year}-{end}" for year in (2020, 2021, 2022) for end in ("03-31", "06-30", "09-30", "12-31"))


def test_a_list_of_the_centre_is_silent_on_the_village_doctors_who_have_one_of_their_own() -> None:
    village = [*_lists("2019-12-31", "2020-12-31", "2021-12-31", on=("v1", "v2")), *_lists("2020-12-31", "2021-12-31", on=("new",))]
    centre = _lists(*QUARTERS, on=("t1", "t2"), facility="B", group="township_doctor", file="centre")
    assert _spells([*village, *centre]) == [
        ("new", "2020-12-31", OPEN, False, True), ("t1", "2020-03-31", OPEN, False, False), ("t2", "2020-03-31", OPEN, False, False),
        ("v1", "2019-12-31", OPEN, False, False), ("v2", "2019-12-31", OPEN, False, False),
    ]  # fmt: skip


def test_the_only_one_of_a_group_on_a_list_of_all_leaves_as_everybody_else() -> None:
    doctors = _lists("2019-12-31", "2020-12-31", "2021-12-31", "2022-12-31", on=("v1",))
    nurse = _lists("2020-12-31", on=("nurse",), facility="B", group="township_nurse")
    assert _spells([*doctors, *nurse]) == [("nurse", "2020-12-31", "2020-12-31", False, True), ("v1", "2019-12-31", OPEN, False, False)]
