-- Open, closed and online days of a facility in a month; what was not written stays unknown.
with ranked as (
    select
        facility_code,
        period,
        open_days,
        closed_days,
        closure_reason,
        online_days,
        log_ins,
        row_number() over (
            partition by facility_code, period
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_facility_status
),

final as (
    select facility_code, period, open_days, closed_days, closure_reason, online_days, log_ins
    from ranked
    where nth = 1
)

select * from final
