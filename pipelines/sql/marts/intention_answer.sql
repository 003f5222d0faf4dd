-- Answers about leaving and staying, for every period that holds the survey's own: those who said yes, and those who answered. A group's
-- result without the number of answers cannot be weighed, and a score is no share: both are left out.
with answers as (
    select coalesce(c.to_code, s.region_code) as place_code, p.start_on, p.end_on, s.survey_item,
        coalesce(s.respondent_group, m.staff_group, 'unknown') as staff_group, s.survey_value, s.respondents
    from stg_survey as s
    inner join code as k on k.codelist = 'survey_item' and s.survey_item = k.code and k.role = 'intention'
    inner join period as p on s.period = p.label
    left join region_successor as c on s.region_code = c.from_code and c.until_on = date '9999-12-31' and c.is_main
    left join main_post as m on s.person_key = m.person_key and m.start_on <= p.as_at and m.end_on >= p.as_at
    where s.respondents is not null and s.survey_value >= 0 and s.survey_value <= 1
),

final as (
    select a.place_code, w.label as period, a.survey_item, a.staff_group, sum(a.survey_value * a.respondents) as said_yes,
        sum(a.respondents) as respondents
    from answers as a
    inner join period as w on a.start_on >= w.start_on and a.end_on <= w.end_on
    group by a.place_code, w.label, a.survey_item, a.staff_group
)

select * from final
order by period, place_code
