-- For each period and place, the region it belongs to at every level above it and its own.
-- Where no file places it, it goes to the child `unassigned` of the nearest place known above, so that children add up.
with recursive up as (
    select period, place_code, place_code as region_code, depth, parent_code, depth as own_depth
    from place_period
    union all
    select u.period, u.place_code, c.place_code as region_code, c.depth, c.parent_code, u.own_depth
    from up as u
    inner join place_period as c on u.period = c.period and u.parent_code = c.place_code and c.depth < u.depth
),

only_root as (
    select min(code) as code
    from site_root
    having count(*) = 1
),

wanted as (
    select p.period, p.place_code, p.depth as own_depth, l.level, l.depth
    from place_period as p
    inner join site_level as l on l.depth <= p.depth
),

found as (
    select w.period, w.place_code, w.level, w.depth, w.own_depth,
        coalesce(u.region_code, case when w.depth = 0 then o.code end) as region_code
    from wanted as w
    left join up as u on w.period = u.period and w.place_code = u.place_code and w.depth = u.depth
    left join only_root as o on true
),

nearest as (
    select period, place_code, level, depth, region_code,
        last_value(region_code ignore nulls) over above as above_code,
        max(case when region_code is not null then depth end) over above as above_depth
    from found
    window above as (partition by period, place_code order by depth rows between unbounded preceding and current row)
),

final as (
    select period, place_code, level, depth,
        coalesce(region_code, above_code || repeat('.unassigned', cast(depth - above_depth as integer))) as region_code
    from nearest
    where above_code is not null
)

select * from final
order by level, period, place_code
