-- Every place as it stands from one reference day of the data to another (both counted in, by their numbers in reference_day): the
-- version in force on the day; places that only facts know come without a parent, on the days of the facts.
with versions as (
    select v.place_code, v.level, v.depth, v.name_zh, v.name_en, v.parent_code, v.remoteness, v.rurality, v.facility_type,
        min(d.day_no) as first_no, max(d.day_no) as last_no
    from place_version as v
    inner join reference_day as d on v.valid_from <= d.as_at and v.valid_to > d.as_at
    group by v.place_code, v.level, v.depth, v.name_zh, v.name_en, v.parent_code, v.remoteness, v.rurality, v.facility_type, v.valid_from
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
    select s.facility_code, w.label
    from (
        select facility_code, period from stg_service
        union
        select facility_code, period from stg_facility_status
    ) as s
    inner join period as p on s.period = p.label
    inner join period as w on p.start_on >= w.start_on and p.end_on <= w.end_on
),

on_days as (
    select m.place_code, d.day_no
    from mentioned as m
    inner join period as p on m.period = p.label
    inner join reference_day as d on p.as_at = d.as_at
    union
    select s.facility_code, d.day_no
    from first_seen as s
    inner join reference_day as d on s.seen_on <= d.as_at
    where s.facility_code not in (select place_code from versions where first_no = 1 and last_no = (select max(day_no) from reference_day))
    union
    select u.place_code, d.day_no
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
    cross join reference_day as d
    where u.place_code not in (select place_code from place_version) and u.place_code not in (select from_code from region_successor)
),

unknown as (
    select m.place_code, m.day_no, m.day_no - row_number() over (partition by m.place_code order by m.day_no) as run_no
    from on_days as m
    left join versions as v on m.place_code = v.place_code and v.first_no <= m.day_no and v.last_no >= m.day_no
    where v.place_code is null
),

final as (
    select place_code, level, depth, name_zh, name_en, parent_code, remoteness, rurality, facility_type, first_no, last_no from versions
    union all
    select m.place_code, l.level, l.depth, m.place_code as name_zh, m.place_code as name_en, cast(null as varchar) as parent_code,
        'unknown' as remoteness, 'unknown' as rurality, 'unknown' as facility_type, min(m.day_no) as first_no, max(m.day_no) as last_no
    from unknown as m
    inner join site_setting as s on s.name = 'facility_level'
    inner join site_level as l on s.value = l.level
    group by m.place_code, l.level, l.depth, m.run_no
)

select * from final
