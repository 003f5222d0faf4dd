-- Times during which an established post is open and unfilled: from its opening until it was filled or closed, and again once it was
-- vacated. ended_on is the day it was filled or closed, null while it is vacant; event 1 says filled. from_on and to_on are the same days.
with first_round as (
    select post_id, facility_code, staff_group, fte, hardship, is_key_post, opened_on as vacant_on,
        coalesce(filled_on, closed_on) as ended_on, case when filled_on is null then 0 else 1 end as event, offers, offered_on, accepted_on,
        'opened' as began_as
    from stg_post
),

second_round as (
    select post_id, facility_code, staff_group, fte, hardship, is_key_post, vacated_on as vacant_on, closed_on as ended_on, 0 as event,
        cast(null as double) as offers, cast(null as date) as offered_on, cast(null as date) as accepted_on, 'vacated' as began_as
    from stg_post
    where vacated_on is not null
),

united as (
    select * from first_round
    union all
    select * from second_round
),

last_seen as (
    select max(day) as last_day
    from (
        select max(opened_on) as day from stg_post
        union all
        select max(filled_on) as day from stg_post
        union all
        select max(vacated_on) as day from stg_post
        union all
        select max(closed_on) as day from stg_post
        union all
        select last_day as day from data_span
    ) as d
),

final as (
    select u.post_id, u.facility_code as place_code, u.staff_group, coalesce(u.fte, 1) as fte, coalesce(u.hardship, 'unknown') as hardship,
        coalesce(u.is_key_post, false) as is_key_post, u.began_as, u.vacant_on, u.ended_on, u.vacant_on as from_on, u.ended_on as to_on,
        u.event, u.offers, u.offered_on, u.accepted_on,
        date_diff('day', u.vacant_on, coalesce(u.ended_on, s.last_day)) as days_vacant
    from united as u
    cross join last_seen as s
    where u.vacant_on <= coalesce(u.ended_on, s.last_day)
)

select * from final
