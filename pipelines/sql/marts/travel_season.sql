-- Minutes between two places by mode in every season there is a word of: what was measured for all the year holds in a season that has
-- no figure of its own. Where the road is closed there are no minutes.
with seasons as (
    select distinct season from stg_travel_time
),

final as (
    select p.from_code, p.to_code, p.travel_mode, s.season,
        case when o.from_code is null then a.travel_minutes else o.travel_minutes end as travel_minutes,
        case when o.from_code is null then a.is_passable else o.is_passable end as is_passable
    from (select distinct from_code, to_code, travel_mode from stg_travel_time) as p
    cross join seasons as s
    left join stg_travel_time as o
        on p.from_code = o.from_code and p.to_code = o.to_code and p.travel_mode = o.travel_mode and s.season = o.season
    left join stg_travel_time as a
        on p.from_code = a.from_code and p.to_code = a.to_code and p.travel_mode = a.travel_mode and a.season = 'all_year'
    where o.from_code is not null or a.from_code is not null
)

select * from final
order by from_code, to_code, travel_mode, season
