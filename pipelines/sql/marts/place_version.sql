-- Every place, region or facility, as in force from one day to the next change.
-- A reporting unit's dated list of facilities is complete for its period: who is not in the next list is not placed by it. The last list
-- stands until another comes.
-- Places are those of today: one that went into another at its level (region_successor) is left out, its clinics and the places
-- under it stand under the successor from the beginning, and the successor is there from the beginning.
with gone as (
    select from_code, to_code from region_successor where until_on = date '9999-12-31' and is_main
),

heirs as (
    select distinct to_code from region_successor where from_code <> to_code
),

lists as (
    select unit, valid_from, lead(valid_from) over (partition by unit order by valid_from) as valid_to
    from (select distinct unit, valid_from from stg_facility where period <> '') as dated
),

regions as (
    select r.region_code as place_code, l.level, l.depth,
        case
            when h.to_code is not null and row_number() over (partition by r.region_code order by r.valid_from) = 1 then date '1900-01-01'
            else r.valid_from
        end as valid_from,
        r.valid_to, r.name_zh, r.name_en, coalesce(u.to_code, r.parent_code) as parent_code, r.remoteness, 'unknown' as rurality,
        '' as facility_type
    from stg_region as r
    inner join site_level as l on r.level = l.level
    left join heirs as h on r.region_code = h.to_code
    left join gone as u on r.parent_code = u.from_code
    where r.region_code not in (select from_code from gone)
),

last_home as (
    select facility_code, max_by(region_code, valid_from) as region_code from stg_facility group by facility_code
),

facilities as (
    select f.facility_code as place_code, l.level, l.depth, f.valid_from, t.valid_to,
        f.facility_name as name_zh, f.facility_name as name_en,
        case
            when u.to_code is null then f.region_code
            when h.region_code not in (select from_code from gone) then h.region_code
            else u.to_code
        end as parent_code,
        'unknown' as remoteness, f.rurality, f.facility_type
    from stg_facility as f
    inner join site_setting as s on s.name = 'facility_level'
    inner join site_level as l on s.value = l.level
    left join lists as t on f.period <> '' and f.unit = t.unit and f.valid_from = t.valid_from
    left join gone as u on f.region_code = u.from_code
    left join last_home as h on f.facility_code = h.facility_code
),

roots as (
    select t.code as place_code, l.level, l.depth, date '1900-01-01' as valid_from, cast(null as date) as valid_to,
        t.name_zh, t.name_en, cast(null as varchar) as parent_code, 'unknown' as remoteness, 'unknown' as rurality,
        '' as facility_type
    from site_root as t
    inner join site_level as l on l.depth = 0
    where t.code not in (select place_code from regions)
),

versions as (
    select * from regions
    union all
    select * from facilities
    union all
    select * from roots
),

final as (
    select
        place_code, level, depth, valid_from,
        coalesce(valid_to, lead(valid_from) over (partition by place_code order by valid_from), date '9999-12-31') as valid_to,
        name_zh, name_en, parent_code, remoteness, rurality, facility_type
    from versions
)

select * from final
