-- Months in which somebody in post was insured by another employer: one that is neither a facility of the same wider area
-- (the county, where townships report), nor pays anybody there.
with known as (
    select distinct u.wider_code, f.facility_name as employer
    from stg_facility as f
    inner join facility_unit as u on f.facility_code = u.facility_code
    union
    select distinct u.wider_code, p.payer as employer
    from stg_pay as p
    inner join facility_unit as u on p.facility_code = u.facility_code
    where p.payer is not null
),

months as (
    select s.person_key, s.facility_code, s.employer, p.start_on, p.end_on, 12 * year(p.start_on) + month(p.start_on) as month_no
    from stg_social_insurance as s
    inner join period as p on s.period = p.label and p.kind = 'month'
    inner join facility_unit as u on s.facility_code = u.facility_code
    left join known as k on u.wider_code = k.wider_code and s.employer = k.employer
    where s.employer is not null and coalesce(s.is_paid, true) and k.employer is null
    group by s.person_key, s.facility_code, s.employer, p.start_on, p.end_on
),

in_post as (
    select distinct m.person_key, m.facility_code, m.employer, m.start_on, m.end_on, m.month_no
    from months as m
    inner join post_cover as c on m.person_key = c.person_key and c.first_month <= m.month_no and c.last_month >= m.month_no
),

numbered as (
    select *, month_no - row_number() over (partition by person_key, facility_code, employer order by month_no) as island
    from in_post
),

final as (
    select person_key, facility_code, employer, min(start_on) as first_on, max(end_on) as last_on
    from numbered
    group by person_key, facility_code, employer, island
)

select * from final
