-- Tests that were not passed, to be followed up; the sentence of each is that of its rule. finding_id stays the same as long as rule,
-- dataset, place, period and item do.
with final as (
    select substr(md5(rule || '|' || dataset || '|' || place_code || '|' || period || '|' || item), 1, 12) as finding_id, dimension, rule,
        dataset, place_code, period, item, found, expected, checked
    from quality_test
    where passed = 0
)

select * from final
order by place_code, period, rule, dataset, item
