-- Memberships of talent schemes.
with ranked as (
    select
        person_key,
        facility_code,
        talent_scheme,
        talent_level,
        cast(joined_on as date) as joined_on,
        cast(left_on as date) as left_on,
        is_specialty_lead,
        is_imported,
        row_number() over (
            partition by person_key, talent_scheme, cast(joined_on as date)
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_talent_member
),

final as (
    select person_key, facility_code, talent_scheme, talent_level, joined_on, left_on, is_specialty_lead, is_imported
    from ranked
    where nth = 1
)

select * from final
