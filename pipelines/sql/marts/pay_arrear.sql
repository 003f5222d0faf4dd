-- What persons are owed, from one day until another (not counted in). Pay is in arrears where it was not paid by the end of the month
-- after the time it is for, to half a fen; an amount due whose payment is left blank was not paid. A stated total counts only where no component of its
-- time is due. owed_yuan are amounts, owed_months the months for which a person is owed anything, persons those who are: each on rows of
-- its own. What they are broken down by is as at the last day in post of the time the pay is for.
with late as (
    select person_key, facility_code, role, period_start, period_end, due_yuan, paid_yuan, paid_on,
        cast(date_trunc('month', period_end) + interval 2 month - interval 1 day as date) as late_on
    from stg_pay
    where person_key is not null and role in ('regular', 'emergency', 'total') and due_yuan > 0 and (
        paid_yuan is null or due_yuan - paid_yuan >= 0.005 or paid_on > cast(date_trunc('month', period_end) + interval 2 month - interval 1 day as date)
    )
),

told as (
    select distinct l.person_key, l.facility_code, l.period_start, l.period_end
    from late as l
    inner join stg_pay as c on l.role = 'total' and l.person_key = c.person_key and l.facility_code = c.facility_code and c.role = 'regular'
        and c.period_start <= l.period_end and c.period_end >= l.period_start
),

counted as (
    select l.*
    from late as l
    left join told as t on l.role = 'total' and l.person_key = t.person_key and l.facility_code = t.facility_code
        and l.period_start = t.period_start and l.period_end = t.period_end
    where t.person_key is null
),

owed as (
    select person_key, facility_code, period_start, period_end, late_on as from_on, coalesce(paid_on, date '9999-12-31') as to_on,
        due_yuan as owed_yuan
    from counted
    where paid_on > late_on or (paid_on is null and paid_yuan is null)
    union all
    select person_key, facility_code, period_start, period_end, greatest(late_on, coalesce(paid_on, late_on)) as from_on,
        date '9999-12-31' as to_on, due_yuan - paid_yuan as owed_yuan
    from counted
    where due_yuan - paid_yuan >= 0.005
),

stretches as (
    select 'person' as kind, person_key, '' as month, facility_code, period_start, period_end, from_on, to_on from owed
    union
    select 'month' as kind, o.person_key, m.label as month, o.facility_code, o.period_start, o.period_end, o.from_on, o.to_on
    from owed as o
    inner join period as m on m.kind = 'month' and m.start_on <= o.period_end and m.end_on >= o.period_start
),

begun as (
    select *, max(to_on) over (
        partition by kind, person_key, month order by from_on, to_on, facility_code, period_start, period_end
        rows between unbounded preceding and 1 preceding
    ) as reached
    from stretches
),

numbered as (
    select *, sum(case when reached >= from_on then 0 else 1 end) over (
        partition by kind, person_key, month order by from_on, to_on, facility_code, period_start, period_end
        rows between unbounded preceding and current row
    ) as island
    from begun
),

opened as (
    select *, min(from_on) over (partition by kind, person_key, month, island) as first_on from numbered
),

islands as (
    select kind, person_key, min(case when from_on = first_on then facility_code end) as facility_code,
        min(case when from_on = first_on then period_start end) as period_start,
        max(case when from_on = first_on then period_end end) as period_end, min(from_on) as from_on, max(to_on) as to_on
    from opened
    group by kind, person_key, month, island
),

amounts as (
    select person_key, facility_code, period_start, period_end, from_on, to_on, owed_yuan, 0 as owed_months, 0 as persons from owed
    union all
    select person_key, facility_code, period_start, period_end, from_on, to_on, 0 as owed_yuan,
        case when kind = 'month' then 1 else 0 end as owed_months, case when kind = 'person' then 1 else 0 end as persons
    from islands
),

posts as (
    select a.person_key, a.period_start, a.period_end, m.staff_group, least(a.period_end, m.end_on) as day,
        row_number() over (partition by a.person_key, a.period_start, a.period_end order by m.start_on desc) as nth
    from (select distinct person_key, period_start, period_end from amounts) as a
    inner join main_post as m on a.person_key = m.person_key and m.start_on <= a.period_end and m.end_on >= a.period_start
),

final as (
    select a.from_on, a.to_on, a.facility_code as place_code, a.person_key, a.owed_yuan, a.owed_months, a.persons,
        coalesce(p.staff_group, 'unknown') as staff_group, coalesce(w.sex, 'unknown') as sex, coalesce(w.age_band, 'unknown') as age_band,
        coalesce(w.licence, 'unknown') as licence, coalesce(w.education, 'unknown') as education, coalesce(w.title, 'unknown') as title,
        coalesce(w.contract, 'unknown') as contract, coalesce(w.subsidised, 'unknown') as subsidised
    from amounts as a
    left join posts as p on a.person_key = p.person_key and a.period_start = p.period_start and a.period_end = p.period_end and p.nth = 1
    left join workforce_state as w on a.person_key = w.person_key and w.post = 'main' and w.from_on <= p.day and w.to_on > p.day
    where a.from_on < a.to_on
)

select * from final
order by place_code, from_on
