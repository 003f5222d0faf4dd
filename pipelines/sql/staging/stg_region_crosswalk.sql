-- Predecessor and successor places with the day of the change.
with final as (
    select distinct
        from_code,
        to_code,
        to_name,
        cast(on_date as date) as on_date,
        coalesce(share, 1) as share
    from raw_region_crosswalk
)

select * from final
