"""The log-rank test between categories equals statsmodels on spells counted by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.survfunc import survdiff

from pipelines.engine.comparison import compare_curves
from pipelines.engine.observe import Query
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = regions(("C1", "county", "P"), ("T11", "township", "C1"), ("T12", "township", "C1"))
CLINICS = facilities(A="T11", B="T12")
GROUPS = ("village_doctor", "township_doctor")


@pytest.fixture(scope="module")
def careers() -> pd.DataFrame:
    """Three hundred spells, village doctors leaving sooner; the first exit is in 2018."""
    rng = np.random.default_rng(11)
    group = rng.integers(0, 2, 300)
    start = pd.Timestamp("2012-01-01") + pd.to_timedelta(rng.integers(0, 3900, 300), unit="D")
    length = rng.exponential(np.where(group == 0, 1200, 2400)).astype(int) + 1
    end = start + pd.to_timedelta(length, unit="D")
    frame = pd.DataFrame({"group": np.array(GROUPS)[group], "start": start, "end": end, "place": np.array(list("AB"))[rng.integers(0, 2, 300)]})
    frame = frame[frame["end"] >= pd.Timestamp("2018-01-01")].reset_index(drop=True)
    frame["end"] = frame["end"].where(frame["end"] <= pd.Timestamp("2022-12-30"))
    return frame


@pytest.fixture(scope="module")
def build(careers: pd.DataFrame):
    """Them in a build."""
    spells = [
        spell(f"p{i}", r.place, str(r.start.date()), None if pd.isna(r.end) else str(r.end.date()), staff_group=r.group)
        for i, r in enumerate(careers.itertuples())
    ]
    spells.append(spell("late", "A", "2022-12-31", staff_group="township_nurse"))
    raw = {"region": PLACES, "facility": CLINICS, "employment": spells}
    return small_build(small_site(), raw, first=date(2018, 1, 1), last=date(2022, 12, 31))


@pytest.mark.parametrize("period", ["all", "2021"])
def test_the_figures_equal_statsmodels(build, careers: pd.DataFrame, period: str) -> None:
    first, last = ("2017-12-31", "2022-12-31") if period == "all" else ("2020-12-31", "2021-12-31")
    opens, closes = pd.Timestamp(first), pd.Timestamp(last)
    rows = careers[careers["start"] <= closes]
    rows = rows[rows["end"].isna() | (rows["end"] >= opens)]
    gone = rows["end"] < closes
    until = (rows["end"] + pd.Timedelta(days=1)).where(gone, closes)
    entry = (opens - rows["start"]).dt.days.clip(lower=0)
    stop = (until - rows["start"]).dt.days
    kept = stop > entry
    chi_square, p = survdiff(stop[kept], gone[kept].astype(int), rows["group"][kept], entry=entry[kept])
    (found,) = compare_curves(build, small_site(), Query("survival", level="prefecture", period=period, by="staff_group"))
    assert (found.test.chi_square, found.test.p_value) == pytest.approx((chi_square, p), rel=1e-9)
    assert found.test.people.sum() == kept.sum() and found.test.observed.sum() == gone[kept].sum()
    assert found.tidy()[["category", "observed", "p_value"]].shape == (2, 3)
    assert found.notes and (found.period, found.region_code, found.repeated) == (period, "P", 0)


def test_each_region_has_a_test_of_its_own_and_few_exits_are_said(build) -> None:
    tests = compare_curves(build, small_site(), Query("survival", level="township", period="2021", by="sex"))
    assert [t.region_code for t in tests] == ["T11", "T12"]
    assert all(np.isnan(t.test.p_value) for t in tests), "one category: nothing to compare"
    (few,) = compare_curves(build, small_site(), Query("survival", level="prefecture", period="2021-02", by="staff_group"))
    assert few.test.expected.min() < 5 and any("fewer than 5" in note.en for note in few.notes)
    (many,) = compare_curves(build, small_site(), Query("survival", level="prefecture", by="staff_group"))
    assert many.test.expected.min() >= 5 and not any("fewer than" in note.en for note in many.notes)


def test_who_is_of_no_known_category_is_in_no_group_of_the_test(careers: pd.DataFrame) -> None:
    """Sex is known of every second person; the others all left within a month, as those whom no roster ever named."""
    rows = [
        spell(f"p{i}", r.place, str(r.start.date()), None if pd.isna(r.end) else str(r.end.date()), sex=("female", "male")[i % 2])
        for i, r in enumerate(careers.itertuples())
    ]
    rows += [spell(f"u{i}", "A", "2019-03-01", "2019-03-20") for i in range(11)]
    rows.append(spell("late", "A", "2022-12-31", staff_group="township_nurse"))  # the data go on to the last day
    con = small_build(small_site(), {"region": PLACES, "facility": CLINICS, "employment": rows}, first=date(2018, 1, 1), last=date(2022, 12, 31))
    (found,) = compare_curves(con, small_site(), Query("survival", level="prefecture", by="sex"))
    opens, closes = pd.Timestamp("2017-12-31"), pd.Timestamp("2022-12-31")
    until = (careers["end"] + pd.Timedelta(days=1)).fillna(closes)
    entry, stop = (opens - careers["start"]).dt.days.clip(lower=0), (until - careers["start"]).dt.days
    sex = np.arange(len(careers)) % 2
    chi_square, _ = survdiff(stop, careers["end"].notna().astype(int), sex, entry=entry)
    assert found.test.groups == ("female", "male") and found.test.chi_square == pytest.approx(chi_square, rel=1e-9)
    assert any("leaves out 11 spells" in note.en and "11 段" in note.zh for note in found.notes)


def test_without_a_breakdown_there_is_nothing_to_test(build) -> None:
    with pytest.raises(ValueError, match="breakdown"):
        compare_curves(build, small_site(), Query("survival"))
    with pytest.raises(ValueError, match="survival"):
        compare_curves(build, small_site(), Query("leaver_rate", period="2021", by="sex"))
