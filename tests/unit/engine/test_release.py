"""What leaves of a small build, step by step: what is small, what would give it away, what is printed, what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import duckdb
import pandas as pd
import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.engine.observe import Query, observe
from pipelines.engine.release.made import Released, release, released_tables
from pipelines.site import Site, parse_site
from pipelines.warehouse.released import RELEASE_TABLES
from tests.unit.engine.small_build import SITE, facilities, regions, small_build, spell

SETTINGS = '[profiles]\navailable = ["internal", "restricted", "public"]\n'
SIZES = {"A1": 3, "A2": 12, "B1": 20, "B2": 24}  # and one who is new in B2
PLACES = regions(("A", "county", "P"), ("B", "county", "P"), *((t, "township", t[0]) for t in SIZES))
CLINICS = facilities(**{f"V{t}": t for t in SIZES})


def site_of(extra: str = SETTINGS) -> Site:
    return parse_site(SITE + extra)


def doctors(sizes: Mapping[str, int] = SIZES) -> list[dict[str, Any]]:
    spells = [spell(f"{t}{i}", f"V{t}", "2015-01-01") for t, n in sizes.items() for i in range(n)]
    return [*spells, spell("new", "VB2", "2022-12-31")]


@cache
def build_of(**sizes: int) -> duckdb.DuckDBPyConnection:
    """A build of the clinics' doctors; what is released of it is for each test to ask."""
    return small_build(site_of(), {"region": PLACES, "facility": CLINICS, "employment": doctors({**SIZES, **sizes})})


def shown(found: Released, profile: str, level: str, indicator: str = "headcount", period: str = "2022") -> dict[str, float | None]:
    """Return what is printed of the total of each place, None where it is suppressed."""
    rows = found.rows
    mine = rows[(rows["profile"] == profile) & (rows["level"] == level) & (rows["indicator"] == indicator) & (rows["period"] == period)]
    mine = mine[mine["breakdown"].isna()]
    return {r.region_code: None if r.status == "suppressed" else r.value for r in mine.itertuples()}


@pytest.fixture(scope="module")
def made() -> Released:
    return release(build_of(), site_of())


def test_the_small_count_goes_and_takes_its_neighbour_with_it(made: Released) -> None:
    assert shown(made, "restricted", "township") == {"A1": None, "A2": None, "B1": 20, "B2": 25}
    assert shown(made, "restricted", "county") == {"A": 15, "B": 45}
    assert shown(made, "restricted", "prefecture") == {"P": 60}
    account = made.account.set_index("profile").loc["restricted"]
    assert (account["primary"], account["complementary"]) == (3, 3)  # A1 and A2, in each of three years


def test_nothing_of_a_hidden_row_is_left(made: Released) -> None:
    hidden = made.rows[made.rows["status"] == "suppressed"]
    assert len(hidden) == 12  # headcount and density of two townships in three years
    assert hidden[["numerator", "denominator", "value", "lower", "upper", "n", "reported", "expected"]].isna().all(axis=None)


def test_a_public_count_is_rounded_and_its_neighbours_are_those_of_its_own_list() -> None:
    site = site_of()
    made = release(build_of(A2=4, B1=21), site)
    assert shown(made, "restricted", "county") == {"A": 7, "B": 46}
    assert shown(made, "restricted", "township") == {"A1": None, "A2": None, "B1": 21, "B2": 25}
    assert shown(made, "public", "county") == {"A": None, "B": None}, "A is below 10, and P less B would be A"
    assert shown(made, "public", "prefecture") == {"P": 55}
    assert shown(made, "public", "township") == {}


def test_what_one_profile_hides_no_narrower_one_shows() -> None:
    site = site_of('[profiles]\navailable = ["internal", "restricted", "public"]\nrestricted = { k = 20 }\npublic = { k = 20, round_to = 5 }\n')
    made = release(build_of(), site)
    hidden = [{**shown(made, p, "county"), **shown(made, p, "prefecture")} for p in ("restricted", "public")]
    assert hidden[0] == hidden[1] and hidden[0]["A"] is None and sum(v is None for v in hidden[0].values()) == 2


def test_a_small_rest_is_hidden_as_well() -> None:
    """Of B's 45, two are men: 43 women of 45 would tell."""
    site = site_of()
    women = [{"person_key": s["person_key"], "sex": "male" if i in (15, 16) else "female", "birth_year": 1980, "facility_code": s["facility_code"],
              "period": "2022-12", "as_at": "2022-12-31", "staff_group": "village_doctor"} for i, s in enumerate(doctors())]
    build = small_build(site, {"region": PLACES, "facility": CLINICS, "employment": doctors(), "roster": women})
    made = release(build, site)
    inside = observe(build, site, Query("female_share", level="county", period="2022")).set_index("region_code")
    assert inside.loc["B", "numerator"] == inside.loc["B", "denominator"] - 2
    assert shown(made, "restricted", "county", "female_share")["B"] is None


