-- Durations as a survival table wants them: entry, exit, event.
with final as (
    select tenure_id, cast(0 as double) as entry, duration as exit, case when has_ended then 1 else 0 end as event, tenure_unit
    from stg_tenure
    where duration is not null
)

select * from final
