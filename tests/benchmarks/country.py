"""A whole country, generated: records of 1.1 million people and 79.5 million pay rows in 41,000 townships over 120 months.

The generator writes staging tables as they stand after cleaning, sorted as loads bring them (township by township); the shipped SQL
then makes the marts, all of them. `scale` 1.0 is the country, smaller ones are for trying. Everything follows from the numbers of
places and people by hashing, so two runs are the same. A sixth of the people move once to another township, one in sixty is paid by
the quarter, one in a hundred has stated totals beside; some pay comes late or never.

    python -m tests.benchmarks.country generate FILE SCALE
    python -m tests.benchmarks.country build FILE SCALE
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.intake.completing import complete
from pipelines.site import Site, parse_site
from pipelines.warehouse.alias import ALIAS_TABLES
from pipelines.warehouse.build import INFO_TABLES, SQL, known_tables, shipped_model
from pipelines.warehouse.connect import Connection, open_scratch
from pipelines.warehouse.content import table_hashes
from pipelines.warehouse.filed import FILED_TABLES
from pipelines.warehouse.portable import run_order, sql_files
from pipelines.warehouse.schema import build_datasets, quoted, raw_columns
from pipelines.warehouse.site_tables import SITE_TABLES, period_rows, site_rows

FIRST, LAST = date(2015, 1, 1), date(2024, 12, 31)
PEOPLE, PAY_ROWS, TOWNSHIPS, COUNTIES, PREFECTURES = 1_100_000, 79_500_000, 41_000, 2_900, 340
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
select i, sha256('person' || i) as person_key, p.i % $townships as n,
    case when h % 10 < 6 then 'village_doctor' when h % 10 < 8 then 'township_doctor' else 'township_nurse' end as staff_group,
    case when h // 10 % 100 < 40 then 'female' else 'male' end as sex, 1952 + h // 1000 % 45 as birth_year,
    ['physician', 'assistant', 'rural_assistant', 'village_certificate', 'none'][1 + h // 100000 % 5] as licence,
    ['bachelor', 'college', 'secondary', 'below'][1 + h // 1000000 % 4] as education,
    ['established', 'contract', 'village_hired', 'township_hired'][1 + h // 10000000 % 4] as contract_type,
    cast(h // 100000000 % 220 as integer) - 100 as start_month,
    greatest(cast(h // 100000000 % 220 as integer) - 100 + 1 + cast(-ln((h // 31 % 9973 + 1) / 9974.0) * 400 as integer), 1 + i % 3) as end_month
from (select i, cast(hash(i) % 1000000007 * 997 + hash(i + 1) % 997 as bigint) as h from range($people) as r(i)) as p"""
POSTS = """
create table held as
select s.* exclude (n, start_month, end_month), t.region_code as facility_code,
    case when part = 1 then s.middle else s.start_month end as start_month,
    case when part = 0 then coalesce(s.middle, s.end_month) else s.end_month end as end_month, part = 0 and s.middle is not null as moves_on
from (
    select *, case when i % 6 = 0 and end_month - start_month >= 24 then start_month + (end_month - start_month) // 2 end as middle from someone
) as s
inner join range(2) as r(part) on part = 0 or s.middle is not null
inner join (
    select region_code, row_number() over (order by region_code) - 1 as n from stg_region where level = 'township'
) as t on t.n = (s.n + 3 * part) % $townships
order by facility_code, i"""
SPELLS = """
insert into stg_employment (person_key, facility_code, staff_group, start_on, end_on, exit_reason, contract_type, fte, is_main_post, sex, birth_year)
select person_key, facility_code, staff_group, cast(date '2015-01-01' + to_months(start_month) as date),
    case when end_month < 120 then cast(date '2015-01-01' + to_months(end_month) - interval 1 day as date) end,
    case
        when end_month >= 120 then null
        when moves_on then 'transferred'
        else ['resigned', 'retired', 'contract_ended', 'died'][1 + i % 4]
    end, contract_type, 1, true, sex, birth_year
from held
where end_month > 0 and start_month < least(end_month, 120)"""
ROSTERS = """
insert into stg_roster (person_key, as_at, facility_code, staff_group, sex, licence, education, birth_year, is_main_post, has_left, file)
select person_key, make_date(2015 + y, 12, 31), facility_code, staff_group, sex, licence, education, birth_year, true, false, 'f'
from held, range(0, 10, 3) as r(y)
where start_month <= y * 12 + 11 and end_month > y * 12 + 11"""
PAY = """
insert into stg_pay (person_key, facility_code, pay_component, role, period_start, period_end, payee_kind, due_yuan, paid_yuan, paid_on)
select person_key, facility_code, component, case when component = 'total' then 'total' else 'regular' end,
    cast(date '2015-01-01' + to_months(m + 1 - months) as date), cast(date '2015-01-01' + to_months(m + 1) - interval 1 day as date), 'person',
    yuan, case when (i + m) % 997 > 0 then yuan end, case when (i + m) % 211 = 0 then cast(date '2015-01-01' + to_months(m + 4) as date) end
from (
    select h.*, m, case when i % 60 = 0 then 3 else 1 end as months, c.component,
        (2000 + hash(i) % 2000 + 10 * m) * case when i % 60 = 0 then 3 else 1 end as yuan
    from held as h, range(120) as r(m), (values ('base'), ('total')) as c(component)
    where h.start_month <= m and h.end_month > m and (i % 60 > 0 or m % 3 = 2) and (c.component = 'base' or i % 100 = 1)
)"""
POPULATION = """
insert into stg_population (region_code, period, population_kind, persons)
select region_code, cast(y as varchar), 'resident', 8000 + hash(region_code) % 20000 from stg_region, range(2015, 2025) as r(y) where level = 'township'"""


