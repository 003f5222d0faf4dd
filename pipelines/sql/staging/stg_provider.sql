-- Who trains, as last reported.
with ranked as (
    select
        provider_id,
        provider_name,
        provider_kind,
        region_code,
        longitude,
        latitude,
        capacity,
        row_number() over (
            partition by provider_id
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_provider
),

final as (
    select provider_id, provider_name, provider_kind, region_code, longitude, latitude, capacity
    from ranked
    where nth = 1
)

select * from final
