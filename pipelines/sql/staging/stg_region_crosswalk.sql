-- Predecessor and successor places with the day, the kind and the share of the change; a share nobody gave is all of it where
-- there is one successor, and an equal part where there are several.
with ranked as (
    select
        from_code,
        to_code,
        cast(on_date as date) as on_date,
        to_name,
        share,
        crosswalk_kind,
        row_number() over (
            partition by from_code, to_code, cast(on_date as date)
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_region_crosswalk
),

final as (
    select
        from_code,
        to_code,
        to_name,
        on_date,
        coalesce(share, 1.0 / nullif(count(*) over (partition by from_code, on_date), 0)) as share,
        crosswalk_kind
    from ranked
    where nth = 1
)

select * from final
