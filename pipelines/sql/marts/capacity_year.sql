-- Villages and the facilities they reach in the ordinary season at the end of a year, with the people each facility can serve: its
-- doctors' FTE over the norm of the site (doctors per 1,000). capacity is unknown where no norm is set, or where nobody knows the staff.
-- A village whose travel is not known has one row without a facility; a closed road has no minutes. travel_limit: the last of the site's.
with chosen as (
    select case when exists (select 1 from stg_travel_time where season = 'open') then 'open' else 'all_year' end as season
),

norms as (
    select coalesce(max(case when n.population_kind = s.value then n.norm end), max(case when n.population_kind = '' then n.norm end)) as norm
    from site_setting as s
    left join site_norm as n on n.indicator = 'density' and n.population_kind in ('', s.value)
    where s.name = 'population_kind'
),

widest as (
    select max(width) as minutes from site_window where name = 'travel_minutes'
),

years as (
    select label, as_at from period where kind in ('year', 'fiscal_year')
),

staff as (
    select f.place_code, y.label as period, sum(f.fte) as fte
    from facility_fte as f
    inner join site_base as b on b.base = 'rural_doctors' and f.staff_group = b.staff_group
    inner join years as y on f.from_on <= y.as_at and f.to_on > y.as_at
    group by f.place_code, y.label
),

known as (
    select distinct a.place_code, y.label as period
    from years as y
    inner join site_setting as u on u.name = 'unit_level'
    inner join place_span as a on a.level = u.value and a.from_on <= y.as_at and a.to_on > y.as_at
    inner join reporting as r on a.region_code = r.place_code and r.dataset in ('employment', 'roster', 'workforce_return')
        and (r.period = y.label or (r.period is null and r.from_on <= y.as_at and r.to_on > y.as_at))
),

villages as (
    select v.village_code, v.residents, coalesce(v.abolished_on, date '9999-12-31') as to_on, coalesce(s.to_code, v.region_code) as place_code
    from stg_village as v
    left join region_successor as s on v.region_code = s.from_code and s.until_on = date '9999-12-31' and s.is_main
),

journeys as (
    select v.village_code, v.facility_code, v.minutes
    from village_journey as v
    inner join chosen as c on v.season = c.season
    where v.is_passable is not null
),

final as (
    select v.place_code, y.label as period, v.village_code, v.residents, j.facility_code, j.minutes,
        case when k.place_code is not null then 1000 * coalesce(s.fte, 0) / nullif(n.norm, 0) end as capacity,
        x.minutes as travel_limit
    from villages as v
    inner join years as y on v.to_on > y.as_at
    cross join norms as n
    cross join widest as x
    left join journeys as j on v.village_code = j.village_code
    left join known as k on j.facility_code = k.place_code and y.label = k.period
    left join staff as s on j.facility_code = s.place_code and y.label = s.period
    where v.residents is not null
)

select * from final
order by period, place_code, village_code, minutes, facility_code
