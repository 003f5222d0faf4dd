-- The places and periods that a register of links speaks for: a hospital keeps it for all the units beside one another (a county's
-- townships), so it speaks for those without a link, from its first link until the last day help from above is known for.
with begun as (
    select facility_code, min(start_on) as start_on from stg_link group by facility_code
),

areas as (
    select distinct a.period, a.region_code
    from begun as l
    inner join place_path as a on l.facility_code = a.place_code
    inner join period as p on a.period = p.label and l.start_on <= p.as_at
    inner join support_span as s on p.as_at <= s.last_day
    inner join site_setting as u on u.name = 'unit_level'
    inner join site_level as v on u.value = v.level and a.depth = greatest(v.depth - 1, 0)
),

final as (
    select a.place_code, a.period
    from place_path as a
    inner join areas as h on a.region_code = h.region_code and a.period = h.period
)

select * from final