@dataclass(frozen=True, slots=True)
class Country:
    """How many of each were generated."""

    people: int
    pay_rows: int


def country_site() -> Site:
    """Return the site of the country: four levels, counties report."""
    return parse_site(SITE)


def generate(connection: Connection, scale: float = 1.0) -> Country:
    """Fill the site's and the staging tables of a blank database."""
    _blank(connection, country_site())
    counts = {
        "people": int(PEOPLE * scale), "townships": int(TOWNSHIPS * scale),
        "counties": int(COUNTIES * scale), "prefectures": max(int(PREFECTURES * scale), 1),
    }
    for statement in (PLACES, PERSONS, POSTS, SPELLS, ROSTERS, PAY, POPULATION):
        connection.execute(statement, {name: n for name, n in counts.items() if f"${name}" in statement} or None)
    connection.execute("drop table someone; drop table held")
    rows = connection.execute("select count(*) from stg_pay").fetchone()
    people = connection.execute("select count(distinct person_key) from stg_employment").fetchone()
    assert rows is not None and people is not None
    return Country(int(people[0]), int(rows[0]))


def build(path: Path, scale: float) -> None:
    """Make every mart of the file as a build does, with the memory of a build of as many rows, and the hashes of all tables."""
    connection = open_scratch(path, int(PAY_ROWS * scale))
    model = shipped_model()
    model.make(connection, lambda table, share: None, leaving_out=[name for name in model.files if name.startswith("stg_")])
    complete(connection, country_site(), ())
    table_hashes(connection)
    connection.execute("checkpoint")
    connection.close()


def _blank(connection: Connection, site: Site) -> None:
    """Make every table the marts read, the staging ones by the shipped SQL over raw tables without rows."""
    for name, dataset in build_datasets().items():
        columns = raw_columns(dataset)
        connection.execute(f"create table raw_{name} ({', '.join(f'{quoted(c)} {kind}' for c, kind in columns.items())})")
    rows = {**site_rows(site), "period": period_rows([f"{FIRST:%Y-%m}", f"{LAST:%Y-%m}"], None, site)}
    for name, columns in {**SITE_TABLES, **INFO_TABLES, **ALIAS_TABLES, **FILED_TABLES}.items():
        connection.execute(f"create table {name} ({columns})")
        if rows.get(name):
            connection.executemany(f"insert into {name} values ({', '.join('?' * len(rows[name][0]))})", rows[name])
    files = sql_files(SQL / "staging", SQL / "marts")
    for name in run_order(files, known_tables()):
        if name.startswith("stg_"):
            connection.execute(f"create table {name} as {files[name]}")


if __name__ == "__main__":
    command, file, size = sys.argv[1:]
    if command == "generate":
        scratch = open_scratch(Path(file), PAY_ROWS)
        print(generate(scratch, float(size)))
        scratch.close()
    else:
        build(Path(file), float(size))
