-- The places a register of links speaks for, from one day until another (not counted in): a hospital keeps it for all the units beside
-- one another (a county's townships), so it speaks for those without a link, from the first link of the county until the last day help
-- from above is known for.
with area_level as (
    select v.level
    from site_setting as u
    inner join site_level as o on u.value = o.level
    inner join site_level as v on v.depth = greatest(o.depth - 1, 0)
    where u.name = 'unit_level'
),

areas as (
    select a.region_code, min(greatest(l.start_on, a.from_on)) as from_on
    from stg_link as l
    inner join place_span as a on l.facility_code = a.place_code
    inner join area_level as v on a.level = v.level
    where a.to_on > l.start_on
    group by a.region_code
),

final as (
    select a.place_code, greatest(a.from_on, h.from_on) as from_on, least(a.to_on, cast(s.last_day + interval 1 day as date)) as to_on
    from place_span as a
    inner join area_level as v on a.level = v.level
    inner join areas as h on a.region_code = h.region_code and a.to_on > h.from_on
    cross join support_span as s
    where greatest(a.from_on, h.from_on) <= s.last_day
)

select * from final
order by place_code, from_on
