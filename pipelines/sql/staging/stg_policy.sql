-- Policy documents; without a day in force the day of issue counts.
with ranked as (
    select
        policy_id,
        policy_title,
        document_no,
        issuer,
        issuer_level,
        region_code,
        cast(issued_on as date) as issued_on,
        cast(coalesce(effective_on, issued_on) as date) as effective_on,
        cast(expires_on as date) as expires_on,
        target_group,
        policy_instrument,
        target_text,
        row_number() over (
            partition by policy_id
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_policy
),

final as (
    select policy_id, policy_title, document_no, issuer, issuer_level, region_code, issued_on, effective_on, expires_on,
        target_group, policy_instrument, target_text
    from ranked
    where nth = 1
)

select * from final
