-- A link between a hospital and a clinic on the last day of a period: in force or not, and what was done over it in the 30 and the 90
-- days up to that day. A link for images is used by images, one for tracings by tracings; a link of support by any request or visit.
with days as (
    select label as period, as_at from period where kind in ('year', 'fiscal_year', 'half', 'quarter', 'month')
),

suits as (
    select 'teleconsultation' as link_kind, 'consultation' as use_kind
    union all
    select 'tele_imaging' as link_kind, 'imaging' as use_kind
    union all
    select 'tele_imaging' as link_kind, 'ultrasound' as use_kind
    union all
    select 'tele_ecg' as link_kind, 'ecg' as use_kind
    union all
    select 'tele_lab' as link_kind, 'laboratory' as use_kind
    union all
    select 'tele_lab' as link_kind, 'pathology' as use_kind
),

used as (
    select hospital_code, facility_code, consultation_kind as use_kind, cast(requested_at as date) as used_on from stg_consultation
    union all
    select hospital_code, facility_code, 'visit' as use_kind, on_date as used_on from stg_expert_visit
),

uses as (
    select l.hospital_code, l.facility_code, l.link_kind, l.start_on, u.used_on
    from stg_link as l
    inner join used as u on l.hospital_code = u.hospital_code and l.facility_code = u.facility_code and u.used_on >= l.start_on
        and (l.end_on is null or u.used_on <= l.end_on)
    left join suits as s on l.link_kind = s.link_kind and u.use_kind = s.use_kind
    where s.link_kind is not null or l.link_kind not in (select link_kind from suits)
),

live as (
    select d.period, d.as_at, l.hospital_code, l.hospital_level, l.facility_code, l.link_kind, l.start_on, l.end_on
    from stg_link as l
    cross join support_span as b
    inner join days as d on l.start_on <= d.as_at and (l.end_on is null or l.end_on >= d.as_at) and d.as_at <= b.last_day
),

final as (
    select v.period, v.facility_code as place_code, v.hospital_code, v.hospital_level, v.link_kind, v.start_on, v.end_on,
        count(case when date_diff('day', u.used_on, v.as_at) < 30 then u.used_on end) as uses_30,
        count(case when date_diff('day', u.used_on, v.as_at) < 90 then u.used_on end) as uses_90,
        max(u.used_on) as last_used_on
    from live as v
    left join uses as u on v.hospital_code = u.hospital_code and v.facility_code = u.facility_code and v.link_kind = u.link_kind
        and v.start_on = u.start_on and u.used_on <= v.as_at
    group by v.period, v.facility_code, v.hospital_code, v.hospital_level, v.link_kind, v.start_on, v.end_on, v.as_at
)

select * from final
order by period, place_code
