-- Aided readings of a facility and a month.
with ranked as (
    select
        facility_code,
        period,
        ai_used,
        ai_accepted,
        row_number() over (
            partition by facility_code, period
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_ai_use
),

final as (
    select facility_code, period, ai_used, ai_accepted
    from ranked
    where nth = 1
)

select * from final
