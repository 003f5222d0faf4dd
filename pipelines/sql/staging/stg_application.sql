-- Applications for subsidies, one row each; sent again, the newest counts.
with ranked as (
    select
        person_key, application_id, facility_code, scheme_id, entry_route, information_channel,
        cast(self_checked_on as date) as self_checked_on, is_self_check_met,
        cast(submitted_on as date) as submitted_on, applied_yuan,
        cast(employer_received_on as date) as employer_received_on,
        cast(employer_reviewed_on as date) as employer_reviewed_on, employer_result, employer_reason,
        cast(authority_received_on as date) as authority_received_on,
        cast(authority_reviewed_on as date) as authority_reviewed_on, authority_result, reviewed_by, audit_place,
        audit_years, audit_documents, audit_employer, cast(notice_from as date) as notice_from,
        cast(notice_to as date) as notice_to, objections, cast(decided_on as date) as decided_on, decision,
        decision_reason, approved_yuan, file, source_sheet, source_row,
        row_number() over (
            partition by application_id
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_application
),

final as (
    select
        person_key, application_id, facility_code, scheme_id, entry_route, information_channel, self_checked_on,
        is_self_check_met, submitted_on, applied_yuan, employer_received_on, employer_reviewed_on, employer_result,
        employer_reason, authority_received_on, authority_reviewed_on, authority_result, reviewed_by, audit_place,
        audit_years, audit_documents, audit_employer, notice_from, notice_to, objections, decided_on, decision,
        decision_reason, approved_yuan, file, source_sheet, source_row
    from ranked
    where nth = 1
)

select * from final
