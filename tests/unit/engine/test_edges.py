"""Where counts go wrong quietly: places no file names, totals beside their parts, blank FTE, groups that change, empty places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import pytest

from pipelines.core.errors import XiangyiError
from pipelines.engine.observe import Query, observe
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = regions(
    ("C1", "county", "P"), ("C2", "county", "P"), ("T11", "township", "C1"), ("T12", "township", "C1"), ("T21", "township", "C2")
)
CLASSES = {"T11": "class_1", "T12": "class_2", "T21": "class_3"}
CLINICS = facilities(A="T11", B="T12", D="T21")
LAST = date(2022, 12, 31)
Raw = Mapping[str, Sequence[Mapping[str, Any]]]


def _people(*rows: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"region_code": c, "period": str(y), "population_kind": "resident", "persons": n} for c, n in rows for y in (2020, 2021, 2022)]


def _roster(facility: str, count: int, licence: str, day: str = "2022-12-31") -> list[dict[str, Any]]:
    return [{"person_key": f"{facility}{i}", "facility_code": facility, "as_at": day, "staff_group": "village_doctor",
             "licence": licence} for i in range(count)]


def _build(raw: Raw) -> duckdb.DuckDBPyConnection:
    return small_build(small_site(), {"region": PLACES, "facility": CLINICS, **raw})


def _ask(connection: duckdb.DuckDBPyConnection, indicator: str, **more: Any) -> pd.DataFrame:
    return observe(connection, small_site(), Query(indicator, **more))


def _stayers(*homes: str, each: int = 6) -> list[dict[str, Any]]:
    """Spells that go on; one ended before, so that exits are on record from then; one ends on the last day they speak of."""
    stays = [spell(f"{home}{i}", home, "2015-01-01") for home in homes for i in range(each)]
    return [*stays, spell("first", homes[0], "2015-01-01", "2019-06-30"), spell("last", homes[0], "2015-01-01", str(LAST))]


def test_spells_at_a_facility_no_file_names_are_counted_under_the_unassigned_child():
    build = _build({"employment": [*_stayers("A"), spell("z", "Z", "2016-01-01")], "population": _people(("T11", 100))})
    counties = _ask(build, "headcount", level="county", period="2021").set_index("region_code")["value"]
    assert counties.to_dict() == pytest.approx({"C1": 7, "C2": float("nan"), "P.unassigned": 1}, nan_ok=True)
    assert _ask(build, "headcount", period="2021")["value"].item() == 8


def test_a_total_is_not_added_to_its_parts():
    build = _build({"population": _people(("C1", 1500), ("T11", 1000), ("T12", 500), ("C2", 700))})
    counties = _ask(build, "registered_population", level="county", period="2021").set_index("region_code")
    assert counties["value"].to_dict() == {"C1": 1500, "C2": 700}
    assert counties["status"].to_dict() == {"C1": "ok", "C2": "ok"}, "the county speaks for its townships"


def test_people_of_half_the_townships_are_no_complete_denominator():
    build = _build({"employment": _stayers("A", "B", "D"), "population": _people(("T11", 1000), ("C2", 1000))})
    density = _ask(build, "density", level="county", period="2021").set_index("region_code")
    assert density.loc["C1", ["reported", "expected", "status"]].tolist() == [1, 2, "partial"]
    assert density.loc["C2", ["value", "status"]].tolist() == [6, "ok"]
    below = _ask(build, "density", level="township", period="2021").set_index("region_code")["status"]
    assert below.to_dict() == {"T11": "ok", "T12": "no_denominator", "T21": "no_denominator"}


def test_another_kind_of_population_is_not_the_one_reported():
    served = [{"region_code": "T12", "period": "2021", "population_kind": "served", "persons": 90}]
    build = _build({"population": [*_people(("T11", 1000)), *served]})
    row = _ask(build, "registered_population", level="county", region="C1", period="2021").iloc[0]
    assert (row["value"], row["reported"], row["status"]) == (1000, 1, "partial")


def test_a_class_in_which_nobody_is_counted_is_nought_and_not_left_out():
    places = [{**r, "remoteness": CLASSES.get(r["region_code"])} for r in PLACES]
    roster = _roster("A", 6, "physician") + _roster("B", 6, "village_certificate")
    build = _build({"region": places, "roster": roster, "population": _people(*((t, 1000) for t in CLASSES))})
    share = _ask(build, "licensed_share", period="2022", by="remoteness").set_index("category")["value"]
    assert share.to_dict() == {"class_1": 1, "class_2": 0}
    density = _ask(build, "density", period="2022", by="remoteness").set_index("category")["value"]
    assert density.to_dict() == {"class_1": 6, "class_2": 6, "class_3": 0}
    rural = _ask(build, "density", period="2022", by="rurality")
    assert rural["status"].tolist() == ["no_denominator"], "people are not counted by the rurality of clinics"


def test_blank_fte_is_one_person_split_over_the_posts():
    spells = [
        *_stayers("D", each=1), spell("p", "A", "2015-01-01"), spell("p", "B", "2016-01-01"),
        spell("q", "A", "2015-01-01", fte=0.4), spell("q", "B", "2016-01-01"), spell("r", "B", "2015-01-01", fte=0.3),
    ]
    build = _build({"employment": spells, "population": _people(("T11", 100))})
    fte = _ask(build, "fte", level="township", period="2021").set_index("region_code")["value"]
    assert fte.to_dict() == pytest.approx({"T11": 0.9, "T12": 1.4, "T21": 2})
    roster = [{"person_key": "p", "facility_code": f, "as_at": str(LAST), "staff_group": "village_doctor"} for f in "AB"]
    assert _ask(_build({"roster": roster}), "fte", period="2022")["value"].item() == 1


def test_flows_by_staff_group_hold_the_group_of_the_day():
    risen = [spell("x", "A", "2015-01-01", "2021-06-30", exit_reason=None), spell("x", "A", "2021-07-01", staff_group="township_doctor")]
    build = _build({"employment": [*_stayers("A"), *risen], "population": _people(("T11", 100))})
    before = _ask(build, "stability_index", period="2020", by="staff_group").set_index("category")
    assert before["denominator"].to_dict() == {"village_doctor": 8}, "nobody was a township doctor in 2020"
    leaving = _ask(build, "leaver_rate", period="2021", by="staff_group").set_index("category")
    assert leaving["numerator"].to_dict() == {"village_doctor": 0, "township_doctor": 0}, "a change of title is no exit"
    joining = _ask(build, "joiner_rate", period="2021", by="staff_group").set_index("category")
    assert joining["numerator"].to_dict() == {"village_doctor": 0, "township_doctor": 1}


def test_a_place_without_doctors_has_no_rate_and_a_silent_one_is_not_collected():
    spells = [*_stayers("A"), spell("gone", "D", "2015-01-01", "2018-06-30")]
    build = _build({"employment": spells, "population": _people(("T11", 100))})
    for indicator in ("leaver_rate", "joiner_rate", "stability_index"):
        rows = _ask(build, indicator, level="township", period="2021").set_index("region_code")
        assert rows["status"].to_dict() == {"T11": "ok", "T12": "not_collected", "T21": "no_denominator"}
        assert pd.isna(rows.loc["T12", "numerator"]) and rows.loc["T21", "numerator"] == 0


def test_a_window_the_records_do_not_cover_is_not_estimated():
    spells = [spell(f"a{i}", "A", "2020-01-01") for i in range(8)] + [spell(f"n{i}", "A", "2022-01-01") for i in range(8)]
    spells += [spell("x", "A", "2020-01-01", "2020-12-30"), spell("end", "A", "2020-01-01", "2022-06-30")]
    build = _build({"employment": spells, "population": _people(("T11", 100))})
    rows = _ask(build, "retention_12m").set_index("period")
    assert rows["value"].notna().to_dict() == {"2020": True, "2021": False, "2022": False}, "the records end in June 2022"
    assert rows.loc["2022", "status"] == "not_collected"


def test_a_region_above_the_level_asked_for_stands_for_what_is_under_it():
    build = _build({"employment": _stayers("A", "B", "D"), "population": _people(("T11", 100))})
    assert _ask(build, "headcount", level="township", region="C1", period="2021")["region_code"].tolist() == ["T11", "T12"]
    with pytest.raises(XiangyiError, match="C1|T11"):
        _ask(build, "headcount", level="county", region="T11", period="2021")


def test_before_the_first_recorded_exit_the_returns_speak_and_not_the_survivors():
    returns = [{"facility_code": "A", "period": str(y), "staff_group": "village_doctor", "headcount": 50} for y in (2020, 2021, 2022)]
    spells = [spell(f"a{i}", "A", "2015-01-01") for i in range(8)] + [spell("x", "A", "2015-01-01", "2022-03-31")]
    build = _build({"workforce_return": returns, "employment": [*spells, spell("end", "A", "2015-01-01", str(LAST))]})
    heads = _ask(build, "headcount", level="township", region="T11").set_index("period")["value"]
    assert heads.to_dict() == {"2020": 50, "2021": 50, "2022": 9}
    leaving = _ask(build, "leaver_rate", level="township", region="T11").set_index("period")["status"]
    assert leaving.to_dict() == {"2020": "not_collected", "2021": "not_collected", "2022": "ok"}


def test_an_end_written_down_for_a_day_to_come_is_no_day_of_follow_up():
    spells = [*_stayers("A"), spell("contract", "A", "2015-01-01", "2031-12-31")]
    build = _build({"employment": spells, "population": _people(("T11", 100))})
    assert build.execute("select last_day from data_span").fetchone() == (LAST,)


def test_a_root_without_any_place_below_it_is_not_collected_rather_than_missing():
    build = small_build(small_site(), {})
    for indicator in ("headcount", "density", "leaver_rate", "retention_12m", "median_pay", "facility_count", "survival"):
        assert set(_ask(build, indicator)["status"]) == {"not_collected"}, indicator


def test_a_part_of_a_year_is_not_annualised_and_retention_says_the_fewest_it_rests_on() -> None:
    spells = [spell(f"s{i}", "A", f"2020-{i % 12 + 1:02d}-15") for i in range(24)]
    spells += [spell("goer", "A", "2020-06-01", "2021-08-31"), spell("early", "A", "2019-01-01", "2020-02-28"),
               spell("last", "D", "2022-12-31"), *(spell(f"j{i}", "A", f"2021-0{i}-02") for i in (1, 2, 3, 4))]
    build = _build({"employment": spells, "population": _people(("T11", 10))})
    for indicator in ("leaver_rate", "retention_12m"):
        part = _ask(build, indicator, period="2021-Q3", level="township", region="T11").iloc[0]
        assert part["status"] == "not_estimable" and pd.isna(part["value"])
        assert pd.notna(_ask(build, indicator, period="2021", level="township", region="T11").iloc[0]["value"])
    year = _ask(build, "retention_12m", period="2021", level="township", region="T11").iloc[0]
    tenures = [(pd.Timestamp("2020-12-31") - pd.Timestamp(s["start_on"])).days for s in spells if s["start_on"] < "2021"]
    assert 0 < year["n"] < len(tenures), "not everyone in the window was at risk at every moment"


def test_a_breakdown_that_tells_no_category_still_answers():
    build = small_build(small_site(), {"region": regions(("C1", "county", "P"), ("T11", "township", "C1")), "population": [
        {"region_code": "T11", "period": "2021", "population_kind": "resident", "persons": 10}]})
    frame = observe(build, small_site(), Query("registered_population", region="C1", period="2021", by="rurality"))
    assert frame["category"].isna().all() and len(frame) == 1
