-- Staff that the work of a year needs by the standards (WISN), beside the staff there is: minutes of the counted activities over the
-- minutes one person has, made larger by the share that meetings and paperwork take. The standards of a staff group apply to the
-- facilities where it works. A year is left out where not every month of an activity was filed: part of the work needs part of the staff.
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

time_of_group as (
    select staff_group, max(available_hours) * 60 as available_minutes, coalesce(sum(allowance_share), 0) as allowance_share
    from stg_activity_standard
    group by staff_group
),

needed as (
    select s.place_code, s.period, a.staff_group, s.facility_type, s.rurality, s.remoteness,
        sum(s.service_count * a.times_a_year * a.standard_minutes) as service_minutes, count(*) as activities
    from service_place as s
    inner join period as p on s.period = p.label and p.kind in ('year', 'fiscal_year')
    inner join works_in as w on s.facility_type = w.facility_type
    inner join stg_activity_standard as a on w.staff_group = a.staff_group and s.service_kind = a.service_kind
    where a.standard_minutes is not null
    group by s.place_code, s.period, a.staff_group, s.facility_type, s.rurality, s.remoteness
    having min(case when s.role = 'stock' or s.months_filed = s.months then 1 else 0 end) = 1
),

staff as (
    select w.place_code, p.label as period, w.staff_group, sum(w.headcount) as headcount, sum(w.fte) as fte
    from workforce_state as w
    inner join period as p on p.kind in ('year', 'fiscal_year') and w.from_on <= p.as_at and w.to_on > p.as_at
        and (w.period is null or w.period = p.label)
    where w.counts_total
    group by w.place_code, p.label, w.staff_group
),

final as (
    select n.place_code, n.period, n.staff_group, n.facility_type, n.rurality, n.remoteness, n.service_minutes, n.activities,
        t.available_minutes, t.allowance_share,
        n.service_minutes / nullif(t.available_minutes * (1 - t.allowance_share), 0) as required_fte,
        s.fte, s.headcount
    from needed as n
    inner join time_of_group as t on n.staff_group = t.staff_group
    left join staff as s on n.place_code = s.place_code and n.period = s.period and n.staff_group = s.staff_group
)

select * from final
order by period, place_code
