-- The pay ledger of a person and a year (that in which the time paid for ends) in one row. Plain is a year of whole months, without stated
-- totals, at one facility: of a large ledger nearly all are, and what is asked of them is answered here; of the others, from the ledger.
-- months and paid_months have a bit for every month of the year, the first the lowest: with any amount, with an ordinary one paid.
-- is_monthly speaks of all that the person was ever paid, as an amount for another time than a month may reach into any year.
-- facility_code is that which paid all of it, else null; first_month and last_month (12 x year + month) are the first and last paid for.
with years as (
    select label, 12 * year(start_on) + month(start_on) as first_month, 12 * year(end_on) + month(end_on) as last_month
    from period
    where kind in ('year', 'fiscal_year')
),

amounts as (
    select person_key, facility_code, role, paid_yuan, period_end, 12 * year(period_start) + month(period_start) as first_month,
        12 * year(period_end) + month(period_end) as month_no, period_start,
        pay_component in ('post_allowance', 'remote_allowance', 'other_allowance') as is_subsidy
    from stg_pay
    where person_key is not null
),

month_of as (
    select m.month_no, y.label, 1 << cast(m.month_no - y.first_month as integer) as month_bit
    from (select distinct 12 * year(period_end) + month(period_end) as month_no from stg_pay) as m
    inner join years as y on m.month_no >= y.first_month and m.month_no <= y.last_month
),

added as (
    select a.person_key, m.label as period,
        case when min(a.facility_code) = max(a.facility_code) and count(*) = count(a.facility_code) then min(a.facility_code) end as facility_code,
        min(case when w.label is null then 0 else 1 end) as is_monthly, max(case when a.role = 'total' then 1 else 0 end) as has_total,
        min(a.first_month) as first_month, max(a.month_no) as last_month, bit_or(m.month_bit) as months,
        bit_or(case when a.role = 'regular' and a.paid_yuan is not null then m.month_bit else 0 end) as paid_months,
        max(case when a.role = 'regular' and a.paid_yuan is not null then a.period_end end) as last_day,
        sum(case when a.role = 'regular' then a.paid_yuan end) as regular_yuan,
        sum(case when a.role = 'emergency' then a.paid_yuan end) as emergency_yuan,
        sum(case when a.role = 'regular' and a.is_subsidy then a.paid_yuan end) as subsidy_yuan
    from amounts as a
    left join month_of as m on a.month_no = m.month_no
    left join period as w on w.kind = 'month' and a.period_start = w.start_on and a.period_end = w.end_on
    group by a.person_key, m.label
),

spread as (
    select distinct person_key from added where is_monthly = 0
),

final as (
    select a.person_key, a.period, a.facility_code, s.person_key is null and a.period is not null as is_monthly,
        s.person_key is null and a.period is not null and a.facility_code is not null and a.has_total = 0 as is_plain, a.first_month,
        a.last_month, a.months, a.paid_months, a.last_day, a.regular_yuan, a.emergency_yuan, a.subsidy_yuan
    from added as a
    left join spread as s on a.person_key = s.person_key
)

select * from final
