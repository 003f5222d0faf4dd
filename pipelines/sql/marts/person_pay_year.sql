-- A person's pay of a year (money that went to a clinic is nobody's): ordinary components, months paid, annualised where six months
-- or more were paid. A stated total speaks for the time it covers: an ordinary component of the same facility for any of that time is
-- taken to be in it, and an emergency payment or old-age subsidy that lies within it is taken out of it. Where the components come to
-- more than what is left (a total after deductions), they count instead. A total within a wider one says nothing more. Of an amount stated for several months only those count in which the person was in post,
-- where spells are on record: a year's total of somebody hired in July is six months' pay. An amount
-- for more than a month that runs over the end of a year is parted by the months on either side. The place is that of the last main post
-- of the year, else where the person was last paid; what pay is broken down by is as at the last day in that post that was paid for.
-- Allowances (subsidy_yuan, of told_yuan) are known where every stated total has components beside it. Emergency payments are no
-- part of pay (counted_yuan: of those whose year counts); they stand beside it as they were paid, not annualised. Pay of the year before stands beside that of the same person.
-- Years that are plainly told (payee_year) are taken as added up there; the rules above are for the others.
with years as (
    select label, start_on, end_on, previous from period where kind in ('year', 'fiscal_year')
),

plain as (
    select person_key, period, facility_code, last_day, bit_count(paid_months) as months, coalesce(regular_yuan, 0) as paid_yuan,
        coalesce(emergency_yuan, 0) as emergency_yuan, coalesce(subsidy_yuan, 0) as subsidy_yuan
    from payee_year
    where is_plain and last_day is not null
),

others as (
    select distinct person_key from payee_year where not is_plain
),

plain_too as (
    select p.person_key, p.period
    from payee_year as p
    inner join others as o on p.person_key = o.person_key
    where p.is_plain
),

ledger as (
    select p.*
    from stg_pay as p
    inner join others as o on p.person_key = o.person_key
    where p.role in ('regular', 'total', 'emergency', 'pension') and p.paid_yuan is not null
),

spans as (
    select l.period_start, l.period_end, y.label, y.start_on, y.end_on
    from (select distinct period_start, period_end from ledger) as l
    inner join years as y on l.period_end >= y.start_on
        and (l.period_end <= y.end_on or (l.period_start <= y.end_on and date_diff('day', l.period_start, l.period_end) >= 32))
),

parted as (
    select p.person_key, p.facility_code, p.role, p.paid_yuan, y.label as period,
        p.pay_component in ('post_allowance', 'remote_allowance', 'other_allowance') as is_subsidy,
        p.period_start as whole_start, p.period_end as whole_end,
        case when p.period_end <= y.end_on and date_diff('day', p.period_start, p.period_end) < 32 then p.period_start
            else greatest(p.period_start, y.start_on) end as period_start,
        least(p.period_end, y.end_on) as period_end
    from ledger as p
    inner join spans as y on p.period_start = y.period_start and p.period_end = y.period_end
    left join plain_too as t on p.person_key = t.person_key and y.label = t.period
    where t.person_key is null
),

lines as (
    select person_key, facility_code, role, is_subsidy, period_start, period_end, period,
        paid_yuan * (12 * (year(period_end) - year(period_start)) + month(period_end) - month(period_start) + 1)
            / nullif(12 * (year(whole_end) - year(whole_start)) + month(whole_end) - month(whole_start) + 1, 0) as paid_yuan
    from parted
),

amounts as (
    select person_key, facility_code, period, period_start, period_end,
        sum(case when role = 'regular' then paid_yuan end) as regular_yuan,
        max(case when role = 'total' then paid_yuan end) as total_yuan,
        sum(case when role in ('emergency', 'pension') then paid_yuan end) as other_yuan,
        sum(case when role = 'emergency' then paid_yuan end) as emergency_yuan,
        sum(case when role = 'regular' and is_subsidy then paid_yuan end) as subsidy_yuan
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
        sum(l.emergency_yuan) as emergency_yuan, sum(l.subsidy_yuan) as subsidy_yuan,
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
        sum(coalesce(c.apart_yuan, 0) + coalesce(greatest(c.covered_yuan, t.total_yuan - coalesce(c.other_yuan, 0)), 0)) as paid_yuan,
        sum(coalesce(c.emergency_yuan, 0)) as emergency_yuan, sum(coalesce(c.subsidy_yuan, 0)) as subsidy_yuan,
        min(case when t.total_yuan is not null and c.covered_yuan is null then 0 else 1 end) as is_told
    from components as c
    left join said as t on c.person_key = t.person_key and c.facility_code = t.facility_code and c.period = t.period
    group by c.person_key, c.period
    having max(c.last_day) is not null
),

