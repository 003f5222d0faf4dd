-- Answers by person (one each) or by group (as many as said).
with ranked as (
    select
        person_key,
        respondent_group,
        region_code,
        period,
        survey_item,
        survey_value,
        value_unit,
        coalesce(respondents, case when person_key is not null then 1 end) as respondents,
        row_number() over (
            partition by person_key, respondent_group, region_code, period, survey_item
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_survey
),

final as (
    select person_key, respondent_group, region_code, period, survey_item, survey_value, value_unit, respondents
    from ranked
    where nth = 1
)

select * from final
