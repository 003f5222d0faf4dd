-- Amounts of a payee, a component and a span, with the component's role. Money paid to a clinic has no person. Of an amount that
-- stands twice the newest counts; only those are ranked, as a ledger has millions of rows and hardly any twice.
with twice as (
    select person_key, facility_code, pay_component, period_start, period_end
    from raw_pay
    group by person_key, facility_code, pay_component, period_start, period_end
    having count(*) > 1
),

marked as (
    select r.*, t.facility_code is not null as is_twice
    from raw_pay as r
    left join twice as t on coalesce(r.person_key, '') = coalesce(t.person_key, '') and r.facility_code = t.facility_code
        and r.pay_component = t.pay_component and r.period_start = t.period_start and r.period_end = t.period_end
),

ranked as (
    select *, row_number() over (
        partition by person_key, facility_code, pay_component, period_start, period_end
        order by batch desc, file, source_sheet, source_row
    ) as nth
    from marked
    where is_twice
),

kept as (
    select person_key, facility_code, pay_component, period_start, period_end, payee_kind, due_yuan, paid_yuan, paid_on, payer,
        performance_score, file, source_sheet, source_row
    from marked
    where not is_twice
    union all
    select person_key, facility_code, pay_component, period_start, period_end, payee_kind, due_yuan, paid_yuan, paid_on, payer,
        performance_score, file, source_sheet, source_row
    from ranked
    where nth = 1
),

final as (
    select
        r.person_key,
        r.facility_code,
        r.pay_component,
        coalesce(c.role, '') as role,
        cast(r.period_start as date) as period_start,
        cast(r.period_end as date) as period_end,
        coalesce(r.payee_kind, case when r.person_key is null then 'facility' else 'person' end) as payee_kind,
        r.due_yuan,
        r.paid_yuan,
        cast(r.paid_on as date) as paid_on,
        r.payer,
        r.performance_score,
        r.file,
        r.source_sheet,
        r.source_row
    from kept as r
    left join code as c on c.codelist = 'pay_component' and r.pay_component = c.code
)

select * from final
