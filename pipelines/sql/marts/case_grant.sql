-- Instalments paid to somebody who was in post nowhere in the months they are for: the months stated, else those that the rate is
-- paid by, up to the month in which it is due (a quarter's allowance due in April is for January on). One-off grants
-- ask for the month due. Emergency subsidies are left out: those who left may have been called back.
with rates as (
    select scheme_id, max(case paid_per when 'year' then 12 when 'quarter' then 3 when 'month' then 1 else 0 end) as months
    from stg_subsidy_rate
    group by scheme_id
),

paid as (
    select g.person_key, g.facility_code, g.scheme_id, g.application_id, g.due_on, g.paid_yuan, u.unit_code,
        coalesce(12 * year(g.covers_from) + month(g.covers_from), 12 * year(g.due_on) + month(g.due_on) - coalesce(r.months, 0)) as first_month,
        coalesce(12 * year(g.covers_to) + month(g.covers_to), 12 * year(g.due_on) + month(g.due_on)) as last_month,
        coalesce(g.covers_from, g.due_on) as first_on, coalesce(g.covers_to, g.due_on) as last_on
    from stg_grant as g
    inner join facility_unit as u on g.facility_code = u.facility_code
    left join stg_subsidy_scheme as s on g.scheme_id = s.scheme_id
    left join rates as r on g.scheme_id = r.scheme_id
    where g.paid_yuan > 0 and coalesce(s.subsidy_type, '') <> 'emergency'
),

judged as (
    select p.*
    from paid as p
    inner join staff_scope as s on p.unit_code = s.unit_code and p.first_month >= s.first_month and p.last_month <= s.last_month
),

met as (
    select p.person_key, p.scheme_id, p.application_id, p.due_on,
        max(case when c.last_month < p.first_month then c.last_on end) as left_on
    from judged as p
    inner join post_cover as c on p.person_key = c.person_key
    group by p.person_key, p.scheme_id, p.application_id, p.due_on
),

in_post as (
    select distinct p.person_key, p.scheme_id, p.application_id, p.due_on
    from judged as p
    inner join post_evidence as c on p.person_key = c.person_key and c.first_month <= p.last_month and c.last_month >= p.first_month
),

final as (
    select p.person_key, p.facility_code, p.scheme_id, p.application_id, p.due_on, p.paid_yuan, p.first_on, p.last_on, m.left_on
    from judged as p
    left join met as m on p.person_key = m.person_key and p.scheme_id = m.scheme_id and p.due_on = m.due_on
        and coalesce(p.application_id, '') = coalesce(m.application_id, '')
    left join in_post as i on p.person_key = i.person_key and p.scheme_id = i.scheme_id and p.due_on = i.due_on
        and coalesce(p.application_id, '') = coalesce(i.application_id, '')
    where i.person_key is null
)

select * from final
