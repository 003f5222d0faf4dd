"""Pay of one person and component whose spans meet: both amounts would be counted."""

from __future__ import annotations

from pipelines.core.text import Text
from pipelines.intake.checks.check import Check
from pipelines.intake.checks.pay_totals import components

# Spans meet in another clinic only where that lies in another unit: who serves two clinics of a township has money of both. A total
# within a wider one of the same clinic counts once, what is held back not at all. Of two rows that arrive together the longer one is
# told, as the months beside a year are rarely what is wrong, else the later one.
_STATEMENT = f"""
with known as (
    select p.person_key, p.facility_code, u.unit, u.name, p.pay_component, p.period_start, p.period_end, p.file_no, p.table_no, p.source_row,
        date_diff('day', p.period_start, p.period_end) as days
    from known_pay as p
    left join known_unit as u on p.facility_code = u.place
    where p.person_key is not null and coalesce(p.paid_yuan, p.due_yuan) > 0 and p.pay_component not in ({components("deduction")})
),
arriving as (
    select * from known where file_no is not null
),
longer as (
    select * from known where days > 31
),
meeting as (
    select a, o from arriving as a inner join known as o
        on a.person_key = o.person_key and a.pay_component = o.pay_component and a.period_start = o.period_start
        and (a.facility_code <> o.facility_code or a.period_end <> o.period_end)
    union all
    select a, o from arriving as a inner join longer as o
        on a.person_key = o.person_key and a.pay_component = o.pay_component
        and o.period_start <= a.period_end and o.period_end >= a.period_start
    union all
    select a, o from longer as a inner join known as o
        on a.person_key = o.person_key and a.pay_component = o.pay_component
        and o.period_start <= a.period_end and o.period_end >= a.period_start
    where a.file_no is not null
)
select a.file_no, a.table_no, a.source_row, o.facility_code as thing,
    o.facility_code || coalesce(' (' || o.name || ')', '') || ', ' || o.period_start::VARCHAR || ' – ' || o.period_end::VARCHAR as other,
    o.file_no as other_file, o.table_no as other_table, o.source_row as other_row
from meeting
where (o.file_no is null or (o.days, o.file_no, o.table_no, o.source_row) < (a.days, a.file_no, a.table_no, a.source_row))
    and case when a.facility_code = o.facility_code
        then (a.period_start <> o.period_start or a.period_end <> o.period_end) and a.pay_component not in ({components("total")})
        else a.unit <> o.unit end
"""

CHECKS = (
    Check(
        name="pay_spans_overlap",
        title=Text("同一项薪酬的所属期重叠", "Overlapping spans of pay"),
        subject="pay",
        needs=("pay",),
        column="period_end",
        statement=_STATEMENT,
        reason=Text(
            "同一人同一项另有一笔发放的所属期与此重叠，如 {other}{where}，两笔都会计入（{rows} 行）",
            "the same person and component is paid for a span that overlaps, such as {other}{where}, and both are counted ({rows} row(s))",
        ),
        remedy=Text(
            "请核对所属期和机构，同一笔钱只保留一行；确在两处任职的可不改",
            "check the spans and the facility, and keep one row for the same money; who does work in two places may stay",
        ),
    ),
)
