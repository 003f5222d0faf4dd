-- Links of hospitals and clinics; end_on is the last day in force.
with ranked as (
    select
        hospital_code,
        hospital_name,
        hospital_level,
        facility_code,
        link_kind,
        cast(start_on as date) as start_on,
        cast(end_on as date) as end_on,
        row_number() over (
            partition by hospital_code, facility_code, link_kind, cast(start_on as date)
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_link
),

final as (
    select hospital_code, hospital_name, hospital_level, facility_code, link_kind, start_on, end_on
    from ranked
    where nth = 1
)

select * from final
