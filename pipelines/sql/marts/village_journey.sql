-- From a village to the facilities it can be told to reach, in each season: to the one that serves it as the village list says, and from
-- there (else from the seat of the township) on to those of the travel table. A closed road has no minutes and is_passable false;
-- a first leg that nobody wrote down has no minutes and is_passable null. Facilities that have closed are no destination.
with homes as (
    select v.village_code, v.serving_facility_code, v.nearest_clinic_minutes, v.residents,
        coalesce(v.abolished_on, date '9999-12-31') as to_on, coalesce(s.to_code, v.region_code) as place_code, v.region_code
    from stg_village as v
    left join region_successor as s on v.region_code = s.from_code and s.until_on = date '9999-12-31' and s.is_main
),

kinds as (
    select facility_code, max_by(facility_type, valid_from) as facility_type, max(coalesce(closed_on, date '9999-12-31')) as closed_on
    from stg_facility
    group by facility_code
),

open_kinds as (
    select k.facility_code, k.facility_type from kinds as k
    cross join data_span as d
    where k.closed_on > d.last_day
),

fastest as (
    select from_code, to_code, season, min(travel_minutes) as travel_minutes, max(case when is_passable then 1 else 0 end) = 1 as is_passable
    from travel_season
    group by from_code, to_code, season
),

seasons as (
    select distinct season from travel_season
    union
    select 'all_year' as season where not exists (select 1 from travel_season)
),

starts as (
    select distinct from_code from travel_season
),

origins as (
    select h.*, case when b.from_code is not null then h.serving_facility_code else coalesce(t.from_code, u.from_code) end as from_code
    from homes as h
    left join starts as b on h.serving_facility_code = b.from_code
    left join starts as t on h.region_code = t.from_code
    left join starts as u on h.place_code = u.from_code
),

legs as (
    select o.village_code, o.place_code, o.to_on, o.residents, o.serving_facility_code as facility_code, s.season, o.nearest_clinic_minutes as minutes,
        case when o.nearest_clinic_minutes is not null then true end as is_passable
    from origins as o
    cross join seasons as s
    where o.serving_facility_code is not null
    union all
    select o.village_code, o.place_code, o.to_on, o.residents, f.to_code as facility_code, f.season, o.nearest_clinic_minutes + f.travel_minutes as minutes,
        case when not f.is_passable then false when o.nearest_clinic_minutes + f.travel_minutes is not null then true end as is_passable
    from origins as o
    inner join fastest as f on o.from_code = f.from_code and f.to_code is distinct from o.serving_facility_code
),

final as (
    select l.village_code, l.place_code, l.to_on, l.residents, l.facility_code, k.facility_type, l.season, l.minutes, l.is_passable
    from legs as l
    inner join open_kinds as k on l.facility_code = k.facility_code
)

select * from final
order by village_code, season, facility_code
