-- Sittings with their results.
with ranked as (
    select
        person_key,
        facility_code,
        exam,
        cast(on_date as date) as on_date,
        exam_result,
        score,
        row_number() over (
            partition by person_key, exam, cast(on_date as date)
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_exam
),

final as (
    select person_key, facility_code, exam, on_date, exam_result, score
    from ranked
    where nth = 1
)

select * from final
