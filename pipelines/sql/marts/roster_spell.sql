-- Spells read off rosters alone: from the first roster that shows a person at a facility to the last one.
-- Missing from the newest roster of the facility's unit is a pending exit (still in post); a second absence closes the spell.
with units as (
    select p.place_code, p.region_code as unit_code, row_number() over (partition by p.place_code order by p.period desc) as nth
    from place_path as p
    inner join site_setting as s on s.name = 'unit_level' and p.level = s.value
),

seen as (
    select r.person_key, r.facility_code, r.as_at, r.staff_group, r.is_main_post, coalesce(u.unit_code, r.facility_code) as unit_code
    from stg_roster as r
    left join units as u on r.facility_code = u.place_code and u.nth = 1
),

rosters as (
    select distinct unit_code, as_at from seen
),

spans as (
    select person_key, facility_code, unit_code, min(as_at) as start_on, max(as_at) as last_seen,
        max_by(staff_group, as_at) as staff_group, max_by(is_main_post, as_at) as is_main_post
    from seen
    group by person_key, facility_code, unit_code
),

final as (
    select s.person_key, s.facility_code, s.unit_code, s.staff_group, s.start_on,
        case when count(r.as_at) >= 2 then s.last_seen end as end_on,
        count(r.as_at) = 1 as is_pending_exit,
        s.is_main_post
    from spans as s
    left join rosters as r on s.unit_code = r.unit_code and r.as_at > s.last_seen
    group by s.person_key, s.facility_code, s.unit_code, s.staff_group, s.start_on, s.last_seen, s.is_main_post
)

select * from final
