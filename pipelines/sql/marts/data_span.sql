-- The days between which spells are known: exits before the first day were not recorded, after the last nothing is known.
with days as (
    select min(as_at) as first_day, max(as_at) as last_day from stg_roster
    union all
    select min(end_on) as first_day, greatest(max(start_on), max(end_on)) as last_day from stg_employment
    union all
    select cast(null as date) as first_day, max(period_end) as last_day from stg_pay
),

bounds as (
    select min(first_day) as first_day, max(last_day) as last_day from days
),

final as (
    select coalesce(min(p.start_on), min(b.first_day)) as first_day, min(b.last_day) as last_day
    from bounds as b
    left join period as p on p.kind in ('year', 'fiscal_year') and p.start_on <= b.first_day and p.end_on >= b.first_day
)

select * from final
