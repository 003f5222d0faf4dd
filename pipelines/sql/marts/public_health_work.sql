-- Public-health work of a facility in standard minutes: what was filed, times how often a year, times the minutes of the activity
-- standards (their mean where staff groups differ: the same work weighs the same whoever does it). Only of reporting units in which
-- both a village clinic or station and a township or community centre filed: else one's share would be all or nothing by silence.
with weights as (
    select service_kind, avg(standard_minutes * times_a_year) as minutes
    from stg_activity_standard
    where standard_minutes > 0 and service_kind is not null and activity in (
        'record_keeping', 'chronic_care', 'elderly_care', 'child_care', 'maternal_care', 'vaccination', 'health_education'
    )
    group by service_kind
),

work as (
    select s.place_code, s.period, sum(s.service_count * w.minutes) as minutes,
        max(case when s.facility_type in ('village_clinic', 'community_station') then 1 else 0 end) as is_village,
        max(case when s.facility_type in ('township_health_centre', 'community_health_centre') then 1 else 0 end) as is_centre
    from service_place as s
    inner join weights as w on s.service_kind = w.service_kind
    group by s.place_code, s.period
),

homes as (
    select w.place_code, w.period, a.region_code as unit_code, w.minutes, w.is_village, w.is_centre
    from work as w
    inner join period as p on w.period = p.label
    inner join site_setting as u on u.name = 'unit_level'
    inner join place_span as a on w.place_code = a.place_code and a.level = u.value and a.from_on <= p.as_at and a.to_on > p.as_at
),

both_told as (
    select unit_code, period from homes group by unit_code, period having max(is_village) = 1 and max(is_centre) = 1
),

final as (
    select h.place_code, h.period, h.minutes, h.minutes * h.is_village as village_minutes
    from homes as h
    inner join both_told as b on h.unit_code = b.unit_code and h.period = b.period
    where h.is_village = 1 or h.is_centre = 1
)

select * from final
order by period, place_code
