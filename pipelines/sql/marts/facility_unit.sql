-- The reporting unit of every facility that any record names, and the region right above the unit; a facility that nobody places
-- is its own unit.
with named as (
    select facility_code from stg_facility
    union
    select facility_code from post_spell
    union
    select facility_code from stg_pay
    union
    select facility_code from stg_grant
),

unit_level as (
    select l.level, l.depth from site_setting as s
    inner join site_level as l on s.name = 'unit_level' and s.value = l.level
),

final as (
    select n.facility_code, coalesce(u.region_code, n.facility_code) as unit_code, coalesce(w.region_code, u.region_code, n.facility_code) as wider_code
    from named as n
    cross join unit_level as l
    left join facility_home as u on n.facility_code = u.place_code and l.level = u.level
    left join facility_home as w on n.facility_code = w.place_code and l.depth - 1 = w.depth
    where n.facility_code is not null
)

select * from final
