-- Counts of a facility, a period and a staff group as returned.
with ranked as (
    select
        facility_code,
        period,
        staff_group,
        headcount, fte, headcount_start, joiners, leavers, female, male, aged_under_35, aged_35_44, aged_45_54,
        aged_55_59, aged_60_over, aged_55_over, licence_physician, licence_assistant, licence_rural_assistant,
        licence_village, licence_none, licensed, education_bachelor, education_college, education_secondary,
        education_below,
        row_number() over (partition by facility_code, period, staff_group order by batch desc, file, source_sheet, source_row) as nth
    from raw_workforce_return
),

final as (
    select facility_code, period, staff_group,
        headcount, fte, headcount_start, joiners, leavers, female, male, aged_under_35, aged_35_44, aged_45_54,
        aged_55_59, aged_60_over, aged_55_over, licence_physician, licence_assistant, licence_rural_assistant,
        licence_village, licence_none, licensed, education_bachelor, education_college, education_secondary,
        education_below
    from ranked
    where nth = 1
)

select * from final
