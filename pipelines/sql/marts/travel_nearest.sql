-- The nearest facility of each type from a place in each season: the least minutes by any mode. What was measured for all the
-- year holds in a season that has no figure of its own; where the road is closed there is none.
with seasons as (
    select distinct season from stg_travel_time
),

pairs as (
    select p.from_code, p.to_code, p.travel_mode, s.season,
        case when o.from_code is null then a.travel_minutes else o.travel_minutes end as travel_minutes
    from (select distinct from_code, to_code, travel_mode from stg_travel_time) as p
    cross join seasons as s
    left join stg_travel_time as o
        on p.from_code = o.from_code and p.to_code = o.to_code and p.travel_mode = o.travel_mode and s.season = o.season
    left join stg_travel_time as a
        on p.from_code = a.from_code and p.to_code = a.to_code and p.travel_mode = a.travel_mode and a.season = 'all_year'
    where o.from_code is not null or a.from_code is not null
),

kinds as (
    select facility_code, max_by(facility_type, valid_from) as facility_type from stg_facility group by facility_code
),

ranked as (
    select p.from_code as place_code, p.season, coalesce(k.facility_type, 'unknown') as facility_type, p.to_code, p.travel_mode,
        p.travel_minutes, count(p.travel_minutes) over (partition by p.from_code, p.season, k.facility_type) as passable_links,
        row_number() over (
            partition by p.from_code, p.season, k.facility_type order by p.travel_minutes nulls last, p.to_code, p.travel_mode
        ) as nth
    from pairs as p
    left join kinds as k on p.to_code = k.facility_code
),

final as (
    select place_code, season, facility_type, case when travel_minutes is not null then to_code end as nearest_code,
        case when travel_minutes is not null then travel_mode end as travel_mode, travel_minutes, passable_links
    from ranked
    where nth = 1
)

select * from final
order by place_code, season, facility_type
