-- Standard minutes or share of working time of a staff group and an activity.
with ranked as (
    select
        staff_group,
        activity,
        service_kind,
        standard_minutes,
        coalesce(times_a_year, 1) as times_a_year,
        allowance_share,
        available_hours,
        origin,
        row_number() over (
            partition by staff_group, activity
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_activity_standard
),

final as (
    select staff_group, activity, service_kind, standard_minutes, times_a_year, allowance_share, available_hours, origin
    from ranked
    where nth = 1
)

select * from final
