-- Which reporting units were expected in a period and which of them sent each dataset (counting.md, completeness).
-- Populations of the kind the site counts by are `population`, others `population_<kind>`; a figure of a place above the
-- units speaks for all of them. A register speaks for its units even after their last facility closed.
-- A return that speaks for its unit and tells sex, age or licence is `workforce_return/sex` and so on as well.
-- Training counts only where persons are known as well (a share of a return's headcount cannot be told). The register of links is kept
-- by a hospital for all the units beside one another, so it speaks for those without a link.
with unit_level as (
    select s.value as level, l.depth from site_setting as s
    inner join site_level as l on s.name = 'unit_level' and s.value = l.level
),

facility_depth as (
    select max(depth) as depth from site_level
),

registered as (
    select place_code, period from place_period where place_code in (select facility_code from stg_facility where period = '')
),

counted as (
    select distinct case when n.population_kind = s.value then 'population' else 'population_' || n.population_kind end as dataset,
        n.place_code, n.period
    from population_place as n
    inner join site_setting as s on s.name = 'population_kind'
),

filed as (
    select 'service' as dataset, facility_code, period from stg_service
    union
    select 'facility_status' as dataset, facility_code, period from stg_facility_status
),

peopled as (
    select distinct w.period, a.region_code as unit_code
    from (
        select distinct p.label as period, m.facility_code as place_code
        from main_post as m
        inner join data_span as d on true
        inner join period as p on p.as_at >= d.first_day and p.as_at <= d.last_day and m.start_on <= p.as_at and m.end_on >= p.as_at
    ) as w
    inner join place_path as a on w.place_code = a.place_code and w.period = a.period
    inner join unit_level as u on a.level = u.level
),

trained as (
    select distinct p.label as period, t.facility_code as place_code
    from (select distinct facility_code, enrolled_on from stg_training) as t
    inner join period as p on t.enrolled_on >= p.start_on and t.enrolled_on <= p.end_on
),

sent as (
    select 'training' as dataset, t.place_code, t.period
    from trained as t
    inner join place_path as a on t.place_code = a.place_code and t.period = a.period
    inner join peopled as p on a.region_code = p.unit_code and t.period = p.period
    union
    select 'link' as dataset, r.place_code, p.label as period
    from link_register as r
    inner join period as p on r.from_on <= p.as_at and r.to_on > p.as_at
    union
    select f.dataset, f.facility_code as place_code, w.label as period
    from filed as f
    inner join period as p on f.period = p.label
    inner join period as w on p.start_on >= w.start_on and p.end_on <= w.end_on
    union
    select 'facility' as dataset, place_code, period from facility_stock
    union
    select 'facility' as dataset, place_code, period from registered
    union
    select 'workforce_return' as dataset, facility_code as place_code, period from stg_workforce_return
    where headcount is not null or fte is not null
    union
    select 'workforce_return/sex' as dataset, place_code, period from workforce_state where source = 'return' and sex <> 'unknown'
    union
    select 'workforce_return/age_band' as dataset, place_code, period from workforce_state
    where source = 'return' and age_band <> 'unknown'
    union
    select 'workforce_return/licence' as dataset, place_code, period from workforce_state
    where source = 'return' and licence <> 'unknown'
    union
    select 'facility_payment' as dataset, facility_code as place_code, period from stg_facility_payment
    union
    select dataset, place_code, period from counted
    union
    select n.dataset, a.place_code, a.period
    from counted as n
    inner join place_path as a on n.place_code = a.region_code and n.period = a.period
    inner join unit_level as u on a.depth < u.depth
    inner join place_period as o on a.place_code = o.place_code and a.period = o.period and u.level = o.level
    union
    select 'employment' as dataset, s.facility_code as place_code, p.label as period
    from (select facility_code, min(start_on) as start_on from stg_employment group by facility_code) as s
    inner join data_span as d on true
    inner join period as p on p.as_at >= d.first_day and p.as_at <= d.last_day and s.start_on <= p.as_at
    union
    select 'roster' as dataset, r.facility_code as place_code, p.label as period
    from (select facility_code, min(as_at) as first_at from stg_roster group by facility_code) as r
    inner join data_span as d on true
    inner join period as p on p.as_at >= r.first_at and p.as_at <= d.last_day
    union
    select 'pay' as dataset, place_code, period from person_pay_year where place_code is not null
    union
    select dataset, place_code, period from register_period
),

open_units as (
    select f.facility_code as place_code, f.period
    from stg_facility as f
    inner join period as p on f.period = p.label
    where f.period <> '' and coalesce(f.closed_on, date '9999-12-31') > p.as_at
    union
    select place_code, period from facility_stock where place_code in (select facility_code from stg_facility where period = '')
    union
    select place_code, period from place_period where depth < (select depth from facility_depth)
),

expected as (
    select a.period, a.region_code as unit_code
    from open_units as o
    inner join place_path as a on o.place_code = a.place_code and o.period = a.period
    inner join unit_level as u on a.level = u.level
    where a.region_code not like '%.unassigned'
    union
    select a.period, a.region_code as unit_code
    from sent as o
    inner join place_path as a on o.place_code = a.place_code and o.period = a.period
    inner join unit_level as u on a.level = u.level
),

datasets as (
    select distinct dataset from sent
),

reported as (
    select distinct s.dataset, a.period, a.region_code as unit_code
    from sent as s
    inner join place_path as a on s.place_code = a.place_code and s.period = a.period
    inner join unit_level as u on a.level = u.level
),

final as (
    select d.dataset, e.period, e.unit_code as place_code, 1 as expected, case when r.unit_code is null then 0 else 1 end as reported
    from expected as e
    cross join datasets as d
    left join reported as r on d.dataset = r.dataset and e.period = r.period and e.unit_code = r.unit_code
)

select * from final
order by dataset, period, place_code
