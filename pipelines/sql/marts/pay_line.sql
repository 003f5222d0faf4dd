-- What a person was paid by a facility for a span: ordinary components together; a stated total only where no component is given
-- for any month of it. Emergency payments, old-age subsidies and money that went to a clinic are not among them.
with amounts as (
    select person_key, facility_code, period_start, period_end,
        sum(case when role = 'regular' then paid_yuan end) as regular_yuan,
        sum(case when role = 'total' then paid_yuan end) as total_yuan
    from stg_pay
    where person_key is not null and role in ('regular', 'total') and paid_yuan > 0
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
