-- FTE of a staff group at a facility from one day until it changes (not counted in). Annual returns count where they are of a year.
with held as (
    select w.place_code, w.staff_group, w.from_on, w.to_on, w.fte
    from workforce_state as w
    left join period as p on w.period = p.label
    where w.counts_total and w.fte > 0 and (w.period is null or p.kind in ('year', 'fiscal_year'))
),

steps as (
    select place_code, staff_group, day, sum(step) as step
    from (
        select place_code, staff_group, from_on as day, fte as step from held
        union all
        select place_code, staff_group, to_on as day, -fte as step from held
    ) as s
    group by place_code, staff_group, day
    having abs(sum(step)) > 1e-9
),

levels as (
    select place_code, staff_group, day as from_on, coalesce(lead(day) over in_order, date '9999-12-31') as to_on,
        sum(step) over (partition by place_code, staff_group order by day rows between unbounded preceding and current row) as fte
    from steps
    window in_order as (partition by place_code, staff_group order by day)
),

final as (
    select * from levels where fte > 1e-9
)

select * from final
order by place_code, staff_group, from_on
