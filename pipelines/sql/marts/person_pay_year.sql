-- A person's pay of a year (money that went to a clinic is nobody's): ordinary components, months paid, annualised where six months
-- or more were paid. A stated total speaks for the time it covers: an ordinary component of the same facility for any of that time is
-- taken to be in it, and an emergency payment or old-age subsidy that lies within it is taken out of it. Where the components come to
-- more than what is left (a total after deductions), they count instead. A total within a wider one says nothing more. Of an amount stated for several months only those count in which the person was in post,
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
    where p.role in ('regular', 'total', 'emergency', 'pension') and p.paid_yuan is not null and p.person_key is not null
),

lines as (
    select person_key, facility_code, role, period_start, period_end, period,
        paid_yuan * (12 * (year(period_end) - year(period_start)) + month(period_end) - month(period_start) + 1)
            / nullif(12 * (year(whole_end) - year(whole_start)) + month(whole_end) - month(whole_start) + 1, 0) as paid_yuan
    from parted
),

amounts as (
    select person_key, facility_code, period, period_start, period_end,
        sum(case when role = 'regular' then paid_yuan end) as regular_yuan,
        max(case when role = 'total' then paid_yuan end) as total_yuan,
        sum(case when role in ('emergency', 'pension') then paid_yuan end) as other_yuan
    from lines
    group by person_key, facility_code, period, period_start, period_end
),

widest as (
    select t.person_key, t.facility_code, t.period, t.period_start, t.period_end, t.total_yuan
    from amounts as t
    left join amounts as w on t.person_key = w.person_key and t.facility_code = w.facility_code and t.period = w.period
        and w.total_yuan is not null and w.period_start <= t.period_start and w.period_end >= t.period_end
        and (w.period_start < t.period_start or w.period_end > t.period_end)
    where t.total_yuan is not null and w.person_key is null
),

stated as (
    select l.person_key, l.facility_code, l.period, l.period_start, l.period_end,
        max(case when t.period_start <= l.period_start and t.period_end >= l.period_end then 1 else 0 end) as is_within
    from amounts as l
    inner join widest as t on l.person_key = t.person_key and l.facility_code = t.facility_code and l.period = t.period
        and t.period_start <= l.period_end and t.period_end >= l.period_start
    where l.regular_yuan is not null or l.other_yuan is not null
    group by l.person_key, l.facility_code, l.period, l.period_start, l.period_end
),

components as (
    select l.person_key, l.facility_code, l.period,
        sum(case when s.person_key is null then l.regular_yuan end) as apart_yuan,
        sum(case when s.person_key is not null then l.regular_yuan end) as covered_yuan,
        sum(case when s.is_within = 1 then l.other_yuan end) as other_yuan,
        max(case when l.regular_yuan is not null or l.total_yuan is not null then l.period_end end) as last_day
    from amounts as l
    left join stated as s on l.person_key = s.person_key and l.facility_code = s.facility_code and l.period = s.period
        and l.period_start = s.period_start and l.period_end = s.period_end
    group by l.person_key, l.facility_code, l.period
),

said as (
    select person_key, facility_code, period, sum(total_yuan) as total_yuan
    from widest
    group by person_key, facility_code, period
),

sums as (
    select c.person_key, c.period, max(c.last_day) as last_day,
        sum(coalesce(c.apart_yuan, 0) + coalesce(greatest(c.covered_yuan, t.total_yuan - coalesce(c.other_yuan, 0)), 0)) as paid_yuan
    from components as c
    left join said as t on c.person_key = t.person_key and c.facility_code = t.facility_code and c.period = t.period
    where c.last_day is not null
    group by c.person_key, c.period
),

spans as (
    select distinct person_key, period, period_start, period_end,
        case
            when year(period_start) = year(period_end) and month(period_start) = month(period_end) then 1 else 0
        end as is_month
    from amounts
    where regular_yuan is not null or total_yuan is not null
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
        from amounts
        where regular_yuan is not null or total_yuan is not null
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
        m.staff_group, s.paid_yuan, n.months
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
