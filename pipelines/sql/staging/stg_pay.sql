-- Amounts of a payee, a component and a span, with the component's role.
with ranked as (
    select
        person_key,
        facility_code,
        pay_component,
        cast(period_start as date) as period_start,
        cast(period_end as date) as period_end,
        due_yuan,
        paid_yuan,
        row_number() over (
            partition by person_key, facility_code, pay_component, cast(period_start as date), cast(period_end as date)
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_pay
),

final as (
    select
        r.person_key,
        r.facility_code,
        r.pay_component,
        coalesce(c.role, '') as role,
        r.period_start,
        r.period_end,
        r.due_yuan,
        r.paid_yuan
    from ranked as r
    left join code as c on c.codelist = 'pay_component' and r.pay_component = c.code
    where r.nth = 1
)

select * from final
