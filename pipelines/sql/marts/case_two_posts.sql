-- Two main posts at once, for more than 31 days or on rosters of one day, at different facilities. A post is a main one unless it is
-- said not to be, and posts whose full-time shares add up to one at most are one job shared out. The case stands at the post that
-- counting leaves out: the one not declared, else the smaller share, else the later start.
with posts as (
    select person_key, facility_code, start_on, coalesce(end_on, date '9999-12-31') as end_on, fte, is_main_post is true as is_declared,
        false as is_listed
    from stg_employment
    where coalesce(is_main_post, true) and (end_on is null or end_on >= start_on)
    union all
    select person_key, facility_code, start_on, end_on, fte, is_main_post as is_declared, true as is_listed
    from post_spell
    where source = 'roster' and is_main_post
),

ordered as (
    select *,
        row_number() over (
            partition by person_key order by is_declared desc, coalesce(fte, 1) desc, start_on, facility_code
        ) as nth
    from posts
),

pairs as (
    select b.person_key, b.facility_code, a.facility_code as other_code, greatest(a.start_on, b.start_on) as first_on,
        least(a.end_on, b.end_on, last_day(d.last_day)) as last_on, a.is_listed and b.is_listed as are_listed
    from ordered as a
    inner join ordered as b on a.person_key = b.person_key and a.nth < b.nth and a.facility_code <> b.facility_code
        and a.start_on <= b.end_on and b.start_on <= a.end_on
    cross join data_span as d
    where coalesce(a.fte + b.fte, 2) > 1
),

listed as (
    select distinct r.person_key, r.facility_code, o.facility_code as other_code, r.as_at
    from stg_roster as r
    inner join stg_roster as o on r.person_key = o.person_key and r.as_at = o.as_at and r.facility_code <> o.facility_code
    where r.is_main_post and o.is_main_post and not r.has_left and not o.has_left
        and coalesce(r.end_on > r.as_at, true) and coalesce(o.end_on > o.as_at, true)
),

final as (
    select p.person_key, p.facility_code, min(p.other_code) as other_code, p.first_on, max(p.last_on) as last_on
    from pairs as p
    left join listed as l on p.person_key = l.person_key and p.facility_code = l.facility_code and p.other_code = l.other_code
        and l.as_at >= p.first_on and l.as_at <= p.last_on
    where date_diff('day', p.first_on, p.last_on) >= 31 or (p.are_listed and l.person_key is not null)
    group by p.person_key, p.facility_code, p.first_on
)

select * from final
