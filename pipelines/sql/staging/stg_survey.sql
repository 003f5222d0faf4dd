-- Items of answer sheets; a sheet is one person unless it says how many.
with ranked as (
    select
        facility_code,
        wave,
        cast(surveyed_on as date) as surveyed_on,
        respondent,
        survey_item,
        answer_value,
        coalesce(respondents, 1) as respondents,
        row_number() over (
            partition by facility_code, respondent, wave, survey_item
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_survey
),

final as (
    select facility_code, wave, surveyed_on, respondent, survey_item, answer_value, respondents
    from ranked
    where nth = 1
)

select * from final
