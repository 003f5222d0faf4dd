-- Every place, region or facility, as in force from one day to the next change.
-- A reporting unit's dated list of facilities is complete for its period: who is not in the next list is not placed by it. The last list
-- stands until another comes.
with lists as (
    select unit, valid_from, lead(valid_from) over (partition by unit order by valid_from) as valid_to
    from (select distinct unit, valid_from from stg_facility where period <> '') as dated
),

regions as (
    select r.region_code as place_code, l.level, l.depth, r.valid_from, r.valid_to, r.name_zh, r.name_en, r.parent_code,
        r.remoteness, 'unknown' as rurality, '' as facility_type
    from stg_region as r
    inner join site_level as l on r.level = l.level
),

facilities as (
    select f.facility_code as place_code, l.level, l.depth, f.valid_from, t.valid_to,
        f.facility_name as name_zh, f.facility_name as name_en, f.region_code as parent_code,
        'unknown' as remoteness, f.rurality, f.facility_type
    from stg_facility as f
    inner join site_setting as s on s.name = 'facility_level'
    inner join site_level as l on s.value = l.level
    left join lists as t on f.period <> '' and f.unit = t.unit and f.valid_from = t.valid_from
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
