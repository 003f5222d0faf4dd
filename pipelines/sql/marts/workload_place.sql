-- The work of a year in minutes by the standards (WISN), beside the staff there is, for each staff group that works in the facility.
-- service_minutes is unknown where an activity that most facilities of the type file was not filed here for the whole year: part of
-- the work needs part of the staff. missing_standards counts the activities of the group without a time; a group at work for which
-- no standard was loaded at all misses one.
with works_in as (
    select 'village_doctor' as staff_group, 'village_clinic' as facility_type
    union all select 'village_doctor', 'community_station'
    union all select 'village_clinic_other', 'village_clinic'
    union all select 'village_clinic_other', 'community_station'
    union all select 'township_doctor', 'township_health_centre'
    union all select 'township_doctor', 'community_health_centre'
    union all select 'township_nurse', 'township_health_centre'
    union all select 'township_nurse', 'community_health_centre'
    union all select 'township_other', 'township_health_centre'
    union all select 'township_other', 'community_health_centre'
    union all select 'county_hospital_doctor', 'county_hospital'
),

standards as (
    select a.staff_group, coalesce(max(a.available_hours), max(cast(s.value as double))) as available_hours,
        coalesce(sum(a.allowance_share), 0) as allowance_share,
        sum(case
            when a.allowance_share is not null then 0
            when coalesce(a.standard_minutes, 0) > 0 and a.service_kind is not null then 0
            else 1
        end) as missing_standards
    from stg_activity_standard as a
    inner join site_setting as s on s.name = 'available_hours'
    group by a.staff_group
),

filed as (
    select s.place_code, s.period, s.facility_type, s.service_kind, s.service_count, s.role = 'stock' or s.months_filed = s.months as is_whole
    from service_place as s
    inner join period as p on s.period = p.label and p.kind in ('year', 'fiscal_year')
),

places as (
    select distinct place_code, period, facility_type from filed
),

asked as (
    select f.period, f.facility_type, f.service_kind
    from filed as f
    inner join (select period, facility_type, count(*) as facilities from places group by period, facility_type) as n
        on f.period = n.period and f.facility_type = n.facility_type
    group by f.period, f.facility_type, f.service_kind
    having 2 * count(*) > max(n.facilities)
),

due as (
    select p.place_code, p.period, a.staff_group, count(*) as activities
    from places as p
    inner join works_in as w on p.facility_type = w.facility_type
    inner join stg_activity_standard as a on w.staff_group = a.staff_group and a.standard_minutes is not null
    inner join asked as k on p.period = k.period and p.facility_type = k.facility_type and a.service_kind = k.service_kind
    group by p.place_code, p.period, a.staff_group
),

done as (
    select f.place_code, f.period, a.staff_group, sum(f.service_count * a.times_a_year * a.standard_minutes) as service_minutes,
        min(case when f.is_whole then 1 else 0 end) as is_whole,
        sum(case when k.service_kind is null then 0 else 1 end) as activities
    from filed as f
    inner join works_in as w on f.facility_type = w.facility_type
    inner join stg_activity_standard as a on w.staff_group = a.staff_group and f.service_kind = a.service_kind
    left join asked as k on f.period = k.period and f.facility_type = k.facility_type and f.service_kind = k.service_kind
    where a.standard_minutes is not null
    group by f.place_code, f.period, a.staff_group
),

final as (
    select p.place_code, p.period, w.staff_group,
        case when n.is_whole = 1 and n.activities = d.activities then n.service_minutes end as service_minutes,
        s.available_hours, s.allowance_share, coalesce(s.missing_standards, 1) as missing_standards,
        coalesce(t.fte, k.fte) as fte, coalesce(t.headcount, k.headcount) as headcount
    from places as p
    inner join works_in as w on p.facility_type = w.facility_type
    left join standards as s on w.staff_group = s.staff_group
    left join due as d on p.place_code = d.place_code and p.period = d.period and w.staff_group = d.staff_group
    left join done as n on p.place_code = n.place_code and p.period = n.period and w.staff_group = n.staff_group
    left join service_staff as k on p.place_code = k.place_code and p.period = k.period and k.staff_group = ''
    left join service_staff as t on p.place_code = t.place_code and p.period = t.period and t.staff_group = w.staff_group
    where s.staff_group is not null or t.fte > 0
)

select * from final
order by period, place_code
