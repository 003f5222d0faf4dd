"""Exits by reason and what a change of the headcount is made of: the parts add up at every level, whatever the careers."""

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
CLINICS = facilities(A="T11", B="T12", D="T21")
LEVELS = ("prefecture", "county", "township")
BY_REASON = (
    "resignation_rate", "retirement_rate", "contract_end_rate", "involuntary_exit_rate", "promotion_out_rate", "transfer_out_rate",
    "unexplained_exit_rate",
)


def _ask(connection, indicator: str, **more: object) -> pd.DataFrame:
    return observe(connection, small_site(), Query(indicator, **more))


def _numerators(connection, indicator: str, level: str) -> dict[str, float]:
    frame = _ask(connection, indicator, level=level, period="2021")
    return frame.set_index("region_code")["numerator"].to_dict()


@pytest.fixture(scope="module")
def movers():
    """Ten stay in each township; one moves from T11 to T12 in 2021 (the reason is blank), one from T11 to T21, one resigns, one dies."""
    spells = [spell(f"{home}{i}", home, "2010-03-01") for home in "ABD" for i in range(10)]
    spells += [
        spell("near", "A", "2015-01-01", "2021-05-31", exit_reason=None), spell("near", "B", "2021-06-01"),
        spell("far", "A", "2015-01-01", "2021-05-31", exit_reason="transferred"), spell("far", "D", "2021-06-20"),
        spell("goer", "D", "2015-01-01", "2021-03-31"), spell("dead", "D", "2015-01-01", "2021-03-31", exit_reason="died"),
        spell("nurse", "A", "2015-01-01", "2021-06-30", staff_group="township_nurse", exit_reason="reclassified"),
        spell("nurse", "A", "2021-07-01", staff_group="township_doctor"),
        spell("old", "A", "2010-01-01", "2020-06-30"), spell("newest", "B", "2022-12-31"),
    ]
    return small_build(small_site(), {"region": PLACES, "facility": CLINICS, "employment": spells})


def test_a_transfer_is_a_leaver_of_the_townships_between_counties_of_the_county_and_never_of_the_level_it_stays_in(movers):
    assert _numerators(movers, "leaver_rate", "township") == {"T11": 2, "T12": 0, "T21": 1}
    assert _numerators(movers, "transfer_out_rate", "township") == {"T11": 2, "T12": 0, "T21": 0}
    assert _numerators(movers, "transfer_out_rate", "county") == {"C1": 1, "C2": 0}
    assert _numerators(movers, "transfer_out_rate", "prefecture") == {"P": 0}
    assert _numerators(movers, "leaver_rate", "prefecture") == {"P": 1}


@pytest.mark.parametrize("level", LEVELS)
def test_rates_by_reason_add_up_to_the_leaver_rate(movers, level: str):
    leavers = _ask(movers, "leaver_rate", level=level, period="2021").set_index("region_code")["value"]
    parts = sum(_ask(movers, name, level=level, period="2021").set_index("region_code")["value"] for name in BY_REASON)
    assert parts.to_dict() == pytest.approx(leavers.to_dict(), abs=1e-12)
    assert leavers.sum() > 0


def test_who_was_a_nurse_is_reclassified_in_and_does_not_replenish(movers):
    parts = _ask(movers, "headcount_change", level="township", region="T11", period="2021", by="movement").set_index("category")["value"]
    assert parts[parts != 0].to_dict() == {"transferred_out": -2, "reclassified_in": 1}
    assert _numerators(movers, "replenishment_rate", "township") == {"T11": 0, "T12": 0, "T21": 0}
    assert _numerators(movers, "joiner_rate", "township") == {"T11": 1, "T12": 1, "T21": 1}


def test_leaver_rate_and_stability_index_do_not_sum_to_100(movers):
    for level in LEVELS:
        both = [_ask(movers, name, level=level, period="2021").set_index("region_code")["value"] for name in ("leaver_rate", "stability_index")]
        assert (abs(sum(both) - 1) > 1e-6).any(), level
    leaving, staying = (_numerators(movers, name, "county")["C2"] for name in ("leaver_rate", "stability_index"))
    assert (leaving, staying) == (1, 10), "who died is neither a leaver nor still there"


