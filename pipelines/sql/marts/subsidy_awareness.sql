-- Respondents of a survey by whether they know of the subsidies. A group's result without the number behind it cannot be weighed.
with final as (
    select coalesce(c.to_code, s.region_code) as place_code, s.period, sum(s.respondents) as respondents,
        sum(s.survey_value * s.respondents) as aware
    from stg_survey as s
    left join region_successor as c on s.region_code = c.from_code and c.until_on = date '9999-12-31' and c.is_main
    where s.survey_item = 'aware_subsidy' and s.respondents is not null and s.survey_value is not null
    group by coalesce(c.to_code, s.region_code), s.period
)

select * from final
order by period, place_code
