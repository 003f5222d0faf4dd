-- Every test of data quality: rule, dataset, place, period and item, what was found and expected, passed (1) or not (0).
with tests as (
    select * from quality_reported
    union all
    select * from quality_filled
    union all
    select * from quality_timely
    union all
    select * from quality_sources
    union all
    select * from quality_population
    union all
    select * from quality_totals
    union all
    select * from quality_people
    union all
    select * from quality_number
    union all
    select * from quality_unjudged
    union all
    select * from quality_rows
    union all
    select * from quality_doubted
    union all
    select * from quality_outlier
),

final as (
    select r.dimension, t.rule, t.dataset, t.place_code, t.period, t.item, t.found, t.expected, t.checked, t.passed
    from tests as t
    inner join quality_rule as r on t.rule = r.rule
)

select * from final
order by place_code, period, rule, dataset, item
