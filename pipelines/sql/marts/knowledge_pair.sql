-- Scores of a person's knowledge in a survey beside those of the survey before it, item by item and averaged over the items asked both
-- times, dated by the last day of the later survey: the change in points, and whether the person enrolled in a training in between
-- (unknown where no training is on record at all). What it is broken down by is as at that day.
with scores as (
    select coalesce(c.to_code, s.region_code) as place_code, s.person_key, s.survey_item, p.as_at, avg(s.survey_value) as score
    from stg_survey as s
    inner join period as p on s.period = p.label
    inner join code as k on k.codelist = 'survey_item' and s.survey_item = k.code and k.role = 'knowledge'
    left join region_successor as c on s.region_code = c.from_code and c.until_on = date '9999-12-31' and c.is_main
    where s.person_key is not null and s.survey_value is not null
    group by coalesce(c.to_code, s.region_code), s.person_key, s.survey_item, p.as_at
),

followed as (
    select *, lag(score) over person as score_before, lag(as_at) over person as before_on
    from scores
    window person as (partition by person_key, survey_item order by as_at, place_code)
),

pairs as (
    select person_key, as_at, max(place_code) as place_code, max(before_on) as before_on, avg(score - score_before) as change
    from followed
    where before_on < as_at
    group by person_key, as_at
),

learned as (
    select distinct p.person_key, p.as_at
    from pairs as p
    inner join stg_training as t on p.person_key = t.person_key and t.enrolled_on > p.before_on and t.enrolled_on <= p.as_at
),

known as (
    select count(*) as trainings from stg_training
),

final as (
    select p.person_key, p.place_code, p.as_at as on_date, p.before_on, p.change, 1 as pairs,
        case when n.trainings = 0 then 'unknown' when l.person_key is null then 'not_trained' else 'trained' end as trained,
        coalesce(w.staff_group, 'unknown') as staff_group, coalesce(w.sex, 'unknown') as sex, coalesce(w.age_band, 'unknown') as age_band, coalesce(w.licence, 'unknown') as licence,
        coalesce(w.education, 'unknown') as education, coalesce(w.title, 'unknown') as title, coalesce(w.contract, 'unknown') as contract, coalesce(w.subsidised, 'unknown') as subsidised
    from pairs as p
    cross join known as n
    left join learned as l on p.person_key = l.person_key and p.as_at = l.as_at
    left join workforce_state as w on p.person_key = w.person_key and w.post = 'main' and w.from_on <= p.as_at and w.to_on > p.as_at
)

select * from final
order by place_code, on_date