DAY = st.integers(0, 1090).map(lambda n: date(2020, 1, 1) + timedelta(days=n))
PIECE = st.tuples(
    st.sampled_from("ABD"), DAY, st.integers(1, 500), st.integers(0, 60),
    st.sampled_from(["resigned", "retired", "transferred", "died", "reclassified", None]),
    st.sampled_from(["village_doctor", "township_doctor", "township_nurse"]),
)
CAREERS = st.lists(st.lists(PIECE, min_size=1, max_size=3), min_size=1, max_size=8)


@settings(max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(careers=CAREERS)
def test_the_parts_add_up_to_the_change_at_every_level_whatever_the_careers(careers):
    spells = [spell("first", "A", "2010-01-01", "2020-02-01"), spell("last", "D", "2010-01-01"), spell("ends", "B", "2022-12-31")]
    for i, pieces in enumerate(careers):
        start = min(p[1] for p in pieces)
        for place, _, length, gap, reason, group in pieces:
            end = start + timedelta(days=length)
            spells.append(spell(f"p{i}", place, str(start), str(end), exit_reason=reason, staff_group=group))
            start = end + timedelta(days=1 + gap)
    spells = [s for s in spells if s["start_on"] <= "2022-12-31"]
    build = small_build(small_site(), {"region": PLACES, "facility": CLINICS, "employment": spells}, only=("presence", "unit_span", "reporting", "roster_identity", "place", "crosswalk_share"))
    for level in LEVELS:
        for period in ("2021", "2022", "2021-Q2", "2022-07"):
            whole = _ask(build, "headcount_change", level=level, period=period).set_index("region_code")["value"].dropna()
            parts = _ask(build, "headcount_change", level=level, period=period, by="movement").groupby("region_code")["value"].sum()
            assert parts.reindex(whole.index, fill_value=0).to_dict() == whole.to_dict()
            now, before = (_headcount(spells, level, day) for day in _days(period))
            assert {r: v for r, v in whole.items() if v} == {r: now.get(r, 0) - before.get(r, 0) for r in {*now, *before}
                                                            if now.get(r, 0) != before.get(r, 0)}


HOMES = {"township": {"A": "T11", "B": "T12", "D": "T21"}, "county": {"A": "C1", "B": "C1", "D": "C2"}, "prefecture": dict.fromkeys("ABD", "P")}


def _days(period: str) -> tuple[str, str]:
    """Last day of a period and the day before it."""
    return {
        "2021": ("2021-12-31", "2020-12-31"), "2022": ("2022-12-31", "2021-12-31"), "2021-Q2": ("2021-06-30", "2021-03-31"),
        "2022-07": ("2022-07-31", "2022-06-30"),
    }[period]


def _headcount(spells: list[dict], level: str, day: str) -> dict[str, int]:
    """Doctors present on a day by region; somebody between two posts of a region, 31 days or less apart, is still of it."""
    found: dict[str, int] = {}
    people = {(s["person_key"], HOMES[level][s["facility_code"]]) for s in spells if s["staff_group"] != "township_nurse"}
    for person, region in people:
        own = sorted(
            (date.fromisoformat(s["start_on"]), date.fromisoformat(s["end_on"] or "9999-12-31")) for s in spells
            if s["person_key"] == person and s["staff_group"] != "township_nurse" and HOMES[level][s["facility_code"]] == region
        )
        on = date.fromisoformat(day)
        inside = any(a <= on <= b for a, b in own)
        bridged = any(b < on < c and (c - b).days <= 32 for (_, b), (c, _) in zip(own, own[1:], strict=False))
        found[region] = found.get(region, 0) + (inside or bridged)
    return {region: count for region, count in found.items() if count}
