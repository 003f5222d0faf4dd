"""Yearly rosters: known at whole years only, refused with figures where identifiers do not follow people."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from pipelines.analysis.identifiers import identifier_check
from pipelines.analysis.lifetable import life_table
from pipelines.engine.observe import Query, observe
from pipelines.engine.snapshots import figures, identifier_checks, is_yearly_rosters, refusal
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = regions(("C1", "county", "P"), ("T11", "township", "C1"), ("T12", "township", "C1"))
HOMES = {"A": "T11", "B": "T11", "D": "T12", "E": "T12"}
CLINICS = facilities(**HOMES)
YEARS = range(2018, 2025)


def _careers(seed: int) -> pd.DataFrame:
    """Rows of yearly rosters: person, year, place; people begin and leave between two rosters and are never missed in between."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(160):
        first = 2018 if person < 60 else int(rng.integers(2018, 2024))
        last = min(first + int(rng.geometric(0.2)) - 1, 2030)
        rows += [(f"p{person}", year, "ABDE"[person % 4]) for year in YEARS if first <= year <= last]
    return pd.DataFrame(rows, columns=["person", "year", "place"])


def _build(rows: pd.DataFrame, **more):
    roster = [
        {"person_key": p, "facility_code": f, "as_at": f"{y}-12-31", "staff_group": "village_doctor"}
        for p, y, f in rows.itertuples(index=False)
    ]
    raw = {"region": PLACES, "facility": CLINICS, "roster": roster, **more}
    return small_build(small_site(), raw, first=date(2018, 1, 1), last=date(2024, 12, 31))


@pytest.fixture(scope="module")
def followed():
    """A build of rosters whose identifiers are people's own, and the rows."""
    rows = _careers(1)
    return _build(rows), rows


@pytest.fixture(scope="module")
def dealt_anew():
    """The same rosters, the identifiers of each year dealt anew: a serial number of the list, not a person."""
    rows = _careers(1).sample(frac=1, random_state=3)
    rows["person"] = rows.groupby("year").cumcount().map("n{}".format)
    return _build(rows), rows


def _checks_of(rows: pd.DataFrame):
    parts = dict(list(rows.groupby("year")))
    role = {y: np.zeros(len(g)) for y, g in parts.items()}
    return {
        (y, y + 1): identifier_check(parts[y]["person"], parts[y]["place"], role[y], parts[y + 1]["person"], parts[y + 1]["place"], role[y + 1])
        for y in list(parts)[:-1]
    }


@pytest.mark.parametrize("which", ["followed", "dealt_anew"])
def test_the_figures_counted_in_sql_are_those_of_the_test(which: str, request: pytest.FixtureRequest) -> None:
    build, rows = request.getfixturevalue(which)
    found, wanted = identifier_checks(build), _checks_of(rows)
    assert found.keys() == wanted.keys() and len(found) == 6
    for pair, check in found.items():
        pd.testing.assert_frame_equal(check.tidy(), wanted[pair].tidy(), check_dtype=False)


def test_where_identifiers_are_dealt_anew_nothing_is_said_about_who_stayed(dealt_anew) -> None:
    build, _ = dealt_anew
    why = refusal(build)
    assert why is not None and "2018" in why.zh and "%" in why.en and "does not follow" in why.en
    assert set(figures(build)["verdict"]) == {"does_not_follow"}
    for name, more in (("survival", {}), ("retention_12m", {"period": "2022"}), ("leaver_rate", {"period": "2022"}), ("median_survival", {})):
        frame = observe(build, small_site(), Query(name, **more))
        assert set(frame["status"]) == {"not_estimable"} and frame["value"].isna().all(), name
    assert observe(build, small_site(), Query("headcount", period="2022"))["value"].item() > 0, "counts need no identifiers"


def test_the_curve_is_a_life_table_at_yearly_points(followed) -> None:
    build, rows = followed
    assert is_yearly_rosters(build) and refusal(build) is None
    frame = observe(build, small_site(), Query("survival"))
    assert (frame["at"] % 12 == 0).all() and len(frame) >= 4
    stays = rows.groupby("person")["year"].agg(["min", "max"])
    stays = stays[stays["min"] > 2018]  # since when those of the first roster are there is not known
    # missing from the last roster only is a pending exit: still in post until a second one lacks them
    watched = [
        (year - first, year == last and last < 2023) for first, last in stays.itertuples(index=False) for year in range(first, min(last, 2022) + 1)
    ] + [(2023 - first, False) for first, last in stays.itertuples(index=False) if last >= 2023]
    table = life_table(*zip(*watched, strict=True))
    expected = {12 * (i + 1): s for i, s in enumerate(table.survival)}
    found = frame[(frame["at"] > 0)].set_index("at")["value"].to_dict()
    assert {int(t): v for t, v in found.items()} == pytest.approx(expected, abs=1e-12)
    assert min(found.values()) < 0.6


def test_between_two_rosters_nothing_is_known(followed) -> None:
    build, _ = followed
    frame = observe(build, small_site(), Query("survival", at=(6, 12, 30, 36))).set_index("at")
    assert frame["value"].notna().to_dict() == {6: False, 12: True, 30: False, 36: True}
    assert frame.loc[30, "status"] == "not_estimable"


def test_where_employment_is_recorded_or_rosters_come_twice_a_year_days_are_known(followed) -> None:
    _, rows = followed
    with_spells = _build(rows, employment=[spell("x", "A", "2019-01-01", "2022-05-05")])
    assert not is_yearly_rosters(with_spells) and identifier_checks(with_spells) == {}
    twice = [{"person_key": "p1", "facility_code": "A", "as_at": day, "staff_group": "village_doctor"} for day in ("2021-06-30", "2021-12-31")]
    assert not is_yearly_rosters(small_build(small_site(), {"region": PLACES, "facility": CLINICS, "roster": twice}))
