-- Villages of a township and how many of them have a clinic: as the village list says, and as the facility register knows one
-- open in or serving the village. A village that was merged away counts until that day. Distances and residents that nobody
-- wrote down are counted as unknown, never as zero.
with homes as (
    select v.*, coalesce(s.to_code, v.region_code) as place_code
    from stg_village as v
    left join region_successor as s on v.region_code = s.from_code and s.until_on = date '9999-12-31' and s.is_main
),

open_clinics as (
    select distinct k.period, f.facility_code, f.village_code
    from facility_stock as k
    inner join stg_facility as f on k.place_code = f.facility_code and f.period in ('', k.period)
),

served as (
    select v.village_code, o.period
    from homes as v
    inner join open_clinics as o on v.village_code = o.village_code
    union
    select v.village_code, o.period
    from homes as v
    inner join open_clinics as o on v.serving_facility_code = o.facility_code
),

final as (
    select v.place_code, t.period, t.remoteness, v.village_kind,
        count(*) as villages,
        sum(case when v.has_clinic then 1 else 0 end) as villages_with_clinic,
        sum(case when v.has_clinic is null then 1 else 0 end) as villages_clinic_unknown,
        sum(case when s.village_code is null then 0 else 1 end) as villages_served,
        sum(v.households) as households,
        sum(v.residents) as residents,
        sum(case when v.residents is null then 1 else 0 end) as villages_residents_unknown,
        sum(v.residents * v.nearest_clinic_km) as resident_km,
        sum(case when v.nearest_clinic_km is not null then v.residents end) as residents_with_distance,
        max(v.nearest_clinic_km) as farthest_km
    from homes as v
    inner join place_trait as t on v.place_code = t.place_code
    inner join period as p on t.period = p.label and coalesce(v.abolished_on, date '9999-12-31') > p.as_at
    left join served as s on v.village_code = s.village_code and t.period = s.period
    group by v.place_code, t.period, t.remoteness, v.village_kind
)

select * from final
order by period, place_code
