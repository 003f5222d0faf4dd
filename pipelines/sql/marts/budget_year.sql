-- Budget of a place by year, use and source of the money. What was executed stands beside the approved and the adjusted amount of the
-- same lines only: a line whose accounts are not closed is in neither, one without an adjusted amount is not held against it.
with homes as (
    select b.*, coalesce(s.to_code, b.region_code) as place_code
    from stg_budget as b
    left join region_successor as s on b.region_code = s.from_code and s.until_on = date '9999-12-31' and s.is_main
),

final as (
    select place_code, period, coalesce(budget_use, 'unknown') as budget_use, source_level, count(*) as lines,
        sum(case when executed_yuan is not null then approved_yuan end) as approved_yuan,
        sum(case when approved_yuan is not null then executed_yuan end) as executed_yuan,
        sum(case when executed_yuan is not null then adjusted_yuan end) as adjusted_yuan,
        sum(case when adjusted_yuan is not null then executed_yuan end) as executed_of_adjusted_yuan
    from homes
    group by place_code, period, coalesce(budget_use, 'unknown'), source_level
)

select * from final
order by period, place_code
