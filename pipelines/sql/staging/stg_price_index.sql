-- One index number a year; a site without regions in it uses the same everywhere.
with ranked as (
    select
        coalesce(region_code, '') as region_code,
        period,
        price_index,
        row_number() over (partition by coalesce(region_code, ''), period order by batch desc, file, source_sheet, source_row) as nth
    from raw_price_index
),

final as (
    select region_code, period, price_index
    from ranked
    where nth = 1
)

select * from final
