-- Every sitting of an exam or appraisal, dated by its day, at the facility that entered the person: sat where a result was given (who did
-- not come or still waits did not sit), passed. What it is broken down by is as at the day.
with final as (
    select x.person_key, x.facility_code as place_code, x.on_date, x.exam, coalesce(k.role, '') as exam_role, 1 as entered,
        case when r.role in ('passed', 'failed') then 1 else 0 end as sat, case when r.role = 'passed' then 1 else 0 end as passed,
        coalesce(w.staff_group, 'unknown') as staff_group, coalesce(w.sex, 'unknown') as sex, coalesce(w.age_band, 'unknown') as age_band, coalesce(w.licence, 'unknown') as licence,
        coalesce(w.education, 'unknown') as education, coalesce(w.title, 'unknown') as title, coalesce(w.contract, 'unknown') as contract, coalesce(w.subsidised, 'unknown') as subsidised
    from stg_exam as x
    left join code as k on k.codelist = 'exam' and x.exam = k.code
    left join code as r on r.codelist = 'exam_result' and x.exam_result = r.code
    left join workforce_state as w on x.person_key = w.person_key and w.post = 'main' and w.from_on <= x.on_date and w.to_on > x.on_date
)

select * from final
order by place_code, on_date
