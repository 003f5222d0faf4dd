"""The released tables of the demo, attacked jointly: nothing hidden comes back, and without complementary cells it would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from pipelines.site import parse_site, site_text
from tests.backtest.released import SHARES, Attack, Count, attack_of, counts_of

LIMITS = {"restricted": 5, "public": 10}
Told = Callable[..., pd.DataFrame]


def parent_of(code: str) -> str | None:
    """Return the code a place's code is nested in: six digits of nine for a county, four and zeros for a prefecture."""
    return code[:6] if len(code) > 6 else None if code.endswith("00") else f"{code[:4]}00"


@pytest.fixture(scope="module")
def rows(demo_build: tuple[duckdb.DuckDBPyConnection, Any]) -> pd.DataFrame:
    """Every released row of the demo."""
    found = demo_build[0].execute("select * from released").df()
    return found.assign(**{c: found[c].astype(object).where(found[c].notna(), None) for c in ("breakdown", "category")})


@pytest.fixture(scope="module")
def inside(rows: pd.DataFrame, demo: Told) -> pd.DataFrame:
    """The internal answers to everything that is released and made of counts of people."""
    asked = rows.loc[rows["indicator"].isin(["headcount", "leaver_rate", "stability_index", *SHARES]), ["indicator", "level", "breakdown"]]
    frames = [demo(a.indicator, level=a.level, by=a.breakdown) for a in
              asked.drop_duplicates().itertuples()]
    frame = pd.concat(frames, ignore_index=True)
    return frame[frame["category"] != "unknown"]


def prepared(rows: pd.DataFrame, inside: pd.DataFrame, profile: str) -> tuple[Attack, set[Count]]:
    """Return the attack on the tables of one profile, and the counts that are printed in them."""
    mine = rows[rows["profile"] == profile]
    asked = mine[["indicator", "level", "breakdown"]].fillna("").drop_duplicates()
    truth = counts_of(inside.fillna({"breakdown": ""}).merge(asked, on=["indicator", "level", "breakdown"]).replace({"breakdown": {"": None}}))
    attack = attack_of(truth, parent_of)
    return attack, set(counts_of(mine)) & set(attack.truth)


@pytest.mark.parametrize("profile", LIMITS)
def test_no_hidden_count_is_recovered(
    rows: pd.DataFrame, inside: pd.DataFrame, profile: str, record_property: Callable[[str, object], None], demo_build: Any
) -> None:
    attack, shown = prepared(rows, inside, profile)
    found, hidden = attack.recovered(shown, LIMITS[profile])
    cells, small, beyond, kept = demo_build[0].execute(
        "select cells, primary_hidden, complementary, kept_hidden from released_account where profile = $p", {"p": profile}
    ).fetchone()
    said = f"{profile}: {cells} cells, {small} small themselves, {beyond} hidden beyond, {kept} kept hidden; {hidden} attacked"
    print(said)
    record_property("hidden", said)
    assert found == []
    assert hidden >= small > 0 and len(shown) > 0.8 * cells


def test_without_complementary_cells_the_attack_finds_some(rows: pd.DataFrame, inside: pd.DataFrame) -> None:
    attack, shown = prepared(rows, inside, "restricted")
    small = {c for c, value in attack.truth.items() if 0 < value < 5}
    found, hidden = attack.recovered(set(counts_of(inside)) - small, 5)
    assert hidden > 300 and len(found) > 50


def test_no_count_below_the_limit_is_printed(rows: pd.DataFrame) -> None:
    people = rows[rows["indicator"].isin(["headcount", "density", "leaver_rate", "stability_index", "median_pay", *SHARES])]
    for profile, k in LIMITS.items():
        printed = people.loc[people["profile"] == profile, ["numerator", "denominator", "n"]].to_numpy(dtype=float)
        is_small = (printed > 0) & (printed < k)
        assert not is_small[~np.isnan(printed)].any(), profile


def test_a_hidden_row_holds_no_number_and_a_shown_restricted_one_is_exact(rows: pd.DataFrame, inside: pd.DataFrame) -> None:
    numbers = ["numerator", "denominator", "value", "lower", "upper", "n", "reported", "expected"]
    assert rows.loc[rows["status"] == "suppressed", numbers].isna().all(axis=None)
    key = ["indicator", "level", "region_code", "period", "breakdown", "category"]
    shown = rows[(rows["profile"] == "restricted") & (rows["status"] != "suppressed")].fillna({"breakdown": "", "category": ""})
    both = shown.merge(inside.fillna({"breakdown": "", "category": ""}), on=key)
    assert len(both) > 3000
    for column in ("numerator", "denominator", "value", "lower", "upper"):
        np.testing.assert_allclose(both[f"{column}_x"].astype(float), both[f"{column}_y"].astype(float), rtol=1e-12)


def test_public_counts_are_rounded_rates_come_from_them_and_whoever_sees_both_learns_nothing(rows: pd.DataFrame) -> None:
    key = ["indicator", "level", "region_code", "period", "breakdown", "category"]
    people = rows[rows["indicator"].isin(["headcount", *SHARES])].fillna({"breakdown": "", "category": ""})
    public, restricted = (people[(people["profile"] == p) & (people["status"] != "suppressed")] for p in ("public", "restricted"))
    both = public.merge(restricted, on=key, how="left", indicator=True)
    assert (both["_merge"] == "both").all() and len(both) > 100
    assert ((both["numerator_x"] % 5 == 0) & ((both["numerator_x"] - both["numerator_y"]).abs() <= 2)).all()
    ratios = both[both["denominator_x"].notna()]
    assert len(ratios) > 20 and (ratios["denominator_x"] % 5 == 0).all()
    np.testing.assert_allclose(ratios["value_x"], ratios["numerator_x"] / ratios["denominator_x"])


def test_every_drop_of_a_curve_is_of_k_exits_and_public_steps_are_joined_restricted_ones(rows: pd.DataFrame) -> None:
    curves = rows[(rows["indicator"] == "survival") & rows["value"].notna()]
    times = {}
    for (profile, region), curve in curves.groupby(["profile", "region_code"]):
        exits = np.diff(curve.sort_values("at_time")["numerator"])
        assert len(exits) >= 2 and (exits >= LIMITS[profile]).all()
        times[profile, region] = set(curve["at_time"])
    assert {p for p, _ in times} == set(LIMITS)
    assert all(times["public", region] <= times["restricted", region] for p, region in times if p == "public")


def test_the_demo_offers_every_profile() -> None:
    site = parse_site(site_text("demo"))
    assert site.profiles == ("internal", "restricted", "public")
    assert {p: site.releases[p].k for p in LIMITS} == LIMITS
