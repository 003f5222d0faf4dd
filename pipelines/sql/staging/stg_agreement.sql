-- Service agreements, one row each; the last day is the one agreed, whatever became of the agreement.
with ranked as (
    select
        person_key, agreement_id, facility_code, scheme_id, application_id, entry_route,
        cast(agreed_from as date) as agreed_from, agreed_years, cast(agreed_to as date) as agreed_to, is_full_time,
        agreement_status, cast(breach_on as date) as breach_on, repay_due_yuan, repaid_yuan,
        cast(repaid_on as date) as repaid_on, file, source_sheet, source_row,
        row_number() over (
            partition by agreement_id
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_agreement
),

final as (
    select
        person_key, agreement_id, facility_code, scheme_id, application_id, entry_route, agreed_from, agreed_years,
        agreed_to, is_full_time, agreement_status, breach_on, repay_due_yuan, repaid_yuan, repaid_on, file,
        source_sheet, source_row
    from ranked
    where nth = 1
)

select * from final
