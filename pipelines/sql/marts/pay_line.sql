-- What a person was paid by a facility for a span: ordinary components together; a stated total only where no component is given
-- for any month of it. Emergency payments, old-age subsidies and money that went to a clinic are not among them. Of all persons
-- only those are here whose pay is in question: paid for a month outside one spell at the unit that pays, or with a case of another kind.
with in_question as (
    select p.person_key
    from payee_year as p
    left join facility_unit as u on p.facility_code = u.facility_code
    where not exists (
        select 1
        from post_cover as c
        where c.person_key = p.person_key and c.unit_code = u.unit_code and c.first_month <= p.first_month and c.last_month >= p.last_month
    )
    union
    select person_key from case_two_posts
    union
    select person_key from case_licence
    union
    select person_key from case_outside
    union
    select person_key from case_insured
),

amounts as (
    select person_key, facility_code, period_start, period_end,
        sum(case when role = 'regular' then paid_yuan end) as regular_yuan,
        sum(case when role = 'total' then paid_yuan end) as total_yuan
    from stg_pay
    where person_key in (select person_key from in_question) and role in ('regular', 'total') and paid_yuan > 0
    group by person_key, facility_code, period_start, period_end
),

numbered as (
    select *, 12 * year(period_start) + month(period_start) as first_month, 12 * year(period_end) + month(period_end) as last_month
    from amounts
),

stated as (
    select distinct t.person_key, t.facility_code, t.period_start, t.period_end
    from numbered as t
    inner join numbered as r on t.person_key = r.person_key and t.facility_code = r.facility_code
        and r.first_month <= t.last_month and r.last_month >= t.first_month
    where t.regular_yuan is null and r.regular_yuan is not null
),

final as (
    select n.person_key, n.facility_code, u.unit_code, n.period_start, n.period_end, n.first_month, n.last_month,
        coalesce(n.regular_yuan, n.total_yuan) as paid_yuan
    from numbered as n
    inner join facility_unit as u on n.facility_code = u.facility_code
    left join stated as t on n.regular_yuan is null and n.person_key = t.person_key and n.facility_code = t.facility_code
        and n.period_start = t.period_start and n.period_end = t.period_end
    where t.person_key is null
)

select * from final
