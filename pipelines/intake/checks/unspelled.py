"""People on a roster of a unit that sends employment records, without one on that day: counting goes by the records and leaves them out."""

from __future__ import annotations

from pipelines.core.text import Text
from pipelines.intake.checks.check import Check

# Any spell of that day will do: who has one elsewhere is counted there. A spell sent before the number came, or after it, is
# found by the alias.
_UNSPELLED = """
with listed as (
    select * from known_roster
    where person_key is not null and coalesce(is_main_post, true) and coalesce(is_in_post, true) and (end_on is null or end_on > as_at)
        and unit in (select unit from known_employment)
),
spells as (
    select person_key, alias_key, start_on, coalesce(end_on, date '9999-12-31') as end_on from known_employment
),
unspelled as (
    select r.* from listed as r
    anti join spells as s on r.person_key = s.person_key and r.as_at between s.start_on and s.end_on
    anti join spells as a on r.alias_key = a.person_key and r.as_at between a.start_on and a.end_on
    anti join spells as b on r.person_key = b.alias_key and r.as_at between b.start_on and b.end_on
)
"""
_ON_ARRIVING = f"""{_UNSPELLED}
select file_no, table_no, source_row, '' as thing, strftime(as_at, '%Y-%m-%d') as found,
    count(distinct person_key) over (partition by file_no, table_no)::VARCHAR as other
from unspelled where file_no is not null
"""
# Of rosters loaded before: told once a sheet, at the first row of those units, with the rows of the rosters.
_ON_LOADED = f"""{_UNSPELLED},
places as (
    select unit, min(struct_pack(f := file_no, t := table_no, r := source_row)) as place from in_employment group by unit
),
days as (
    select p.place.f as file_no, p.place.t as table_no, u.as_at, min(p.place.r) as source_row, list(distinct u.person_key) as persons,
        list_sort(list(distinct u.source_row)) as listed_rows
    from unspelled as u inner join places as p on u.unit = p.unit
    where u.file_no is null
    group by all
),
worded as (
    select *, strftime(as_at, '%Y-%m-%d') || ': ' || array_to_string(listed_rows[1:10], ', ') || if(len(listed_rows) > 10, ', …', '') as words
    from days
)
select file_no, table_no, min(source_row) as source_row, '' as thing, len(list_distinct(flatten(list(persons))))::VARCHAR as other,
    array_to_string(list(words order by as_at)[1:5], '; ') || if(count(*) > 5, '; …', '') as expected
from worded group by file_no, table_no
"""
_REMEDY = Text(
    "在岗的请补报任职记录（因有错误未加载的行改正后重新报送）；已不在岗的，在花名册中“是否在岗”填“否”",
    "send the employment records that are missing (rows kept out for an error: correct them and send them again); for who has left "
    'write "no" under in post on the roster',
)


def _check(subject: str, column: str, statement: str, reason: Text) -> Check:
    return Check(
        name="listed_without_spell",
        title=Text("花名册上的人没有任职记录", "On the roster without an employment record"),
        subject=subject, needs=("employment", "roster"), column=column, statement=statement, reason=reason, remedy=_REMEDY,
    )


CHECKS = (
    _check(
        "roster", "as_at", _ON_ARRIVING,
        Text(
            "本单位报有任职记录，人数按任职记录计；表中 {other} 人在该日没有任职记录，不计入人数（{rows} 行）",
            "the unit sends employment records, by which people are counted; {other} person(s) of this sheet have none on that day and are not "
            "counted ({rows} row(s))",
        ),
    ),
    _check(
        "employment", "facility_code", _ON_LOADED,
        Text(
            "人数按任职记录计；本单位已加载的花名册上有 {other} 人在花名册当日没有任职记录，不计入人数（基准日期: 花名册行号 {expected}）",
            "people are counted by these records; {other} person(s) on rosters of the unit loaded before have none on the day of the roster and are "
            "not counted (day: rows of the roster {expected})",
        ),
    ),
)
