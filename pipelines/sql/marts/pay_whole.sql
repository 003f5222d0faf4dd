-- Reporting units that sent pay of a year, and whether they did for every month in which somebody was in post there, as `reporting`
-- (dataset `pay/whole`): of others the amounts of that year do not add up to the year's. An amount for several months speaks for each of
-- them, but for a bonus. A clinic speaks for the unit it lies in at the year's end. A month of which somebody was in post for half or less
-- is not wanted. Who stood on the first roster may have come at any time before; where nobody is known to have been in post that year,
-- every month is wanted, and in a year that is not over the months to come as well.
with unit_level as (
    select value as level from site_setting where name = 'unit_level'
),

years as (
    select label, start_on, end_on, 12 * year(start_on) + month(start_on) as first_month, 12 * year(end_on) + month(end_on) as last_month
    from period
    where kind in ('year', 'fiscal_year')
),

months as (
    select distinct y.first_month + m.nth as month_no
    from years as y
    cross join (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11)) as m (nth)
    where y.first_month + m.nth <= y.last_month
),

unit_of as (
    select u.place_code, u.region_code as unit_code, y.label as period
    from place_span as u
    inner join unit_level as l on u.level = l.level
    inner join years as y on u.from_on <= y.end_on and u.to_on > y.end_on
),

spans as (
    select distinct facility_code, 12 * year(period_start) + month(period_start) as first_month,
        12 * year(period_end) + month(period_end) as last_month
    from stg_pay
    where person_key is not null and role in ('regular', 'total') and pay_component <> 'year_end' and (paid_yuan > 0 or due_yuan > 0)
),

paid as (
    select distinct s.facility_code, m.month_no
    from spans as s
    inner join months as m on m.month_no >= s.first_month and m.month_no <= s.last_month
),

covered as (
    select distinct u.unit_code, y.label as period, p.month_no
    from paid as p
    inner join years as y on p.month_no >= y.first_month and p.month_no <= y.last_month
    inner join unit_of as u on p.facility_code = u.place_code and y.label = u.period
),

counted as (
    select c.unit_code, c.period, y.first_month, y.last_month, y.start_on, y.end_on, count(*) as months
    from covered as c
    inner join years as y on c.period = y.label
    group by c.unit_code, c.period, y.first_month, y.last_month, y.start_on, y.end_on
),

partly as (
    select * from counted where months < last_month - first_month + 1
),

posts as (
    select distinct p.unit_code, p.period,
        case
            when m.has_known_start then 12 * year(m.start_on) + month(m.start_on) + case when day(m.start_on) > 15 then 1 else 0 end
            else p.first_month
        end as from_month,
        least(12 * year(m.end_on) + month(m.end_on) - case when day(m.end_on) < 15 then 1 else 0 end, p.last_month) as to_month
    from partly as p
    inner join unit_of as u on p.unit_code = u.unit_code and p.period = u.period
    inner join main_post as m on u.place_code = m.facility_code and m.end_on >= p.start_on
        and (m.start_on <= p.end_on or not m.has_known_start)
),

lacking as (
    select distinct p.unit_code, p.period
    from partly as p
    inner join months as m on m.month_no >= p.first_month and m.month_no <= p.last_month
    inner join posts as w on p.unit_code = w.unit_code and p.period = w.period and w.from_month <= m.month_no and w.to_month >= m.month_no
    left join covered as c on p.unit_code = c.unit_code and p.period = c.period and m.month_no = c.month_no
    where c.month_no is null
),

staffed as (
    select distinct unit_code, period from posts
),

final as (
    select c.unit_code as place_code, c.period,
        c.months = c.last_month - c.first_month + 1 or (w.unit_code is not null and k.unit_code is null) as is_whole
    from counted as c
    left join staffed as w on c.unit_code = w.unit_code and c.period = w.period
    left join lacking as k on c.unit_code = k.unit_code and c.period = k.period
)

select * from final
order by place_code, period
