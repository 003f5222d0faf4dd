"""A whole country, generated: records of 1.1 million people and 79.5 million pay rows in 41,000 townships over 120 months.

The generator writes staging tables as they stand after cleaning, sorted as loads bring them (township by township); the shipped SQL
then makes the marts. `scale` 1.0 is the country, smaller ones are for trying. Everything follows from the numbers of places and
people by hashing, so two runs are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.site import Site, parse_site
from pipelines.warehouse.build import INFO_TABLES, SQL, known_tables
from pipelines.warehouse.connect import Connection
from pipelines.warehouse.filed import FILED_TABLES
from pipelines.warehouse.portable import references, run_order, sql_files
from pipelines.warehouse.schema import build_datasets, quoted, raw_columns
from pipelines.warehouse.site_tables import SITE_TABLES, period_rows, site_rows

FIRST, LAST = date(2015, 1, 1), date(2024, 12, 31)
PEOPLE, PAY_ROWS, TOWNSHIPS, COUNTIES, PREFECTURES = 1_100_000, 79_500_000, 41_000, 2_900, 340
MARTS = (
    "place_span", "place", "workforce_state", "presence", "person_pay_year", "pay_arrear", "population_place", "reporting", "data_span",
    "crosswalk_share",
)
SITE = """
[site]
name = "country"
title_zh = "全国（合成）"
title_en = "A country (synthetic)"
synthetic = true
[[roots]]
code = "0"
name_zh = "全国"
name_en = "The country"
[levels]
order = ["nation", "prefecture", "county", "township"]
[reporting]
sender_level = "county"
unit_level = "county"
"""
PLACES = """
insert into stg_region (region_code, valid_from, valid_to, name_zh, name_en, level, parent_code, remoteness)
select printf('%03d', i), date '1990-01-01', null, 'P' || i, 'P' || i, 'prefecture', '0', 'unknown' from range($prefectures) as t(i)
union all
select printf('%03d%04d', i % $prefectures, i), date '1990-01-01', null, 'C' || i, 'C' || i, 'county',
    printf('%03d', i % $prefectures), 'unknown'
from range($counties) as t(i)
union all
select printf('%03d%04d%06d', (i % $counties) % $prefectures, i % $counties, i), date '1990-01-01', null, 'T' || i, 'T' || i, 'township',
    printf('%03d%04d', (i % $counties) % $prefectures, i % $counties), 'class_' || (i % 5)
