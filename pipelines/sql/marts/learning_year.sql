-- What a person in post on the last day of a year learned in it: hours and credits, 0 for who came to nothing where the unit sends its
-- training, unknown where something was attended and not written down; and whether the credits the site asks of the licence class were
-- reached. Of each class of credits what exceeds the most that counts does not. Hours are those attended, else the minutes online, else
-- those of a completed course. Credits of a course that was passed are its own where the row has none; who failed or did not complete has 0.
-- An outcome is known where what is written suffices, or all of it is written.
with years as (
    select label, start_on, end_on from period where kind in ('year', 'fiscal_year')
),

sent as (
    select distinct y.label as period, a.region_code as unit_code
    from stg_training as t
    inner join years as y on t.enrolled_on >= y.start_on and t.enrolled_on <= y.end_on
    inner join place_span as a on t.facility_code = a.place_code and a.from_on <= y.end_on and a.to_on > y.end_on
    inner join site_setting as s on s.name = 'unit_level' and a.level = s.value
),

people as (
    select y.label as period, w.place_code, w.person_key, w.staff_group, w.sex, w.age_band, w.licence, w.education, w.title, w.contract, w.subsidised
    from years as y
    inner join workforce_state as w on w.post = 'main' and w.from_on <= y.end_on and w.to_on > y.end_on
    inner join place_span as a on w.place_code = a.place_code and a.from_on <= y.end_on and a.to_on > y.end_on
    inner join site_setting as s on s.name = 'unit_level' and a.level = s.value
    inner join sent as u on y.label = u.period and a.region_code = u.unit_code
),

attended as (
    select t.person_key, y.label as period, coalesce(e.credit_class, 'unknown') as credit_class,
        coalesce(
            t.attended_hours, t.minutes / 60.0, case when t.completed_on is not null or r.role = 'passed' then e.training_hours end
        ) as hours,
        coalesce(
            t.credits,
            case
                when r.role = 'passed' or (t.training_result is null and t.completed_on is not null) then e.credits
                else 0
            end
        ) as credits
    from stg_training as t
    inner join years as y on t.enrolled_on >= y.start_on and t.enrolled_on <= y.end_on
    left join stg_training_event as e on t.event_id = e.event_id
    left join code as r on r.codelist = 'training_result' and t.training_result = r.code
),

sums as (
    select person_key, period, sum(hours) as hours, sum(case when hours is null then 1 else 0 end) as hours_unwritten,
        sum(credits) as credits, sum(case when credits is null then 1 else 0 end) as credits_unwritten,
        sum(case when credit_class = 'class_1' then credits else 0 end) as class_1,
        sum(case when credit_class = 'class_2' then credits else 0 end) as class_2,
        sum(case when credit_class in ('class_1', 'unknown') and (credits is null or (credits > 0 and credit_class = 'unknown')) then 1 else 0 end)
            as class_1_unwritten,
        sum(case when credit_class in ('class_2', 'unknown') and (credits is null or (credits > 0 and credit_class = 'unknown')) then 1 else 0 end)
            as class_2_unwritten
    from attended
    group by person_key, period
),

counted as (
    select p.*, c.licence is not null as has_rule, c.credits as credits_asked, c.class_1_least, c.class_1_most, c.class_2_least, c.class_2_most,
        c.hours as hours_asked, coalesce(s.hours, 0) as hours, coalesce(s.hours_unwritten, 0) as hours_unwritten,
        coalesce(s.credits, 0) as credits, coalesce(s.credits_unwritten, 0) as credits_unwritten, coalesce(s.class_1, 0) as class_1,
        coalesce(s.class_2, 0) as class_2, coalesce(s.class_1_unwritten, 0) as class_1_unwritten,
        coalesce(s.class_2_unwritten, 0) as class_2_unwritten
    from people as p
    left join sums as s on p.person_key = s.person_key and p.period = s.period
    left join site_credit_rule as c on p.licence = c.licence
),

judged as (
    select *,
        (class_1_least is null or class_1 >= class_1_least) and (class_2_least is null or class_2 >= class_2_least)
        and (hours_asked is null or hours >= hours_asked) and (
            credits_asked is null
            or case
                when class_1_most is null and class_2_most is null then credits
                else least(class_1, coalesce(class_1_most, class_1)) + least(class_2, coalesce(class_2_most, class_2))
            end >= credits_asked
        ) as is_met,
        credits_unwritten + class_1_unwritten + class_2_unwritten + case when hours_asked is null then 0 else hours_unwritten end = 0 as is_written
    from counted
),

final as (
    select period, place_code, person_key, staff_group, sex, age_band, licence, education, title, contract, subsidised,
        case when hours_unwritten = 0 then hours end as hours, case when hours_unwritten = 0 then 1 else 0 end as hours_known,
        case when credits_unwritten = 0 then credits end as credits, case when credits_unwritten = 0 then 1 else 0 end as credits_known,
        case when has_rule and (is_met or is_written) then 1 else 0 end as judged, case when has_rule and is_met then 1 else 0 end as met,
        case when class_1_least is not null and (class_1 >= class_1_least or class_1_unwritten = 0) then 1 else 0 end as judged_class_1,
        case when class_1 >= class_1_least then 1 else 0 end as met_class_1,
        case when class_2_least is not null and (class_2 >= class_2_least or class_2_unwritten = 0) then 1 else 0 end as judged_class_2,
        case when class_2 >= class_2_least then 1 else 0 end as met_class_2
    from judged
)

select * from final
order by period, place_code
