-- Persons on a reference day; a person standing twice at one facility counts once.
with ranked as (
    select
        person_key,
        cast(as_at as date) as as_at,
        facility_code,
        staff_group,
        sex,
        licence,
        education,
        birth_year,
        coalesce(is_main_post, true) as is_main_post,
        file,
        source_sheet,
        source_row,
        row_number() over (
            partition by person_key, cast(as_at as date), facility_code
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_roster
),

final as (
    select person_key, as_at, facility_code, staff_group, sex, licence, education, birth_year, is_main_post, file, source_sheet, source_row
    from ranked
    where nth = 1
)

select * from final
