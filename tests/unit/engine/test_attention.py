"""What needs attention: hardly ever noise where nothing changed, nearly always a real shift; by a fixed seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom, norm
from scipy.stats import t as student

from pipelines.analysis.beyond import as_normal
from pipelines.core.indicator import Measure
from pipelines.engine.attention import FOUND_COLUMNS, standing_out
from tests.unit.engine.observed import DENSITY, LEAVER, indicator, observations

YEARS = [str(2015 + i) for i in range(11)]
PLACES, WORLDS, TRIES = 42, 60, 60  # as many places and indicators as the overview of the demo's prefecture judges
BOUND = 0.1  # of the years in which nothing happened may have a signal of one chart
MOST = 6  # of WORLDS; were the true share twice the bound, so few would be one case in 30
COVERAGE, REPORTING, GRANTS, ACTIVE, CREDITS = (
    indicator(name, "share", "ratio", "wilson")
    for name in ("village_coverage", "reporting_completeness", "grant_on_time_share", "active_share_long", "credit_completion")
)
VACANT = replace(indicator("vacancy_rate", "share", "ratio", "none", polarity="lower"), chance="numerator")
ARREARS = indicator("pay_arrears_months", "month", "ratio", "none", polarity="lower")
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
    """One prefecture of like places in which nothing changes but by chance: the nine indicators of the card."""
    start, people = rng.integers(3, 45, PLACES), rng.integers(3000, 40000, PLACES)
    size, villages, rate = (np.repeat(n[:, None], len(YEARS), axis=1) for n in (start, rng.integers(8, 30, PLACES), 0.9 / 1000 * people))
    posts, owed, due = size + 3, 3 * size, np.full_like(size, 30)
    told = [
        (LEAVER, rng.poisson(0.1 * size), size), (STOCK, np.maximum(careers(rng, rng.poisson(rate[:, 0])), 0), 1000 * rate / 0.9),
        (VACANT, rng.binomial(posts, 0.1), posts), (CREDITS, rng.binomial(size, 0.8), size), (ACTIVE, rng.binomial(size, 0.7), size),
        (GRANTS, rng.binomial(owed, 0.9), owed), (ARREARS, rng.gamma(4.0, 0.25, size.shape) * size, size),
        (COVERAGE, rng.binomial(villages, 0.95), villages), (REPORTING, rng.binomial(due, 0.95), due),
    ]
    return [(of, frame_of(of, top, bottom)) for of, top, bottom in told]


@pytest.fixture(scope="module")
def quiet_years():
    """What is called up in years in which nothing happened, by chart."""
    rng = np.random.default_rng(20260101)
    seen = [standing_out(a_world(rng), "2025") for _ in range(WORLDS)]
    assert {s.judged for s in seen} == {9 * PLACES}
    return {chart: [int((s.found["method"] == chart).sum()) for s in seen] for chart in ("control", "funnel")}


@pytest.mark.parametrize("chart", ["control", "funnel"])
def test_where_nothing_changed_hardly_ever_is_a_place_called_up(quiet_years, chart):
    """Of 42 like places under nine indicators: in at most one year of ten has a chart any signal."""
    assert binom.cdf(MOST, WORLDS, 2 * BOUND) < 0.035, "twice as many would be noticed"
    assert sum(n > 0 for n in quiet_years[chart]) <= MOST


def test_a_place_has_its_signal_however_many_others_are_looked_at_beside_it():
    """A county's page and its prefecture's say the same of a township's own chart."""
    top = [[20.0, 20, 20, 20, 20, 20, 20, 20, 20, 14, 14], *([[20.0] * 11] * 60)]
    frame = frame_of(COVERAGE, top, [[20.0] * 11] * 61)
    alone, among = (standing_out([(COVERAGE, part.reset_index(drop=True))], "2025").found for part in (frame[frame["region_code"] == "t00"], frame))
    assert alone["region_code"].tolist() == ["t00"] and among[among["method"] == "control"]["gravity"].tolist() == alone["gravity"].tolist()


@pytest.mark.parametrize(("of", "size", "usual", "change"), [(LEAVER, 60.0, 6.0, 4.0), (STOCK, 65000.0, 60.0, 0.35), (COVERAGE, 25.0, 23.75, 0.5)])
def test_a_real_shift_of_two_years_is_found(of, size, usual, change):
    """Leaving of 60 people from 10 to 40 %, two thirds of 60 doctors gone, half of 25 villages without their clinic."""
    rng, found = np.random.default_rng(7), 0
    for _ in range(TRIES):
        share = usual / size * np.array([1.0] * 9 + [change] * 2)
        counts = rng.binomial(int(size), share) if of is COVERAGE else np.minimum(rng.poisson(size * share), size)
        found += not standing_out([(of, frame_of(of, [counts], [[size] * 11]))], "2025").found.empty
    assert found / TRIES >= 0.8


