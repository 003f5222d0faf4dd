-- Persons at courses.
with ranked as (
    select
        person_key,
        facility_code,
        event_id,
        cast(enrolled_on as date) as enrolled_on,
        cast(completed_on as date) as completed_on,
        attended_hours,
        minutes,
        training_result,
        credits,
        file,
        source_sheet,
        source_row,
        row_number() over (
            partition by person_key, event_id
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_training
),

final as (
    select person_key, facility_code, event_id, enrolled_on, completed_on, attended_hours, minutes, training_result, credits, file, source_sheet, source_row
    from ranked
    where nth = 1
)

select * from final
