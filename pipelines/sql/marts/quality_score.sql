-- Tests made and passed, by dimension, for every place with all below it and every period with all periods in it; score is 100 times
-- passed ÷ tests, never a mean of scores. Where no test was made there is no row.
with tested as (
    select dimension, place_code, period, count(*) as tests, sum(passed) as passed from quality_test group by dimension, place_code, period
),

spread as (
    select t.dimension, w.label as period, a.level, a.region_code, t.tests, t.passed
    from tested as t
    inner join period as p on t.period = p.label
    inner join period as w on w.start_on <= p.start_on and w.end_on >= p.end_on
    inner join place_span as a on t.place_code = a.place_code and a.from_on <= p.as_at and a.to_on > p.as_at
),

final as (
    select dimension, region_code as place_code, level, period, cast(sum(passed) as bigint) as passed, cast(sum(tests) as bigint) as tests,
        100.0 * sum(passed) / nullif(sum(tests), 0) as score
    from spread
    group by dimension, region_code, level, period
)

select * from final
order by place_code, period, dimension
