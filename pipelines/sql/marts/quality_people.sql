-- Tests of people: two main posts on one day, ages, spells that overlap, pay without a post, licences registered elsewhere. What has no
-- period of its own counts in the newest year. A unit's pay is judged where its spells are known.
with unit_level as (
    select value as level from site_setting where name = 'unit_level'
),

newest as (
    select max_by(label, end_on) as label, max(as_at) as as_at from period where kind in ('year', 'fiscal_year')
),

unit_of as (
    select a.place_code, a.from_on, a.to_on, a.region_code as unit_code
    from place_span as a
    inner join unit_level as u on a.level = u.level
    where a.region_code not like '%.unassigned'
),

roster_days as (
    select d.as_at, p.label, p.as_at as last_on, row_number() over (partition by d.as_at order by p.months, p.label) as nth
    from (select distinct as_at from stg_roster) as d
    inner join period as p on p.start_on <= d.as_at and p.end_on >= d.as_at
),

on_roster as (
    select r.person_key, r.as_at, r.facility_code, r.is_main_post, year(r.as_at) - r.birth_year as age, l.label as period, u.unit_code
    from stg_roster as r
    inner join roster_days as l on r.as_at = l.as_at and l.nth = 1
    inner join unit_of as u on r.facility_code = u.place_code and u.from_on <= l.last_on and u.to_on > l.last_on
),

main_posts as (
    select person_key, as_at, count(distinct facility_code) as posts from stg_roster where is_main_post group by person_key, as_at
),

two_posts as (
    select 'two_main_posts' as rule, 'roster' as dataset, r.unit_code, r.period,
        count(distinct case when m.posts > 1 then r.person_key end) as found, count(distinct r.person_key) as checked
    from on_roster as r
    inner join main_posts as m on r.person_key = m.person_key and r.as_at = m.as_at
    where r.is_main_post
    group by r.unit_code, r.period
),

ages as (
    select 'age_implausible' as rule, 'roster' as dataset, unit_code, period,
        count(distinct case when age < 16 or age > 100 then person_key end) as found, count(distinct person_key) as checked
    from on_roster
    where age is not null
    group by unit_code, period
),

spells as (
    select person_key, facility_code, start_on, coalesce(end_on, date '9999-12-31') as end_on
    from stg_employment
    where coalesce(is_main_post, true) and (end_on is null or end_on >= start_on)
),

meeting as (
    select distinct s.person_key, s.facility_code, s.start_on
    from spells as s
    inner join spells as o on s.person_key = o.person_key and greatest(o.start_on, s.start_on) < least(o.end_on, s.end_on)
        and (o.facility_code <> s.facility_code or o.start_on <> s.start_on)
),

overlapping as (
    select 'spells_overlap' as rule, 'employment' as dataset, u.unit_code, n.label as period, count(m.person_key) as found,
        count(*) as checked
    from spells as s
    cross join newest as n
    inner join unit_of as u on s.facility_code = u.place_code and u.from_on <= n.as_at and u.to_on > n.as_at
    left join meeting as m on s.person_key = m.person_key and s.facility_code = m.facility_code and s.start_on = m.start_on
    group by u.unit_code, n.label
),

spelled_units as (
    select distinct u.unit_code, p.label as period
    from (
        select distinct u.unit_code, u.from_on, u.to_on
        from (select distinct facility_code from stg_employment) as s
        inner join unit_of as u on s.facility_code = u.place_code
    ) as u
    inner join period as p on u.from_on <= p.as_at and u.to_on > p.as_at
),

pay_spans as (
    select d.period_start, d.period_end, p.label, p.as_at,
        row_number() over (partition by d.period_start, d.period_end order by p.months, p.label) as nth
    from (select distinct period_start, period_end from stg_pay) as d
    inner join period as p on p.start_on <= d.period_start and p.end_on >= d.period_end
),

looked_up as (
    select person_key, max(case when is_monthly and facility_code is not null then 0 else 1 end) as is_counted
    from payee_year as p
    where not is_monthly or facility_code is null or not exists (
        select 1
        from stg_employment as s
        where s.person_key = p.person_key and 12 * year(s.start_on) + month(s.start_on) <= p.first_month
            and (s.end_on is null or 12 * year(s.end_on) + month(s.end_on) >= p.last_month)
    )
    group by person_key
),

pay_lines as (
    select p.person_key, p.facility_code, p.period_start, p.period_end, max(l.is_counted) as is_counted
    from stg_pay as p
    inner join looked_up as l on p.person_key = l.person_key
    group by p.person_key, p.facility_code, p.period_start, p.period_end
),

paid as (
    select s.person_key, s.period_start, s.period_end, s.is_counted, l.label as period, u.unit_code
    from pay_lines as s
    inner join pay_spans as l on s.period_start = l.period_start and s.period_end = l.period_end and l.nth = 1
    inner join unit_of as u on s.facility_code = u.place_code and u.from_on <= l.as_at and u.to_on > l.as_at
    where exists (select 1 from spelled_units as j where j.unit_code = u.unit_code and j.period = l.label)
),

in_post as (
    select p.person_key, p.period_start, p.period_end
    from (select distinct person_key, period_start, period_end from paid) as p
    inner join stg_employment as s on p.person_key = s.person_key and s.start_on <= p.period_end
        and coalesce(s.end_on, date '9999-12-31') >= p.period_start
    union
    select p.person_key, p.period_start, p.period_end
    from (select distinct person_key, period_start, period_end from paid) as p
    inner join stg_roster as r on p.person_key = r.person_key and r.as_at >= p.period_start and r.as_at <= p.period_end
),

paid_persons as (
    select p.unit_code, p.period, count(distinct case when i.person_key is null then p.person_key end) as found,
        count(distinct case when p.is_counted = 1 then p.person_key end) as checked
    from paid as p
    left join in_post as i on p.person_key = i.person_key and p.period_start = i.period_start and p.period_end = i.period_end
    group by p.unit_code, p.period
    union all
    select u.unit_code, m.period, 0 as found, cast(sum(m.persons) as bigint) as checked
    from paid_month as m
    inner join period as p on m.period = p.label
    inner join unit_of as u on m.facility_code = u.place_code and u.from_on <= p.as_at and u.to_on > p.as_at
    where exists (select 1 from spelled_units as j where j.unit_code = u.unit_code and j.period = m.period)
    group by u.unit_code, m.period
),

payroll as (
    select 'paid_without_post' as rule, 'pay' as dataset, unit_code, period, cast(sum(found) as bigint) as found,
        cast(sum(checked) as bigint) as checked
    from paid_persons
    group by unit_code, period
),

now_on as (
    select max(came_on) as day from load_info
),

licences as (
    select 'licence_elsewhere' as rule, 'licence' as dataset, u.unit_code, n.label as period,
        sum(case when l.registered_facility_code <> l.facility_code then 1 else 0 end) as found, count(*) as checked
    from stg_licence as l
    cross join newest as n
    cross join now_on as t
    inner join unit_of as u on l.facility_code = u.place_code and u.from_on <= n.as_at and u.to_on > n.as_at
    where l.registered_facility_code is not null and coalesce(l.valid_to, date '9999-12-31') >= t.day
    group by u.unit_code, n.label
),

counted as (
    select * from two_posts
    union all
    select * from ages
    union all
    select * from overlapping
    union all
    select * from payroll
    union all
    select * from licences
),

final as (
    select rule, dataset, unit_code as place_code, period, '' as item, cast(found as double) as found, cast(0 as double) as expected,
        cast(checked as double) as checked, case when found = 0 then 1 else 0 end as passed
    from counted
)

select * from final
