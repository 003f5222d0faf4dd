-- What a person learned in a year: courses and attendances, minutes online, hours attended (else those of a completed course), credits
-- by class. Minutes and credits that nobody wrote down are not nothing: sums are of what was written, unknown where there was something
-- to write and none of it was, and the attendances without are counted beside them. A course counts in the year the person enrolled. The place is that of the main post on the last day of the year, else where the last row says.
with years as (
    select label, start_on, end_on from period where kind in ('year', 'fiscal_year')
),

attended as (
    select t.person_key, y.label as period, y.end_on, t.facility_code, t.event_id, t.enrolled_on, t.completed_on, t.minutes, t.credits, t.attended_hours,
        coalesce(r.role, '') = 'passed' as is_passed, t.completed_on is not null or coalesce(r.role, '') = 'passed' as is_completed,
        e.training_mode, e.training_hours, e.training_level, coalesce(e.credit_class, 'none') as credit_class
    from stg_training as t
    inner join years as y on t.enrolled_on >= y.start_on and t.enrolled_on <= y.end_on
    left join stg_training_event as e on t.event_id = e.event_id
    left join code as r on r.codelist = 'training_result' and t.training_result = r.code
),

summed as (
    select person_key, period, end_on, count(*) as attendances, count(distinct event_id) as courses,
        sum(case when is_completed then 1 else 0 end) as completed, sum(case when is_passed then 1 else 0 end) as passed,
        sum(case when training_mode = 'online' then 1 else 0 end) as online_attendances,
        sum(case when training_mode = 'online' and is_completed then 1 else 0 end) as online_completed,
        sum(case when training_mode = 'online' then minutes end) as online_minutes,
        sum(case when training_mode = 'online' and minutes is null then 1 else 0 end) as online_without_minutes,
        sum(coalesce(attended_hours, case when is_completed then training_hours end)) as hours,
        sum(case when credit_class = 'class_1' then credits end) as credits_class_1,
        sum(case when credit_class = 'class_1' then 1 else 0 end) as attendances_class_1,
        sum(case when credit_class = 'class_2' then credits end) as credits_class_2,
        sum(case when credit_class = 'class_2' then 1 else 0 end) as attendances_class_2,
        sum(credits) as credits, sum(case when credits is null then 1 else 0 end) as without_credits,
        max_by(facility_code, enrolled_on) as row_facility_code
    from attended
    group by person_key, period, end_on
),

final as (
    select s.period, coalesce(m.facility_code, s.row_facility_code) as place_code, s.person_key, m.staff_group, s.attendances, s.courses,
        s.completed, s.passed, s.online_attendances, s.online_completed, case when s.online_attendances = 0 then 0 else s.online_minutes end as online_minutes,
        s.online_without_minutes, s.hours, case when s.attendances_class_1 = 0 then 0 else s.credits_class_1 end as credits_class_1,
        case when s.attendances_class_2 = 0 then 0 else s.credits_class_2 end as credits_class_2, s.credits, s.without_credits,
        m.person_key is not null as is_in_post
    from summed as s
    left join main_post as m on s.person_key = m.person_key and m.start_on <= s.end_on and m.end_on >= s.end_on
)

select * from final
order by period, place_code
