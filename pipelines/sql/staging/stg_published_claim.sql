-- Figures of public statements, word for word.
with ranked as (
    select
        claim_id,
        region_code,
        claim_text,
        claim_source,
        cast(published_on as date) as published_on,
        claim_period,
        claim_relation,
        claim_value,
        claim_value_to,
        claim_unit,
        computed_from,
        missing_base,
        row_number() over (
            partition by claim_id
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_published_claim
),

final as (
    select claim_id, region_code, claim_text, claim_source, published_on, claim_period, claim_relation, claim_value,
        claim_value_to, claim_unit, computed_from, missing_base
    from ranked
    where nth = 1
)

select * from final
