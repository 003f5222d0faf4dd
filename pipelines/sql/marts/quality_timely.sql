-- Tests late: what a sender owes for a period first came within the days allowed after its end (quality_due). What was due before the
-- workspace had its first load is not judged.
with arrivals as (
    select dataset, unit, period, min(came_on) as came_on from load_info
    where rows > 0 and unit not like '%.unassigned'
    group by dataset, unit, period
),

final as (
    select 'late' as rule, a.dataset, a.unit as place_code, a.period, '' as item,
        cast(date_diff('day', d.end_on, a.came_on) as double) as found, cast(d.days as double) as expected, cast(null as double) as checked,
        case when date_diff('day', d.end_on, a.came_on) <= d.days then 1 else 0 end as passed
    from arrivals as a
    inner join quality_due as d on a.dataset = d.dataset and a.period = d.period
    where d.due_state <> 'before'
)

select * from final
