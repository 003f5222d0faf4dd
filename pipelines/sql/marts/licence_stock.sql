-- The licence a person in post has on the last day of a year, and of the quarters of the last two: the best that is in force, else
-- the last that expired. With the place of the main post, the place registered, and the days until it expires (negative: since it
-- did, null: it does not).
-- A licence renewed in time is not a lapsed one. is_elsewhere: the person works at another facility than the one registered.
with days as (
    select p.label as period, p.as_at
    from period as p
    inner join data_span as d on p.as_at >= d.first_day and p.as_at <= d.last_day
    where p.kind in ('year', 'fiscal_year') or (p.kind = 'quarter' and p.as_at > cast(d.last_day - interval 24 month as date))
),

people as (
    select y.period, y.as_at, m.person_key, m.facility_code as place_code, m.staff_group
    from main_post as m
    inner join days as y on m.start_on <= y.as_at and m.end_on >= y.as_at
),

held as (
    select p.*, s.licence_type, s.role, s.registered_region_code, s.registered_facility_code, s.expires_on,
        coalesce(s.last_on >= p.as_at, false) as is_valid,
        row_number() over (
            partition by p.period, p.person_key
            order by case when s.last_on >= p.as_at then 0 else 1 end, case when s.last_on >= p.as_at then s.rank_no end, s.last_on desc, s.rank_no
        ) as nth
    from people as p
    left join licence_spell as s on p.person_key = s.person_key and s.issued_on <= p.as_at
),

known as (
    select distinct person_key from stg_licence
),

final as (
    select h.period, h.as_at, h.person_key, h.place_code, h.staff_group, h.licence_type, h.role, h.registered_region_code,
        h.registered_facility_code, h.expires_on, h.is_valid, k.person_key is not null as is_registered,
        date_diff('day', h.as_at, h.expires_on) as days_to_expiry,
        h.registered_facility_code is not null and h.registered_facility_code <> h.place_code as is_elsewhere
    from held as h
    left join known as k on h.person_key = k.person_key
    where h.nth = 1
)

select * from final
order by period, place_code
