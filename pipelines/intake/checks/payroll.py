"""Pay of people who were in no post on the days it is for."""

from __future__ import annotations

from pipelines.core.text import Text
from pipelines.intake.checks.check import Check

# Judged where the reporting unit's spells are known, else where a roster of it lies within a year of the days. Who stands on a roster
# within a year of them and came by no spell known there is in post as well: the record is missing. Who is paid without an ID number
# cannot be told apart and is passed over; a spell sent before the number came is found by its alias.
_STATEMENT = """
with lines as (
    select distinct unit, person_key, alias_key, period_start, period_end from in_pay
    where person_key is not null and not coalesce(is_provisional, false)
),
spelled as (
    select distinct unit from known_employment
),
rostered as (
    select distinct unit, as_at from known_roster where unit not in (select unit from spelled where unit is not null)
),
judged as (
    select l.*, 0 * interval 1 day as around from lines as l semi join spelled using (unit)
    union all
    select l.*, interval 366 day from lines as l
    semi join rostered as r on l.unit = r.unit
        and r.as_at between l.period_start - interval 366 day and l.period_end + interval 366 day
),
spells as (
    select person_key, start_on, coalesce(end_on, date '9999-12-31') as end_on from known_employment
),
absent as (
    select j.* from judged as j
    anti join spells as s on j.person_key = s.person_key and s.start_on <= j.period_end and s.end_on >= j.period_start
    anti join spells as a on j.alias_key = a.person_key and a.start_on <= j.period_end and a.end_on >= j.period_start
),
unspelled as (
    select r.person_key, r.as_at from known_roster as r
    anti join known_employment as s on r.person_key = s.person_key and r.unit = s.unit and s.start_on <= r.as_at
    where coalesce(r.is_in_post, true) and (r.end_on is null or r.end_on > r.as_at)
),
nowhere as (
    select a.* from absent as a
    anti join unspelled as u on a.person_key = u.person_key
        and u.as_at between a.period_start - interval 366 day and a.period_end + interval 366 day
    anti join known_roster as r on a.person_key = r.person_key and r.as_at between a.period_start - around and a.period_end + around
    anti join known_roster as q on a.alias_key = q.person_key and q.as_at between a.period_start - around and a.period_end + around
)
select p.file_no, p.table_no, p.source_row, p.person_key as thing, p.period_start::VARCHAR as other
from in_pay as p
semi join nowhere as n on p.person_key = n.person_key and p.unit is not distinct from n.unit
    and p.period_start = n.period_start and p.period_end = n.period_end
"""

CHECKS = (
    Check(
        name="paid_without_post",
        title=Text("发薪人员当时不在岗", "Pay without a post"),
        subject="pay",
        needs=("employment", "roster"),
        column="id_number",
        statement=_STATEMENT,
        reason=Text(
            "此人在所属期（自 {other} 起）既没有任职记录，也不在花名册上（{rows} 行）",
            "the person is in no spell and on no roster in the days this pay is for, from {other} on ({rows} row(s))",
        ),
        remedy=Text("请核对人员与所属期，或补报任职记录", "check the person and the days, or send the spell that is missing"),
    ),
)
