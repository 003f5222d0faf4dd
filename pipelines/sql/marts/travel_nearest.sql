-- The nearest facility of each type from a place in each season: the least minutes by any mode; where the road is closed there is none.
with kinds as (
    select facility_code, max_by(facility_type, valid_from) as facility_type from stg_facility group by facility_code
),

ranked as (
    select p.from_code as place_code, p.season, coalesce(k.facility_type, 'unknown') as facility_type, p.to_code, p.travel_mode,
        p.travel_minutes, count(p.travel_minutes) over (partition by p.from_code, p.season, k.facility_type) as passable_links,
        row_number() over (
            partition by p.from_code, p.season, k.facility_type order by p.travel_minutes nulls last, p.to_code, p.travel_mode
        ) as nth
    from travel_season as p
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
