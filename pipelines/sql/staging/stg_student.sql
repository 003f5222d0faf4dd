-- Targeted students as last reported.
with ranked as (
    select
        person_key,
        student_id,
        facility_code,
        programme,
        school,
        intake_year,
        student_status,
        cast(graduated_on as date) as graduated_on,
        obligation_years,
        posted_facility_code,
        cast(posted_on as date) as posted_on,
        cast(breach_on as date) as breach_on,
        row_number() over (
            partition by student_id
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_student
),

final as (
    select person_key, student_id, facility_code, programme, school, intake_year, student_status, graduated_on, obligation_years,
        posted_facility_code, posted_on, breach_on
    from ranked
    where nth = 1
)

select * from final
