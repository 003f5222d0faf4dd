-- A person's pay of a year (money that went to a clinic is nobody's): ordinary components (a stated total only where no component is), months paid, annualised where
-- six months or more were paid. Of an amount stated for several months only those count in which the person was in post,
-- where spells are on record: a year's total of somebody hired in July is six months' pay. An amount
-- for more than a month that runs over the end of a year is parted by the months on either side. The place is where the
-- person was last paid in the year.
with years as (
    select label, start_on, end_on from period where kind in ('year', 'fiscal_year')
),

parted as (
    select p.person_key, p.facility_code, p.role, p.paid_yuan, y.label as period, p.period_start as whole_start, p.period_end as whole_end,
        case when p.period_end <= y.end_on and date_diff('day', p.period_start, p.period_end) < 32 then p.period_start
            else greatest(p.period_start, y.start_on) end as period_start,
        least(p.period_end, y.end_on) as period_end
    from stg_pay as p
    inner join years as y on p.period_end >= y.start_on
        and (p.period_end <= y.end_on or (p.period_start <= y.end_on and date_diff('day', p.period_start, p.period_end) >= 32))
    where p.role in ('regular', 'total') and p.paid_yuan is not null and p.person_key is not null
),

lines as (
    select person_key, facility_code, role, period_start, period_end, period,
        paid_yuan * (12 * (year(period_end) - year(period_start)) + month(period_end) - month(period_start) + 1)
            / nullif(12 * (year(whole_end) - year(whole_start)) + month(whole_end) - month(whole_start) + 1, 0) as paid_yuan
    from parted
),

sums as (
    select person_key, period,
        sum(case when role = 'regular' then paid_yuan end) as regular_yuan,
        sum(case when role = 'total' then paid_yuan end) as total_yuan,
        max(period_end) as last_day
    from lines
    group by person_key, period
),

spans as (
    select distinct person_key, period, period_start, period_end,
        case
            when year(period_start) = year(period_end) and month(period_start) = month(period_end) then 1 else 0
        end as is_month
    from lines
),

covered as (
    select s.person_key, s.period, s.is_month, m.label as month, m.start_on, m.end_on
    from spans as s
    inner join years as y on s.period = y.label
    inner join period as m on m.kind = 'month' and m.start_on <= s.period_end and m.end_on >= s.period_start
        and m.end_on >= y.start_on and m.end_on <= y.end_on
),

recorded as (
    select distinct person_key from post_spell where source = 'employment'
),

months as (
    select c.person_key, c.period, count(distinct c.month) as months
    from covered as c
    left join recorded as r on c.is_month = 0 and c.person_key = r.person_key
    left join post_spell as w on c.is_month = 0 and c.person_key = w.person_key
        and w.start_on <= c.end_on and w.end_on >= c.start_on
    where r.person_key is null or w.person_key is not null
    group by c.person_key, c.period
),

homes as (
    select l.person_key, l.period, max_by(l.facility_code, l.period_end) as pay_facility_code
    from (
        select person_key, period, period_end, max(facility_code) as facility_code
        from lines
        group by person_key, period, period_end
    ) as l
    group by l.person_key, l.period
),

posts as (
    select s.person_key, s.period, m.facility_code, m.staff_group,
        row_number() over (partition by s.person_key, s.period order by m.start_on desc) as nth
    from sums as s
    inner join years as y on s.period = y.label
    inner join main_post as m on s.person_key = m.person_key and m.start_on <= s.last_day and m.end_on >= y.start_on
),

placed as (
    select s.person_key, s.period, s.last_day, coalesce(m.facility_code, h.pay_facility_code) as place_code,
        m.staff_group, coalesce(s.regular_yuan, s.total_yuan) as paid_yuan, n.months
    from sums as s
    inner join months as n on s.person_key = n.person_key and s.period = n.period
    inner join homes as h on s.person_key = h.person_key and s.period = h.period
    left join posts as m on s.person_key = m.person_key and s.period = m.period and m.nth = 1
),

final as (
    select p.person_key, p.period, p.place_code, p.staff_group, p.months, p.paid_yuan,
        case when p.months >= 6 then p.paid_yuan / nullif(p.months, 0) * 12 end as annual_yuan,
        coalesce(n.sex, 'unknown') as sex, coalesce(l.licence, 'unknown') as licence,
        case
            when n.birth_year is null then 'unknown'
            when year(p.last_day) - n.birth_year < 35 then 'under_35'
            when year(p.last_day) - n.birth_year < 45 then '35_44'
            when year(p.last_day) - n.birth_year < 55 then '45_54'
            when year(p.last_day) - n.birth_year < 60 then '55_59'
            else '60_over'
        end as age_band,
        coalesce(t.rurality, 'unknown') as rurality, coalesce(t.remoteness, 'unknown') as remoteness
    from placed as p
    left join person as n on p.person_key = n.person_key
    left join person_licence as l on p.person_key = l.person_key and l.valid_from <= p.last_day and l.valid_to > p.last_day
    left join place_trait as t on p.place_code = t.place_code and p.period = t.period
)

select * from final
order by period, place_code
