-- The reporting units of every region at their own level or above, from one reference day until another (not counted in): whom a number of
-- the region waits for. A place above the level of units stands for itself. The days of a region and a unit do not overlap.
with unit_level as (
    select l.depth, l.level
    from site_setting as s
    inner join site_level as l on s.name = 'unit_level' and s.value = l.level
),

found as (
    select distinct s.level, s.region_code, coalesce(u.region_code, s.place_code) as unit_code, s.from_on, s.to_on
    from place_span as s
    inner join unit_level as l on s.depth <= l.depth
    left join place_span as u on s.place_code = u.place_code and s.from_on = u.from_on and u.level = l.level
),

begun as (
    select *, max(to_on) over (
            partition by level, region_code, unit_code order by from_on, to_on rows between unbounded preceding and 1 preceding
        ) as known_to
    from found
),

parted as (
    select *, sum(case when from_on <= known_to then 0 else 1 end) over (
            partition by level, region_code, unit_code order by from_on, to_on rows between unbounded preceding and current row
        ) as part
    from begun
),

final as (
    select level, region_code, unit_code, min(from_on) as from_on, max(to_on) as to_on
    from parted
    group by level, region_code, unit_code, part
)

select * from final
order by level, region_code, unit_code, from_on
