-- Figures of a unit, period by period, that are held against the unit's own history: counts of people, consultations and services, and
-- amounts. A series begins with its first figure that is not zero: a new service is no outlier. What comes in bursts by its nature (a
-- course, a round of applications, a yearly instalment) has no history of this kind.
-- Pay per person is that of spans in which most of the unit's people were paid: the few who were paid for part of a year are no month.
-- It is held against spans of the same components (those paid to half of them or more): a month without the yearly award is no outlier.
with unit_level as (
    select value as level from site_setting where name = 'unit_level'
),

unit_of as (
    select a.place_code, a.from_on, a.to_on, a.region_code as unit_code
    from place_span as a
    inner join unit_level as u on a.level = u.level
    where a.region_code not like '%.unassigned'
),

returned as (
    select 'workforce_return' as dataset, w.facility_code as place_code, w.period, 'headcount' as item, sum(w.headcount) as amount
    from stg_workforce_return as w
    left join code as c on c.codelist = 'staff_group' and w.staff_group = c.code
    where w.headcount is not null and coalesce(c.role, '') <> 'memo'
    group by w.facility_code, w.period
),

counted as (
    select * from returned
    union all
    select f.dataset, f.place_code, f.period, 'rows' as item, f.rows as amount
    from filed as f
    where f.dataset in ('roster', 'consultation')
    union all
    select 'service' as dataset, facility_code as place_code, period, service_kind as item, service_count as amount from stg_service
),

counts as (
    select c.dataset, u.unit_code, c.period, c.item, true as is_count, cast(sum(c.amount) as double) as amount
    from counted as c
    inner join period as p on c.period = p.label
    inner join unit_of as u on c.place_code = u.place_code and u.from_on <= p.as_at and u.to_on > p.as_at
    group by c.dataset, u.unit_code, c.period, c.item
),

pay_spans as (
    select d.period_start, d.period_end, p.label, p.as_at
    from (select distinct period_start, period_end from stg_pay) as d
    inner join period as p on p.start_on = d.period_start and p.end_on = d.period_end
),

pay_amounts as (
    select facility_code, period_start, period_end, pay_component, role, sum(paid_yuan) as paid_yuan,
        sum(case when paid_yuan <> 0 then 1 else 0 end) as times
    from stg_pay
    where person_key is not null and role in ('regular', 'total')
    group by facility_code, period_start, period_end, pay_component, role
),

paid_parts as (
    select u.unit_code, l.label, s.pay_component, s.role, sum(s.paid_yuan) as paid_yuan, sum(s.times) as times
    from pay_amounts as s
    inner join pay_spans as l on s.period_start = l.period_start and s.period_end = l.period_end
    inner join unit_of as u on s.facility_code = u.place_code and u.from_on <= l.as_at and u.to_on > l.as_at
    group by u.unit_code, l.label, s.pay_component, s.role
),

paid_sums as (
    select unit_code, label,
        coalesce(sum(case when role = 'regular' then paid_yuan end), sum(case when role = 'total' then paid_yuan end)) as paid_yuan
    from paid_parts
    group by unit_code, label
),

part_marks as (
    select code, power(2, row_number() over (order by code) - 1) as mark from code where codelist = 'pay_component'
),

elsewhere as (
    select distinct person_key from payee_year where not is_monthly or facility_code is null
),

paid_persons as (
    select u.unit_code, l.label, count(distinct s.person_key) as persons
    from stg_pay as s
    inner join elsewhere as e on s.person_key = e.person_key
    inner join pay_spans as l on s.period_start = l.period_start and s.period_end = l.period_end
    inner join unit_of as u on s.facility_code = u.place_code and u.from_on <= l.as_at and u.to_on > l.as_at
    group by u.unit_code, l.label
    union all
    select u.unit_code, m.period as label, cast(sum(m.persons) as bigint) as persons
    from paid_month as m
    inner join period as p on m.period = p.label
    inner join unit_of as u on m.facility_code = u.place_code and u.from_on <= p.as_at and u.to_on > p.as_at
    group by u.unit_code, m.period
),

paid as (
    select s.unit_code, s.label, sum(p.persons) as persons, s.paid_yuan
    from paid_sums as s
    inner join paid_persons as p on s.unit_code = p.unit_code and s.label = p.label
    group by s.unit_code, s.label, s.paid_yuan
),

made_of as (
    select s.unit_code, s.label, sum(c.mark) as parts
    from paid_parts as s
    inner join paid as p on s.unit_code = p.unit_code and s.label = p.label
    inner join part_marks as c on s.pay_component = c.code
    where s.role = 'regular' and 2 * s.times >= p.persons
    group by s.unit_code, s.label
),

most as (
    select p.unit_code, y.label as year, max(p.persons) as persons
    from paid as p
    inner join period as l on p.label = l.label
    inner join period as y on y.kind in ('year', 'fiscal_year') and l.start_on >= y.start_on and l.end_on <= y.end_on
    group by p.unit_code, y.label
),

pay as (
    select 'pay' as dataset, p.unit_code, p.label as period, 'pay_per_person' as item, false as is_count,
        p.paid_yuan / nullif(p.persons, 0) as amount, coalesce(k.parts, 0) as parts
    from paid as p
    left join made_of as k on p.unit_code = k.unit_code and p.label = k.label
    inner join period as l on p.label = l.label
    inner join period as y on y.kind in ('year', 'fiscal_year') and l.start_on >= y.start_on and l.end_on <= y.end_on
    inner join most as m on p.unit_code = m.unit_code and y.label = m.year and 2 * p.persons >= m.persons
),

payments as (
    select 'facility_payment' as dataset, u.unit_code, f.period, 'payment' as item, false as is_count, sum(f.amount) as amount
    from stg_facility_payment as f
    inner join period as p on f.period = p.label
    inner join unit_of as u on f.facility_code = u.place_code and u.from_on <= p.as_at and u.to_on > p.as_at
    where f.role = ''
    group by u.unit_code, f.period
),

series as (
    select *, 0.0 as parts from counts
    union all
    select * from pay
    union all
    select *, 0.0 as parts from payments
),

dated as (
    select s.*, p.kind, p.start_on,
        max(case when s.amount <> 0 then 1 else 0 end) over (
            partition by s.dataset, s.unit_code, s.item, s.parts, p.kind order by p.start_on rows between unbounded preceding and current row
        ) as has_begun
    from series as s
    inner join period as p on s.period = p.label
    where s.amount is not null
),

final as (
    select dataset, unit_code as place_code, period, item, parts, is_count, amount, kind,
        row_number() over (partition by dataset, unit_code, item, parts, kind order by start_on) as nth
    from dated
    where has_begun = 1
)

select * from final
