-- Every enrolment of a person in a training, dated by its first day, at the facility that sent it: whether it has ended (who still learns
-- has not failed to complete), was completed, was examined and passed; online, whether it was begun where minutes are on record. What it
-- is broken down by is as at the first day; who was not in post then is of no known staff group.
with final as (
    select t.person_key, t.facility_code as place_code, t.event_id, t.enrolled_on as on_date, 1 as enrolments,
        case when coalesce(t.training_result, '') = 'ongoing' then 0 else 1 end as ended,
        case when t.completed_on is not null or r.role = 'passed' then 1 else 0 end as completed,
        case when r.role in ('passed', 'failed') then 1 else 0 end as examined, case when r.role = 'passed' then 1 else 0 end as passed,
        case when t.minutes is null then 0 else 1 end as timed, case when t.minutes > 0 then 1 else 0 end as begun,
        coalesce(e.training_mode, 'unknown') as training_mode, coalesce(e.training_level, 'unknown') as training_level,
        coalesce(w.staff_group, 'unknown') as staff_group, coalesce(w.sex, 'unknown') as sex, coalesce(w.age_band, 'unknown') as age_band, coalesce(w.licence, 'unknown') as licence,
        coalesce(w.education, 'unknown') as education, coalesce(w.title, 'unknown') as title, coalesce(w.contract, 'unknown') as contract, coalesce(w.subsidised, 'unknown') as subsidised
    from stg_training as t
    left join stg_training_event as e on t.event_id = e.event_id
    left join code as r on r.codelist = 'training_result' and t.training_result = r.code
    left join workforce_state as w on t.person_key = w.person_key and w.post = 'main' and w.from_on <= t.enrolled_on and w.to_on > t.enrolled_on
    where t.enrolled_on is not null
)

select * from final
order by place_code, on_date
