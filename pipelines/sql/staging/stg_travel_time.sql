-- Minutes one way between two places, by mode and season; a closed road has no minutes.
with ranked as (
    select
        from_code,
        to_code,
        travel_mode,
        season,
        case when coalesce(is_passable, true) then travel_minutes end as travel_minutes,
        travel_km,
        coalesce(is_passable, true) as is_passable,
        measured_by,
        row_number() over (
            partition by from_code, to_code, travel_mode, season
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_travel_time
),

final as (
    select from_code, to_code, travel_mode, season, travel_minutes, travel_km, is_passable, measured_by
    from ranked
    where nth = 1
)

select * from final
