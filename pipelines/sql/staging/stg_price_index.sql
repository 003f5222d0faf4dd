-- One index number a year; a site without regions in it uses the same everywhere. `base` is the year that counts as 100, `previous` where it
-- is the year before (上年=100), the words as they stand where they name no year, empty where nothing is said.
with ranked as (
    select
        coalesce(region_code, '') as region_code,
        period,
        price_index,
        lower(coalesce(base_period, '')) as base_period,
        row_number() over (partition by coalesce(region_code, ''), period order by batch desc, file, source_sheet, source_row) as nth
    from raw_price_index
),

final as (
    select region_code, period, price_index, case
            when base_period like '%上年%' or base_period like '%上一年%' or base_period like '%去年%' or base_period like '%前一年%'
                or base_period like '%previous%' or base_period like '%preceding%' or base_period like '%prior year%'
                or base_period like '%last year%' or base_period like '%year before%'
                then 'previous'
            when regexp_extract(base_period, '((19|20)[0-9][0-9])', 1) <> '' then regexp_extract(base_period, '((19|20)[0-9][0-9])', 1)
            else base_period
        end as base
    from ranked
    where nth = 1
)

select * from final
