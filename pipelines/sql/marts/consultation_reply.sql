-- A request of a clinic and how long it waited for its first reply. One without a reply is open: it waited up to the last moment any
-- request speaks of, or to its own end, and no reply was seen (event 0), so that an unanswered request never makes a hospital look fast.
-- For the same reason a day without a time of day counts whole: a request from its first hour, a reply or an end to its last.
-- 0:00 is such a day: no sheet tells the two apart, so midnight is asked for as 00:01.
with bounds as (
    select max(moment) as last_moment
    from (
        select max(requested_at) as moment from stg_consultation
        union all
        select max(replied_at) as moment from stg_consultation
        union all
        select max(closed_at) as moment from stg_consultation
    ) as m
),

waited as (
    select c.*, coalesce(c.replied_at, c.closed_at, b.last_moment) as until_at,
        case when coalesce(c.replied_at, c.closed_at) = cast(coalesce(c.replied_at, c.closed_at) as date) then 24 else 0 end as hours_of_end
    from stg_consultation as c
    cross join bounds as b
),

final as (
    select w.request_id, cast(w.requested_at as date) as on_date, w.facility_code as place_code, w.hospital_code, w.department, w.consultation_kind, w.modality, w.requested_at,
        w.replied_at, w.closed_at, w.consultation_outcome, coalesce(o.role, '') = 'completed' as is_completed, w.is_critical,
        w.is_transfer_avoided, 1 as requests, case when o.role = 'completed' then 1 else 0 end as completed,
        case when o.role = 'completed' and w.is_transfer_avoided is not null then 1 else 0 end as transfer_told,
        case when o.role = 'completed' and w.is_transfer_avoided then 1 else 0 end as transfer_avoided,
        case when w.replied_at is null then 0 else 1 end as event,
        w.replied_at is null and w.closed_at is null as is_open,
        24 * date_diff('day', cast(w.requested_at as date), cast(w.until_at as date)) + hour(w.until_at) - hour(w.requested_at)
            + (minute(w.until_at) - minute(w.requested_at)) / 60.0 + w.hours_of_end as hours_waited
    from waited as w
    left join code as o on o.codelist = 'consultation_outcome' and w.consultation_outcome = o.code
)

select * from final
order by on_date, place_code
