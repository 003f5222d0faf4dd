-- Established posts from one day until the next change (not counted in), vacant or filled, in posts and in full-time equivalents, within
-- the days of data_span. A post is vacant from its opening until it is filled, and again once it was vacated; from the day it is closed on it
-- is none. What nobody said of a post (its hardship, whether it is a key post) is unknown.
with span as (
    select first_day, cast(last_day + interval 1 day as date) as after_last from data_span
),

rounds as (
    select post_id, opened_on as from_on, coalesce(filled_on, date '9999-12-31') as to_on, 1 as is_vacant from stg_post
    union all
    select post_id, filled_on, coalesce(vacated_on, date '9999-12-31') as to_on, 0 as is_vacant from stg_post where filled_on is not null
    union all
    select post_id, vacated_on, date '9999-12-31' as to_on, 1 as is_vacant from stg_post where vacated_on is not null
),

final as (
    select p.facility_code as place_code, p.post_id, p.staff_group, coalesce(p.hardship, 'unknown') as hardship,
        case when p.is_key_post then 'key' when not p.is_key_post then 'other' else 'unknown' end as importance,
        greatest(r.from_on, d.first_day) as from_on, least(r.to_on, coalesce(p.closed_on, date '9999-12-31'), d.after_last) as to_on,
        1 as posts, coalesce(p.fte, 1) as posts_fte, r.is_vacant as vacant, r.is_vacant * coalesce(p.fte, 1) as vacant_fte,
        1 - r.is_vacant as filled
    from stg_post as p
    inner join rounds as r on p.post_id = r.post_id
    cross join span as d
    where greatest(r.from_on, d.first_day) < least(r.to_on, coalesce(p.closed_on, date '9999-12-31'), d.after_last)
)

select * from final
order by place_code, from_on
