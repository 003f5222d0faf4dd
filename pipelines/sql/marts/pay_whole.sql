-- Reporting units that sent pay for every month of a year, as `reporting` (dataset `pay/whole`): of others the amounts of that year do
-- not add up to the year's. An amount for several months speaks for each of them. A clinic speaks for the unit it lies in at the year's end.
with unit_level as (
    select value as level from site_setting where name = 'unit_level'
),

years as (
    select label, end_on, 12 * year(start_on) + month(start_on) as first_month, 12 * year(end_on) + month(end_on) as last_month
    from period
    where kind in ('year', 'fiscal_year')
),

months as (
    select distinct 12 * year(start_on) + month(start_on) as month_no from period where kind = 'month'
),

spans as (
    select distinct facility_code, 12 * year(period_start) + month(period_start) as first_month,
        12 * year(period_end) + month(period_end) as last_month
    from stg_pay
    where person_key is not null and paid_yuan is not null
),

paid as (
    select distinct s.facility_code, m.month_no
    from spans as s
    inner join months as m on m.month_no >= s.first_month and m.month_no <= s.last_month
),

covered as (
    select u.region_code as place_code, y.label as period, y.first_month, y.last_month, p.month_no
    from paid as p
    inner join years as y on p.month_no >= y.first_month and p.month_no <= y.last_month
    inner join place_span as u on p.facility_code = u.place_code and u.from_on <= y.end_on and u.to_on > y.end_on
    inner join unit_level as l on u.level = l.level
),

final as (
    select place_code, period
    from covered
    group by place_code, period, first_month, last_month
    having count(distinct month_no) = last_month - first_month + 1
)

select * from final
order by place_code, period
