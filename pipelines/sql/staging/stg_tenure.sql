-- Durations in post without dates, in the unit they came in.
with final as (
    select tenure_id, duration, tenure_unit, has_ended
    from raw_tenure
)

select * from final
