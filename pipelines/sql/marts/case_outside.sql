-- Doctors in post for more than 31 days where no licence of theirs in force is registered for the place: the region on the licence
-- is neither the facility's township nor a region above it. A region above the area (a province) covers all that
-- carries its first digits. Facilities that nobody places are left out.
with path as (
    select place_code, region_code from facility_home
    where place_code not in (select place_code from facility_home where region_code like '%.unassigned')
),

posts as (
    select s.person_key, s.facility_code, s.start_on, least(s.end_on, last_day(d.last_day)) as end_on
    from post_spell as s
    cross join data_span as d
    where s.staff_group in ('village_doctor', 'township_doctor', 'county_hospital_doctor')
        and s.facility_code in (select place_code from path)
),

held as (
    select l.person_key, l.licence_type, l.issued_on, coalesce(l.valid_to, date '9999-12-31') as valid_to, l.registered_region_code
    from stg_licence as l
    inner join code as c on c.codelist = 'licence_type' and l.licence_type = c.code and c.role in ('licensed', 'certificate')
    where l.registered_region_code is not null
),

compared as (
    select p.person_key, p.facility_code, p.start_on, p.end_on, h.licence_type, h.issued_on, h.valid_to, h.registered_region_code,
        max(case
            when a.region_code = h.registered_region_code then 1
            when substr(h.registered_region_code, 3) = '0000' and substr(a.region_code, 1, 2) = substr(h.registered_region_code, 1, 2) then 1
            when substr(h.registered_region_code, 5) = '00' and substr(a.region_code, 1, 4) = substr(h.registered_region_code, 1, 4) then 1
            else 0
        end) as is_here
    from posts as p
    inner join held as h on p.person_key = h.person_key and h.issued_on <= p.end_on and h.valid_to >= p.start_on
    inner join path as a on p.facility_code = a.place_code
    group by p.person_key, p.facility_code, p.start_on, p.end_on, h.licence_type, h.issued_on, h.valid_to, h.registered_region_code
),

registered as (
    select person_key, facility_code, start_on, min(issued_on) as issued_on
    from compared
    where is_here = 1
    group by person_key, facility_code, start_on
),

windows as (
    select c.person_key, c.facility_code, c.start_on, c.registered_region_code, c.licence_type,
        greatest(c.start_on, c.issued_on) as first_on,
        least(c.end_on, c.valid_to, coalesce(cast(r.issued_on - interval 1 day as date), c.end_on)) as last_on
    from compared as c
    left join registered as r on c.person_key = r.person_key and c.facility_code = r.facility_code and c.start_on = r.start_on
    where c.is_here = 0
),

final as (
    select person_key, facility_code, max_by(registered_region_code, last_on) as other_code, max_by(licence_type, last_on) as licence_type,
        min(first_on) as first_on, max(last_on) as last_on
    from windows
    where date_diff('day', first_on, last_on) >= 31
    group by person_key, facility_code, start_on
)

select * from final
