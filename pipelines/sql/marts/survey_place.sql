-- Answers of a place and period by item: how many, and the sum of their values (the mean is the one over the other). A group's result
-- without the number behind it cannot be weighed: it is counted apart. Persons count in the staff group of their main post.
with answers as (
    select coalesce(c.to_code, s.region_code) as place_code, s.period, s.survey_item,
        coalesce(s.respondent_group, m.staff_group, 'unknown') as staff_group, s.survey_value, s.respondents
    from stg_survey as s
    inner join period as p on s.period = p.label
    left join region_successor as c on s.region_code = c.from_code and c.until_on = date '9999-12-31' and c.is_main
    left join main_post as m on s.person_key = m.person_key and m.start_on <= p.as_at and m.end_on >= p.as_at
),

final as (
    select a.place_code, a.period, a.survey_item, coalesce(k.role, '') as role, a.staff_group, t.remoteness,
        sum(a.respondents) as respondents, sum(a.survey_value * a.respondents) as value_sum,
        sum(case when a.respondents is null then 1 else 0 end) as results_without_number
    from answers as a
    inner join place_trait as t on a.place_code = t.place_code and a.period = t.period
    left join code as k on k.codelist = 'survey_item' and a.survey_item = k.code
    group by a.place_code, a.period, a.survey_item, k.role, a.staff_group, t.remoteness
)

select * from final
order by period, place_code
