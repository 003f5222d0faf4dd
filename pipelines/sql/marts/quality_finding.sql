-- Tests that were not passed, to be followed up; the sentence of each is that of its rule.
with final as (
    select finding_id, dimension, rule, dataset, place_code, period, item, found, expected, checked
    from quality_test
    where passed = 0
)

select * from final
order by place_code, period, rule, dataset, item
