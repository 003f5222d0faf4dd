-- Applications with an audit point marked as met that the records contradict, refused and withdrawn ones left out:
-- place: the scheme is for another area, or has rates in force for other levels of facility only;
-- years: fewer days in main posts than the years of service asked for (365 each), or an agreement for fewer years than asked;
-- documents: one missing, not valid, or expired before submission;
-- employer: in no post in the month of submission, or insured by another employer then.
with open_applications as (
    select a.application_id, a.person_key, a.facility_code, a.scheme_id, a.submitted_on, a.audit_place, a.audit_years, a.audit_documents,
        a.audit_employer, s.area_code, s.agreement_years_needed, s.service_years_needed, c.role as facility_level,
        12 * year(a.submitted_on) + month(a.submitted_on) as month_no
    from stg_application as a
    left join stg_subsidy_scheme as s on a.scheme_id = s.scheme_id
    left join (
        select facility_code, max_by(facility_type, valid_from) as facility_type from stg_facility group by facility_code
    ) as f on a.facility_code = f.facility_code
    left join code as c on c.codelist = 'facility_type' and f.facility_type = c.code
    where coalesce(a.decision, '') not in ('refused', 'withdrawn')
),

outside as (
    select a.application_id
    from open_applications as a
    inner join facility_home as h on a.facility_code = h.place_code
    where a.area_code is not null
    group by a.application_id, a.area_code
    having max(case when h.region_code = a.area_code then 1 else 0 end) = 0
),

other_level as (
    select a.application_id
    from open_applications as a
    inner join stg_subsidy_rate as r on a.scheme_id = r.scheme_id and r.valid_from <= a.submitted_on and r.valid_to >= a.submitted_on
    where coalesce(a.facility_level, '') <> ''
    group by a.application_id, a.facility_level
    having max(case when coalesce(r.facility_level, a.facility_level) = a.facility_level then 1 else 0 end) = 0
),

served as (
    select a.application_id, min(case when m.has_known_start then 1 else 0 end) as is_known,
        sum(1 + date_diff('day', m.start_on, least(m.end_on, a.submitted_on))) as days
    from open_applications as a
    inner join main_post as m on a.person_key = m.person_key and m.start_on <= a.submitted_on
    group by a.application_id
),

promised as (
    select application_id, min(agreed_years) as agreed_years
    from stg_agreement
    where application_id is not null
    group by application_id
),

papers as (
    select a.application_id
    from open_applications as a
    inner join stg_document as d on a.application_id = d.application_id
    group by a.application_id
    having min(case when d.is_present and coalesce(d.is_valid, true) and coalesce(d.valid_to >= a.submitted_on, true) then 1 else 0 end) = 0
),

in_post as (
    select distinct a.application_id
    from open_applications as a
    inner join post_evidence as c on a.person_key = c.person_key and c.first_month <= a.month_no and c.last_month >= a.month_no
),

judged as (
    select a.application_id
    from open_applications as a
    inner join facility_unit as u on a.facility_code = u.facility_code
    inner join staff_scope as s on u.unit_code = s.unit_code and s.first_month <= a.month_no and s.last_month >= a.month_no
),

elsewhere as (
    select distinct a.application_id
    from open_applications as a
    inner join case_insured as i on a.person_key = i.person_key and i.first_on <= a.submitted_on and i.last_on >= a.submitted_on
),

points as (
    select a.application_id, a.person_key, a.facility_code, a.scheme_id, a.submitted_on,
        case
            when a.audit_place = 'pass' and coalesce(o.application_id, l.application_id) is not null then 'audit_place'
        end as place_point,
        case
            when coalesce(a.audit_years, '') <> 'pass' then null
            when d.is_known = 1 and d.days < 365 * a.service_years_needed then 'audit_years'
            when p.agreed_years < a.agreement_years_needed then 'audit_years'
        end as years_point,
        case when a.audit_documents = 'pass' and w.application_id is not null then 'audit_documents' end as documents_point,
        case
            when coalesce(a.audit_employer, '') <> 'pass' then null
            when e.application_id is not null or (j.application_id is not null and i.application_id is null) then 'audit_employer'
        end as employer_point
    from open_applications as a
    left join outside as o on a.application_id = o.application_id
    left join other_level as l on a.application_id = l.application_id
    left join served as d on a.application_id = d.application_id
    left join promised as p on a.application_id = p.application_id
    left join papers as w on a.application_id = w.application_id
    left join in_post as i on a.application_id = i.application_id
    left join judged as j on a.application_id = j.application_id
    left join elsewhere as e on a.application_id = e.application_id
),

final as (
    select application_id, person_key, facility_code, scheme_id, submitted_on,
        concat_ws(' ', place_point, years_point, documents_point, employer_point) as points
    from points
    where coalesce(place_point, years_point, documents_point, employer_point) is not null
)

select * from final
