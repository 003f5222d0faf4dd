-- The region every place belongs to at its own level and each above, and what breakdowns need of the place, from one reference day
-- until another (not counted in). A place is looked up on the last day of a period. Rurality and type are traits of facilities: a
-- region has none; remoteness is that of the lowest place that has a class.
-- Where no file places it, it goes to the child `unassigned` of the nearest place known above, so that children add up.
with recursive up as (
    select place_code, place_code as region_code, depth, parent_code, remoteness, first_no, last_no
    from place_stand
    union all
    select u.place_code, c.place_code as region_code, c.depth, c.parent_code, c.remoteness, greatest(u.first_no, c.first_no) as first_no,
        least(u.last_no, c.last_no) as last_no
    from up as u
    inner join place_stand as c on u.parent_code = c.place_code and c.depth < u.depth and u.first_no <= c.last_no and u.last_no >= c.first_no
),

cuts as (
    select place_code, first_no as cut_no from up
    union
    select place_code, last_no + 1 as cut_no from up
),

pieces as (
    select place_code, cut_no as first_no, lead(cut_no) over (partition by place_code order by cut_no) - 1 as last_no from cuts
),

standing as (
    select p.place_code, p.first_no, p.last_no, s.depth as own_depth, case when s.facility_type <> '' then s.rurality end as rurality,
        nullif(s.facility_type, '') as facility_type
    from pieces as p
    inner join place_stand as s on p.place_code = s.place_code and s.first_no <= p.first_no and s.last_no >= p.last_no
),

only_root as (
    select min(code) as code
    from site_root
    having count(*) = 1
),

found as (
    select w.place_code, w.first_no, w.last_no, w.own_depth, w.rurality, w.facility_type, l.level, l.depth,
        case when u.remoteness <> 'unknown' then u.remoteness end as remoteness,
        coalesce(u.region_code, case when l.depth = 0 then o.code end) as region_code
    from standing as w
    inner join site_level as l on l.depth <= w.own_depth
    left join up as u on w.place_code = u.place_code and l.depth = u.depth and u.first_no <= w.first_no and u.last_no >= w.last_no
    left join only_root as o on true
),

nearest as (
    select *,
        last_value(region_code ignore nulls) over above as above_code,
        max(case when region_code is not null then depth end) over above as above_depth,
        last_value(remoteness ignore nulls) over (
            partition by place_code, first_no order by depth rows between unbounded preceding and unbounded following
        ) as class
    from found
    window above as (partition by place_code, first_no order by depth rows between unbounded preceding and current row)
),

final as (
    select n.place_code, n.level, n.depth,
        coalesce(n.region_code, n.above_code || repeat('.unassigned', cast(n.depth - n.above_depth as integer))) as region_code,
        n.rurality, coalesce(n.class, 'unknown') as remoteness, n.facility_type, f.as_at as from_on,
        coalesce(t.as_at, date '9999-12-31') as to_on
    from nearest as n
    inner join reference_day as f on n.first_no = f.day_no
    left join reference_day as t on n.last_no + 1 = t.day_no
    where n.above_code is not null
)

select * from final
order by level, place_code, from_on
