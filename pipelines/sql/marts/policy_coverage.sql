-- Policies in force in every place at the end of each year, by what they work through: those of its own, of the places above it,
-- and those without a place (national and provincial ones). A place and the one above it both count: ask one level at a time.
with years as (
    select label, as_at from period where kind in ('year', 'fiscal_year')
),

in_force as (
    select y.label as period, q.policy_id, coalesce(q.policy_instrument, 'unknown') as policy_instrument, q.region_code
    from stg_policy as q
    inner join years as y on coalesce(q.effective_on, date '1900-01-01') <= y.as_at and coalesce(q.expires_on, date '9999-12-31') >= y.as_at
),

regions as (
    select y.label as period, o.place_code, o.level, y.as_at
    from place_stand as o
    inner join reference_day as d on o.first_no <= d.day_no and o.last_no >= d.day_no
    inner join years as y on d.as_at = y.as_at
    where o.depth < (select max(depth) from site_level)
),

reached as (
    select r.period, r.place_code, r.level, f.policy_instrument, f.policy_id
    from regions as r
    inner join in_force as f on r.period = f.period and f.region_code is null
    union
    select r.period, r.place_code, r.level, f.policy_instrument, f.policy_id
    from regions as r
    inner join place_span as a on r.place_code = a.place_code and a.from_on <= r.as_at and a.to_on > r.as_at
    inner join in_force as f on r.period = f.period and a.region_code = f.region_code
),

final as (
    select r.place_code, r.period, r.level, r.policy_instrument, count(*) as policies, t.remoteness
    from reached as r
    inner join place_trait as t on r.place_code = t.place_code and r.period = t.period
    group by r.place_code, r.period, r.level, r.policy_instrument, t.remoteness
)

select * from final
order by period, place_code
