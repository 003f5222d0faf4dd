"""One person in two main posts: on two rosters of one day, or by two spells that overlap."""

from __future__ import annotations

from pipelines.core.text import Text
from pipelines.intake.checks.check import Check

_TWO_ROSTERS = """
with posts as (
    select person_key, as_at, facility_code, file_no, table_no, source_row,
        first_value(struct_pack(f := facility_code, n := file_no, t := table_no, r := source_row)) over w as head
    from known_roster
    where coalesce(is_main_post, true) and as_at in (select as_at from in_roster)
    window w as (partition by person_key, as_at order by file_no nulls first, table_no, source_row)
)
select p.file_no, p.table_no, p.source_row, p.person_key || p.as_at::VARCHAR as thing, p.facility_code as found,
    p.head.f || coalesce(' (' || u.name || ')', '') as other,
    p.head.n as other_file, p.head.t as other_table, p.head.r as other_row
from posts as p
left join known_unit as u on u.place = p.head.f
where p.file_no is not null and p.facility_code <> p.head.f
"""
# The last day of one spell may be the first of the next. Of two that arrive together the later one is told.
_OVERLAP = """
with spells as (
    select person_key, facility_code, start_on, coalesce(end_on, date '9999-12-31') as end_on, file_no, table_no, source_row
    from known_employment
    where coalesce(is_main_post, true) and start_on <= coalesce(end_on, start_on)
),
meeting as (
    select s.*, o.facility_code as other, o.start_on as other_on, o.file_no as other_file, o.table_no as other_table,
        o.source_row as other_row,
        row_number() over (
            partition by s.file_no, s.table_no, s.source_row order by o.start_on, o.file_no nulls first, o.table_no, o.source_row
        ) as nth
    from spells as s
    inner join spells as o on s.person_key = o.person_key
        and greatest(o.start_on, s.start_on) < least(o.end_on, s.end_on)
        and (o.facility_code <> s.facility_code or o.start_on <> s.start_on)
    where s.file_no is not null
        and (o.file_no is null
            or (o.start_on, o.file_no, o.table_no, o.source_row) < (s.start_on, s.file_no, s.table_no, s.source_row))
)
select file_no, table_no, source_row, source_row::VARCHAR as thing, start_on::VARCHAR as found,
    other || ' (' || other_on::VARCHAR || ')' as other, other_file, other_table, other_row
from meeting
where nth = 1
"""

CHECKS = (
    Check(
        name="two_main_posts",
        title=Text("同一天有两个主要岗位", "Two main posts on one day"),
        subject="roster",
        needs=("roster",),
        column="facility_code",
        statement=_TWO_ROSTERS,
        reason=Text("同一人当天在 {other} 也列为主要岗位{where}", "the same person has a main post at {other} that day as well{where}"),
        remedy=Text("请核对人员在哪里任职；兼职的一处“是否主要岗位”填“否”", 'check where the person works; a second post is written "no" under main post'),
    ),
    Check(
        name="spells_overlap",
        title=Text("任职时间重叠", "Overlapping spells"),
        subject="employment",
        needs=("employment",),
        column="start_on",
        statement=_OVERLAP,
        reason=Text("与同一人在 {other} 的任职时间重叠{where}", "overlaps the same person's spell at {other}{where}"),
        remedy=Text(
            "请核对到岗与离岗日期；兼职的一处“是否主要岗位”填“否”", 'check the days; a second post is written "no" under main post'
        ),
    ),
)
