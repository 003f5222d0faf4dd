-- Budget lines of a place, a year and a source of money.
with ranked as (
    select
        region_code, budget_line, budget_use, source_level, approved_yuan, adjusted_yuan, executed_yuan, period,
        file, source_sheet, source_row,
        row_number() over (
            partition by region_code, budget_line, period, source_level
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_budget
),

final as (
    select
        region_code, budget_line, budget_use, source_level, approved_yuan, adjusted_yuan, executed_yuan, period,
        file, source_sheet, source_row
    from ranked
    where nth = 1
)

select * from final
