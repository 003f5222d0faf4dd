-- Tests late: what a sender owes for a period first came within the days allowed after its end (site_due). Periods that were due
-- before the workspace had its first load are history that was loaded later: they are not judged.
with first_load as (
    select min(cast(substr(made_at, 1, 10) as date)) as first_on from batch_info
),

arrivals as (
    select dataset, unit, period, min(came_on) as came_on from load_info
    where rows > 0 and unit not like '%.unassigned'
    group by dataset, unit, period
),

final as (
    select 'late' as rule, a.dataset, a.unit as place_code, a.period, '' as item,
        cast(date_diff('day', p.end_on, a.came_on) as double) as found, cast(d.days as double) as expected, cast(null as double) as checked,
        case when date_diff('day', p.end_on, a.came_on) <= d.days then 1 else 0 end as passed
    from arrivals as a
    inner join period as p on a.period = p.label
    inner join site_due as d on a.dataset = d.dataset and p.kind = d.kind
    cross join first_load as f
    where date_diff('day', p.end_on, f.first_on) <= d.days
)

select * from final
