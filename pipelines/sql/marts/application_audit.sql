-- The four audit points of applications, dated by submission: reviewed where somebody said met or not met.
with points as (
    select facility_code, submitted_on, scheme_id, 'place' as audit_point, audit_place as audit_result from stg_application
    union all
    select facility_code, submitted_on, scheme_id, 'years' as audit_point, audit_years as audit_result from stg_application
    union all
    select facility_code, submitted_on, scheme_id, 'documents' as audit_point, audit_documents as audit_result from stg_application
    union all
    select facility_code, submitted_on, scheme_id, 'employer' as audit_point, audit_employer as audit_result from stg_application
),

final as (
    select p.facility_code as place_code, p.submitted_on as on_date, p.audit_point, coalesce(s.subsidy_type, 'unknown') as subsidy_type,
        count(*) as reviewed, sum(case when p.audit_result = 'fail' then 1 else 0 end) as failed
    from points as p
    left join stg_subsidy_scheme as s on p.scheme_id = s.scheme_id
    where p.audit_result in ('pass', 'fail')
    group by p.facility_code, p.submitted_on, p.audit_point, coalesce(s.subsidy_type, 'unknown')
)

select * from final
order by place_code, on_date
