-- Which reporting units were expected (dataset `expected`), and which of them sent each dataset, from one day until another (not counted
-- in), looked up on the last day of a period; a row that names a period answers for that one only (counting.md, completeness).
-- Populations of the kind the site counts by are `population`, others `population_<kind>`; a figure of a place above the
-- units speaks for all of them. A register speaks for its units even after their last facility closed.
-- A return that speaks for its unit and tells sex, age, licence or education is `workforce_return/sex` and so on as well, one that
-- tells who is 60 `workforce_return/age_band_60`; people told by age are `population/age`.
-- A register of agreements that tells when each was broken is `agreement/breach` as well, and `agreement/outcome`.
-- A unit that sent pay for every month of a year in which it had staff is `pay/whole` in it as well, and `pay/growth` where it did not
-- send the year before in part.
-- Training counts only where persons are known as well (a share of a return's headcount cannot be told). The register of links is kept
-- by a hospital for all the units beside one another, so it speaks for those without a link.
-- What stands right under a county, in no township, is the county's own unit (`.unassigned`). It is expected only where clinics or people
-- whom the site counts stand there: of a county hospital in the register nobody awaits a roster of rural doctors.
with unit_level as (
    select s.value as level, l.depth from site_setting as s
    inner join site_level as l on s.name = 'unit_level' and s.value = l.level
),

unit_of as (
    select a.place_code, a.region_code as unit_code, a.from_on, a.to_on
    from place_span as a
    inner join unit_level as u on a.level = u.level
),

bounds as (
    select first_day, cast(last_day + interval 1 day as date) as after_last from data_span
),

rural as (
    select f.facility_code, f.period, f.opened_on, f.closed_on
    from stg_facility as f
    left join code as c on c.codelist = 'facility_type' and f.facility_type = c.code
    where coalesce(c.role, '') <> 'county'
),

filed_periods as (
    select f.dataset, f.facility_code as place_code, w.label as period
    from (
        select 'service' as dataset, facility_code, period from stg_service
        union
        select 'facility_status' as dataset, facility_code, period from stg_facility_status
    ) as f
    inner join period as p on f.period = p.label
    inner join period as w on p.start_on >= w.start_on and p.end_on <= w.end_on
),

peopled as (
    select distinct u.unit_code, m.staff_group, greatest(m.start_on, d.first_day, u.from_on) as from_on,
        least(case when m.end_on >= d.after_last then d.after_last else cast(m.end_on + interval 1 day as date) end, u.to_on) as to_on
    from main_post as m
    inner join bounds as d on m.start_on < d.after_last and m.end_on >= d.first_day
    inner join unit_of as u on m.facility_code = u.place_code
),

staffed as (
    select p.unit_code, p.from_on, p.to_on
    from peopled as p
    inner join site_base as b on p.staff_group = b.staff_group
    where p.unit_code like '%.unassigned'
),

trained as (
    select distinct p.label as period, p.as_at, u.unit_code
    from (select distinct facility_code, enrolled_on from stg_training) as t
    inner join period as p on t.enrolled_on >= p.start_on and t.enrolled_on <= p.end_on
    inner join unit_of as u on t.facility_code = u.place_code and u.from_on <= p.as_at and u.to_on > p.as_at
),

labelled as (
    select dataset, place_code, period from filed_periods
    union
    select 'facility' as dataset, facility_code as place_code, period from stg_facility where period <> ''
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
    select 'workforce_return/education' as dataset, place_code, period from workforce_state
    where source = 'return' and education <> 'unknown'
    union
    select 'workforce_return/age_band_60' as dataset, place_code, period from workforce_state
    where source = 'return' and age_band <> 'unknown' and age_line = '60'
    union
    select 'workforce_return/age_band_35' as dataset, place_code, period from workforce_state
    where source = 'return' and age_band <> 'unknown' and youth_line = '35'
    union
    select 'workforce_return/education_level' as dataset, place_code, period from workforce_state
    where source = 'return' and education <> 'unknown' and education_line = 'level'
    union
    select 'facility_payment' as dataset, facility_code as place_code, period from stg_facility_payment
    union
    select 'pay' as dataset, place_code, period from person_pay_year where place_code is not null
),

counted as (
    select distinct case when n.population_kind = s.value then 'population' else 'population_' || n.population_kind end as dataset,
        n.place_code, n.from_on, n.to_on
    from population_place as n
    inner join site_setting as s on s.name = 'population_kind'
    union
    select distinct case when n.population_kind = s.value then 'population/age' else 'population_' || n.population_kind || '/age' end as dataset,
        n.place_code, n.from_on, n.to_on
    from population_place as n
    inner join site_setting as s on s.name = 'population_kind'
    where n.working_age is not null
),

lasting as (
    select dataset, place_code, from_on, to_on from counted
    union all
    select 'link' as dataset, place_code, from_on, to_on from link_register
    union all
    select n.dataset, a.place_code, greatest(n.from_on, a.from_on) as from_on, least(n.to_on, a.to_on) as to_on
    from counted as n
    inner join place_span as a on n.place_code = a.region_code and n.from_on < a.to_on and n.to_on > a.from_on
    inner join unit_level as u on a.depth < u.depth
    inner join place_span as o on a.place_code = o.place_code and o.region_code = o.place_code and a.from_on = o.from_on and u.level = o.level
    union all
    select 'facility' as dataset, f.facility_code as place_code, date '1900-01-01' as from_on, date '9999-12-31' as to_on
    from (select distinct facility_code from stg_facility where period = '') as f
    union all
    select 'employment' as dataset, s.facility_code as place_code, greatest(s.start_on, d.first_day) as from_on, d.after_last as to_on
    from (select facility_code, min(start_on) as start_on from stg_employment group by facility_code) as s
    cross join bounds as d
    union all
    select 'roster' as dataset, r.facility_code as place_code, r.first_at as from_on, d.after_last as to_on
    from (select facility_code, min(as_at) as first_at from stg_roster group by facility_code) as r
    cross join bounds as d
    union all
    select 'expected' as dataset, f.facility_code as place_code, coalesce(f.opened_on, date '1900-01-01') as from_on,
        coalesce(f.closed_on, date '9999-12-31') as to_on
    from rural as f
    where f.period = ''
    union all
    select 'expected' as dataset, place_code, from_on, to_on
    from place_span
    where region_code = place_code and depth < (select max(depth) from site_level)
),

sent as (
    select l.dataset, u.unit_code as place_code, l.period, cast(null as date) as from_on, cast(null as date) as to_on
    from labelled as l
    inner join period as p on l.period = p.label
    inner join unit_of as u on l.place_code = u.place_code and u.from_on <= p.as_at and u.to_on > p.as_at
    union
    select 'training' as dataset, t.unit_code, t.period, null, null
    from trained as t
    inner join peopled as p on t.unit_code = p.unit_code and p.from_on <= t.as_at and p.to_on > t.as_at
    union
    select l.dataset, u.unit_code, cast(null as varchar), greatest(l.from_on, u.from_on), least(l.to_on, u.to_on)
    from lasting as l
    inner join unit_of as u on l.place_code = u.place_code and l.from_on < u.to_on and l.to_on > u.from_on
    union
    select 'expected' as dataset, u.unit_code, f.period, null, null
    from rural as f
    inner join period as p on f.period = p.label
    inner join unit_of as u on f.facility_code = u.place_code and u.from_on <= p.as_at and u.to_on > p.as_at
    where f.period <> '' and coalesce(f.closed_on, date '9999-12-31') > p.as_at
    union
    select 'expected' as dataset, unit_code, cast(null as varchar), from_on, to_on
    from staffed
    union
    select dataset, place_code, cast(null as varchar), from_on, to_on
    from agreement_told
    union
    select 'pay/whole' as dataset, place_code, period, null, null
    from pay_whole
    where is_whole
    union
    select 'pay/growth' as dataset, w.place_code, w.period, null, null
    from pay_whole as w
    inner join period as p on w.period = p.label
    left join pay_whole as b on w.place_code = b.place_code and p.previous = b.period
    where w.is_whole and coalesce(b.is_whole, true)
    union
    select dataset, place_code, period, case when period is null then from_on end, case when period is null then to_on end
    from register_period
),

final as (
    select dataset, place_code, period, from_on, to_on
    from sent
    where period is not null or from_on < to_on
)

select * from final
order by dataset, place_code, from_on
