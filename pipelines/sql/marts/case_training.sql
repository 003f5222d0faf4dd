-- Attendances of somebody who was in post nowhere in the month of enrolment, where staff is on record. The fees paid for the
-- course are at stake.
with attended as (
    select t.person_key, t.facility_code, t.event_id, t.enrolled_on, coalesce(t.completed_on, t.enrolled_on) as last_on, u.unit_code,
        12 * year(t.enrolled_on) + month(t.enrolled_on) as month_no
    from stg_training as t
    inner join facility_unit as u on t.facility_code = u.facility_code
),

in_post as (
    select distinct a.person_key, a.event_id
    from attended as a
    inner join post_evidence as c on a.person_key = c.person_key and c.first_month <= a.month_no and c.last_month >= a.month_no
),

final as (
    select a.person_key, a.facility_code, a.event_id, a.enrolled_on as first_on, greatest(a.enrolled_on, a.last_on) as last_on
    from attended as a
    inner join staff_scope as s on a.unit_code = s.unit_code and s.first_month <= a.month_no and s.last_month >= a.month_no
    left join in_post as i on a.person_key = i.person_key and a.event_id = i.event_id
    where i.person_key is null
)

select * from final
