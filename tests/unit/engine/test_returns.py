"""A county that files only the annual return gets every indicator a return can support, and is told which it cannot."""

from __future__ import annotations

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
SITE = small_site("[norms]\ndensity = 1.0\n")
PEOPLE = [{"region_code": t, "period": "2021", "population_kind": "resident", "age_band": band, "persons": persons}
          for t in ("T11", "T21") for band, persons in (("0_14", 200), ("15_64", 700), ("65_over", 100))]  # fmt: skip


def _return(facility: str, headcount: float | None, group: str = "village_doctor", year: str = "2021", **counts: Any) -> dict[str, Any]:
    return {"facility_code": facility, "period": year, "staff_group": group, "headcount": headcount, **counts}


def _build(returns: list[dict[str, Any]], **more: Any) -> duckdb.DuckDBPyConnection:
    return small_build(SITE, {"region": PLACES, "facility": CLINICS, "population": PEOPLE, "workforce_return": returns, **more})


def _ask(build: duckdb.DuckDBPyConnection, indicator: str, **query: Any) -> pd.DataFrame:
    return observe(build, SITE, Query(indicator, **{"level": "county", "period": "2021", **query})).set_index("region_code")


FULL = [
    _return("A", 10, fte=9.5, female=4, aged_under_35=1, aged_35_44=2, aged_45_54=3, aged_55_59=2, aged_60_over=1, licence_physician=1,
            licence_assistant=2, licence_rural_assistant=1, licence_village=5, licence_none=1, education_bachelor=1, education_college=3,
            education_secondary=4, education_below=2),
    _return("B", 6, fte=6, female=3, aged_55_over=2, licensed=2, education_bachelor=2),
    _return("B", 5, "township_nurse", fte=5, female=5),
]


def test_a_county_with_returns_alone_has_every_stock_indicator() -> None:
    build = _build(FULL)
    answers = {name: _ask(build, name).loc["C1"] for name in ("headcount", "fte", "density", "female_share", "share_aged_55", "licensed_share")}
    assert {name: float(row["value"]) for name, row in answers.items()} == pytest.approx({
        "headcount": 16, "fte": 15.5, "density": 16, "female_share": 7 / 16, "share_aged_55": 5 / 15, "licensed_share": 6 / 16,
    })  # of the ten at A nine ages are told; B tells who is 55 or older, the rest are younger
    assert {row["status"] for row in answers.values()} == {"ok"}


def test_a_share_leaves_out_who_filed_a_coarser_form() -> None:
    build = _build(FULL)
    found = {name: tuple(_ask(build, name).loc["C1", ["numerator", "denominator"]]) for name in
             ("share_aged_60", "renewal_ratio", "bachelor_share", "college_share")}
    assert found == {"share_aged_60": (1, 9), "renewal_ratio": (1, 3), "bachelor_share": (3, 16), "college_share": (4, 10)}
    levels = _ask(build, "headcount", by="education").loc[["C1"]].set_index("category")["value"].to_dict()
    assert levels == {"bachelor_over": 3, "college": 3, "secondary": 4, "below": 2, "below_bachelor": 4}


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


ANSWERED = {"ok", "small_n", "no_denominator", "not_estimable"}  # what roads, villages or a second unit would be needed for says so


def test_every_indicator_without_a_need_the_return_meets_says_not_collected() -> None:
    build = _build(FULL)
    names = supported_by(("workforce_return", "population", "facility"))
    for indicator in all_indicators().values():
        status = set(_ask(build, indicator.name).loc[["C1"], "status"])
        if indicator.name.startswith("reporting_"):  # about loads, of which this build made of rows has none
            continue
        if indicator.name in names and "workforce_return" in indicator.needs:
            assert status <= ({"ok", "small_n"} if indicator.kind == "count" else ANSWERED), indicator.name
        elif indicator.name not in names:
            assert status == {"not_collected"}, indicator.name


