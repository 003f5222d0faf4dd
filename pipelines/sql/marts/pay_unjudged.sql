-- Pay of persons that reconciliation could not hold against the staff: of months after the last for which the unit's staff is on
-- record (judged_to, its last roster), or of a unit whose staff is on record nowhere (null). By facility and year. Ordinary
-- components of a span together; a stated total only where there is none.
with beyond as (
    select p.person_key, p.facility_code, u.unit_code, s.last_on as judged_to, p.period_start, p.period_end, p.role, p.paid_yuan
    from stg_pay as p
    inner join facility_unit as u on p.facility_code = u.facility_code
    left join staff_scope as s on u.unit_code = s.unit_code
    where p.person_key is not null and p.role in ('regular', 'total') and p.paid_yuan > 0
        and (s.last_month is null or 12 * year(p.period_end) + month(p.period_end) > s.last_month)
),

amounts as (
    select person_key, facility_code, unit_code, judged_to, period_start, period_end, count(*) as pay_rows,
        coalesce(sum(case when role = 'regular' then paid_yuan end), sum(case when role = 'total' then paid_yuan end)) as paid_yuan
    from beyond
    group by person_key, facility_code, unit_code, judged_to, period_start, period_end
),

final as (
    select a.facility_code, a.unit_code, a.judged_to, y.label as period, cast(sum(a.pay_rows) as bigint) as pay_rows,
        sum(a.paid_yuan) as paid_yuan
    from amounts as a
    left join period as y on y.kind in ('year', 'fiscal_year') and a.period_end >= y.start_on and a.period_end <= y.end_on
    group by a.facility_code, a.unit_code, a.judged_to, y.label
)

select * from final
order by facility_code, period
