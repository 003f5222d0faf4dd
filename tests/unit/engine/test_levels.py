"""Counting rules at every level: a transfer is a leaver below and nothing above; children add up; zero is not silence."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines.engine.observe import Query, observe
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = regions(
    ("C1", "county", "P"), ("C2", "county", "P"), ("T11", "township", "C1"), ("T12", "township", "C1"), ("T21", "township", "C2")
)
PEOPLE = [{"region_code": t, "period": str(y), "population_kind": "resident", "persons": 1000} for t in ("T11", "T12", "T21")
          for y in (2020, 2021, 2022)]
CLINICS = facilities(A="T11", B="T12", D="T21", E="T11")


def _ask(connection, indicator: str, **more: object) -> pd.DataFrame:
    return observe(connection, small_site(), Query(indicator, **more)).set_index("region_code")


@pytest.fixture(scope="module")
def with_transfer():
    """Ten stay in each township; one moves from T11 to T12 in 2021; one leaves T21 for good; one dies; one is reclassified."""
    spells = [spell(f"{home}{i}", home, "2010-03-01") for home in "ABD" for i in range(10)]
    spells += [
        spell("mover", "A", "2015-01-01", "2021-05-31", exit_reason="transferred"),
        spell("mover", "B", "2021-06-01"),
        spell("goer", "D", "2015-01-01", "2021-03-31"),
        spell("dead", "D", "2015-01-01", "2021-03-31", exit_reason="died"),
        spell("risen", "A", "2015-01-01", "2021-06-30", exit_reason="reclassified"),
        spell("risen", "A", "2021-07-01", staff_group="township_doctor"),
        spell("old", "A", "2010-01-01", "2020-06-30"),
        spell("newest", "B", "2022-12-31"),
    ]
    return small_build(small_site(), {"region": PLACES, "facility": CLINICS, "population": PEOPLE, "employment": spells})


def test_a_transfer_leaves_the_township_and_not_the_county(with_transfer):
    townships = _ask(with_transfer, "leaver_rate", level="township", period="2021")
    counties = _ask(with_transfer, "leaver_rate", level="county", period="2021")
    assert townships["numerator"].to_dict() == {"T11": 1, "T12": 0, "T21": 1}
    assert counties["numerator"].to_dict() == {"C1": 0, "C2": 1}
    assert _ask(with_transfer, "leaver_rate", period="2021")["numerator"].to_dict() == {"P": 1}


def test_death_and_reclassification_are_no_leaving_but_lower_the_stock(with_transfer):
    row = _ask(with_transfer, "leaver_rate", level="county", period="2021").loc["C2"]
    assert (row["numerator"], row["denominator"]) == (1, (12 + 10) / 2)
    stable = _ask(with_transfer, "stability_index", level="county", period="2021")
    assert stable.loc["C1", "value"] == 1.0, "mover and the reclassified stay in the county"
    assert stable.loc["C2", "numerator"] == 10 and stable.loc["C2", "denominator"] == 12


def test_leaver_rate_and_stability_need_not_add_to_one(with_transfer):
    leaving = _ask(with_transfer, "leaver_rate", period="2021").loc["P", "value"]
    stable = _ask(with_transfer, "stability_index", period="2021").loc["P", "value"]
    assert leaving + stable != pytest.approx(1.0, abs=1e-6)


def test_whoever_leaves_on_the_last_day_is_in_post_on_it_and_left_in_the_next_year(with_transfer):
    assert _ask(with_transfer, "headcount", level="township", period="2022").loc["T12", "value"] == 12
    rows = _ask(with_transfer, "joiner_rate", level="township", period="2022")
    assert rows.loc["T12", "numerator"] == 1


def test_a_township_with_nobody_left_counts_zero_and_says_so(with_transfer):
    frame = _ask(with_transfer, "headcount", level="facility", period="2021")
    assert (frame.loc["E", "value"], frame.loc["E", "status"]) == (0, "ok")


def test_a_township_that_never_reported_is_not_collected():
    build = small_build(small_site(), {"region": PLACES, "facility": CLINICS, "employment": [spell("x", "A", "2019-01-01")],
                                       "roster": [{"person_key": "x", "facility_code": "A", "as_at": "2022-12-31",
                                                   "staff_group": "village_doctor"}]})
    frame = _ask(build, "headcount", level="township", period="2022")
    assert frame["status"].to_dict() == {"T11": "small_n", "T12": "not_collected", "T21": "not_collected"}
    assert frame.loc["T12":, "value"].isna().all()
    root = _ask(build, "headcount", period="2022").loc["P"]
    assert (root["status"], root["reported"], root["expected"]) == ("partial", 1, 3)


def test_the_main_post_is_the_declared_one_then_the_larger_then_the_earlier():
    spells = [
        spell("p", "A", "2020-01-01", fte=0.6), spell("p", "B", "2020-02-01", fte=0.4),
        spell("q", "A", "2020-01-01", fte=0.8, is_main_post=False), spell("q", "D", "2020-06-01", fte=0.2, is_main_post=True),
        spell("r", "B", "2020-03-01", fte=0.5), spell("r", "D", "2020-01-01", fte=0.5),
        spell("end", "D", "2010-01-01", "2022-12-30"), spell("first", "D", "2010-01-01", "2020-06-30"),
    ]
    build = small_build(small_site(), {"region": PLACES, "facility": CLINICS, "population": PEOPLE, "employment": spells})
    heads = _ask(build, "headcount", level="township", period="2021")["value"].to_dict()
    assert heads == {"T11": 1, "T12": 0, "T21": 3}
    fte = _ask(build, "fte", level="township", period="2021")["value"]
    assert fte.to_dict() == pytest.approx({"T11": 1.4, "T12": 0.9, "T21": 1.7})


def test_a_facility_no_file_places_is_the_unassigned_child_and_the_children_add_up():
    returns = [{"facility_code": c, "period": "2021", "staff_group": "village_doctor", "headcount": n} for c, n in (("A", 3), ("Z", 4))]
    build = small_build(small_site(), {"region": PLACES, "facility": CLINICS, "workforce_return": returns})
    counties = _ask(build, "headcount", level="county", period="2021")
    assert counties.loc["P.unassigned", "value"] == 4
    assert counties["value"].sum() == _ask(build, "headcount", period="2021").loc["P", "value"] == 7


def test_spells_speak_before_the_return_and_are_never_added_to_it():
    returns = [{"facility_code": c, "period": "2021", "staff_group": "village_doctor", "headcount": 50} for c in "AD"]
    spells = [spell("x", "A", "2019-01-01"), spell("y", "A", "2019-01-01", "2022-12-30"), spell("z", "A", "2019-01-01", "2020-12-30")]
    build = small_build(small_site(), {"region": PLACES, "facility": CLINICS, "employment": spells, "workforce_return": returns})
    assert _ask(build, "headcount", level="township", period="2021")["value"].dropna().to_dict() == {"T11": 2, "T21": 50}


def test_missing_from_one_roster_is_pending_and_from_two_closed():
    def on(person: str, *years: int) -> list[dict[str, object]]:
        return [{"person_key": person, "facility_code": "A", "as_at": f"{y}-12-31", "staff_group": "village_doctor"} for y in years]

    rosters = on("stays", 2019, 2020, 2021, 2022) + on("pending", 2019, 2020, 2021) + on("gone", 2019, 2020)
    build = small_build(small_site(), {"region": PLACES, "facility": CLINICS, "roster": rosters}, first=date(2019, 1, 1))
    frame = observe(build, small_site(), Query("headcount", level="township", region="T11")).set_index("period")
    assert frame["value"].to_dict() == {"2019": 3, "2020": 3, "2021": 2, "2022": 2}
    pending = build.execute("select person_key from roster_spell where is_pending_exit").fetchall()
    assert pending == [("pending",)]


days = st.integers(0, 1400).map(lambda n: date(2019, 1, 1) + timedelta(days=n))
careers = st.lists(
    st.tuples(st.sampled_from("ABDE"), days, st.integers(30, 900), st.booleans()), min_size=1, max_size=25
)


@settings(max_examples=8, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(careers)
def test_children_add_up_and_stock_follows_flow_whatever_the_careers(rows):
    spells = [
        spell(f"p{i}", home, str(start), str(start + timedelta(days=length)) if ended else None)
        for i, (home, start, length, ended) in enumerate(rows)
    ]
    spells += [spell("anchor", "A", "2018-01-01", "2022-12-31"), spell("first", "A", "2017-01-01", "2018-06-30")]
    build = small_build(small_site(), {"region": PLACES, "facility": CLINICS, "population": PEOPLE, "employment": spells}, first=date(2018, 1, 1))
    for indicator in ("headcount", "fte"):
        whole = _ask(build, indicator, period="2021").loc["P", "value"]
        for level in ("county", "township", "facility"):
            assert _ask(build, indicator, level=level, period="2021")["value"].sum() == pytest.approx(whole)
    starts = [pd.Timestamp(s["start_on"]) for s in spells]
    ends = [pd.Timestamp(s["end_on"] or "2999-01-01") for s in spells]
    on = sum(s <= pd.Timestamp("2021-12-31") <= e for s, e in zip(starts, ends, strict=True))
    assert _ask(build, "headcount", period="2021").loc["P", "value"] == on


def test_who_stands_on_the_first_roster_joined_nobody_knows_when():
    rosters = [
        {"person_key": p, "facility_code": "A", "as_at": f"{y}-12-31", "staff_group": "village_doctor"}
        for p, years in {"old": (2019, 2020, 2021, 2022), "new": (2021, 2022), "gone": (2019,)}.items() for y in years
    ]
    build = small_build(small_site(), {"region": PLACES, "facility": CLINICS, "roster": rosters}, first=date(2019, 1, 1))
    joined = observe(build, small_site(), Query("joiner_rate", level="township", region="T11")).set_index("period")
    assert joined["status"].to_dict() == {"2019": "not_estimable", "2020": "small_n", "2021": "small_n", "2022": "small_n"}
    assert joined["numerator"].dropna().to_dict() == {"2020": 0, "2021": 1, "2022": 0}
    curve = observe(build, small_site(), Query("survival", level="township", region="T11", at=(12,)))
    assert curve["n"].tolist() == [1], "only the one whose start was seen"


def test_a_list_of_current_staff_says_nothing_of_leaving_or_of_years_before():
    spells = [spell(f"p{i}", "A", "2015-01-01") for i in range(9)] + [spell("new", "B", "2022-12-31"), spell("far", "D", "2014-01-01")]
    raw = {"region": PLACES, "facility": CLINICS, "population": PEOPLE, "employment": spells}
    build = small_build(small_site(), raw)
    heads = observe(build, small_site(), Query("headcount")).set_index("period")["status"].to_dict()
    assert heads == {"2020": "not_collected", "2021": "not_collected", "2022": "ok"}
    for indicator in ("leaver_rate", "stability_index", "retention_12m", "survival"):
        answer = observe(build, small_site(), Query(indicator))
        assert answer["value"].isna().all(), f"{indicator}: nobody's leaving was ever recorded"
