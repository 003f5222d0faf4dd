-- Amounts of a payee, a component and a span, with the component's role. Money paid to a clinic has no person.
with ranked as (
    select
        person_key,
        facility_code,
        pay_component,
        cast(period_start as date) as period_start,
        cast(period_end as date) as period_end,
        due_yuan,
        paid_yuan,
        cast(paid_on as date) as paid_on,
        payer,
        performance_score,
        payee_kind,
        file,
        source_sheet,
        source_row,
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
        coalesce(r.payee_kind, case when r.person_key is null then 'facility' else 'person' end) as payee_kind,
        r.due_yuan,
        r.paid_yuan,
        r.paid_on,
        r.payer,
        r.performance_score,
        r.file,
        r.source_sheet,
        r.source_row
    from ranked as r
    left join code as c on c.codelist = 'pay_component' and r.pay_component = c.code
    where r.nth = 1
)

select * from final
