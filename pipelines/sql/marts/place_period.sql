-- The version of every place that is in force at the end of each period; places that only facts know come without a parent.
with known as (
    select p.label as period, v.place_code, v.level, v.depth, v.name_zh, v.name_en, v.parent_code, v.remoteness, v.rurality,
        v.facility_type
    from place_version as v
    inner join period as p on v.valid_from <= p.end_on and v.valid_to > p.end_on
),

first_seen as (
    select facility_code, min(seen_on) as seen_on
    from (
        select facility_code, min(start_on) as seen_on from stg_employment group by facility_code
        union all
        select facility_code, min(as_at) as seen_on from stg_roster group by facility_code
        union all
        select facility_code, min(period_start) as seen_on from stg_pay where facility_code is not null group by facility_code
    ) as s
    group by facility_code
),

mentioned as (
    select facility_code as place_code, period from stg_workforce_return
    union
    select facility_code, period from stg_facility_payment
    union
    select region_code, period from population_recast
    union
    select s.facility_code, p.label from first_seen as s
    inner join period as p on s.seen_on <= p.end_on
    union
    select s.facility_code, w.label
    from (
        select facility_code, period from stg_service
        union
        select facility_code, period from stg_facility_status
    ) as s
    inner join period as p on s.period = p.label
    inner join period as w on p.start_on >= w.start_on and p.end_on <= w.end_on
    union
    select u.place_code, p.label
    from (
        select region_code as place_code from stg_village
        union
        select from_code from stg_travel_time
        union
        select region_code from stg_milestone
        union
        select region_code from stg_partner
        union
        select region_code from stg_survey
    ) as u
    cross join period as p
    where u.place_code not in (select place_code from place_version) and u.place_code not in (select from_code from region_successor)
),

strangers as (
    select m.period, m.place_code, l.level, l.depth, m.place_code as name_zh, m.place_code as name_en,
        cast(null as varchar) as parent_code, 'unknown' as remoteness, 'unknown' as rurality, 'unknown' as facility_type
    from mentioned as m
    inner join site_setting as s on s.name = 'facility_level'
    inner join site_level as l on s.value = l.level
    left join known as k on m.place_code = k.place_code and m.period = k.period
    where k.place_code is null
),

final as (
    select * from known
    union all
    select * from strangers
)

select * from final
