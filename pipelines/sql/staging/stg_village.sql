-- Administrative villages as the township lists them; a village that was merged away has its last day.
with ranked as (
    select
        village_code,
        village_name,
        region_code,
        coalesce(village_kind, 'village') as village_kind,
        households,
        residents,
        registered_residents,
        has_clinic,
        serving_facility_code,
        nearest_clinic_km,
        nearest_clinic_minutes,
        longitude,
        latitude,
        cast(abolished_on as date) as abolished_on,
        merged_into_code,
        row_number() over (
            partition by village_code
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_village
),

final as (
    select village_code, village_name, region_code, village_kind, households, residents, registered_residents, has_clinic,
        serving_facility_code, nearest_clinic_km, nearest_clinic_minutes, longitude, latitude, abolished_on,
        merged_into_code
    from ranked
    where nth = 1
)

select * from final
