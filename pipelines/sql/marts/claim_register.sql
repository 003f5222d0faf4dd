-- Published figures with the place they speak of; the figure is what was said, never a value of ours.
with final as (
    select c.claim_id, c.region_code as place_code, p.level, c.claim_text, c.claim_source, c.published_on, c.claim_period, c.claim_relation,
        c.claim_value, c.claim_value_to, c.claim_unit, c.computed_from, c.missing_base
    from stg_published_claim as c
    left join place as p on c.region_code = p.place_code
)

select * from final
order by place_code, claim_id
