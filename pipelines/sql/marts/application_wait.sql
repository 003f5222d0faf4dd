-- How long applications waited: as a whole from the day the employer took them in as complete (else from submission) to the first
-- payment, and at each step. What had not happened by the last day the registers of applications and of grants (grant_known) tell of is
-- open (event 0) and waits until that day. Refused and withdrawn applications wait for no payment; of their steps those that ended count.
with last_seen as (
    select max(seen_on) as last_day
    from (
        select max(greatest(submitted_on, coalesce(decided_on, submitted_on))) as seen_on from stg_application
        union all
        select last_day as seen_on from grant_known
    ) as d
),

paid as (
    select application_id, min(paid_on) as first_paid_on
    from stg_grant
    where application_id is not null and paid_yuan > 0
    group by application_id
),

cases as (
    select a.facility_code, a.scheme_id, coalesce(a.employer_received_on, a.submitted_on) as accepted_on, a.employer_reviewed_on,
        a.authority_reviewed_on, a.notice_to, a.decided_on, p.first_paid_on,
        coalesce(a.decision, '') in ('refused', 'withdrawn') or a.employer_result = 'failed' or a.authority_result = 'failed' as has_ended
    from stg_application as a
    left join paid as p on a.application_id = p.application_id
),

steps as (
    select *, 'whole' as application_step, accepted_on as began_on, first_paid_on as ended_on from cases
    union all
    select *, 'employer' as application_step, accepted_on as began_on, employer_reviewed_on as ended_on from cases
    union all
    select *, 'authority' as application_step, employer_reviewed_on as began_on, authority_reviewed_on as ended_on from cases
    union all
    select *, 'notice' as application_step, authority_reviewed_on as began_on, notice_to as ended_on from cases
    union all
    select *, 'decision' as application_step, coalesce(notice_to, authority_reviewed_on) as began_on, decided_on as ended_on from cases
    union all
    select *, 'payment' as application_step, decided_on as began_on, first_paid_on as ended_on from cases
),

final as (
    select t.facility_code as place_code, t.accepted_on as on_date, coalesce(s.subsidy_type, 'unknown') as subsidy_type, t.application_step,
        date_diff('day', t.began_on, coalesce(t.ended_on, d.last_day)) as days, case when t.ended_on is null then 0 else 1 end as event
    from steps as t
    cross join last_seen as d
    left join stg_subsidy_scheme as s on t.scheme_id = s.scheme_id
    where t.began_on <= coalesce(t.ended_on, d.last_day) and (t.ended_on is not null or not coalesce(t.has_ended, false))
)

select * from final
order by place_code, on_date, application_step
