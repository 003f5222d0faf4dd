"""A county that files only the annual return gets every indicator a return can support, and is told which it cannot."""

from __future__ import annotations

import math
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.engine.observe import Query, all_indicators, observe
from pipelines.engine.supported import beyond, supported_by
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = regions(("C1", "county", "P"), ("C2", "county", "P"), ("T11", "township", "C1"), ("T21", "township", "C2"))
CLINICS = facilities(A="T11", B="T11", D="T21")
PEOPLE = [{"region_code": t, "period": "2021", "population_kind": "resident", "persons": 1000} for t in ("T11", "T21")]


def _return(facility: str, headcount: float | None, group: str = "village_doctor", year: str = "2021", **counts: Any) -> dict[str, Any]:
    return {"facility_code": facility, "period": year, "staff_group": group, "headcount": headcount, **counts}


def _build(returns: list[dict[str, Any]], **more: Any) -> duckdb.DuckDBPyConnection:
    return small_build(small_site(), {"region": PLACES, "facility": CLINICS, "population": PEOPLE, "workforce_return": returns, **more})


def _ask(build: duckdb.DuckDBPyConnection, indicator: str, **query: Any) -> pd.DataFrame:
    return observe(build, small_site(), Query(indicator, **{"level": "county", "period": "2021", **query})).set_index("region_code")


FULL = [
    _return("A", 10, fte=9.5, female=4, aged_under_35=1, aged_35_44=2, aged_45_54=3, aged_55_59=2, aged_60_over=1, licence_physician=1,
            licence_assistant=2, licence_rural_assistant=1, licence_village=5, licence_none=1),
    _return("B", 6, fte=6, female=3, aged_55_over=2, licensed=2),
    _return("B", 5, "township_nurse", fte=5, female=5),
]


def test_a_county_with_returns_alone_has_every_stock_indicator() -> None:
    build = _build(FULL)
    answers = {name: _ask(build, name).loc["C1"] for name in ("headcount", "fte", "density", "female_share", "share_aged_55", "licensed_share")}
    assert {name: float(row["value"]) for name, row in answers.items()} == pytest.approx({
        "headcount": 16, "fte": 15.5, "density": 16, "female_share": 7 / 16, "share_aged_55": 5 / 15, "licensed_share": 6 / 16,
    })  # of the ten at A nine ages are told; B tells who is 55 or older, the rest are younger
    assert {row["status"] for row in answers.values()} == {"ok"}


def test_by_sex_age_and_licence_the_categories_add_up_to_the_headcount() -> None:
    build = _build(FULL)
    for by in ("sex", "age_band", "licence", "staff_group"):
        rows = _ask(build, "headcount", by=by).loc[["C1"]]
        assert rows["value"].sum() == (21 if by == "staff_group" else 16), by
    ages = _ask(build, "headcount", by="age_band").loc[["C1"]].set_index("category")["value"].to_dict()
    assert ages == {"under_35": 1, "35_44": 2, "45_54": 3, "55_59": 2, "60_over": 1, "under_55": 4, "55_over": 2, "unknown": 1}
    assert _ask(build, "fte", by="sex").loc[["C1"]].set_index("category")["value"].to_dict() == {"unknown": 15.5}


def test_what_a_form_did_not_ask_is_not_collected_and_never_zero() -> None:
    build = _build([_return("A", 10), _return("D", 8, female=2)])
    for name in ("share_aged_55", "licensed_share"):
        assert _ask(build, name)["status"].to_dict() == {"C1": "not_collected", "C2": "not_collected"}, name
        assert _ask(build, name)["value"].isna().all()
    women = _ask(build, "female_share")
    assert women["status"].to_dict() == {"C1": "not_collected", "C2": "ok"} and women.loc["C2", "value"] == 0.25
    both = _ask(build, "female_share", level="prefecture").loc["P"]
    assert (both["status"], both["reported"], both["expected"], both["value"]) == ("partial", 1, 2, 0.25)


def test_two_categories_at_once_are_not_told_and_stay_unknown() -> None:
    rows = _ask(_build(FULL), "share_aged_55", by="sex").loc[["C1"]].set_index("category")
    assert rows["numerator"].to_dict() == {"unknown": 5.0}


def test_every_indicator_without_a_need_the_return_meets_says_not_collected() -> None:
    build = _build(FULL)
    names = supported_by(("workforce_return", "population", "facility"))
    for indicator in all_indicators().values():
        status = set(_ask(build, indicator.name).loc[["C1"], "status"])
        if indicator.name in names:
            assert status <= {"ok", "small_n"}, indicator.name
        else:
            assert status == {"not_collected"}, indicator.name


def test_the_declarations_say_what_a_return_supports() -> None:
    alone = supported_by(("workforce_return",))
    assert {"headcount", "fte", "density", "female_share", "share_aged_55", "licensed_share"} == set(alone)
    assert "leaver_rate" not in alone and "retention_12m" not in alone and "median_pay" not in alone
    assert beyond("workforce_return")["leaver_rate"] == ("employment", "roster")


def test_where_spells_speak_the_return_adds_no_ages_of_its_own() -> None:
    spells = [spell(f"a{i}", "A", "2015-01-01", birth_year=1960 + i) for i in range(6)] + [spell("z", "A", "2015-01-01", "2022-12-31")]
    spells += [spell("gone", "A", "2015-01-01", "2020-06-30", birth_year=1955)]
    build = _build(FULL, employment=spells)
    assert _ask(build, "headcount").loc["C1", "value"] == 7
    assert (_ask(build, "share_aged_55").loc["C1", "numerator"], _ask(build, "share_aged_55").loc["C1", "denominator"]) == (6, 6)
    assert _ask(build, "licensed_share").loc["C1", "status"] == "not_collected", "spells tell no licence, and their unit's return is not heard"


counts = st.integers(0, 5)
told = (
    "female", "male", "aged_under_35", "aged_35_44", "aged_45_54", "aged_55_59", "aged_60_over", "aged_55_over", "licence_physician",
    "licence_assistant", "licence_village", "licence_none", "licensed",
)
forms = st.fixed_dictionaries({"headcount": st.integers(0, 30)}, optional=dict.fromkeys(told, counts))


@settings(max_examples=8, deadline=None)
@given(st.lists(forms, min_size=1, max_size=3))
def test_the_views_are_an_independent_reckoning(written: list[dict[str, int]]) -> None:
    returns = [_return(f, None) | form for f, form in zip("ABD", written, strict=False)]
    raw = {"region": PLACES, "facility": CLINICS, "workforce_return": returns}
    build = small_build(small_site(), raw, only=("workforce_stock", "reporting", "place"))
    top = bottom = 0.0
    for form in written:
        upper = form.get("aged_55_59", 0) + form.get("aged_60_over", 0)
        if "aged_55_59" not in form and "aged_60_over" not in form:
            upper = form.get("aged_55_over", math.nan)
        lower_given = [form[n] for n in ("aged_under_35", "aged_35_44", "aged_45_54") if n in form]
        lower = sum(lower_given) if lower_given else form["headcount"] - upper
        top += 0 if math.isnan(upper) else upper
        bottom += sum(x for x in (upper, lower) if x >= 0)
    row = _ask(build, "share_aged_55", level="prefecture").loc["P"]
    if bottom:
        assert (row["numerator"], row["denominator"]) == (top, bottom)
    else:
        assert pd.isna(row["value"])
