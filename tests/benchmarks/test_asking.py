"""What asking takes: a country's series, maps, breakdowns, medians and curves beside DuckDB's bare query, and everything the demo can be asked.

Without more said a fiftieth of the country is generated; XIANGYI_COUNTRY_FILE names a build of it that was made before. The bars hold at
every size. What is held to them is the time on the wall or that of the processors, whichever is shorter: others at work on the same
machine stretch the first, and without them it is never longer than the second.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.engine.observe import Known, Query, all_indicators, observe, resolve, statements_of
from pipelines.intake.completing import complete
from pipelines.site import Site, parse_site
from pipelines.warehouse.build import SQL, known_tables
from pipelines.warehouse.connect import Connection, open_build, open_current, open_scratch
from pipelines.warehouse.portable import run_order, sql_files
from pipelines.warehouse.workspace import Workspace
from tests.benchmarks.country import SITE, generate
from tests.benchmarks.measure import measure, say

SCALE = 0.02
TIMES = 40
DOCTORS = "m.staff_group in ('village_doctor', 'township_doctor')"
SERIES = f"""
select p.label, sum(m.headcount) from workforce_state as m
inner join place_span as s on m.place_code = s.place_code
inner join period as p on p.kind = 'year' and m.from_on <= p.end_on and m.to_on > p.end_on and s.from_on <= p.end_on and s.to_on > p.end_on
where s.region_code = ? and {DOCTORS} group by all"""
MAP = f"""
select s.region_code, sum(m.headcount) from workforce_state as m
inner join place_span as s on m.place_code = s.place_code
inner join period as p on m.from_on <= p.end_on and m.to_on > p.end_on and s.from_on <= p.end_on and s.to_on > p.end_on
where s.level = 'county' and p.label = ? and {DOCTORS} group by all"""
SPLIT = SERIES.replace("select p.label,", "select p.label, m.sex, m.age_band,")
MEDIAN = """
select m.period, percentile_cont(0.5) within group (order by cast(m.annual_yuan as double)) from person_pay_year as m
inner join place_span as s on m.place_code = s.place_code
inner join period as p on m.period = p.label and p.kind = 'year' and s.from_on <= p.end_on and s.to_on > p.end_on
where s.region_code = ? and m.annual_yuan is not null group by all"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A country as one who asks it often has it open."""

    con: Connection
    site: Site
    known: Known

    def each(self, questions: Sequence[Query]) -> list[Callable[[], object]]:
        """Return what asks each question."""
        return [lambda q=query: observe(self.con, self.site, q, self.known) for query in questions]  # type: ignore[misc]

    def bare(self, statement: str, values: Sequence[str]) -> list[Callable[[], object]]:
        """Return what runs a statement for each value."""
        return [lambda v=value: self.con.execute(statement, [v]).fetchall() for value in values]  # type: ignore[misc]

    def codes(self, level: str) -> list[str]:
        """Return TIMES places of a level, spread over the country."""
        rows = self.con.execute("select place_code from place where level = ? order by place_code", [level]).fetchall()
        return [str(row[0]) for row in rows[:: max(len(rows) // TIMES, 1)]][:TIMES]

    def months(self) -> list[str]:
        """Return the last TIMES months."""
        rows = self.con.execute("select label from period where kind = 'month' order by end_on desc").fetchall()
        return [str(row[0]) for row in rows[:TIMES]]


def made(path: Path) -> Path:
    """Generate a part of the country and make its marts."""
    con = open_scratch(path)
    generate(con, SCALE)
    files = sql_files(SQL / "staging", SQL / "marts")
    for name in run_order(files, known_tables()):
        if not name.startswith("stg_"):
            con.execute("create table " + name + " as " + files[name])
    complete(con, parse_site(SITE), ())
    con.close()
    return path


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """A country, whole or a part of it."""
    named = os.environ.get("XIANGYI_COUNTRY_FILE")
    path = Path(named) if named else made(tmp_path_factory.mktemp("country") / "country.duckdb")
    with open_build(path) as con:
        people = con.execute("select count(distinct person_key) from workforce_state").fetchall()[0][0]
        say("a country to ask", people=people)
        yield Asked(con, parse_site(SITE), Known())


def percentile_95(runs: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """Return the 95th percentile of milliseconds and of milliseconds of processor time, after one run that warms up."""
    runs[0]()
    wall, cpu = [], []
    for run in runs:
        start, busy = time.perf_counter(), time.process_time()
        run()
        wall.append(1000 * (time.perf_counter() - start))
        cpu.append(1000 * (time.process_time() - busy))
    place = max(int(0.95 * len(runs)) - 1, 0)
    return sorted(wall)[place], sorted(cpu)[place]


def told(what: str, asked: Sequence[Callable[[], object]], bare: Sequence[Callable[[], object]]) -> float:
    """Print what questions take beside bare queries and return the 95th percentile of their milliseconds, of wall or processors."""
    (wall, cpu), (bare_wall, bare_cpu) = percentile_95(asked), percentile_95(bare)
    say(what, ms_p95=wall, cpu_ms=cpu, bare_ms_p95=bare_wall, bare_cpu_ms=bare_cpu, ratio=cpu / bare_cpu)
    return min(wall, cpu)


@pytest.mark.parametrize("indicator", ["headcount", "density", "licensed_share"])
def test_the_series_of_a_county_takes_20_ms(country: Asked, indicator: str) -> None:
    codes = country.codes("county")
    asked = country.each([Query(indicator, region=code) for code in codes])
    assert told(f"{indicator}, series of a county", asked, country.bare(SERIES, codes)) <= 20


@pytest.mark.parametrize("indicator", ["headcount", "density", "licensed_share", "pay_arrears"])
def test_a_map_of_counties_takes_20_ms(country: Asked, indicator: str) -> None:
    months = country.months()
    asked = country.each([Query(indicator, level="county", period=month) for month in months])
    assert told(f"{indicator}, map of counties", asked, country.bare(MAP, months)) <= 20


def test_the_series_of_a_prefecture_and_of_the_country_are_told(country: Asked) -> None:
    codes = country.codes("prefecture")
    told("headcount, series of a prefecture", country.each([Query("headcount", region=code) for code in codes]), country.bare(SERIES, codes))
    took = told("headcount, series of the country", country.each([Query("headcount")] * 5), country.bare(SERIES, ["0"] * 5))
    assert took <= 2000


def test_two_breakdowns_take_100_ms_of_a_county_and_2_seconds_of_the_country(country: Asked) -> None:
    codes = country.codes("county")
    for by in ("sex,age_band", "licence,remoteness"):
        asked = country.each([Query("headcount", region=code, by=by) for code in codes])
        assert told(f"headcount by {by}, a county", asked, country.bare(SPLIT, codes)) <= 100
        whole = country.each([Query("headcount", by=by)] * 5)
        assert told(f"headcount by {by}, the country", whole, country.bare(SPLIT, ["0"] * 5)) <= 2000


@pytest.mark.parametrize("indicator", ["median_pay", "median_age", "survival", "median_survival", "retention_12m"])
def test_a_median_or_a_curve_of_a_county_takes_150_ms(country: Asked, indicator: str) -> None:
    codes = country.codes("county")
    asked = country.each([Query(indicator, region=code) for code in codes])
    assert told(f"{indicator} of a county", asked, country.bare(MEDIAN, codes)) <= 150


def test_every_answer_about_the_demo_is_ready_in_15_seconds(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    measure(["demo", "--no-serve", "--workspace", str(folder)])
    workspace = Workspace.open(folder)
    con, _, _ = open_current(workspace)
    site, known = workspace.site, Known()
    questions = [Query(name, level=level) for name in all_indicators() for level in site.region_levels]
    kinds: dict[str, float] = {}
    start, began = time.perf_counter(), time.process_time()
    for query in questions:
        busy = time.process_time()
        assert len(observe(con, site, query, known))
        kind = f"{all_indicators()[query.indicator].kind} {query.level}"
        kinds[kind] = kinds.get(kind, 0.0) + time.process_time() - busy
    seconds, cpu = time.perf_counter() - start, time.process_time() - began
    bare = bare_seconds(con, site, questions)
    con.close()
    say("every indicator of the demo at every level of regions, every year", seconds=seconds, cpu_seconds=cpu, bare=bare, ratio=cpu / bare, **kinds)
    assert min(seconds, cpu) <= 15


def bare_seconds(con: Connection, site: Site, questions: Sequence[Query]) -> float:
    """Return the processor seconds of the statements that questions need, each run once, nothing made of what they give."""
    needed = [s for query in questions for s in statements_of(con, resolve(con, site, query)).values()]
    once = {(s.sql, repr(sorted(s.params.items()))): s for s in needed}
    began = time.process_time()
    for statement in once.values():
        con.execute(statement.sql, dict(statement.params) or None).fetchnumpy()
    return time.process_time() - began
