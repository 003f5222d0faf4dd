-- Courses as run.
with ranked as (
    select
        event_id,
        region_code,
        training_topic,
        provider_id,
        training_level,
        training_mode,
        credit_class,
        training_hours,
        credits,
        cast(started_on as date) as started_on,
        cast(ended_on as date) as ended_on,
        capacity,
        row_number() over (
            partition by event_id
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_training_event
),

final as (
    select event_id, region_code, training_topic, provider_id, training_level, training_mode, credit_class, training_hours,
        credits, started_on, ended_on, capacity
    from ranked
    where nth = 1
)

select * from final
