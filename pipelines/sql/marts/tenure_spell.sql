-- Durations as a survival table wants them: entry, exit, event, in the site's unit of tenure (a month is 30.4375 days).
-- Durations say no place, so they speak for a site of one root only.
with days as (
    select 'day' as unit, cast(1 as double) as days
    union all
    select 'week' as unit, cast(7 as double) as days
    union all
    select 'month' as unit, cast(30.4375 as double) as days
    union all
    select 'year' as unit, cast(365.25 as double) as days
),

site_unit as (
    select s.value as unit, d.days
    from site_setting as s
    inner join days as d on s.name = 'tenure_unit' and s.value = d.unit
),

only_root as (
    select min(code) as code from site_root having count(*) = 1
),

final as (
    select t.tenure_id, r.code as region_code, cast(0 as double) as entry,
        case when coalesce(t.tenure_unit, u.unit) = u.unit then t.duration else t.duration * d.days / nullif(u.days, 0) end as exit,
        case when t.has_ended then 1 else 0 end as event, u.unit as tenure_unit
    from stg_tenure as t
    cross join site_unit as u
    cross join only_root as r
    left join days as d on t.tenure_unit = d.unit
    where t.duration is not null
)

select * from final