stretches as (
    select distinct person_key, period, period_start, period_end,
        case
            when year(period_start) = year(period_end) and month(period_start) = month(period_end) then 1 else 0
        end as is_month
    from amounts
    where regular_yuan is not null or total_yuan is not null
),

recorded as (
    select distinct person_key from post_spell where source = 'employment'
),

covered as (
    select person_key, period, 12 * year(period_start) + month(period_start) as month_no from stretches where is_month = 1
    union
    select s.person_key, s.period, 12 * year(m.start_on) + month(m.start_on) as month_no
    from stretches as s
    inner join years as y on s.period = y.label
    inner join period as m on m.kind = 'month' and m.start_on <= s.period_end and m.end_on >= s.period_start
        and m.end_on >= y.start_on and m.end_on <= y.end_on
    left join recorded as r on s.person_key = r.person_key
    left join post_spell as w on s.person_key = w.person_key and w.start_on <= m.end_on and w.end_on >= m.start_on
    where s.is_month = 0 and (r.person_key is null or w.person_key is not null)
),

months as (
    select person_key, period, count(*) as months
    from covered
    group by person_key, period
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

told as (
    select person_key, period, facility_code, last_day, months, paid_yuan, emergency_yuan, subsidy_yuan, 1 as is_told from plain
    union all
    select s.person_key, s.period, h.pay_facility_code, s.last_day, n.months, s.paid_yuan, s.emergency_yuan, s.subsidy_yuan, s.is_told
    from sums as s
    inner join months as n on s.person_key = n.person_key and s.period = n.period
    inner join homes as h on s.person_key = h.person_key and s.period = h.period
),

posts as (
    select *, coalesce(lead(start_on) over (partition by person_key order by start_on), date '9999-12-31') as next_on from main_post
),

placed as (
    select s.person_key, s.period, y.start_on, y.end_on, y.previous, least(s.last_day, coalesce(m.end_on, s.last_day)) as day,
        coalesce(m.facility_code, s.facility_code) as place_code, coalesce(m.staff_group, 'unknown') as staff_group, s.months, s.paid_yuan,
        s.emergency_yuan, case when s.months >= 6 then s.paid_yuan / nullif(s.months, 0) * 12 end as annual_yuan,
        case when s.is_told = 1 then s.paid_yuan end as told_yuan, case when s.is_told = 1 then s.subsidy_yuan end as subsidy_yuan,
        case when s.is_told = 1 and s.months >= 6 then s.subsidy_yuan / nullif(s.months, 0) * 12 end as annual_subsidy_yuan
    from told as s
    inner join years as y on s.period = y.label
    left join posts as m on s.person_key = m.person_key and m.start_on <= s.last_day and m.next_on > s.last_day and m.end_on >= y.start_on
),

ages as (
    select a.age, b.band
    from (
        select distinct y.in_year - n.birth_year as age
        from (select distinct year(day) as in_year from placed) as y
        cross join (select distinct birth_year from person) as n
    ) as a
    inner join site_age_band as b on a.age >= b.from_age and a.age <= coalesce(b.to_age, 999)
),

final as (
    select p.person_key, p.period, p.place_code, p.staff_group, p.months, p.paid_yuan, p.emergency_yuan, p.told_yuan, p.subsidy_yuan,
        p.annual_yuan, p.annual_subsidy_yuan, coalesce(p.annual_yuan, 0) as counted_yuan, case when p.annual_yuan is null then 0 else 1 end as person_years,
        b.annual_yuan as annual_yuan_before, b.staff_group as staff_group_before,
        coalesce(n.sex, 'unknown') as sex, coalesce(a.band, 'unknown') as age_band, coalesce(w.licence, 'unknown') as licence,
        coalesce(w.education, 'unknown') as education, coalesce(w.title, 'unknown') as title, coalesce(w.contract, 'unknown') as contract,
        coalesce(w.subsidised, 'unknown') as subsidised, coalesce(t.remoteness, 'unknown') as remoteness_class
    from placed as p
    left join placed as b on p.person_key = b.person_key and p.previous = b.period and p.annual_yuan is not null
    left join person as n on p.person_key = n.person_key
    left join ages as a on year(p.day) - n.birth_year = a.age
    left join workforce_state as w on p.person_key = w.person_key and w.post = 'main' and w.from_on <= p.day and w.to_on > p.day
    left join place_span as t on p.place_code = t.place_code and t.region_code = t.place_code and t.from_on <= p.end_on and t.to_on > p.end_on
)

select * from final
order by period, place_code
