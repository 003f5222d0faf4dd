"""Pay of one person and component whose spans meet: both amounts would be counted."""

from __future__ import annotations

from pipelines.core.text import Text
from pipelines.intake.checks.check import Check

# Spans meet in another clinic only where another unit sends it: who serves two clinics of a township has money of both. Of two
# rows that arrive together the longer one is told, as the months beside a year are rarely what is wrong, else the later one.
_STATEMENT = """
with known as (
    select person_key, facility_code, unit, pay_component, payee_kind, period_start, period_end, file_no, table_no, source_row,
        date_diff('day', period_start, period_end) as days
    from known_pay where person_key is not null
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
    o.facility_code || coalesce(' (' || u.name || ')', '') || ', ' || o.period_start::VARCHAR || ' – ' || o.period_end::VARCHAR as other,
    o.file_no as other_file, o.table_no as other_table, o.source_row as other_row
from meeting
left join known_unit as u on u.place = o.facility_code
where a.payee_kind is not distinct from o.payee_kind
    and (o.file_no is null or (o.days, o.file_no, o.table_no, o.source_row) < (a.days, a.file_no, a.table_no, a.source_row))
    and case when a.facility_code = o.facility_code
        then a.period_start <> o.period_start or a.period_end <> o.period_end else a.unit <> o.unit end
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
            "同一人同一项在 {other} 也有发放{where}，所属期重叠，两笔都会计入（{rows} 行）",
            "the same person and component is paid for {other} as well{where}: the span overlaps, and both are counted ({rows} row(s))",
        ),
        remedy=Text(
            "请核对所属期和机构；同一笔钱只保留一行", "check the spans and the facility; keep one row for the same money"
        ),
    ),
)
