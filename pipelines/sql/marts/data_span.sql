-- The days between which spells can be counted on. Where other records carry periods, from the first of those; where spells
-- are all there is, from the year of the first recorded exit (leavers before it were not written down). To the last day
-- that any personal record speaks of.
with days as (
    select min(as_at) as first_exit, min(as_at) as first_day, max(as_at) as last_day from stg_roster
    union all
    select min(end_on) as first_exit, min(start_on) as first_day, greatest(max(start_on), coalesce(max(end_on), max(start_on))) as last_day
    from stg_employment
    union all
    select cast(null as date) as first_exit, cast(null as date) as first_day, max(period_end) as last_day from stg_pay
),

bounds as (
    select coalesce(min(first_exit), min(first_day)) as first_day, max(last_day) as last_day from days
),

labelled as (
    select count(*) as labels
    from (
        select period from stg_population
        union all
        select period from stg_workforce_return
        union all
        select cast(period_end as varchar) from stg_pay
        union all
        select cast(as_at as varchar) from stg_roster
    ) as l
),

opening as (
    select min(start_on) as start_on from period
),

final as (
    select case when max(n.labels) > 0 then max(o.start_on) else coalesce(min(p.start_on), min(b.first_day)) end as first_day,
        max(b.last_day) as last_day
    from bounds as b
    cross join labelled as n
    cross join opening as o
    left join period as p on p.kind in ('year', 'fiscal_year') and p.start_on <= b.first_day and p.end_on >= b.first_day
)

select * from final
