-- Established posts on the last day of a period, and how many of them are vacant, in posts and in full-time equivalents, up
-- to the last day of the data.
with days as (
    select p.label as period, p.as_at
    from period as p
    inner join data_span as d on p.as_at <= d.last_day
    where p.kind in ('year', 'fiscal_year', 'half', 'quarter')
),

established as (
    select d.period, d.as_at, p.post_id, p.facility_code as place_code, p.staff_group, coalesce(p.hardship, 'unknown') as hardship,
        coalesce(p.is_key_post, false) as is_key_post, coalesce(p.fte, 1) as fte
    from stg_post as p
    inner join days as d on p.opened_on <= d.as_at and (p.closed_on is null or p.closed_on > d.as_at)
),

vacant as (
    select distinct d.period, v.post_id
    from vacancy_spell as v
    inner join days as d on v.vacant_on <= d.as_at and (v.ended_on is null or v.ended_on > d.as_at)
),

final as (
    select e.period, e.place_code, e.staff_group, e.hardship, e.is_key_post, count(*) as posts, sum(e.fte) as posts_fte,
        sum(case when v.post_id is null then 0 else 1 end) as vacant, sum(case when v.post_id is null then 0 else e.fte end) as vacant_fte
    from established as e
    left join vacant as v on e.period = v.period and e.post_id = v.post_id
    group by e.period, e.place_code, e.staff_group, e.hardship, e.is_key_post
)

select * from final
order by period, place_code
