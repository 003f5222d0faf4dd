"""What needs attention: hardly ever noise where nothing changed, nearly always a real shift; by a fixed seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipelines.analysis.beyond import as_normal
from pipelines.core.indicator import Measure
from pipelines.engine.attention import FOUND_COLUMNS, standing_out
from tests.unit.engine.observed import DENSITY, LEAVER, indicator, observations

YEARS = [str(2015 + i) for i in range(11)]
PLACES, WORLDS, TRIES = 40, 40, 20
COVERAGE = indicator("village_coverage", "share", "ratio", "wilson")
PER_DOCTOR = replace(indicator("residents_per_doctor", "per_doctor", "ratio", "none", polarity="lower"), chance="denominator")
STOCK = replace(DENSITY, numerator=Measure(mart="workforce_state", column="headcount"))


def frame_of(of, top, bottom):
    """Observations of places × years from arrays of numerators and denominators."""
    codes = [f"t{i:02d}" for i in range(len(top))]
    rows = [(code, year, float(top[i][j]), float(bottom[i][j]), "ok") for i, code in enumerate(codes) for j, year in enumerate(YEARS)]
    return observations(of, rows)


def careers(rng, start, leaving=0.08):
    """Doctors of each place by year who leave and are replaced at random: a stock of mostly the same people, without a trend."""
    stock = [start]
    for _ in YEARS[1:]:
        stock.append(stock[-1] - rng.binomial(stock[-1], leaving) + rng.poisson(leaving * start))
    return np.array(stock).T


def a_world(rng):
    """One prefecture in which nothing changes but by chance: what comes of leavers, a stock of doctors, and villages with a clinic."""
    start, people = rng.integers(3, 45, PLACES), rng.integers(3000, 40000, PLACES)
    doctors = np.maximum(careers(rng, start), 1)
    villages = np.repeat(rng.integers(8, 30, PLACES)[:, None], len(YEARS), axis=1)
    size = np.repeat(start[:, None], len(YEARS), axis=1)
    at_rate = np.repeat(rng.poisson(0.9 / 1000 * people)[:, None], len(YEARS), axis=1)
    return [
        (LEAVER, frame_of(LEAVER, rng.poisson(0.1 * size), size)),
        (STOCK, frame_of(STOCK, np.maximum(careers(rng, at_rate[:, 0]), 0), np.repeat(people[:, None], len(YEARS), axis=1))),
        (COVERAGE, frame_of(COVERAGE, rng.binomial(villages, 0.95), villages)),
        (PER_DOCTOR, frame_of(PER_DOCTOR, doctors * 0 + 1000 * start[:, None], doctors)),
    ]


def test_where_nothing_changed_hardly_ever_is_a_place_called_up():
    """Of 40 places under four indicators, watched for a year: in fewer than one world of ten is anybody named, as the card's definition says."""
    rng = np.random.default_rng(20260101)
    named = [len(standing_out(a_world(rng), "2025")) for _ in range(WORLDS)]
    assert np.mean(np.array(named) > 0) < 0.1 and np.mean(named) < 0.1


def test_a_place_has_its_signal_however_many_others_are_looked_at_beside_it():
    """A county's page and its prefecture's say the same of a township's own chart."""
    top = [[20.0, 20, 20, 20, 20, 20, 20, 20, 20, 14, 14], *([[20.0] * 11] * 60)]
    frame = frame_of(COVERAGE, top, [[20.0] * 11] * 61)
    alone, among = (standing_out([(COVERAGE, part.reset_index(drop=True))], "2025") for part in (frame[frame["region_code"] == "t00"], frame))
    assert alone["region_code"].tolist() == ["t00"] and among[among["method"] == "control"]["gravity"].tolist() == alone["gravity"].tolist()


@pytest.mark.parametrize(("index", "change"), [(0, 4.0), (1, 0.35), (2, 0.5)])
def test_a_real_shift_of_two_years_is_found(index, change):
    """Leaving of 60 people from 10 to 40 %, a third of 60 doctors left, half of 25 villages with a clinic."""
    rng, found = np.random.default_rng(7), 0
    for _ in range(TRIES):
        world = a_world(rng)
        of, frame = world[index]
        size = {0: 60.0, 1: 65000.0, 2: 25.0}[index]
        usual = {0: 0.1 * size, 1: 60.0, 2: 0.95 * size}[index]
        mine = frame["region_code"] == "t00"
        counts = [min(float(rng.poisson(usual)), size) for _ in YEARS[:-2]]
        counts += [min(float(rng.poisson(usual * change)), size) for _ in YEARS[-2:]]
        rows = [("t00", year, count, size, "ok") for year, count in zip(YEARS, counts, strict=True)]
        world[index] = of, pd.concat([observations(of, rows), frame[~mine]], ignore_index=True)
        found += "t00" in set(standing_out(world, "2025")["region_code"])
    assert found / TRIES >= 0.9


def test_two_doctors_fewer_are_no_signal_and_twelve_are():
    """The individuals chart of a stock that hardly moves calls up the loss of two doctors; a chart that knows of chance does not."""
    top = [[40.0, 40, 41, 40, 40, 40, 41, 40, 40, 38, 38], [40.0, 40, 41, 40, 40, 40, 41, 40, 40, 12, 12]]
    bottom = [[20000.0] * 11] * 2
    found = standing_out([(STOCK, frame_of(STOCK, top, bottom))], "2025")
    assert list(found.columns) == list(FOUND_COLUMNS)
    assert found["region_code"].tolist() == ["t01"] and found["method"].tolist() == ["control"], "of two places there is no funnel"
    counts = np.array(top[1])
    pooled, history = counts.sum() / 220000, counts[:9].sum() / 180000
    error = np.sqrt(pooled * (1 / 20000 + 1 / 180000))
    assert found["gravity"][0] == pytest.approx((history - 12 / 20000) / error)
    assert found["limit"][0] == pytest.approx(1000 * (history - 3 * error))


def test_a_distance_in_estimated_standard_errors_is_that_of_the_tables_of_students_t():
    assert as_normal([-2.228, 4.317], 10.0) == pytest.approx([-1.96, 3.171], abs=0.005)


def test_of_two_equal_departures_that_of_more_people_is_graver():
    shares = [0.1] * 9 + [0.4, 0.4]
    top = [[round(60 * s) for s in shares], [round(200 * s) for s in shares], *([[10.0] * 11] * 3)]
    bottom = [[60.0] * 11, [200.0] * 11, *([[100.0] * 11] * 3)]
    found = standing_out([(LEAVER, frame_of(LEAVER, top, bottom))], "2025")
    assert found["region_code"].tolist() == ["t01", "t00"] and found["gravity"].is_monotonic_decreasing


def test_fewer_than_eight_periods_are_no_history_and_fewer_than_ten_places_no_funnel():
    top = [[10.0] * 9 + [60, 60]] + [[10.0] * 11] * 8
    frame = frame_of(LEAVER, top, [[100.0] * 11] * 9)
    assert standing_out([(LEAVER, frame)], "2025")["method"].tolist() == ["control"]
    short = frame[frame["period"] >= "2019"].reset_index(drop=True)
    assert standing_out([(LEAVER, short)], "2025").empty
    assert standing_out([], "2025").empty
