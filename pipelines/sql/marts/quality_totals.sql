-- Tests of totals: stated totals of pay against components of the same person, facility and span, due with due (what is held back
-- makes what was paid less); totals of payments to facilities against their streams; parts of the return against its headcount.
with unit_level as (
    select value as level from site_setting where name = 'unit_level'
),

unit_of as (
    select a.place_code, a.from_on, a.to_on, a.region_code as unit_code
    from place_span as a
    inner join unit_level as u on a.level = u.level
    where a.region_code not like '%.unassigned'
),

with_total as (
    select distinct person_key from stg_pay where role = 'total' and person_key is not null
),

amounts as (
    select p.person_key, p.facility_code, p.period_start, p.period_end, count(case when p.role = 'total' then 1 end) as totals,
        sum(case when p.role = 'total' then p.due_yuan end) as total_due, sum(case when p.role = 'total' then p.paid_yuan end) as total_paid,
        sum(case when p.role not in ('total', 'deduction') then p.due_yuan end) as parts_due,
        sum(case when p.role not in ('total', 'deduction') then p.paid_yuan end) as parts_paid,
        coalesce(sum(case when p.role = 'deduction' then abs(coalesce(p.due_yuan, p.paid_yuan)) end), 0) as held_yuan
    from stg_pay as p
    inner join with_total as t on p.person_key = t.person_key
    group by p.person_key, p.facility_code, p.period_start, p.period_end
),

whole as (
    select person_key, facility_code, period_start, period_end, total_due, total_paid, parts_due, parts_paid, held_yuan
    from amounts
    where totals > 0 and date_diff('day', period_start, period_end) <= 31
    union all
    select t.person_key, t.facility_code, t.period_start, t.period_end, max(t.total_due) as total_due, max(t.total_paid) as total_paid,
        sum(a.parts_due) as parts_due, sum(a.parts_paid) as parts_paid, sum(a.held_yuan) as held_yuan
    from amounts as t
    inner join amounts as a on t.person_key = a.person_key and t.facility_code = a.facility_code
        and a.period_start >= t.period_start and a.period_end <= t.period_end
    where t.totals > 0 and date_diff('day', t.period_start, t.period_end) > 31
    group by t.person_key, t.facility_code, t.period_start, t.period_end
),

differences as (
    select person_key, facility_code, period_start, period_end, coalesce(parts_due, parts_paid) as parts_yuan,
        case
            when total_due is not null and parts_due is not null then abs(total_due - parts_due)
            else least(abs(total_paid - parts_paid), abs(total_paid - parts_paid + held_yuan))
        end as off_yuan
    from whole
    where (total_due is not null and parts_due is not null) or (total_paid is not null and parts_paid is not null)
),

person_years as (
    select d.person_key, d.facility_code, p.label as period,
        max(case when d.off_yuan > r.least and d.off_yuan > r.limit_share * d.parts_yuan then 1 else 0 end) as is_off
    from differences as d
    inner join period as p on p.kind in ('year', 'fiscal_year') and d.period_start >= p.start_on and d.period_end <= p.end_on
    inner join quality_rule as r on r.rule = 'pay_total'
    group by d.person_key, d.facility_code, p.label
),

pay_totals as (
    select 'pay_total' as rule, 'pay' as dataset, u.unit_code, y.period, sum(y.is_off) as found, 0 as expected, count(*) as checked
    from person_years as y
    inner join period as p on y.period = p.label
    inner join unit_of as u on y.facility_code = u.place_code and u.from_on <= p.as_at and u.to_on > p.as_at
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
    inner join period as p on f.period = p.label
    inner join unit_of as u on f.facility_code = u.place_code and u.from_on <= p.as_at and u.to_on > p.as_at
    where f.total_amount is not null and f.parts_amount is not null
    group by u.unit_code, f.period
),

parts as (
    select 'part_above_whole' as rule, 'workforce_return' as dataset, u.unit_code, w.period,
        sum(case
            when greatest(coalesce(w.female, 0), coalesce(w.aged_55_over, 0), coalesce(w.licensed, 0)) > w.headcount then 1 else 0
        end) as found, 0 as expected, count(*) as checked
    from stg_workforce_return as w
    inner join period as p on w.period = p.label
    inner join unit_of as u on w.facility_code = u.place_code and u.from_on <= p.as_at and u.to_on > p.as_at
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
