-- Visits of experts, once for a hospital, a clinic and a day.
with ranked as (
    select
        hospital_code,
        facility_code,
        cast(on_date as date) as on_date,
        experts,
        visit_days,
        cases,
        row_number() over (
            partition by hospital_code, facility_code, cast(on_date as date)
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_expert_visit
),

final as (
    select hospital_code, facility_code, on_date, experts, visit_days, cases
    from ranked
    where nth = 1
)

select * from final