from range($townships) as t(i)"""
PERSONS = """
create table someone as
select i, sha256('person' || i) as person_key, t.region_code as facility_code,
    case when h % 10 < 6 then 'village_doctor' when h % 10 < 8 then 'township_doctor' else 'township_nurse' end as staff_group,
    case when h // 10 % 100 < 40 then 'female' else 'male' end as sex, 1952 + h // 1000 % 45 as birth_year,
    ['physician', 'assistant', 'rural_assistant', 'village_certificate', 'none'][1 + h // 100000 % 5] as licence,
    ['bachelor', 'college', 'secondary', 'below'][1 + h // 1000000 % 4] as education,
    ['established', 'contract', 'village_hired', 'township_hired'][1 + h // 10000000 % 4] as contract_type,
    cast(h // 100000000 % 220 as integer) - 100 as start_month,
    cast(h // 100000000 % 220 as integer) - 100 + 1 + cast(-ln((h // 31 % 9973 + 1) / 9974.0) * 400 as integer) as end_month
from (select i, cast(hash(i) % 1000000007 * 997 + hash(i + 1) % 997 as bigint) as h from range($people) as r(i)) as p
inner join (
    select region_code, row_number() over (order by region_code) - 1 as n from stg_region where level = 'township'
) as t on t.n = p.i % $townships
order by facility_code, i"""
SPELLS = """
insert into stg_employment (person_key, facility_code, staff_group, start_on, end_on, exit_reason, contract_type, fte, is_main_post, sex, birth_year)
select person_key, facility_code, staff_group, cast(date '2015-01-01' + to_months(start_month) as date),
    case when end_month < 120 then cast(date '2015-01-01' + to_months(end_month) - interval 1 day as date) end,
    case when end_month < 120 then ['resigned', 'retired', 'contract_ended', 'died'][1 + i % 4] end, contract_type, 1, true, sex, birth_year
from someone where end_month > 0 and start_month < end_month"""
ROSTERS = """
insert into stg_roster (person_key, as_at, facility_code, staff_group, sex, licence, education, birth_year, is_main_post, has_left, file)
select person_key, make_date(2015 + y, 12, 31), facility_code, staff_group, sex, licence, education, birth_year, true, false, 'f'
from someone, range(0, 10, 3) as r(y)
where start_month <= y * 12 + 11 and end_month > y * 12 + 11"""
PAY = """
insert into stg_pay (person_key, facility_code, pay_component, role, period_start, period_end, payee_kind, due_yuan, paid_yuan)
select person_key, facility_code, 'base', 'regular', cast(date '2015-01-01' + to_months(m) as date),
    cast(date '2015-01-01' + to_months(m + 1) - interval 1 day as date), 'person', 2000 + (hash(i) % 2000) + 10 * m, 2000 + (hash(i) % 2000) + 10 * m
from someone, range(120) as r(m)
where start_month <= m and end_month > m
limit $pay_rows"""
POPULATION = """
insert into stg_population (region_code, period, population_kind, persons)
select region_code, cast(y as varchar), 'resident', 8000 + hash(region_code) % 20000 from stg_region, range(2015, 2025) as r(y) where level = 'township'"""


@dataclass(frozen=True, slots=True)
class Country:
    """What was generated: a site and how many of each."""

    site: Site
    people: int
    pay_rows: int


def generate(connection: Connection, scale: float = 1.0) -> Country:
    """Fill the site's and the staging tables of a blank database."""
    site = parse_site(SITE)
    _blank(connection, site)
    counts = {
        "people": int(PEOPLE * scale), "pay_rows": int(PAY_ROWS * scale), "townships": int(TOWNSHIPS * scale),
        "counties": int(COUNTIES * scale), "prefectures": max(int(PREFECTURES * scale), 1),
    }
    for statement in (PLACES, PERSONS, SPELLS, ROSTERS, PAY, POPULATION):
        connection.execute(statement, {name: n for name, n in counts.items() if f"${name}" in statement} or None)
    connection.execute("drop table someone")
    rows = connection.execute("select count(*) from stg_pay").fetchone()
    people = connection.execute("select count(*) from stg_employment").fetchone()
    assert rows is not None and people is not None
    return Country(site, int(people[0]), int(rows[0]))


def marts_in_order(wanted: Sequence[str] = MARTS) -> list[tuple[str, str]]:
    """Return (name, SQL) of the marts wanted and all they read, in the order they run."""
    files = sql_files(SQL / "staging", SQL / "marts")
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name in files and not name.startswith("stg_") and name not in found:
            found.add(name)
            waiting += references(files[name])
    return [(name, files[name]) for name in run_order(files, known_tables()) if name in found]


def _blank(connection: Connection, site: Site) -> None:
    """Make every table the marts read, the staging ones by the shipped SQL over raw tables without rows."""
    for name, dataset in build_datasets().items():
        columns = raw_columns(dataset)
        connection.execute(f"create table raw_{name} ({', '.join(f'{quoted(c)} {kind}' for c, kind in columns.items())})")
    rows = {**site_rows(site), "period": period_rows([f"{FIRST:%Y-%m}", f"{LAST:%Y-%m}"], None, site)}
    for name, columns in {**SITE_TABLES, **INFO_TABLES, **FILED_TABLES}.items():
        connection.execute(f"create table {name} ({columns})")
        if rows.get(name):
            connection.executemany(f"insert into {name} values ({', '.join('?' * len(rows[name][0]))})", rows[name])
    files = sql_files(SQL / "staging", SQL / "marts")
    for name in run_order(files, known_tables()):
        if name.startswith("stg_"):
            connection.execute(f"create table {name} as {files[name]}")
