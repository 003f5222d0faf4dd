-- Certificates as registered; of two files that bring the same one, the later batch speaks.
with ranked as (
    select
        person_key,
        facility_code,
        licence_type,
        cast(issued_on as date) as issued_on,
        cast(valid_to as date) as valid_to,
        registered_region_code,
        registered_facility_code,
        practice_scope,
        file,
        source_sheet,
        source_row,
        row_number() over (
            partition by person_key, licence_type, cast(issued_on as date)
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_licence
),

final as (
    select person_key, facility_code, licence_type, issued_on, valid_to, registered_region_code, registered_facility_code,
        practice_scope, file, source_sheet, source_row
    from ranked
    where nth = 1
)

select * from final
