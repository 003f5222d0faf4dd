-- Tests number_missing: everybody on a roster, in a spell or paid came with an ID number, or is somebody who did by name, birth date
-- and facility (person_alias). Each of the others counts as one person more. Who is paid is told of where no roster or spell names
-- them. What has no period of its own counts in the newest year.
with unit_level as (
    select value as level from site_setting where name = 'unit_level'
),

newest as (
    select max_by(label, end_on) as label from period where kind in ('year', 'fiscal_year')
),

nobody as (
    select alias_key as person_key from person_alias where person_key is null
),

days as (
    select d.as_at, p.label, row_number() over (partition by d.as_at order by p.months, p.label) as nth
    from (select distinct as_at from stg_roster) as d
    inner join period as p on p.start_on <= d.as_at and p.end_on >= d.as_at
),

spans as (
    select d.period_start, d.period_end, p.label,
        row_number() over (partition by d.period_start, d.period_end order by p.months, p.label) as nth
    from (
        select distinct s.period_start, s.period_end
        from stg_pay as s
        inner join nobody as b on s.person_key = b.person_key
    ) as d
    inner join period as p on p.start_on <= d.period_start and p.end_on >= d.period_end
),

named as (
    select person_key from stg_roster
    union
    select person_key from stg_employment
),

without_number as (
    select 'roster' as dataset, r.facility_code as place_code, d.label as period, r.person_key
    from stg_roster as r
    inner join nobody as b on r.person_key = b.person_key
    inner join days as d on r.as_at = d.as_at and d.nth = 1
    union all
    select 'employment', e.facility_code, n.label, e.person_key
    from stg_employment as e
    inner join nobody as b on e.person_key = b.person_key
    cross join newest as n
    union all
    select 'pay', s.facility_code, d.label, s.person_key
    from stg_pay as s
    inner join nobody as b on s.person_key = b.person_key
    inner join spans as d on s.period_start = d.period_start and s.period_end = d.period_end and d.nth = 1
    where not exists (select 1 from named as n where n.person_key = s.person_key)
),

told as (
    select dataset, place_code, period, person_key from without_number
    union all
    select distinct f.dataset, f.place_code, case when f.period = '' then n.label else f.period end, cast(null as varchar)
    from filed as f
    cross join newest as n
    where f.dataset in ('roster', 'employment', 'pay')
),

counted as (
    select t.dataset, a.region_code as unit_code, t.period, count(distinct t.person_key) as found
    from told as t
    inner join period as p on t.period = p.label
    inner join place_span as a on t.place_code = a.place_code and a.from_on <= p.as_at and a.to_on > p.as_at
    inner join unit_level as u on a.level = u.level
    where a.region_code not like '%.unassigned'
    group by t.dataset, a.region_code, t.period
),

final as (
    select 'number_missing' as rule, dataset, unit_code as place_code, period, '' as item, cast(found as double) as found,
        cast(0 as double) as expected, cast(null as double) as checked, case when found = 0 then 1 else 0 end as passed
    from counted
)

select * from final
