-- Applications by the furthest step they have reached so far, dated by submission: a later step implies those before it.
with paid as (
    select distinct application_id from stg_grant where application_id is not null and paid_yuan > 0
),

reached as (
    select a.facility_code, a.submitted_on, a.scheme_id, a.decision,
        case
            when p.application_id is not null then 5
            when a.notice_from is not null then 4
            when a.authority_result = 'passed' then 3
            when a.employer_result = 'passed' then 2
            else 1
        end as step_no
    from stg_application as a
    left join paid as p on a.application_id = p.application_id
),

final as (
    select r.facility_code as place_code, r.submitted_on as on_date, coalesce(s.subsidy_type, 'unknown') as subsidy_type, 1 as applications,
        case when r.step_no >= 2 then 1 else 0 end as employer_passed, case when r.step_no >= 3 then 1 else 0 end as authority_passed,
        case when r.step_no >= 4 then 1 else 0 end as noticed, case when r.step_no >= 5 then 1 else 0 end as paid
    from reached as r
    left join stg_subsidy_scheme as s on r.scheme_id = s.scheme_id
)

select * from final
order by place_code, on_date
