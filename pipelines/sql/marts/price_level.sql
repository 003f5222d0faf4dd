-- Price indices of a place that may be compared: those of one base, and those that a series of steps links. A step is what prices of a
-- year are of those of the year before: an index on the year before (上年=100) says it, two indices of one base in consecutive years give it.
-- `run` numbers stretches of years without a gap of steps, `level` is the product of the steps since a stretch began. Where a step reaches
-- back to a year that has no index of its own, that year stands here with level 1.
with dated as (
    select region_code, period, base, price_index, length(period) as form, cast(substr(period, 1, 4) as integer) as year_no
    from stg_price_index
    where price_index > 0
),

reached as (
    select d.region_code, p.previous as period, 'previous' as base, cast(null as double) as price_index, d.form, d.year_no - 1 as year_no
    from dated as d
    inner join period as p on d.period = p.label
    left join dated as b on d.region_code = b.region_code and p.previous = b.period
    where d.base = 'previous' and p.previous is not null and b.period is null
),

years as (
    select region_code, period, base, price_index, form, year_no from dated
    union all
    select region_code, period, base, price_index, form, year_no from reached
),

beside as (
    select *, lag(year_no) over series as year_before, lag(base) over series as base_before, lag(price_index) over series as index_before
    from years
    window series as (partition by region_code, form order by period)
),

steps as (
    select region_code, period, base, price_index, form, case
            when year_before is null or year_before <> year_no - 1 then cast(null as double)
            when base = 'previous' then price_index / 100
            when base = base_before then price_index / nullif(index_before, 0)
        end as step
    from beside
),

runs as (
    select *, sum(case when step is null then 1 else 0 end) over (
            partition by region_code, form order by period rows between unbounded preceding and current row
        ) as run
    from steps
),

final as (
    select region_code, period, base, price_index, form || '/' || run as run, exp(sum(ln(coalesce(step, 1))) over (
            partition by region_code, form, run order by period rows between unbounded preceding and current row
        )) as level
    from runs
)

select * from final
order by region_code, period
