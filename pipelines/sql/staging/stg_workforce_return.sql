-- Counts of a facility, a period and a staff group as returned.
with ranked as (
    select
        facility_code,
        period,
        staff_group,
        headcount,
        fte,
        female,
        aged_55_over,
        licensed,
        row_number() over (partition by facility_code, period, staff_group order by batch desc, file, source_sheet, source_row) as nth
    from raw_workforce_return
),

final as (
    select facility_code, period, staff_group, headcount, fte, female, aged_55_over, licensed
    from ranked
    where nth = 1
)

select * from final
