-- A link between a hospital and a clinic and each day it was used on while in force; a link that was never used has one row without a
-- day. A link for images is used by images, one for tracings by tracings; a link of support by any request or visit.
with suits as (
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
    union
    select hospital_code, facility_code, 'visit' as use_kind, on_date as used_on from stg_expert_visit
),

uses as (
    select distinct l.hospital_code, l.facility_code, l.link_kind, l.start_on, u.used_on
    from stg_link as l
    inner join used as u on l.hospital_code = u.hospital_code and l.facility_code = u.facility_code and u.used_on >= l.start_on
        and (l.end_on is null or u.used_on <= l.end_on)
    left join suits as s on l.link_kind = s.link_kind and u.use_kind = s.use_kind
    where s.link_kind is not null or l.link_kind not in (select link_kind from suits)
),

final as (
    select l.facility_code as place_code, l.hospital_code, l.hospital_level, l.link_kind, l.start_on, l.end_on, u.used_on
    from stg_link as l
    left join uses as u on l.hospital_code = u.hospital_code and l.facility_code = u.facility_code and l.link_kind = u.link_kind
        and l.start_on = u.start_on
)

select * from final
order by place_code, link_kind, hospital_code, start_on, used_on
