-- Instalments of subsidies, due and paid.
with ranked as (
    select
        person_key, facility_code, scheme_id, application_id, cast(due_on as date) as due_on,
        cast(covers_from as date) as covers_from, cast(covers_to as date) as covers_to, post_title, standard_yuan,
        due_yuan, paid_yuan, cast(paid_on as date) as paid_on, payment_channel,
        cast(unit_received_on as date) as unit_received_on, award_reason, task_event,
        cast(task_from as date) as task_from, cast(task_to as date) as task_to, task_days, file, source_sheet,
        source_row, batch,
        row_number() over (
            partition by person_key, scheme_id, application_id, cast(due_on as date)
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_grant
),

final as (
    select
        person_key, facility_code, scheme_id, application_id, due_on, covers_from, covers_to, post_title,
        standard_yuan, due_yuan, paid_yuan, paid_on, payment_channel, unit_received_on, award_reason, task_event,
        task_from, task_to, task_days, file, source_sheet, source_row, batch
    from ranked
    where nth = 1
)

select * from final
