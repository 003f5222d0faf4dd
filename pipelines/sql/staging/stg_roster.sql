-- Persons on a reference day; a person standing twice at one facility counts once. has_left: the row says that the person is no
-- longer in post on that day; its last day and reason, where stated, end the spell.
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
        cast(end_on as date) as end_on,
        exit_reason,
        case
            when not is_in_post then true
            when cast(end_on as date) < cast(as_at as date) then true
            when end_on is null and exit_reason is not null and is_in_post is null then true
            else false
        end as has_left,
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
    select person_key, as_at, facility_code, staff_group, sex, licence, education, birth_year, is_main_post, end_on, exit_reason, has_left,
        file, source_sheet, source_row
    from ranked
    where nth = 1
)

select * from final