def test_two_doctors_fewer_are_no_signal_and_twelve_are():
    """The individuals chart of a stock that hardly moves calls up the loss of two doctors; a chart that knows of chance does not."""
    top = [[40.0, 40, 41, 40, 40, 40, 41, 40, 40, 38, 38], [40.0, 40, 41, 40, 40, 40, 41, 40, 40, 12, 12]]
    bottom = [[20000.0] * 11] * 2
    found = standing_out([(STOCK, frame_of(STOCK, top, bottom))], "2025").found
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
    found = standing_out([(LEAVER, frame_of(LEAVER, top, bottom))], "2025").found
    assert found["region_code"].tolist() == ["t01", "t00"] and found["gravity"].is_monotonic_decreasing


def test_fewer_than_eight_periods_are_no_history_and_fewer_than_ten_places_no_funnel():
    top = [[10.0] * 9 + [60, 60]] + [[10.0] * 11] * 8
    frame = frame_of(LEAVER, top, [[100.0] * 11] * 9)
    told = standing_out([(LEAVER, frame)], "2025")
    assert told.found["method"].tolist() == ["control"] and told.judged == 9
    short = frame[frame["period"] >= "2019"].reset_index(drop=True)
    first = frame[frame["period"] == "2025"].reset_index(drop=True)
    for told in (standing_out([(LEAVER, short)], "2025"), standing_out([(LEAVER, first)], "2025"), standing_out([], "2025")):
        assert told.found.empty and told.judged == 0, "calm is not said where nobody looked"


def test_a_series_is_judged_once_whichever_chart_judges_it():
    """Ten places of eleven years have both charts; one of them without its last year has neither."""
    rows = [[10.0] * 11] * 11
    frame = frame_of(LEAVER, rows, [[100.0] * 11] * 11)
    without = frame[(frame["region_code"] != "t00") | (frame["period"] < "2025")].reset_index(drop=True)
    assert [standing_out([(LEAVER, f)], "2025").judged for f in (frame, without)] == [11, 10]


def test_a_funnel_names_how_many_it_compares():
    told = standing_out([(LEAVER, frame_of(LEAVER, [[60.0] * 11] + [[10.0] * 11] * 12, [[100.0] * 11] * 13))], "2025").found
    assert told[["region_code", "method", "peers"]].to_numpy().tolist() == [["t00", "funnel", 13]]


def test_a_fall_that_all_share_is_told_with_the_signal_and_a_fall_of_one_place_is_its_own():
    """The others are added up: 9 places of 20 from all to 16 of 20; by hand the score test of the history against the two years."""
    own, same, fell = [20.0] * 9 + [12, 12], [20.0] * 11, [20.0] * 9 + [16, 16]
    for rest, shared in ((same, None), (fell, (9, 1.0, 0.8))):
        told = standing_out([(COVERAGE, frame_of(COVERAGE, [own, *([rest] * 9)], [[20.0] * 11] * 10))], "2025").found
        mine = told[(told["region_code"] == "t00") & (told["method"] == "control")].iloc[0]
        if shared is None:
            assert mine["others"] == 0 and np.isnan(mine["others_now"])
        else:
            assert (mine["others"], mine["others_before"], mine["others_now"]) == pytest.approx(shared)
    z = (0.8 - 1.0) / np.sqrt(0.9636 * 0.0364 * (1 / 180 + 1 / 1620))
    assert z < -3, "beyond three standard errors of the sum"


def test_a_guess_from_few_ranges_counts_as_the_ranges_of_its_own_history():
    """What of 9 years before the two is known from 8 ranges weighs as Student's t of 0.62 × 8; another place's longer history adds nothing."""
    years = [1.0, 1.2, 1.0, 1.2, 1.0, 1.2, 1.0, 1.2, 1.0, 3.0, 3.0]
    rows = [("a", year, v * 10, 10.0, "ok") for year, v in zip(YEARS, years, strict=True)]
    rows += [("b", str(y), 10.0 + y % 3, 10.0, "ok") for y in range(2000, 2026)]
    frame = observations(ARREARS, rows)
    mine = standing_out([(ARREARS, frame)], "2025").found
    mine = mine[mine["region_code"] == "a"].iloc[0]
    history = np.array(years[:9])
    errors = (3.0 - history.mean()) / (0.2 / 1.128 * np.sqrt(1 + 1 / 9))
    assert mine["gravity"] == pytest.approx(norm.isf(student.sf(errors, 0.62 * 8)), rel=1e-6)
    sigma = 0.2 / 1.128 * np.sqrt(1 + 1 / 9)
    assert mine["limit"] == pytest.approx(history.mean() + student.isf(norm.sf(3.0), 0.62 * 8) * sigma), "the limit that is named is the one judged by"


def test_three_spreads_guessed_from_few_ranges_are_no_signal():
    """Four of them lie within what chance does when the spread is a guess from eight ranges."""
    years = [1.0, 1.2, 1.0, 1.2, 1.0, 1.2, 1.0, 1.2, 1.0, 1.85, 1.85]
    told = standing_out([(ARREARS, frame_of(ARREARS, [[10 * v for v in years]], [[10.0] * 11]))], "2025")
    assert (1.85 - np.mean(years[:9])) / (0.2 / 1.128 * np.sqrt(1 + 1 / 9)) > 4 and told.found.empty and told.judged == 1