def test_a_site_that_keeps_everything_inside_releases_nothing() -> None:
    made = release(build_of(), site_of(""))
    assert (len(made.rows), len(made.account), len(made.hidden)) == (0, 0, 0)
    assert list(made.rows.columns)[:2] == ["profile", "indicator"]


def test_it_is_the_same_every_time() -> None:
    assert released_tables(build_of(), site_of()) == released_tables(build_of(), site_of())


def test_a_cell_stays_hidden_while_it_is_as_it_was() -> None:
    """A1 grows to 6: nothing is small any more, but to print A2 as before would tell what A1 was."""
    site = site_of()
    before = tuple((p, c, v) for p, c, v, _ in released_tables(build_of(), site)["released_hidden"])
    grown = build_of(A1=6)
    assert shown(release(grown, site), "restricted", "township") == {"A1": 6, "A2": 12, "B1": 20, "B2": 25}
    kept = release(grown, site, before)
    assert shown(kept, "restricted", "township")["A2"] is None
    assert kept.account.set_index("profile").loc["restricted", "kept_hidden"] == 3
    again = release(grown, site, tuple((r.profile, r.cell, None) for r in kept.hidden.itertuples() if r.was_hidden))
    pd.testing.assert_frame_equal(again.rows, kept.rows)


def test_a_sum_of_money_that_one_payee_dominates_is_hidden_with_what_gives_it_away() -> None:
    site = site_of('[profiles]\navailable = ["restricted"]\nrestricted = { k = 2 }\ndominance = { n = 1, share = 0.8 }\n')
    places = regions(*((c, "county", "P") for c in "ABC"), *((t, "township", t[0]) for t in ("A1", "B1", "C1")))
    clinics = facilities(**{f"{t}{i}": t for t in ("A1", "B1", "C1") for i in range(6)})
    paid = [{"facility_code": f"{t}{i}", "period": "2022", "payment_stream": "total", "amount": amount}
            for t, large in (("A1", 900.0), ("B1", 30.0), ("C1", 45.0)) for i, amount in enumerate((large, 20.0, 25.0, 30.0, 35.0, 40.0))]
    build = small_build(site, {"region": places, "facility": clinics, "facility_payment": paid})
    inside = observe(build, site, Query("payment_total", level="county", period="2022"))
    assert inside["value"].tolist() == [1050, 180, 195]
    found = shown(release(build, site), "restricted", "county", "payment_total")
    assert found["A"] is None and sum(v is None for v in found.values()) == 2
    assert shown(release(build, site), "restricted", "prefecture", "payment_total") == {"P": 1425}


@pytest.fixture(scope="module")
def answered() -> duckdb.DuckDBPyConnection:
    """A build with its released tables in it."""
    build = build_of()
    for table, rows in released_tables(build, site_of()).items():
        build.execute(f"create table {table} ({RELEASE_TABLES[table]})")
        if rows:
            build.executemany(f"insert into {table} values ({', '.join('?' * len(rows[0]))})", rows)
    return build


def test_observe_answers_from_the_released_table_alone(answered: duckdb.DuckDBPyConnection) -> None:
    query = Query("headcount", level="township", parent="A", period="2022", profile="restricted")
    found = observe(answered, site_of(), query)
    assert found["status"].tolist() == ["suppressed", "suppressed"] and found["value"].isna().all()
    everything = observe(answered, site_of(), Query("headcount", level="county", profile="public"))
    assert everything["period"].tolist() == ["2020", "2021", "2022"] * 2
    inside = observe(answered, site_of(), Query("headcount", level="county"))
    assert list(everything.columns) == list(inside.columns) and everything["value"].tolist() == [15, 15, 15, 45, 45, 45]


@pytest.mark.parametrize(("asked", "said"), [
    ({"level": "facility"}, "headcount --level township"), ({"level": "county", "by": "sex,age_band"}, "--by sex"),
    ({"level": "county", "period": "2022-06"}, "years only"), ({"level": "township", "profile": "public"}, "headcount --level county"),
    ({"indicator": "fte"}, "density, headcount"),
])  # fmt: skip
def test_what_is_not_listed_is_refused_and_what_is_listed_is_said(answered: duckdb.DuckDBPyConnection, asked: dict[str, str], said: str) -> None:
    with pytest.raises(XiangyiError) as refused:
        observe(answered, site_of(), Query(**{"indicator": "headcount", "profile": "restricted", **asked}))
    assert refused.value.code == ExitCode.REFUSED
    assert all(word in refused.value.text.en for word in said.split(", "))


def test_a_profile_not_offered_or_limits_that_were_changed_are_refused(answered: duckdb.DuckDBPyConnection) -> None:
    for extra, said in (("", "offers|offer"), (SETTINGS + "restricted = { k = 6 }\n", "load any file again")):
        with pytest.raises(XiangyiError, match=said) as refused:
            observe(answered, site_of(extra), Query("headcount", profile="restricted"))
        assert refused.value.code == ExitCode.REFUSED
    with pytest.raises(XiangyiError, match="internal, restricted, public"):
        observe(answered, site_of(), Query("headcount", profile="secret"))