def test_the_declarations_say_what_a_return_supports() -> None:
    alone = supported_by(("workforce_return",))
    assert {
        "headcount", "fte", "density", "female_share", "share_aged_55", "licensed_share", "share_aged_60", "renewal_ratio", "bachelor_share",
        "college_share", "seconded_share", "norm_gap", "gini", "lorenz", "theil_t", "theil_t_between", "theil_t_within", "theil_l", "theil_l_between",
        "theil_l_within", "concentration_index", "max_min_ratio", "coefficient_of_variation", "dissimilarity_index", "reporting_completeness",
        "reporting_timeliness", "spatial_access", "residents_per_doctor",
    } == set(alone)
    assert "leaver_rate" not in alone and "retention_12m" not in alone and "median_pay" not in alone
    assert beyond("workforce_return")["leaver_rate"] == ("employment", "roster")


def test_where_spells_speak_the_return_adds_no_ages_of_its_own() -> None:
    spells = [spell(f"a{i}", "A", "2015-01-01", birth_year=1960 + i) for i in range(6)] + [spell("z", "A", "2015-01-01", "2022-12-31")]
    spells += [spell("gone", "A", "2015-01-01", "2020-06-30", birth_year=1955)]
    build = _build(FULL, employment=spells)
    assert _ask(build, "headcount").loc["C1", "value"] == 7
    assert (_ask(build, "share_aged_55").loc["C1", "numerator"], _ask(build, "share_aged_55").loc["C1", "denominator"]) == (6, 6)
    assert _ask(build, "licensed_share").loc["C1", "status"] == "not_collected", "spells tell no licence, and their unit's return is not heard"


LOWER, UPPER = ("aged_under_35", "aged_35_44", "aged_45_54"), ("aged_55_59", "aged_60_over")


def _told_at_55(form: dict[str, int]) -> tuple[float, float]:
    """Of a form: those told to be 55 or older, and those told to be younger; nobody where it does not tell at 55."""
    bands = {name: form[name] for name in LOWER + UPPER if name in form}
    if bands and sum(bands.values()) == form["headcount"]:
        bands = dict.fromkeys(LOWER + UPPER, 0) | bands
    lower = sum(bands[name] for name in LOWER) if bands.keys() >= set(LOWER) else None
    upper = sum(bands[name] for name in UPPER) if bands.keys() >= set(UPPER) else form.get("aged_55_over")
    if upper is None:
        upper = None if lower is None else form["headcount"] - lower
    if upper is None:
        return 0, 0
    return max(upper, 0), form["headcount"] - upper if lower is None else lower


ONE_COLUMN = [
    ("share_aged_55", {"aged_60_over": 3}, None), ("share_aged_55", {"aged_under_35": 4}, None), ("share_aged_55", {"aged_55_over": 4}, 0.4),
    ("share_aged_55", {"aged_under_35": 1, "aged_35_44": 2, "aged_45_54": 3}, 0.4),
    ("share_aged_55", {"aged_35_44": 7, "aged_60_over": 3}, 0.3),
    ("licensed_share", {"licence_village": 6}, None), ("licensed_share", {"licence_physician": 1}, None),
    ("licensed_share", {"licence_physician": 1, "licence_assistant": 2}, 0.3),
    ("licensed_share", {"licence_village": 6, "licence_none": 1}, 0.3),
    ("licensed_share", {"licence_assistant": 2, "licence_village": 8}, 0.2),
    ("female_share", {"male": 6}, 0.4), ("female_share", {"female": 4, "male": 6}, 0.4),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "columns", "expected"), ONE_COLUMN)
def test_a_column_that_was_not_collected_is_no_zero(indicator: str, columns: dict[str, int], expected: float | None) -> None:
    raw = {"region": PLACES, "facility": CLINICS, "workforce_return": [_return("A", 10, **columns)]}
    row = _ask(small_build(small_site(), raw, only=("workforce_state", "unit_span", "reporting", "place", "crosswalk_share")), indicator).loc["C1"]
    if expected is None:
        assert pd.isna(row["value"]) and row["status"] == "not_collected"
    else:
        assert row["value"] == pytest.approx(expected) and row["denominator"] == 10


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
    build = small_build(small_site(), raw, only=("workforce_state", "unit_span", "reporting", "place", "crosswalk_share"))
    top = bottom = 0.0
    for form in written:
        upper, lower = _told_at_55(form)
        top += upper
        bottom += sum(x for x in (upper, lower) if x >= 0)
    row = _ask(build, "share_aged_55", level="prefecture").loc["P"]
    if bottom:
        assert (row["numerator"], row["denominator"]) == (top, bottom)
    else:
        assert pd.isna(row["value"])
