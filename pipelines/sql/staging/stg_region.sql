-- One row per place and the day it came into force; of two files that bring the same, the later batch speaks.
with ranked as (
    select
        region_code,
        coalesce(cast(valid_from as date), date '1900-01-01') as valid_from,
        cast(valid_to as date) as valid_to,
        name_zh,
        coalesce(name_en, name_zh) as name_en,
        level,
        parent_code,
        code_system,
        longitude,
        latitude,
        coalesce(seat_quality, 'unplaced') as seat_quality,
        coalesce(remoteness, 'unknown') as remoteness,
        row_number() over (
            partition by region_code, coalesce(cast(valid_from as date), date '1900-01-01')
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_region
),

final as (
    select region_code, valid_from, valid_to, name_zh, name_en, level, parent_code, code_system, longitude, latitude,
        seat_quality, remoteness
    from ranked
    where nth = 1
)

select * from final
