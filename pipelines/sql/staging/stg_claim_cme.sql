-- Claims of education fees, one row each.
with ranked as (
    select
        person_key, claim_id, facility_code, scheme_id, event_id, claim_kind, cast(claimed_on as date) as claimed_on,
        claimed_yuan, is_relevant, has_employer_consent, has_certificate, has_receipt, decision, approved_yuan,
        claim_reason, cast(decided_on as date) as decided_on, paid_yuan, cast(paid_on as date) as paid_on, file,
        source_sheet, source_row,
        row_number() over (
            partition by claim_id
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_claim_cme
),

final as (
    select
        person_key, claim_id, facility_code, scheme_id, event_id, claim_kind, claimed_on, claimed_yuan, is_relevant,
        has_employer_consent, has_certificate, has_receipt, decision, approved_yuan, claim_reason, decided_on,
        paid_yuan, paid_on, file, source_sheet, source_row
    from ranked
    where nth = 1
)

select * from final
