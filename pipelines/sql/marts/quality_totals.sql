-- Tests of totals: stated totals of pay against components of the same person, facility and year; totals of payments to facilities
-- against their streams; parts of the return against its headcount.
with unit_level as (
    select value as level from site_setting where name = 'unit_level'
),

unit_of as (
    select a.place_code, a.period, a.region_code as unit_code
    from place_path as a
    inner join unit_level as u on a.level = u.level
    where a.region_code not like '%.unassigned'
),

person_years as (
    select s.person_key, s.facility_code, p.label as period, sum(case when s.role = 'total' then s.paid_yuan end) as total_yuan,
        sum(case when s.role in ('regular', 'emergency') then s.paid_yuan end) as parts_yuan
    from stg_pay as s
    inner join period as p on p.kind in ('year', 'fiscal_year') and s.period_start >= p.start_on and s.period_end <= p.end_on
    where s.person_key is not null
    group by s.person_key, s.facility_code, p.label
),

pay_totals as (
    select 'pay_total' as rule, 'pay' as dataset, u.unit_code, y.period,
        sum(case
            when abs(y.total_yuan - y.parts_yuan) > r.least and abs(y.total_yuan - y.parts_yuan) > r.limit_share * y.parts_yuan then 1
            else 0
        end) as found, 0 as expected, count(*) as checked
    from person_years as y
    inner join unit_of as u on y.facility_code = u.place_code and y.period = u.period
    inner join quality_rule as r on r.rule = 'pay_total'
    where y.total_yuan is not null and y.parts_yuan is not null
    group by u.unit_code, y.period
),

facility_totals as (
    select facility_code, period, sum(case when role = 'total' then amount end) as total_amount,
        sum(case when role = '' then amount end) as parts_amount
    from stg_facility_payment
    group by facility_code, period
),

payment_totals as (
    select 'payment_total' as rule, 'facility_payment' as dataset, u.unit_code, f.period, sum(f.total_amount) as found,
        sum(f.parts_amount) as expected, cast(null as double) as checked
    from facility_totals as f
    inner join unit_of as u on f.facility_code = u.place_code and f.period = u.period
    where f.total_amount is not null and f.parts_amount is not null
    group by u.unit_code, f.period
),

parts as (
    select 'part_above_whole' as rule, 'workforce_return' as dataset, u.unit_code, w.period,
        sum(case
            when greatest(coalesce(w.female, 0), coalesce(w.aged_55_over, 0), coalesce(w.licensed, 0)) > w.headcount then 1 else 0
        end) as found, 0 as expected, count(*) as checked
    from stg_workforce_return as w
    inner join unit_of as u on w.facility_code = u.place_code and w.period = u.period
    where w.headcount is not null and coalesce(w.female, w.aged_55_over, w.licensed) is not null
    group by u.unit_code, w.period
),

compared as (
    select * from pay_totals
    union all
    select * from payment_totals
    union all
    select * from parts
),

final as (
    select c.rule, c.dataset, c.unit_code as place_code, c.period, '' as item, cast(c.found as double) as found,
        cast(c.expected as double) as expected, cast(c.checked as double) as checked,
        case
            when c.rule = 'payment_total' and abs(c.found - c.expected) <= greatest(r.least, r.limit_share * abs(c.expected)) then 1
            when c.rule <> 'payment_total' and c.found = 0 then 1
            else 0
        end as passed
    from compared as c
    inner join quality_rule as r on c.rule = r.rule
)

select * from final
