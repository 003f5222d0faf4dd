-- What others earn in a place and year, by kind.
with ranked as (
    select
        region_code, reference_kind, reference_yuan, origin, period, file, source_sheet, source_row,
        row_number() over (
            partition by region_code, period, reference_kind
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_reference_income
),

final as (
    select
        region_code, reference_kind, reference_yuan, origin, period, file, source_sheet, source_row
    from ranked
    where nth = 1
)

select * from final
